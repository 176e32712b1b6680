"""Help for a context: its keys and their descriptions, from the key table."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from ...widgets.forms.field import AutoHeightScroll
from ...widgets.language import tr
from ..keys.table import bindings
from .dialog.modal import Modal

Section = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and the pairs (keys, description) under it."""

WIDE = 100
"""From this many cells on, sections are shown in two columns."""

_KEYS = 18
"""The cells for the keys; longer ones push the description to the next row."""


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


class KeyList(Widget):
    """One section: a heading, and one or more rows for each pair."""

    DEFAULT_CSS = """
    KeyList { height: auto; margin-bottom: 1; }
    """

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._section = section

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - the words need only the width
        viewport: Size,  # noqa: ARG002
        width: int,
    ) -> int:
        """Return the number of rows at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Return the rendered section."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        heading, pairs = self._section
        lines = [Content.styled(heading, "bold underline")]
        for keys, words in pairs:
            rows = textwrap.wrap(words, max(10, width - _KEYS)) or [""]
            beside = [keys]
            if cell_len(keys) >= _KEYS:
                lines.append(Content.styled(keys, "bold"))
                beside = [""]
            for start, row in zip_longest(beside, rows, fillvalue=""):
                lines.append(Content.assemble((start.ljust(_KEYS), "bold"), row))
        return lines


class TextScreen(Modal[None]):
    """A read-only screen that closes as a whole."""

    BINDINGS = bindings("help")

    def action_close(self) -> None:
        """Close the screen."""
        self._end(None)

    def finish_before_quit(self) -> bool:
        """Close, so that the program can quit: there is nothing to save."""
        self.action_close()
        return True


class HelpScreen(TextScreen):
    """The keys of the current context, with their descriptions."""

    DEFAULT_CSS = """
    HelpScreen {
        .frame { max-width: 76; }
        .intro { height: auto; margin-bottom: 1; }
        .columns { layout: vertical; height: auto; }
        .column { width: 1fr; height: auto; }
        &.-wide .frame { max-width: 116; }
        &.-wide .columns { layout: horizontal; }
    }
    """
    AUTO_FOCUS = "ScrollableText"

    def __init__(self, sections: Sequence[Section], intro: str = "") -> None:
        super().__init__()
        self._sections = sections
        self._intro = intro

    def compose(self) -> ComposeResult:
        """Yield the introduction, then the sections."""
        left, right = _halves(self._sections)
        with Vertical(classes="frame") as frame:
            frame.border_title = Content(tr("form.help"))
            with ScrollableText(reserve=3):
                if self._intro:
                    yield Static(self._intro, classes="intro", markup=False)
                with Horizontal(classes="columns"):
                    yield Vertical(*map(KeyList, left), classes="column")
                    yield Vertical(*map(KeyList, right), classes="column")
            yield Static(tr("form.reading.hint"), classes="hint", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Use two columns if they fit."""
        self.set_class(event.size.width >= WIDE, "-wide")


def _halves(sections: Sequence[Section]) -> tuple[list[Section], list[Section]]:
    """Split the sections into two columns of about the same height, in order."""
    heights = [len(pairs) + 2 for _, pairs in sections]
    best = min(
        range(1, len(sections) + 1),
        key=lambda cut: max(sum(heights[:cut]), sum(heights[cut:])),
        default=0,
    )
    return list(sections[:best]), list(sections[best:])
