"""The notes as lines of text with an author for every run of characters.

All positions are code points, a line break counts as one. A replica has such notes beside its
document, so that screens query them instead of the library, and never process the whole text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..ids import NOBODY, PartnerId
from ..text.line_index import LineIndex
from ..text.splice import Splice
from .conversation import NoteLine


class _Run(NamedTuple):
    length: int
    by: PartnerId


class _Line:
    """A line; it never changes, so its author is computed once."""

    __slots__ = ("_author", "runs", "text")

    def __init__(self, text: str, runs: tuple[_Run, ...]) -> None:
        self.text, self.runs = text, runs
        self._author: PartnerId | None = None

    @property
    def author(self) -> PartnerId:
        """The author of most of the line; "" for nobody."""
        if self._author is None:
            self._author = _author_of(self.runs)
        return self._author


class Notes:
    """Lines and their authors, changed by `splice` and `set_runs`. There is at least one line."""

    def __init__(self, runs: Iterable[tuple[str, PartnerId]] = ()) -> None:
        self._lines: list[_Line] = [_Line("", ())]
        self._line_index, self._utf8_line_index = LineIndex(), LineIndex()
        self._shares: dict[PartnerId, int] = {}
        self.set_runs(runs)

    @classmethod
    def of_lines(cls, lines: Sequence[NoteLine]) -> Notes:
        """Return notes of these lines, each of one author."""
        last = len(lines) - 1
        return cls((line.text + "\n" * (n < last), line.by) for n, line in enumerate(lines))

    @property
    def lines(self) -> list[str]:
        """The texts of the lines, without line breaks."""
        return [line.text for line in self._lines]

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(line.text for line in self._lines)

    def __len__(self) -> int:
        return self._line_index.total

    @property
    def line_count(self) -> int:
        """The number of lines; at least one."""
        return len(self._lines)

    def author(self, line: int) -> PartnerId:
        """Return the author of most of a line (from 0); "" for nobody.

        Text that nobody wrote, such as a heading from the checklist, does not count.
        """
        if not 0 <= line < len(self._lines):
            return NOBODY
        return self._lines[line].author

    def is_by(self, author: PartnerId, start: int, end: int) -> bool:
        """Return whether `author` wrote all text between two positions, line breaks aside."""
        return all(
            run.by == author for line in self._lines_between(start, end) for run in line.runs
        )

    @property
    def line_counts(self) -> Mapping[PartnerId, int]:
        """The number of non-blank lines of each author who has any.

        Updated by `splice`, so that reading it costs nothing, however long the text is.
        """
        return {by: count for by, count in self._shares.items() if by and count}

    def note_lines(self) -> Iterator[NoteLine]:
        """Yield the lines as values."""
        for number, line in enumerate(self._lines):
            yield NoteLine(line.text, self.author(number))

    def runs(self, start: int = 0, end: int | None = None) -> Iterator[tuple[str, PartnerId]]:
        """Yield runs of one author between two positions: (text, author).

        A line break belongs to the run before it in the line.
        """
        lines = self._lines_between(start, len(self) if end is None else end)
        line = next(lines)
        while True:
            following = next(lines, None)
            position = 0
            for index, run in enumerate(line.runs):
                piece = line.text[position : position + run.length]
                position += run.length
                is_last = index == len(line.runs) - 1
                yield (piece + ("\n" if is_last and following is not None else ""), run.by)
            if following is None:
                return
            if not line.runs:
                yield "\n", NOBODY
            line = following

    def location(self, position: int) -> tuple[int, int]:
        """Return line and column (from 0) of a position; a position past the end means the end."""
        return self._line_index.locate(position)

    def position(self, line: int, column: int) -> int:
        """Return the position of a line and column (from 0); columns past the end mean its end."""
        if line >= len(self._lines):
            return len(self)
        return self._line_index.start(line) + min(column, len(self._lines[line].text))

    def utf8_offset(self, position: int) -> int:
        """Return the number of UTF-8 bytes before a position."""
        number, column = self.location(position)
        return self._utf8_line_index.start(number) + _utf8_length(self._lines[number].text[:column])

    def position_at_utf8(self, offset: int) -> int:
        """Return the position after `offset` UTF-8 bytes; inside a character, that before it."""
        number, column = self._utf8_line_index.locate(offset)
        line = self._lines[number].text
        if not line.isascii():
            head = line.encode("utf-8", "surrogatepass")[:column]
            column = len(head.decode("utf-8", "ignore"))
        return self._line_index.start(number) + column

    def slice(self, start: int, end: int) -> str:
        """Return the text between two positions."""
        (first, column), (last, end_column) = self.location(start), self.location(end)
        if first == last:
            return self._lines[first].text[column:end_column]
        middle = [line.text for line in self._lines[first + 1 : last]]
        head, tail = self._lines[first].text[column:], self._lines[last].text[:end_column]
        return "\n".join([head, *middle, tail])

    def splice(self, splice: Splice) -> None:
        """Change the text. Positions past the end mean the end."""
        first, column = self.location(splice.start)
        last, end_column = self.location(splice.start + splice.deleted)
        head = _cut(self._lines[first], 0, column)
        tail = _cut(self._lines[last], end_column, None)
        pieces = splice.text.split("\n")
        new = [_Line(piece, (_Run(len(piece), splice.by),) if piece else ()) for piece in pieces]
        new[0] = _join(head, new[0])
        new[-1] = _join(new[-1], tail)
        self._count(self._lines[first : last + 1], -1)
        self._count(new, 1)
        self._lines[first : last + 1] = new
        self._line_index.replace(first, last + 1, (len(line.text) for line in new))
        self._utf8_line_index.replace(first, last + 1, (_utf8_length(line.text) for line in new))

    def set_runs(self, runs: Iterable[tuple[str, PartnerId]]) -> None:
        """Replace the whole text by runs of one author each: (text, author).

        The result is that of many splices, which took a minute for a line with thousands of runs.
        """
        lines: list[_Line] = []
        pieces: list[str] = []
        parts: list[_Run] = []

        def end() -> None:
            lines.append(_Line("".join(pieces), tuple(parts)))
            pieces.clear()
            parts.clear()

        for text, by in runs:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    end()
                if piece:
                    pieces.append(piece)
                    if parts and parts[-1].by == by:
                        parts[-1] = _Run(parts[-1].length + len(piece), by)
                    else:
                        parts.append(_Run(len(piece), by))
        end()
        self._shares.clear()
        self._count(lines, 1)
        count, self._lines = len(self._lines), lines
        self._line_index.replace(0, count, (len(line.text) for line in lines))
        self._utf8_line_index.replace(0, count, (_utf8_length(line.text) for line in lines))

    def _lines_between(self, start: int, end: int) -> Iterator[_Line]:
        """Yield the lines between two positions; the first and the last one are cut."""
        (first, column), (last, end_column) = self.location(start), self.location(end)
        for number in range(first, last + 1):
            line = self._lines[number]
            if number in (first, last):
                cut = end_column if number == last else None
                line = _cut(line, column if number == first else 0, cut)
            yield line

    def _count(self, lines: Iterable[_Line], step: int) -> None:
        for line in lines:
            if line.text.strip():
                by = line.author
                self._shares[by] = self._shares.get(by, 0) + step


def note_lines_of(runs: Iterable[tuple[str, PartnerId]]) -> list[NoteLine]:
    """Return the lines of a text in runs of one author each, as `Notes` would."""
    return list(Notes(runs).note_lines())


def _utf8_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _author_of(runs: Iterable[_Run]) -> PartnerId:
    share: dict[PartnerId, int] = {}
    for run in runs:
        if run.by:
            share[run.by] = share.get(run.by, 0) + run.length
    return max(share, key=lambda by: share[by]) if share else NOBODY


def _cut(line: _Line, start: int, end: int | None) -> _Line:
    runs = line.runs
    if end is not None and end < len(line.text):
        index, rest = _run_at(line, end)
        runs = runs[:index] + ((_Run(rest, runs[index].by),) if rest else ())
    if start > 0:
        index, skipped = _run_at(line, start)
        length = runs[index].length - skipped if index < len(runs) else 0
        first = (_Run(length, runs[index].by),) if skipped and length > 0 else ()
        runs = first + runs[index + (skipped > 0) :]
    return _Line(line.text[start:end], runs)


def _run_at(line: _Line, column: int) -> tuple[int, int]:
    """Return how many runs end at or before a column, and how much of the next one is before it."""
    if 2 * column > len(line.text):
        index, position = len(line.runs), len(line.text)
        while position > column:
            index -= 1
            position -= line.runs[index].length
        return index, column - position
    index = position = 0
    while index < len(line.runs) and (end := position + line.runs[index].length) <= column:
        index, position = index + 1, end
    return index, column - position


def _join(left: _Line, right: _Line) -> _Line:
    if left.runs and right.runs and left.runs[-1].by == right.runs[0].by:
        middle = _Run(left.runs[-1].length + right.runs[0].length, right.runs[0].by)
        return _Line(left.text + right.text, (*left.runs[:-1], middle, *right.runs[1:]))
    return _Line(left.text + right.text, left.runs + right.runs)
