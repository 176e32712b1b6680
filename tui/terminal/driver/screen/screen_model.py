"""What a terminal shows and what it should show, and the way from the one to the other."""

from __future__ import annotations

from . import frame_parser, substitutes
from .encoding import Repertoire
from .grid import Grid
from .screen_diff import ScreenDiff

_SHOW_CURSOR, _HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"
_HIDE_CURSOR_FROM = 256
"""From this many bytes on the caret is hidden while they are drawn, lest it is seen to hop."""


class ScreenModel:
    """One screen. `draw` says what it should show, `update` what to send for that."""

    def __init__(self, repertoire: Repertoire = Repertoire.UNICODE) -> None:
        """A terminal that can draw these characters, and about which nothing else is known."""
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
        """The characters that the terminal can draw; others have look-alikes."""
        return self._repertoire

    @repertoire.setter
    def repertoire(self, repertoire: Repertoire) -> None:
        if repertoire is not self._repertoire:
            self._repertoire = repertoire
            self._dirty_rows = set(range(self._wanted.height))

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._wanted.width, self._wanted.height

    def resize(self, width: int, height: int) -> None:
        """Take another size; what a terminal then shows, nobody knows."""
        if (width, height) == self.size:
            return
        self._wanted = self._wanted.cropped(width, height)
        self.invalidate()

    def invalidate(self) -> None:
        """Somebody else may have drawn on the terminal: everything will be drawn again."""
        self._invalid = True
        self._cursor_shown = None

    def keep_from_scrollback(self) -> None:
        """Have what the terminal shows by now erased, where else it would go into the scrollback.

        To be called when an editor had the terminal, which may have shown what is confidential.
        """
        self._has_drawn = True

    def draw(self, frame: str) -> None:
        """Take in a frame of Textual's."""
        x, y, drawn = frame_parser.draw(frame, self._wanted)
        self._caret = x, y
        self._dirty_rows |= drawn

    def update(self, caret: bool, *, whole: bool = False) -> str:
        """What to send so that the terminal shows the newest; "" where it does already.

        With `caret` the terminal's cursor is shown, at the place where the last frame left it.
        `whole`: the terminal draws all of it at once, so that nothing has to be hidden meanwhile.
        """
        width, height = self.size
        if not width or not height:
            return ""
        step = self._diff
        begun = ""
        if self._invalid:
            step = self._diff = ScreenDiff(Grid(width, height))
            step.clear(into_scrollback=not self._has_drawn)
            self._has_drawn = True
            self._dirty_rows = set(range(height))
            self._invalid = False
        rows = sorted(y for y in self._dirty_rows if y < height)
        step.show(self._drawable(rows), rows)
        self._dirty_rows.clear()
        drawn = step.take_output()
        shown = self._cursor_shown
        if shown and len(drawn) > _HIDE_CURSOR_FROM and not whole:
            begun, shown = _HIDE_CURSOR, False
        if caret:
            step.move_to(min(self._caret[0], width - 1), min(self._caret[1], height - 1))
        turned = ""
        if caret != shown:
            turned = _SHOW_CURSOR if caret else _HIDE_CURSOR
        self._cursor_shown = caret
        if not caret:
            return f"{turned}{begun}{drawn}"
        return f"{begun}{drawn}{step.take_output()}{turned}"

    def _drawable(self, rows: list[int]) -> Grid:
        """The grid whose given rows the terminal can draw."""
        if self._repertoire is Repertoire.UNICODE:
            return self._wanted
        grid = Grid(0, self._wanted.height)
        grid.width = self._wanted.width
        for y in rows:
            grid.characters[y] = substitutes.substitute_row(
                self._wanted.characters[y], self._repertoire
            )
            grid.styles[y] = self._wanted.styles[y]
        return grid

    def reset_style(self) -> str:
        """What to send so that whoever draws next begins with a plain pen."""
        self._diff.reset_style()
        self._has_drawn = False
        self.invalidate()
        return self._diff.take_output()
