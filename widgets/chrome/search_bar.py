"""The search bar: an input for the words to find."""

from __future__ import annotations

from typing import NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.widgets import Input

from ...data.text.graphemes import truncate
from ...data.text.sanitize import clean_text
from ..language import tr
from ..messages import FindRequested, FindTextChanged, SearchBarClosed
from ..primitives.grapheme_input import GraphemeInput
from ..primitives.line_widget import LineWidget

_LONGEST = 200


class _Words(GraphemeInput):
    """An input that cleans its text, also when the text is set by a program."""

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace the text between two positions (code points) with cleaned text."""
        text = clean_text(text).replace("\n", " ").replace("\t", " ")
        room = _LONGEST - (len(self.value) - abs(end - start))
        super().replace(truncate(text, room), start, end)


class _Parts(NamedTuple):
    label: LineWidget
    input: _Words
    note: LineWidget
    """Room for the outcome."""


class SearchInput(Horizontal):
    """The bar. Enter posts `FindRequested`; answer with `show_found`.

    The owner shows and hides the bar, which only posts when it should close. Its widgets are made
    when it first gets the focus: few people search, and every start would wait for them.
    """

    DEFAULT_CSS = """
    SearchInput {
        height: 1;
        LineWidget { width: auto; }
        Input { width: 1fr; }
    }
    """

    _parts: _Parts | None = None

    @property
    def words(self) -> str:
        """The words as typed."""
        return self._parts.input.value.strip() if self._parts else ""

    def focus(self, scroll_visible: bool = True) -> SearchInput:
        """Focus the input."""
        if self._parts is None:
            self._parts = _make_parts()
            self.mount(*self._parts)
        self._parts.input.focus(scroll_visible)
        return self

    def show_found(self, found: bool) -> None:
        """Show whether the words were found."""
        note = "" if found else tr("pane.find.nothing")
        if self._parts is not None:
            self._parts.note.set_lines([((f" {note}", "bold"),)] if note else [])

    def action_find_next(self) -> None:
        """Find the next match; without words, close the bar."""
        self._find(True)

    def action_find_previous(self) -> None:
        """Find the previous match."""
        self._find(False)

    def action_close(self) -> None:
        """Close the bar."""
        self.post_message(SearchBarClosed())

    def _find(self, forward: bool) -> None:
        self.post_message(FindRequested(self.words, forward) if self.words else SearchBarClosed())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._find(True)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.show_found(True)
        self.post_message(FindTextChanged(self.words))


def _make_parts() -> _Parts:
    label, nothing = tr("pane.find.label"), tr("pane.find.nothing")
    parts = _Parts(LineWidget(), _Words(compact=True, select_on_focus=True), LineWidget())
    parts.input.cursor_blink = False
    parts.label.styles.width = len(label) + 2
    parts.note.styles.width = len(nothing) + 2
    parts.label.set_lines([((f" {label}", "bold"),)])
    return parts
