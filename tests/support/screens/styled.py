"""Lines of a list as text that names their styles, without a screen."""

from __future__ import annotations

from collections.abc import Iterable

from afspraak.widgets.drawing.list_row import ListRow
from afspraak.widgets.drawing.wrapping import Line


def styled(lines: Iterable[Line]) -> list[str]:
    """Each line as text; a piece in a style is `[style text]`."""
    return [
        "".join(f"[{style} {text}]" if style else text for text, style in line) for line in lines
    ]


def styled_rows(rows: Iterable[ListRow], width: int) -> list[str]:
    """The lines of rows at a width in cells, one below the other."""
    return [line for row in rows for line in styled(row.lines(width))]
