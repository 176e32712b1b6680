"""The search bar: an input for the words to find."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
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


class SearchInput(Horizontal):
    """The bar. Enter posts `FindRequested`; answer with `show_found`.

    The owner shows and hides the bar, which only posts when it should close.
    """

    DEFAULT_CSS = """
    SearchInput {
        height: 1;
        LineWidget { width: auto; }
        Input { width: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._label = LineWidget()
        self._input = _Words(compact=True, select_on_focus=True)
        self._input.cursor_blink = False
        self._note = LineWidget()

    def compose(self) -> ComposeResult:
        """Yield label, input, and room for the outcome."""
        yield self._label
        yield self._input
        yield self._note

    def on_mount(self) -> None:
        """Set the label, and the width of the outcome beside the input."""
        label, nothing = tr("pane.find.label"), tr("pane.find.nothing")
        self._label.styles.width = len(label) + 2
        self._note.styles.width = len(nothing) + 2
        self._label.set_lines([((f" {label}", "bold"),)])

    @property
    def words(self) -> str:
        """The words as typed."""
        return self._input.value.strip()

    def focus(self, scroll_visible: bool = True) -> SearchInput:
        """Focus the input."""
        self._input.focus(scroll_visible)
        return self

    def show_found(self, found: bool) -> None:
        """Show whether the words were found."""
        note = "" if found else tr("pane.find.nothing")
        self._note.set_lines([((f" {note}", "bold"),)] if note else [])

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
