"""The columns of an agreement in lists: what the index has of it.

A named tuple beside `model.conversation.Agreement`: lists that the index answers do not load the
dataclasses of the model, whose import takes longer than the answer.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..ids import RowId, Slug


class ListedAgreement(NamedTuple):
    """An agreement in a list. Each attribute is that of `Agreement` with the same name."""

    id: RowId
    kind: str
    text: str
    owner: str
    measure: str
    due: date | None
    evaluate_on: date | None
    status: str
    carried_from: Slug
    support: str = ""
    support_by: str = ""
    support_due: date | None = None
    support_done: date | None = None

    @classmethod
    def from_columns(cls, row_id: RowId, columns: list[str]) -> ListedAgreement:
        """Return the agreement in a row of the index, with `columns` as in `COLUMNS`."""
        pairs = zip(COLUMNS, columns, strict=True)
        return cls._make(
            (row_id, *(_date(text) if name in DATES else text for name, text in pairs))
        )


COLUMNS = ListedAgreement._fields[1:]
"""The columns of the index beside the id. A new one needs a new `VERSION` of the index."""

DATES = ("due", "evaluate_on", "support_due", "support_done")
"""The columns that are a date: ISO 8601 in the index, or empty."""


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
