"""A conversation as plain JSON, for programs of others.

The keys are ours to keep: new ones may come, none of these changes its meaning. Dates are ISO 8601,
times too and in UTC; what is not filled in is "" or null; a partner is named by role.

    format       1
    slug         the name of the conversation in its notebook
    header       title, kind, language, date, time, minutes, place, department, period, job, goals,
                 previous (a slug), next_on, created
    partners     role, name
    checklist    id, section, text, explanation, belongs, kind, state, carried_from, and by role
                 remarks and ratings
    notes        text and by, a line each
    agreements   id, label (R1), kind, text, owner, measure, due, support, support_by, based_on,
                 status, steps, budget, evaluate_on, carried_from, created, and
                 progress: id, at, by, text, percent
    approvals    partner, stance, at, digest, remark, and entered_by: the login name of who entered
                 it in that partner's place, "" where they did so themselves

Other login names, private answers and the document behind the conversation are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..i18n.catalogue import catalogue
from ..minutes.wording import labelled
from ..model.conversation import Conversation
from ..text.json_text import to_json

FORMAT = 1

_HEADER = (
    *("title", "kind", "language", "date", "time", "minutes", "place", "department", "period"),
    *("job", "goals", "previous", "next_on", "created"),
)
_PARTNER = ("role", "name")
_ITEM = (
    *("id", "section", "text", "explanation", "belongs", "kind", "state", "carried_from"),
    *("remarks", "ratings"),
)
_AGREEMENT = (
    *("kind", "text", "owner", "measure", "due", "support", "support_by", "based_on", "status"),
    *("steps", "budget", "evaluate_on", "carried_from", "created"),
)
_PROGRESS = ("id", "at", "by", "text", "percent")
_APPROVAL = ("partner", "stance", "at", "digest", "remark")


def conversation_json(conversation: Conversation, slug: str, *, authors: bool = True) -> str:
    """Return indented JSON with a final line break; `authors` adds the authors of notes."""
    return to_json(to_json_value(conversation, slug, authors=authors))


def to_json_value(conversation: Conversation, slug: str, *, authors: bool = True) -> dict[str, Any]:
    """Return the conversation as JSON-ready values; see the module for its keys."""
    words = catalogue(conversation.header.language)
    return {
        "format": FORMAT,
        "slug": slug,
        "header": _row(conversation.header, _HEADER),
        "partners": [_row(partner, _PARTNER) for partner in conversation.partners],
        "checklist": [_row(item, _ITEM) for item in conversation.checklist],
        "notes": [
            {"text": line.text, "by": line.by if authors else ""} for line in conversation.notes
        ],
        "agreements": [
            {"id": agreement.id, "label": label}
            | _row(agreement, _AGREEMENT)
            | {"progress": [_row(entry, _PROGRESS) for entry in agreement.progress]}
            for label, agreement in labelled(conversation, words)
        ],
        "approvals": [
            _row(approval, _APPROVAL) | {"entered_by": approval.entered_for}
            for approval in conversation.approvals
        ],
    }


def _row(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the named columns only, so that a new one is never exported by accident."""
    return {name: _value(getattr(row, name)) for name in names}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return dict(sorted(value.items())) if isinstance(value, Mapping) else value
