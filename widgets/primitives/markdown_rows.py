"""Markdown as rows of a list: bold headings and labels, tables in columns, code as typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ...data.text.lazy_pattern import lazy_pattern
from ...data.text.sanitize import clean_line, clean_text
from ..drawing.list_row import ListRow
from ..drawing.wrapping import Line, Piece, side_by_side, split_at_width, wrap_pieces

_HEADING = lazy_pattern(r" {0,3}#{1,6}(?:[ \t]+|$)")
_LIST = lazy_pattern(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|\s+")
_DELIMITERS = lazy_pattern(r"\|(?:\s*:?-+:?\s*\|)+")
_BAR = lazy_pattern(r"(?<!\\)\|")
_FENCE = lazy_pattern(r"(?:[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t])?[ \t]*(`{3,}|~{3,})")
_STRONG = lazy_pattern(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
_LINE_BREAK = lazy_pattern(r"(?<!\\)(?:\\\\)*(\\)$")
_AUTOLINK = lazy_pattern(r"(?<!\\)<((?:https?|ftp)://[^<>\s]+|[^<>\s\\]+@[^<>\s]+)>")
_ESCAPE = lazy_pattern(r"\\([!-/:-@\[-`{-~])")
"""CommonMark 2.4: a backslash before ASCII punctuation is not shown."""

EMPTY_CELL = "–"
"""Stands in an empty cell, so that the cells after it are not taken for it."""
_GAP = 2
_WIDEST = 200
"""The cells of the widest column; longer texts wrap."""
_LONGEST_WORD = 16
"""The cells that a column has at least for its longest word; longer words may be broken."""
_TAB = 4


@dataclass(frozen=True, slots=True)
class _TextRow(ListRow):
    """A line of text, with its list mark."""

    def height(self, width: int) -> int | None:
        """Return 1 for a short ASCII line, without wrapping it; None for any other."""
        texts = [self.mark, self.text, *(text for text, _ in self.tail)]
        fits = sum(map(len, texts)) + len(self.tail) <= width
        return 1 if fits and all(text.isascii() for text in texts) else None


@dataclass(frozen=True, slots=True)
class _MarkedRow(_TextRow):
    """A line of text behind a list mark or an indent."""

    def lines(self, width: int) -> list[Line]:
        """Return the row; an indent that takes more than half of the width is left out."""
        mark = self.mark if len(self.mark) <= width // 2 else self.mark.lstrip()
        return ListRow(self.key, self.text, mark, self.tail, self.style).lines(width)


@dataclass(frozen=True, slots=True)
class _CodeRow(ListRow):
    """A line of code, which keeps its blanks and breaks anywhere."""

    def lines(self, width: int) -> list[Line]:
        """Return the line, cut at the width."""
        lines: list[Line] = []
        rest = clean_text(self.text).expandtabs(_TAB)
        while rest:
            part, rest = split_at_width(rest, width)
            part, rest = (part, rest) if part else (rest[:1], rest[1:])
            lines.append(((part, self.style),))
        return lines or [()]


@dataclass(frozen=True, slots=True)
class _TableRow(ListRow):
    """A row of a table: in columns if these have room for whole words, else cell after cell."""

    cells: tuple[str, ...] = ()
    natural: tuple[int, ...] = ()
    """The widths of the columns that need no wrapping."""
    least: tuple[int, ...] = ()
    """The widths of the columns that break no word."""

    def lines(self, width: int) -> list[Line]:
        """Return the row in lines of at most `width` cells."""
        widths = _column_widths(self.natural, self.least, width - _GAP * (len(self.natural) - 1))
        if widths is None:
            shown = " · ".join(cell or EMPTY_CELL for cell in self.cells)
            return wrap_pieces([(shown, self.style)], width)
        return side_by_side(
            (
                (wrap_pieces([(cell or EMPTY_CELL, self.style)], column), column)
                for cell, column in zip(self.cells, widths, strict=True)
            ),
            _GAP,
        )


def markdown_rows(text: str) -> list[ListRow]:
    """Return Markdown as rows that cannot be selected, without the marks that only format."""
    rows: list[ListRow] = []
    table: list[str] = []
    fence = ""
    for number, line in enumerate(clean_text(text).splitlines()):
        if not fence and line.startswith("|"):
            table.append(line)
            continue
        rows.extend(_table_rows(table, number))
        table = []
        mark = found[1] if (found := _FENCE.match(line)) else ""
        if fence and not (mark.startswith(fence) and line.strip() == mark):
            rows.append(_CodeRow(str(number), line, selectable=False))
        elif mark:
            fence = "" if fence else mark
            rows.append(_CodeRow(str(number), line, style="dim", selectable=False))
        else:
            rows.append(_text_row(str(number), line))
    rows.extend(_table_rows(table, len(rows)))
    return rows


def _text_row(key: str, line: str) -> ListRow:
    if heading := _HEADING.match(line):
        words = _shown(line[heading.end() :])
        return _TextRow(key, clean_line(words), style="bold", selectable=False)
    lead = begin[0] if (begin := _LIST.match(line)) else ""
    rest = line[len(lead) :].rstrip()
    if broken := _LINE_BREAK.search(rest):
        rest = rest[: broken.start(1)]
    return _MarkedRow(
        key, "", lead.replace("\t", " " * _TAB), tuple(_pieces(rest)), selectable=False
    )


def _table_rows(lines: Sequence[str], end: int) -> Iterator[ListRow]:
    """Yield the rows of a table whose last line is the one before number `end`."""
    rows = [
        tuple(clean_line(_shown(cell.strip())) for cell in _BAR.split(line.strip()[1:])[:-1])
        for line in lines
        if not _DELIMITERS.fullmatch(line.strip())
    ]
    columns = max(map(len, rows), default=0)
    if not columns:
        return
    full = [(*row, *[""] * (columns - len(row))) for row in rows]
    natural = tuple(
        min(_WIDEST, max(1, *map(cell_len, column))) for column in zip(*full, strict=True)
    )
    least = tuple(
        max(1, *(min(_LONGEST_WORD, cell_len(word)) for cell in column for word in cell.split()))
        if any(column)
        else 1
        for column in zip(*full, strict=True)
    )
    has_head = len(lines) > 1 and _DELIMITERS.fullmatch(lines[1].strip()) is not None
    for number, row in enumerate(full):
        style = "bold" if has_head and number == 0 else ""
        yield _TableRow(
            f"{end}.{number}", " ".join(row), style=style, selectable=False,
            cells=row, natural=natural, least=least,
        )  # fmt: skip


def _column_widths(
    natural: Sequence[int], least: Sequence[int], room: int
) -> tuple[int, ...] | None:
    """Return the widths of the columns in `room` cells; None if not all words have room."""
    if sum(least) > room:
        return None
    widths = list(natural)
    while sum(widths) > room:
        spare = [width - minimum for width, minimum in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=lambda column: (spare[column] > 0, widths[column]))
        widths[widest] -= 1
    return tuple(widths)


def _pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a text, bold where it is strong."""
    for number, part in enumerate(_STRONG.split(text)):
        if part.strip():
            yield _shown(part), "bold" if number % 2 else ""


def _shown(text: str) -> str:
    return _ESCAPE.sub(r"\1", _AUTOLINK.sub(r"\1", text))
