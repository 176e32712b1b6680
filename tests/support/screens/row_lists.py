"""A list of short rows and headings, alone on a screen."""

from __future__ import annotations

from collections.abc import Iterable

from afspraak.widgets.drawing.list_row import ListRow
from afspraak.widgets.primitives.row_list import RowList

from .widget_holder import Holder


def rows(*texts: str) -> list[ListRow]:
    return [ListRow(text, text, "[ ] ") for text in texts]


def head(text: str) -> ListRow:
    return ListRow(f"heading/{text}", text, style="bold", selectable=False)


def holder(given: Iterable[ListRow], kind: type[RowList] = RowList) -> tuple[Holder, RowList]:
    row_list = kind()
    app = Holder(row_list)

    def begin() -> None:
        row_list.update_rows(list(given))
        row_list.focus()

    app.call_later(begin)
    return app, row_list
