"""What the two partners are called: words of the kind that nobody can confuse."""

from __future__ import annotations

from collections.abc import Mapping

from ..i18n.catalogue import Catalogue, Message, catalogue
from ..ids import MANAGER, PartnerId
from ..model.conversation import ROLES, Conversation, Header, Role

_LABELS = (
    *("when", "place", "department", "period", "subject", "job", "goals", "previous", "next"),
    *("as_of", "version", "unknown", "together"),
)
"""Labels of the minutes that stand where a role does (`minutes.*` of the catalogue)."""

_SIGNS = frozenset("(),:")
"""Signs that end a role in the minutes."""


def role_word(header: Header, role: Role) -> Message | str:
    """Return what a role is called within a sentence: the word of the kind, or the usual one."""
    if not (word := kept_role_word(header, role)):
        return Message(f"conversation.role.{role}")
    is_acronym = word[1:2].isupper()
    return word if is_acronym else word[:1].lower() + word[1:]


def kept_role_word(header: Header, role: Role) -> str:
    """Return the word of the kind for a role, with a capital; "" if it is the usual one.

    It is that too if the words of the two would confuse, as in the minutes.
    """
    found: dict[Role, str] = {"manager": header.role_manager, "employee": header.role_employee}
    if not found[role]:
        return ""
    word = role_words(found, catalogue(header.language))[role]
    return word if word.casefold() == found[role].casefold() else ""


def name_or_role(conversation: Conversation, partner_id: PartnerId) -> Message | str:
    """Return the name of a partner; without one, what their role is called."""
    role: Role = "manager" if partner_id == MANAGER else "employee"
    return conversation.name_of(partner_id) or role_word(conversation.header, role)


def role_words(found: Mapping[Role, str], words: Catalogue) -> Mapping[Role, str]:
    """Return the word for each role, with a capital.

    The usual word replaces a missing one; both are the usual ones if `unclear_roles` finds any.
    """
    usual: dict[Role, str] = {role: words(f"record_form.role.{role}") for role in ROLES}
    told: dict[Role, str] = {role: found.get(role) or usual[role] for role in ROLES}
    if unclear_roles(told, words):
        return usual
    return {role: word[:1].upper() + word[1:] for role, word in told.items()}


def unclear_roles(found: Mapping[Role, str], words: Catalogue) -> list[Role]:
    """Return the roles whose word is the same as another word of the minutes, or ends early."""
    taken = {words(f"minutes.{label}").casefold() for label in _LABELS}
    unclear: list[Role] = []
    for role in ROLES:
        word = found[role].casefold()
        if word in taken or _SIGNS & set(word):
            unclear.append(role)
        taken.add(word)
    return unclear
