"""Changing what a conversation is about and who hold it: from what a form brought to edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .competencies import competency_edits
from .conversation import Conversation
from .edits import Change, FieldEdit
from .fields import Value


@dataclass(frozen=True, slots=True)
class HeaderChanges:
    """What a person changed of the header, the partners' names and the competencies."""

    values: Mapping[str, Value] = field(default_factory=dict)
    """Header attribute -> value as the fields hold it: a date as ISO 8601 text, minutes as int."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Partner id -> name."""
    competencies_before: Sequence[str] = ()
    """The competencies that the person was shown to change."""
    competencies: Sequence[str] = ()
    """The competencies as they are to be."""


def header_edits(conversation: Conversation, changes: HeaderChanges) -> tuple[FieldEdit, ...]:
    """The edits that carry the changes out.

    A partner who gets another name keeps the agreements that the old name owned or supported: those
    hold names, and would otherwise be somebody else's.
    """
    edits: list[FieldEdit] = []
    if changes.values:
        edits.append(Change("header", values=changes.values))
    edits += _renamings(conversation, changes.names)
    edits += competency_edits(conversation, changes.competencies_before, changes.competencies)
    return tuple(edits)


def _renamings(conversation: Conversation, names: Mapping[str, str]) -> Iterator[FieldEdit]:
    renamed: dict[str, str] = {}
    for partner_id, name in names.items():
        yield Change("partner", partner_id, {"name": name})
        partner = conversation.partner(partner_id)
        if partner and partner.name:
            renamed[partner.name] = name
    for agreement in conversation.agreements:
        told: dict[str, Value] = {
            attribute: renamed[value]
            for attribute in ("owner", "support_by")
            if (value := getattr(agreement, attribute)) in renamed
        }
        if told:
            yield Change("agreement", agreement.id, told)
