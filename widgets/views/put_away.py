"""The list of the archived and the deleted conversations of a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ...data.lifecycle.deleted_summaries import DeletedConversation
from ...data.notebook.summary import Summary
from ..drawing.list_row import ListRow
from ..drawing.notebook.put_away import PutAwayRow
from ..drawing.section_row import SectionRow
from ..language import tr
from ..primitives.row_list import RowList


class PutAwayList(RowList):
    """Archived conversations, then deleted ones; the keys are slugs, and those of `Deletion`."""

    def show(
        self, archived: Sequence[Summary], deleted: Sequence[DeletedConversation], today: date
    ) -> None:
        """Show these; the cursor stays on its row. Dates omit the year of `today`."""
        self.update_rows([*_archived(archived, today), *_deleted(deleted, today)])


def _archived(found: Sequence[Summary], today: date) -> Iterator[ListRow]:
    if found:
        yield _heading("archived", len(found))
    for summary in found:
        yield PutAwayRow(summary.slug, "", summary=summary, today=today)


def _deleted(found: Sequence[DeletedConversation], today: date) -> Iterator[ListRow]:
    if found:
        yield _heading("deleted", len(found))
    for each in found:
        yield PutAwayRow(
            each.deletion.key,
            "",
            summary=each.summary,
            today=today,
            kept_until=each.deletion.kept_until,
        )


def _heading(name: str, count: int) -> ListRow:
    text = tr(f"lifecycle.section.{name}")
    return SectionRow(f"section/{name}", text, selectable=False, count=count)
