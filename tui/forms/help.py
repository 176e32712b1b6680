"""Help on one screen: the keys of this pane, of the desk, and the signs; on request all keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ...widgets.chrome.footer import Footer
from ...widgets.drawing.beside.help_page import (
    HelpSection,
    help_header,
    hint_lines,
    section_lines,
    sign_lines,
)
from ...widgets.drawing.roles import Role
from ...widgets.drawing.wrapping import Line
from ...widgets.forms.field import AutoHeightScroll
from ...widgets.language import tr
from ...widgets.primitives.line_widget import LineWidget
from ..environment import keymap_of
from ..keys.help_rows import HelpRows
from ..keys.keymap import Keymap
from ..keys.table import EDITING_KEYS, KEYS, bindings
from .dialog.modal import Modal

_AROUND = 2
"""Rows of header and footer."""


class ScrollableText(AutoHeightScroll, can_focus=True):
    """Text that scrolls with the arrow keys, the page keys, j and k."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_by(1)", show=False),
        Binding("up,k", "scroll_by(-1)", show=False),
        Binding("pagedown,space", "scroll_page(1)", show=False),
        Binding("pageup", "scroll_page(-1)", show=False),
        Binding("home,g", "scroll_to_end(False)", show=False),
        Binding("end,G", "scroll_to_end(True)", show=False),
    ]

    def action_scroll_by(self, rows: int) -> None:
        """Scroll by a number of rows."""
        self.scroll_relative(y=rows, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages; one row stays in view."""
        self.scroll_relative(y=pages * max(1, self.size.height - 1), animate=False)

    def action_scroll_to_end(self, last: bool) -> None:
        """Scroll to the last row, or to the first."""
        self.scroll_to(y=self.max_scroll_y if last else 0, animate=False)


class ReadOnlyScreen(Modal[None]):
    """A screen to read, without a result."""

    def action_close(self) -> None:
        """Close the screen."""
        self._end(None)

    def finish_before_quit(self) -> bool:
        """Close, so that the program can quit: there is nothing to save."""
        self.action_close()
        return True


class TextScreen(ReadOnlyScreen):
    """A screen with a text, which closes as a whole."""

    BINDINGS = bindings("help")


class _Lines(LineWidget):
    """Lines that the screen lays out for each width."""

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines, in as many rows."""
        self.styles.height = max(1, len(lines))
        self.set_lines(lines)


class HelpScreen(ReadOnlyScreen):
    """The keys of a context, with their descriptions; what one types finds keys by their words."""

    DEFAULT_CSS = """
    HelpScreen {
        .frame { max-width: 100%; height: 100%; border: none; padding: 0; }
        .body { height: 1fr; scrollbar-size-vertical: 0; }
    }
    """
    BINDINGS = bindings("keys")
    AUTO_FOCUS = ""
    key_context = "keys"

    def __init__(self, context: str, intro: str = "") -> None:
        """Build the help of a context; `intro` is a sentence about it."""
        super().__init__()
        self._place, self._intro = context, intro
        self._words = ""
        self._all = False
        self._header, self._page, self._hints = _Lines(), _Lines(), Footer()
        self._body = AutoHeightScroll(reserve=_AROUND)
        self._body.add_class("body")

    def compose(self) -> ComposeResult:
        """Yield header, page and keys."""
        with Vertical(classes="frame"):
            yield self._header
            with self._body:
                yield self._page
            yield self._hints

    def on_mount(self) -> None:
        """Show the page and the keys of help itself."""
        keymap = self._keymap
        self._hints.show_pairs(keymap.hints("keys"), keymap.hints("keys", always=True))
        self._show()

    def on_resize(self) -> None:
        """Lay out the page again."""
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Find keys by what is typed; the key that opens help in a list closes it again."""
        opens = self._keymap.first_key("list.help")
        if event.character == opens and not self._words:
            self.action_close()
        elif event.key == "backspace":
            self._find(self._words[:-1])
        elif event.is_printable and event.character and (self._words or event.character != " "):
            self._find(self._words + event.character)
        else:
            return
        event.stop()

    def action_all(self) -> None:
        """Show all keys of the program, or those of this place again."""
        self._words, self._all = "", not (self._all or self._words)
        self._show(begin=True)

    def action_scroll_by(self, rows: int) -> None:
        """Scroll by a number of rows."""
        self._body.scroll_relative(y=rows, animate=False)

    def action_cursor_down(self) -> None:
        """Read a row on."""
        self.action_scroll_by(1)

    def action_cursor_up(self) -> None:
        """Read a row back."""
        self.action_scroll_by(-1)

    def action_page_down(self) -> None:
        """Read on; one row stays in view."""
        self.action_scroll_by(max(1, self._body.size.height - 1))

    def action_page_up(self) -> None:
        """Read back; one row stays in view."""
        self.action_scroll_by(-max(1, self._body.size.height - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self._body.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """Go to the last row."""
        self._body.scroll_to(y=self._body.max_scroll_y, animate=False)

    @property
    def _keymap(self) -> Keymap:
        return keymap_of(self.app)

    def _find(self, words: str) -> None:
        self._words = words
        self._show(begin=True)

    def _show(self, *, begin: bool = False) -> None:
        width = self.app.size.width
        rows = HelpRows(self._keymap, self._place)
        right = tr("help.found", words=self._words) if self._words else tr("help.type")
        place = tr(f"help.where.{self._place}")
        self._header.show([help_header(width, tr("help.title"), place, right)])
        if self._words:
            lines = self._found(width, rows)
        elif self._all:
            lines = self._everything(width, rows)
        else:
            lines = self._first(width, rows)
        self._page.show(lines)
        if begin:
            self.action_first()

    def _first(self, width: int, rows: HelpRows) -> list[Line]:
        """Return the page of this place."""
        tab = self._keymap.first_key("keys.all")
        total = len(KEYS) + len(EDITING_KEYS)
        count: Line = ((tr("help.all", count=total), Role.COUNT), (f" {tab}", Role.KEY))
        here, *others = rows.first()
        lines = section_lines(width, HelpSection(here.heading, here.rows, count), focused=True)
        for section in others:
            lines += section_lines(width, section)
        if rows.is_on_desk:
            lines += sign_lines(width, tr("help.signs"), _signs())
        return [*lines, *hint_lines(width, self._intro)] if self._intro else lines

    def _everything(self, width: int, rows: HelpRows) -> list[Line]:
        """Return all keys of the program."""
        tab = self._keymap.first_key("keys.all")
        lines: list[Line] = []
        for number, section in enumerate(rows.all()):
            count: Line = ((tr("help.back"), Role.COUNT), (f" {tab}", Role.KEY))
            shown = HelpSection(section.heading, section.rows, () if number else count)
            lines += section_lines(width, shown, focused=not number)
        return lines

    def _found(self, width: int, rows: HelpRows) -> list[Line]:
        """Return the keys of which key or words contain all that was typed."""
        wanted = self._words.casefold().split()
        lines: list[Line] = []
        for section in rows.all():
            matching = [
                (keys, words)
                for keys, words in section.rows
                if self._words.strip() in keys.split()
                or all(word in f"{keys} {words}".casefold() for word in wanted)
            ]
            if matching:
                shown = HelpSection(section.heading, matching)
                lines += section_lines(width, shown, focused=not lines)
        return lines or hint_lines(width, tr("help.none", words=self._words))


def _signs() -> list[tuple[Line, str]]:
    """Return the signs of the desk, each with what it means."""
    signs: list[tuple[str, Role, str]] = [
        ("[x]", Role.DONE_BOX, "ticked"),
        ("[-]", Role.PARKED_BOX, "parked"),
        ("↻", Role.ACCENT, "carried"),
        ("•", Role.CHANGED, "changed"),
        ("*", Role.FOR_BOTH, "for_both"),
        ("°", Role.PRIVATE, "private"),
        ("!", Role.LATE_DATE, "late"),
        ("?", Role.MISSING, "missing"),
        ("●●○", Role.MINE, "mine"),
        ("●○○", Role.OTHER, "other"),
        ("┃", Role.OTHER, "their_lines"),
        ("│", Role.AUTHOR, "own_lines"),
    ]
    return [(((sign, role),), tr(f"help.sign.{name}")) for sign, role, name in signs]
