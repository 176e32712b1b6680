"""What to send so that a terminal that shows one grid comes to show another."""

from __future__ import annotations

from collections.abc import Iterable

from .cells import has_uncertain_width, max_columns
from .cursor_motion import cursor_motion, erase_rows, motion_from_first_column
from .grid import Grid
from .style import DEFAULT_STYLE, Style, sgr_transition, visible_on_blank

_ERASE_TO_END = "\x1b[K"
_INSERT = "\x1b[@"
"""Pushes what stands at the cursor and after it one column on."""
_ERASABLE = 10
"""From this many blanks in the midst of a row, erasing them (`CSI n X`) and stepping over them
(`CSI n C`) is not longer than writing them."""


class ScreenDiff:
    """Brings `shown`, what a terminal shows, to what it should, and gathers the bytes for it.

    The cursor and the pen are left where the last change was, for the next one to go on from.
    """

    def __init__(self, shown: Grid) -> None:
        """A terminal about whose cursor and pen nothing is known."""
        self.shown = shown
        self.x: int | None = None
        self.y: int | None = None
        self.style: Style | None = None
        self._sent: list[str] = []
        self._column_uncertain = False
        """Whether terminals may disagree on the column that the cursor is in."""
        self._overdrawn_to = 0
        """Up to which column of a row a terminal may have drawn what was written before."""

    def take_output(self) -> str:
        """What is to be sent, gathered since this was asked before."""
        sent = "".join(self._sent)
        self._sent.clear()
        return sent

    def clear(self, *, into_scrollback: bool) -> None:
        """Begin with an empty screen of plain blanks.

        `into_scrollback`: what it shows may go there, where the terminal has no alternate screen.
        """
        self.reset_style()
        self.shown = Grid(self.shown.width, self.shown.height)
        if into_scrollback:
            self._sent.append("\x1b[2J")
        else:
            self._sent.append(erase_rows(self.shown.height))
            self.x, self.y = 0, self.shown.height - 1

    def reset_style(self) -> None:
        """Have the terminal draw plainly."""
        self._set_style(DEFAULT_STYLE)

    def move_to(self, x: int, y: int) -> None:
        """Bring the cursor to this column and row, from 0."""
        self._sent.append(self._motion(x, y))
        self.x, self.y = x, y
        self._column_uncertain = False

    def _motion(self, x: int, y: int) -> str:
        """What brings the cursor to this column and row."""
        if self._column_uncertain and self.y is not None:
            return motion_from_first_column(self.y, x, y)
        return cursor_motion(self.x, self.y, x, y)

    def show(self, wanted: Grid, rows: Iterable[int]) -> None:
        """Bring these rows to what they are in `wanted`, a grid of the same size."""
        for y in rows:
            self._show_row(wanted, y)

    def _show_row(self, wanted: Grid, y: int) -> None:
        characters, pens = wanted.characters[y], wanted.styles[y]
        changed = self._changed(wanted, y)
        if not changed:
            return
        tail = _blank_from(characters, pens)
        cleared = [x for x in changed if x >= tail]
        if cleared and cleared[-1] - cleared[0] >= len(_ERASE_TO_END):
            changed = changed[: len(changed) - len(cleared)]
        else:
            cleared = []
        self._overdrawn_to = 0
        place = 0
        while place < len(changed):
            blanks = self._blanks(changed, place, characters, pens)
            if blanks >= _ERASABLE:
                self._move_to_cell(changed[place], y, characters, pens)
                self._set_style(DEFAULT_STYLE)
                self._sent.append(f"\x1b[{blanks}X")
                place += blanks
                continue
            x = changed[place]
            if 0 < x == len(characters) - 1 and has_uncertain_width(characters[x]):
                self._write_uncertain_last(y, characters, pens)
            else:
                self._move_to_cell(x, y, characters, pens)
                self._write(x, y, characters, pens)
            place += 1
        if cleared:
            self._move_to_cell(cleared[0], y, characters, pens)
            self._set_style(DEFAULT_STYLE)
            self._sent.append(_ERASE_TO_END)
        self.shown.characters[y] = characters.copy()
        self.shown.styles[y] = pens.copy()

    def _changed(self, wanted: Grid, y: int) -> list[int]:
        """The columns of a row that are to be written; of two-cell characters the first."""
        characters, pens = wanted.characters[y], wanted.styles[y]
        before, before_pens = self.shown.characters[y], self.shown.styles[y]
        if characters == before and pens == before_pens:
            return []
        changed: list[int] = []
        spoilt = 0
        for x, (character, old) in enumerate(zip(characters, before, strict=True)):
            same = character == old and (
                pens[x] is before_pens[x]
                or (
                    character == " "
                    and visible_on_blank(pens[x]) is visible_on_blank(before_pens[x])
                )
            )
            if same and x >= spoilt:
                continue
            if not character:  # the second half goes with the first
                if changed and changed[-1] == x - 1:
                    continue
                changed.append(x - 1)
                continue
            changed.append(x)
            # A terminal may draw it over what follows, and half over a wide character there.
            for drawn in (character, old):
                if has_uncertain_width(drawn):
                    spoilt = max(spoilt, x + max_columns(drawn) + 1)
        return changed

    @staticmethod
    def _blanks(changed: list[int], place: int, characters: list[str], pens: list[Style]) -> int:
        """How many plain blanks are to be written next to each other from here on."""
        count = 0
        while place + count < len(changed):
            x = changed[place + count]
            plain = characters[x] == " " and visible_on_blank(pens[x]) is DEFAULT_STYLE
            if not plain or x != changed[place] + count:
                break
            count += 1
        return count

    def _move_to_cell(self, x: int, y: int, characters: list[str], pens: list[Style]) -> None:
        """Bring the cursor to a cell: by a move, or by writing again what lies between."""
        if (self.x, self.y) == (x, y):
            return
        way = self._motion(x, y)
        if self.y == y and self.x is not None and 0 < x - self.x <= len(way):
            between = range(self.x, x)
            bridge = "".join(characters[self.x : x])
            # A cursor on the second half of a character has nothing there to write.
            if (
                characters[self.x]
                and len(bridge.encode()) <= len(way)
                and all(
                    not has_uncertain_width(characters[at])
                    and self._style_fits(characters[at], pens[at])
                    for at in between
                )
            ):
                self._sent.append(bridge)
                self.x = x
                return
        self.move_to(x, y)

    def _style_fits(self, character: str, pen: Style) -> bool:
        """Whether the pen in hand draws this character as wanted."""
        if self.style is None:
            return False
        return self.style is pen or (
            character == " " and visible_on_blank(self.style) is visible_on_blank(pen)
        )

    def _set_style(self, pen: Style) -> None:
        self._sent.append(sgr_transition(self.style, pen))
        self.style = pen

    def _write(self, x: int, y: int, characters: list[str], pens: list[Style]) -> None:
        """Write the character of a cell where the cursor is."""
        character, pen = characters[x], pens[x]
        if not self._style_fits(character, pen):
            blank = visible_on_blank(pen)
            bare = character == " " and len(sgr_transition(self.style, blank)) < len(
                sgr_transition(self.style, pen)
            )
            self._set_style(blank if bare else pen)
        wide = characters[x + 1 : x + 2] == [""]
        after = x + 2 if wide else x + 1
        doubtful = has_uncertain_width(character)
        if doubtful and wide and not self._shows_blanks(x, y, pen):
            # A terminal that takes one column for it would leave in the other what was there.
            self._sent.append("  ")
            self.x = after if after < len(characters) else None
            self.move_to(x, y)
        self._sent.append(character)
        if doubtful:
            self._overdrawn_to = x + max_columns(character) + 1
            self._column_uncertain = True
        # After the last column a terminal keeps the cursor on it, or (made narrower than it is by
        # `stty columns`) does not.
        self.x = after if after < len(characters) and not doubtful else None

    def _shows_blanks(self, x: int, y: int, pen: Style) -> bool:
        """Whether a column and the next show blanks of this pen."""
        characters, pens = self.shown.characters[y], self.shown.styles[y]
        return x >= self._overdrawn_to and all(
            characters[at] == " " and visible_on_blank(pens[at]) is visible_on_blank(pen)
            for at in (x, x + 1)
        )

    def _write_uncertain_last(self, y: int, characters: list[str], pens: list[Style]) -> None:
        """Write a doubtful character into the last column, and its neighbour after it.

        A terminal that takes two columns for it may draw it over the neighbour. One that keeps its
        cursor on that column may give the mark of a letter to the letter before it, as tmux does:
        so a letter with a mark is written one column early, and pushed aside, whatever its
        neighbour: that may be drawn over it by one terminal and must not take its mark in another.
        """
        last = len(characters) - 1
        before = last - 1 if characters[last - 1] else last - 2
        early = len(characters[last]) > 1
        self.move_to(last - early, y)
        self._write(last, y, characters, pens)
        if early:
            self.move_to(last - 1, y)
            self._sent.append(_INSERT)
        self.move_to(before, y)
        self._write(before, y, characters, pens)


def _blank_from(characters: list[str], pens: list[Style]) -> int:
    """From which column on a row holds nothing but plain blanks."""
    x = len(characters)
    while x and characters[x - 1] == " " and visible_on_blank(pens[x - 1]) is DEFAULT_STYLE:
        x -= 1
    return x
