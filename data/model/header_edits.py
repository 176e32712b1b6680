"""Turn a form's changes of the header, the partners' names and the competencies into edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..ids import PartnerId, RowId
from ..lazy_dataclass import dataclass, field
from .checklist.competencies import competency_edits
from .conversation import Agreement, Conversation
from .edits import Change, FieldEdit
from .field_spec import specs
from .fields import Value


@dataclass(frozen=True, slots=True)
class HeaderChanges:
    """The changes of the header, the partners' names and the competencies in a form."""

    values: Mapping[str, Value] = field(default_factory=dict)
    """Header attribute -> value as in the fields: a date as ISO 8601 text, minutes as int."""
    names: Mapping[PartnerId, str] = field(default_factory=dict)
    """Partner id -> name."""
    competencies_before: Sequence[str] = ()
    """The competencies that the form showed."""
    competencies: Sequence[str] = ()
    """The competencies that the person entered."""


def header_edits(conversation: Conversation, changes: HeaderChanges) -> tuple[FieldEdit, ...]:
    """Return the edits for these changes.

    A renamed partner is renamed in the agreements too, which contain names: else they would not be
    theirs any more.
    """
    edits: list[FieldEdit] = []
    if changes.values:
        edits.append(Change("header", values=changes.values))
    edits += _renamings(conversation, changes.names)
    edits += competency_edits(conversation, changes.competencies_before, changes.competencies)
    return tuple(edits)


def _renamings(conversation: Conversation, names: Mapping[PartnerId, str]) -> Iterator[FieldEdit]:
    renamed: dict[str, str] = {}
    for partner_id, name in names.items():
        yield Change("partner", RowId(partner_id), {"name": name})
        partner = conversation.partner(partner_id)
        if partner and partner.name:
            renamed[partner.name] = name
    for agreement in conversation.agreements:
        values: dict[str, Value] = {
            attribute: renamed[value]
            for attribute, spec in specs(Agreement).items()
            if spec.person and (value := getattr(agreement, attribute)) in renamed
        }
        if values:
            yield Change("agreement", agreement.id, values)
