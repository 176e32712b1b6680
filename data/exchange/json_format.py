"""A conversation as plain JSON, for programs of others.

The keys are stable: new ones may be added, none changes its meaning. Dates are ISO 8601, times too
and in UTC; an empty value is "" or null; a partner is named by role.

    format       1
    slug         the name of the conversation in its notebook
    header       one object
    partners, checklist, agreements, approvals
                 a list of objects; `remarks`, `ratings`, `earlier` (ratings of last time),
                 `rated` and `questions` of an item are by role, its `behaviour` is by level
    notes        text and by, a line each

Objects have the columns of the file format (`docs/file-format.md`), without `order`, `login`,
`parts` and `own`. An agreement also has its `label` (R1) and its `progress`, a list. An approval
names its `partner`; `entered_by` is the login that entered it for that partner, "" if the partner
did.

Other login names, private answers and the document behind the conversation are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..i18n.catalogue import catalogue
from ..ids import Slug
from ..minutes.wording import labelled
from ..model.conversation import Conversation
from ..model.field_spec import view
from ..text.json_text import to_json

FORMAT = 1


def conversation_json(conversation: Conversation, slug: Slug, *, authors: bool = True) -> str:
    """Return indented JSON with a final line break; `authors` adds the authors of notes."""
    return to_json(to_json_value(conversation, slug, authors=authors))


def to_json_value(
    conversation: Conversation, slug: Slug, *, authors: bool = True
) -> dict[str, Any]:
    """Return the conversation as JSON-ready values; see the module for its keys."""
    words = catalogue(conversation.header.language)
    return {
        "format": FORMAT,
        "slug": slug,
        "header": _row(conversation.header),
        "partners": [_row(partner) for partner in conversation.partners],
        "checklist": [{"id": item.id} | _row(item) for item in conversation.checklist],
        "notes": [
            {"text": line.text, "by": line.by if authors else ""} for line in conversation.notes
        ],
        "agreements": [
            {"id": agreement.id, "label": label}
            | _row(agreement)
            | {"progress": [{"id": entry.id} | _row(entry) for entry in agreement.progress]}
            for label, agreement in labelled(conversation, words)
        ],
        "approvals": [
            {"partner": approval.partner} | _row(approval) | {"entered_by": approval.entered_for}
            for approval in conversation.approvals
        ],
    }


def _row(row: object) -> dict[str, Any]:
    """Return the columns that are described as part of the JSON export."""
    row_type: type = type(row)
    return {name: _value(getattr(row, name)) for name in view(row_type, "json")}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return dict(sorted(value.items())) if isinstance(value, Mapping) else value
