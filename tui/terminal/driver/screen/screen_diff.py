"""The bytes that bring a terminal from one grid to another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import itemgetter

from .cells import has_uncertain_width, max_columns
from .cursor_motion import cursor_motion, erase_rows, motion_from_first_column
from .grid import Grid
from .row_shift import Shift, find_shift
from .style import DEFAULT_STYLE, Style, sgr_transition, visible_on_blank

_ERASE_TO_END = "\x1b[K"
_INSERT = "\x1b[@"
"""Moves the cells from the cursor on one column to the right."""
_ERASABLE = 10
"""From this many blanks within a row, erasing them (`CSI n X`) and moving past them (`CSI n C`)
is no longer than writing them."""

_RETHINK = 6
"""From this many changed cells in a row on, other ways of drawing it are tried."""

_Position = tuple[int | None, int | None, Style | None, bool, int]
"""The cursor and the style of the terminal, and what is uncertain about them."""


class ScreenDiff:
    """Updates `shown`, the grid of the terminal, to the wanted grid, and collects the bytes.

    Each change starts with the cursor and style that the change before it ended with.
    """

    def __init__(self, shown: Grid, *, repeats: bool = False) -> None:
        """Begin without knowing the cursor and the style of the terminal.

        `repeats`: the terminal repeats the last character, also one of several bytes (REP).
        """
        self.shown = shown
        self.repeats = repeats
        self.x: int | None = None
        self.y: int | None = None
        self.style: Style | None = None
        self._sent: list[str] = []
        self._column_uncertain = False
        """Whether terminals may disagree on the column that the cursor is in."""
        self._overdrawn_to = 0
        """Up to which column of a row a terminal may have drawn an earlier cell."""

    def take_output(self) -> str:
        """Return the bytes collected since the last call."""
        sent = "".join(self._sent)
        self._sent.clear()
        return sent

    def clear(self, *, into_scrollback: bool) -> None:
        """Erase the screen.

        `into_scrollback`: its content may go there, if the terminal has no alternate screen.
        """
        self.reset_style()
        self.shown = Grid(self.shown.width, self.shown.height)
        if into_scrollback:
            self._sent.append("\x1b[2J")
        else:
            self._sent.append(erase_rows(self.shown.height))
            self.x, self.y = 0, self.shown.height - 1

    def reset_style(self) -> None:
        """Set the default style."""
        self._set_style(DEFAULT_STYLE)

    def move_to(self, x: int, y: int) -> None:
        """Move the cursor to this column and row, from 0."""
        self._sent.append(self._motion(x, y))
        self.x, self.y = x, y
        self._column_uncertain = False

    def move_caret(self, x: int, y: int) -> None:
        """Move the cursor to this cell, over what is shown if that is shorter."""
        self._move_to_cell(x, y, self.shown.characters[y], self.shown.styles[y])

    def _motion(self, x: int, y: int) -> str:
        """Return the sequence that moves the cursor to this column and row."""
        if self._column_uncertain and self.y is not None:
            return motion_from_first_column(self.y, x, y)
        return cursor_motion(self.x, self.y, x, y)

    def show(self, wanted: Grid, rows: Iterable[int]) -> None:
        """Make these rows equal to those of `wanted`, a grid of the same size."""
        for y in rows:
            self._show_row(wanted, y)

    def _show_row(self, wanted: Grid, y: int) -> None:
        characters, styles = wanted.characters[y], wanted.styles[y]
        before, before_styles = self.shown.characters[y], self.shown.styles[y]
        changed = self._changed(before, before_styles, characters, styles)
        if not changed:
            return
        self._overdrawn_to = 0
        ways = [partial(self._draw, y, changed, characters, styles)]
        if len(changed) >= _RETHINK and not any(
            not cell or has_uncertain_width(cell) for cell in (*before, *characters)
        ):
            start = changed[0]
            ways.append(partial(self._erase_and_draw, y, start, characters, styles))
            if shift := find_shift(before, before_styles, characters, start):
                ways.append(partial(self._shift_and_draw, y, shift, characters, styles))
        self._take_shortest(ways)
        self.shown.characters[y] = characters.copy()
        self.shown.styles[y] = styles.copy()

    def _take_shortest(self, ways: Sequence[Callable[[], None]]) -> None:
        """Collect the bytes of the shortest of these ways to draw a row."""
        sent, began = self._sent, self._position
        found: list[tuple[int, list[str], _Position]] = []
        for way in ways:
            self._sent, self._position = [], began
            way()
            found.append((len("".join(self._sent).encode()), self._sent, self._position))
        _, drawn, self._position = min(found, key=itemgetter(0))
        sent += drawn
        self._sent = sent

    @property
    def _position(self) -> _Position:
        return self.x, self.y, self.style, self._column_uncertain, self._overdrawn_to

    @_position.setter
    def _position(self, position: _Position) -> None:
        self.x, self.y, self.style, self._column_uncertain, self._overdrawn_to = position

    def _erase_and_draw(
        self, y: int, start: int, characters: list[str], styles: list[Style]
    ) -> None:
        """Erase a row from a column on, and draw what is not blank."""
        self._move_to_cell(start, y, characters, styles)
        self._set_blank_style()
        self._sent.append(_ERASE_TO_END)
        blank, plain = [" "] * len(characters), [DEFAULT_STYLE] * len(characters)
        changed = self._changed(blank, plain, characters, styles)
        self._draw(y, [x for x in changed if x >= start], characters, styles)

    def _shift_and_draw(
        self, y: int, shift: Shift, characters: list[str], styles: list[Style]
    ) -> None:
        """Move the text from a column on, and draw what then differs."""
        self._move_to_cell(shift.column, y, characters, styles)
        self._set_blank_style()
        self._sent.append(shift.sequence)
        before = shift.applied(self.shown.characters[y], self.shown.styles[y])
        self._draw(y, self._changed(*before, characters, styles), characters, styles)

    def _draw(self, y: int, changed: list[int], characters: list[str], styles: list[Style]) -> None:
        """Draw the changed columns of a row."""
        tail = _blank_from(characters, styles)
        cleared = [x for x in changed if x >= tail]
        if cleared and cleared[-1] - cleared[0] >= len(_ERASE_TO_END):
            changed = changed[: len(changed) - len(cleared)]
        else:
            cleared = []
        index = 0
        while index < len(changed):
            blanks = self._blanks(changed, index, characters, styles)
            if blanks >= _ERASABLE:
                self._move_to_cell(changed[index], y, characters, styles)
                self._set_blank_style()
                self._sent.append(f"\x1b[{blanks}X")
                index += blanks
                continue
            x = changed[index]
            if 0 < x == len(characters) - 1 and has_uncertain_width(characters[x]):
                self._write_uncertain_last(y, characters, styles)
                index += 1
                continue
            self._move_to_cell(x, y, characters, styles)
            self._write(x, y, characters, styles)
            index += 1 + self._repeat(x, changed[index + 1 :], characters, styles)
        if cleared:
            self._move_to_cell(cleared[0], y, characters, styles)
            self._set_blank_style()
            self._sent.append(_ERASE_TO_END)

    def _repeat(
        self, x: int, changed: list[int], characters: list[str], styles: list[Style]
    ) -> int:
        """Repeat the character just written (REP) if that is shorter.

        `changed` are the columns after it to write; return how many of them are done.
        """
        character = characters[x]
        if not self.repeats or not changed or not character or has_uncertain_width(character):
            return 0
        end = x + 1
        while end <= changed[-1] and characters[end] == character and styles[end] is styles[x]:
            end += 1
        done = bisect_left(changed, end)
        end = changed[done - 1] + 1 if done else x + 1
        sequence = f"\x1b[{end - x - 1}b"
        if done * len(character.encode()) <= len(sequence):
            return 0
        self._sent.append(sequence)
        self.x = end if end < len(characters) else None
        return done

    @staticmethod
    def _changed(
        before: list[str], before_styles: list[Style], characters: list[str], styles: list[Style]
    ) -> list[int]:
        """Return the columns of a row to write; for characters of two cells the first."""
        if characters == before and styles == before_styles:
            return []
        changed: list[int] = []
        spoilt = 0
        for x, (character, old) in enumerate(zip(characters, before, strict=True)):
            same = character == old and (
                styles[x] is before_styles[x]
                or (
                    character == " "
                    and visible_on_blank(styles[x]) is visible_on_blank(before_styles[x])
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
            # A terminal may draw it over the next cells, and half over a wide character there.
            for drawn in (character, old):
                if has_uncertain_width(drawn):
                    spoilt = max(spoilt, x + max_columns(drawn) + 1)
        return changed

    @staticmethod
    def _blanks(changed: list[int], index: int, characters: list[str], styles: list[Style]) -> int:
        """Return how many consecutive blanks of the default style are to be written here."""
        count = 0
        while index + count < len(changed):
            x = changed[index + count]
            plain = characters[x] == " " and visible_on_blank(styles[x]) is DEFAULT_STYLE
            if not plain or x != changed[index] + count:
                break
            count += 1
        return count

    def _move_to_cell(self, x: int, y: int, characters: list[str], styles: list[Style]) -> None:
        """Move the cursor to a cell, or rewrite the cells in between if that is shorter."""
        if (self.x, self.y) == (x, y):
            return
        way = self._motion(x, y)
        if self.y == y and self.x is not None and 0 < x - self.x <= len(way):
            between = range(self.x, x)
            bridge = "".join(characters[self.x : x])
            # On the second half of a character there is nothing to rewrite.
            if (
                characters[self.x]
                and len(bridge.encode()) <= len(way)
                and all(
                    not has_uncertain_width(characters[at])
                    and self._style_fits(characters[at], styles[at])
                    for at in between
                )
            ):
                self._sent.append(bridge)
                self.x = x
                return
        self.move_to(x, y)

    def _style_fits(self, character: str, style: Style) -> bool:
        """Return whether the present style draws this character as wanted."""
        if self.style is None:
            return False
        return self.style is style or (
            character == " " and visible_on_blank(self.style) is visible_on_blank(style)
        )

    def _set_style(self, style: Style) -> None:
        self._sent.append(sgr_transition(self.style, style))
        self.style = style

    def _set_blank_style(self) -> None:
        """Set a style in which cells that are erased or become free look plain."""
        if self.style is None or visible_on_blank(self.style) is not DEFAULT_STYLE:
            self._set_style(DEFAULT_STYLE)

    def _write(self, x: int, y: int, characters: list[str], styles: list[Style]) -> None:
        """Write the character of a cell at the cursor."""
        character, style = characters[x], styles[x]
        if not self._style_fits(character, style):
            blank = visible_on_blank(style)
            bare = character == " " and len(sgr_transition(self.style, blank)) < len(
                sgr_transition(self.style, style)
            )
            self._set_style(blank if bare else style)
        wide = characters[x + 1 : x + 2] == [""]
        after = x + 2 if wide else x + 1
        uncertain = has_uncertain_width(character)
        if uncertain and wide and not self._shows_blanks(x, y, style):
            # A terminal that draws it one column wide would keep the old content of the second.
            self._sent.append("  ")
            self.x = after if after < len(characters) else None
            self.move_to(x, y)
        self._sent.append(character)
        if uncertain:
            self._overdrawn_to = x + max_columns(character) + 1
            self._column_uncertain = True
        # After the last column some terminals keep the cursor on it; one made narrower by `stty
        # columns` does not.
        self.x = after if after < len(characters) and not uncertain else None

    def _shows_blanks(self, x: int, y: int, style: Style) -> bool:
        """Return whether a column and the next one show blanks in this style."""
        characters, styles = self.shown.characters[y], self.shown.styles[y]
        return x >= self._overdrawn_to and all(
            characters[at] == " " and visible_on_blank(styles[at]) is visible_on_blank(style)
            for at in (x, x + 1)
        )

    def _write_uncertain_last(self, y: int, characters: list[str], styles: list[Style]) -> None:
        """Write a character of uncertain width into the last column, and its neighbour after it.

        A terminal that draws it two columns wide may draw it over the neighbour. One that keeps the
        cursor on the last column may combine a mark with the letter before it, as tmux does. So a
        letter with a mark is written one column early, and then pushed to the right, whatever the
        neighbour is: one terminal may draw over the neighbour, and no terminal may give it the
        mark.
        """
        last = len(characters) - 1
        before = last - 1 if characters[last - 1] else last - 2
        early = len(characters[last]) > 1
        self.move_to(last - early, y)
        self._write(last, y, characters, styles)
        if early:
            self.move_to(last - 1, y)
            self._sent.append(_INSERT)
        self.move_to(before, y)
        self._write(before, y, characters, styles)


def _blank_from(characters: list[str], styles: list[Style]) -> int:
    """Return the column from which a row has only blanks in the default style."""
    x = len(characters)
    while x and characters[x - 1] == " " and visible_on_blank(styles[x - 1]) is DEFAULT_STYLE:
        x -= 1
    return x
