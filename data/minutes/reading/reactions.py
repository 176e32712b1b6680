"""The reactions read back, and what the partners are called in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from ...i18n.catalogue import Catalogue
from ...ids import PartnerId
from ...model.conversation import STANCES, Approval, Role
from ...text.sanitize import clean_line
from ..markup.inline import unescape
from ..names import ORDER, Names
from .lines import entries
from .words import pattern, read_moment

NO_PARTS = "{}"
"""The parts of an approval that is void for an unknown reason: an empty JSON map."""

UNKNOWN_DIGEST = "unknown"
"""The digest of an approval whose content is not known any more."""

_ROLES: tuple[Role, ...] = ("employee", "manager")


@dataclass(slots=True)
class Reactions:
    """The approvals in minutes, and whose is void."""

    approvals: list[Approval] = field(default_factory=list)
    void: set[PartnerId] = field(default_factory=set)


def read_roles(lines: Sequence[str], labels: Collection[str]) -> dict[Role, str]:
    """Return what the partners are called, as `labels` write it; empty if the chapter does not say.

    Behind a name the chapter has a role in lower case, whatever it is elsewhere.
    """
    told = [entry.name for entry in entries(lines)][: len(_ROLES)]
    if len(told) != len(_ROLES):
        return {}
    found: dict[Role, str] = {}
    for role, name in zip(_ROLES, told, strict=True):
        word = name[:-1].rpartition(" (")[2] if name.endswith(")") else name
        known = (other for other in labels if other.lower() == word)
        found[role] = next(known, word[:1].upper() + word[1:])
    return found


def read_reactions(lines: Sequence[str], names: Names, digest: str, words: Catalogue) -> Reactions:
    """Return the approvals in the chapter; `digest` is that of the whole record."""
    result = Reactions()
    for by, entry in zip(ORDER, entries(lines), strict=False):
        approval = _read_stance(by, entry.text, names, digest, words)
        if approval is None:
            continue
        below = [e for e in entry.entries() if e.name == words("minutes.reaction")]
        result.approvals.append(replace(approval, remark=below[0].value if below else ""))
        if approval.parts:
            result.void.add(by)
    result.approvals.sort(key=lambda approval: approval.partner)
    return result


def _read_stance(
    by: PartnerId, markdown: str, names: Names, digest: str, words: Catalogue
) -> Approval | None:
    text, parts = unescape(markdown), ""
    digest = digest or UNKNOWN_DIGEST
    if void := pattern(words, "minutes.stance_void").fullmatch(text):
        text, parts, digest = void["stance"], NO_PARTS, UNKNOWN_DIGEST
    elif other := pattern(words, "minutes.stance_other").fullmatch(text):
        text, digest = other["stance"], other["digest"]
    entered_by = ""
    if entered := pattern(words, "minutes.stance_entered").fullmatch(text):
        text = entered["stance"]
        entered_by = names.partner_of(entered["who"]) or clean_line(entered["who"])
    for stance in STANCES:
        word = words(f"minutes.stance.{stance}")
        if text == word:
            return Approval(by, digest, "", stance, parts=parts, entered_by=entered_by)
        start = words("minutes.stance_at", stance=word, moment="")
        if text.startswith(start) and (at := read_moment(text.removeprefix(start), words)):
            return Approval(by, digest, at, stance, parts=parts, entered_by=entered_by)
    return None
