"""What the two partners are called in the minutes: words that nobody can confuse."""

from __future__ import annotations

from collections.abc import Mapping

from ..i18n.catalogue import Catalogue
from ..model.conversation import ROLES, Role

_LABELS = (
    *("when", "place", "department", "period", "subject", "job", "goals", "previous", "next"),
    *("as_of", "version", "unknown", "together"),
)
"""Labels of the minutes that stand where a role does (`minutes.*` of the catalogue)."""

_SIGNS = frozenset("(),:")
"""Signs that end a role in the minutes."""


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
