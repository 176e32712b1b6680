"""The shown and the wanted content of a terminal, and the update from the one to the other."""

from __future__ import annotations

from . import frame_parser, substitutes
from .encoding import Repertoire
from .grid import Grid
from .screen_diff import ScreenDiff
from .style import italic_as_underline

_SHOW_CURSOR, _HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"
_HIDE_CURSOR_FROM = 256
"""From this many bytes on, the cursor is hidden while they are drawn, as it would flicker."""


class ScreenModel:
    """One screen: `draw` sets its wanted content, `update` returns the bytes that show it."""

    def __init__(
        self, repertoire: Repertoire = Repertoire.UNICODE, *, draws_italic: bool = True
    ) -> None:
        """Begin with a repertoire, knowing nothing else about the terminal.

        A terminal that does not draw italic gets underlined text instead.
        """
        self._draws_italic = draws_italic
        self._wanted = Grid(0, 0)
        self._caret = (0, 0)
        self._dirty_rows: set[int] = set()
        self._invalid = True
        self._has_drawn = False
        """Whether something was drawn since the terminal was taken over."""
        self._cursor_shown: bool | None = None
        self._diff = ScreenDiff(Grid(0, 0))
        self._repertoire = repertoire

    @property
    def repertoire(self) -> Repertoire:
        """The characters that the terminal can draw; others get substitutes."""
        return self._repertoire

    @repertoire.setter
    def repertoire(self, repertoire: Repertoire) -> None:
        if repertoire is not self._repertoire:
            self._repertoire = repertoire
            self._dirty_rows = set(range(self._wanted.height))

    def allow_repeats(self) -> None:
        """Repeat characters by REP (`CSI n b`) from now on."""
        self._diff.repeats = True

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._wanted.width, self._wanted.height

    def resize(self, width: int, height: int) -> None:
        """Resize; the terminal's content is unknown afterwards."""
        if (width, height) == self.size:
            return
        self._wanted = self._wanted.cropped(width, height)
        self.invalidate()

    def invalidate(self) -> None:
        """Forget the terminal's content, so that everything is drawn again."""
        self._invalid = True
        self._cursor_shown = None

    def keep_from_scrollback(self) -> None:
        """Erase the terminal's content before the next frame, so that it gets into no scrollback.

        Call it after an editor had the terminal: its screen may be confidential.
        """
        self._has_drawn = True

    def draw(self, frame: str) -> None:
        """Draw a frame of Textual's."""
        x, y, drawn = frame_parser.draw(frame, self._wanted)
        self._caret = x, y
        self._dirty_rows |= drawn

    def update(self, caret: bool, *, whole: bool = False) -> str:
        """Return the bytes that bring the terminal to the newest frame; "" if there are none.

        With `caret`, the cursor is shown where the last frame left it. `whole`: the terminal shows
        all bytes at once, so nothing needs hiding meanwhile.
        """
        width, height = self.size
        if not width or not height:
            return ""
        diff = self._diff
        prefix = ""
        if self._invalid:
            diff = self._diff = ScreenDiff(Grid(width, height), repeats=self._diff.repeats)
            diff.clear(into_scrollback=not self._has_drawn)
            self._has_drawn = True
            self._dirty_rows = set(range(height))
            self._invalid = False
        # The row of the caret last: a hidden cursor stays where the last row was drawn, and screen
        # readers and magnifiers follow it.
        rows = sorted(
            (y for y in self._dirty_rows if y < height), key=lambda y: (y == self._caret[1], y)
        )
        diff.show(self._drawable(rows), rows)
        self._dirty_rows.clear()
        drawn = diff.take_output()
        shown = self._cursor_shown
        if shown and len(drawn) > _HIDE_CURSOR_FROM and not whole:
            prefix, shown = _HIDE_CURSOR, False
        if caret:
            diff.move_caret(min(self._caret[0], width - 1), min(self._caret[1], height - 1))
        turned = ""
        if caret != shown:
            turned = _SHOW_CURSOR if caret else _HIDE_CURSOR
        self._cursor_shown = caret
        if not caret:
            return f"{turned}{prefix}{drawn}"
        return f"{prefix}{drawn}{diff.take_output()}{turned}"

    def _drawable(self, rows: list[int]) -> Grid:
        """Return a grid in which the terminal can draw these rows."""
        if self._repertoire is Repertoire.UNICODE and self._draws_italic:
            return self._wanted
        grid = Grid(0, self._wanted.height)
        grid.width = self._wanted.width
        for y in rows:
            grid.characters[y] = substitutes.substitute_row(
                self._wanted.characters[y], self._repertoire
            )
            styles = self._wanted.styles[y]
            grid.styles[y] = (
                styles if self._draws_italic else list(map(italic_as_underline, styles))
            )
        return grid

    def reset_style(self) -> str:
        """Return the bytes that set the default style, for the program that draws next."""
        self._diff.reset_style()
        self._has_drawn = False
        self.invalidate()
        return self._diff.take_output()
