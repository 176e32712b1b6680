"""Looking back: the minutes of the conversation before, over the whole screen, only to be read."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Static

from ...data.errors import AfspraakError
from ...data.exchange.export import minutes_of
from ...data.i18n.catalogue import tr
from ...data.notebook.notebook import Notebook
from ...data.notebook.summary import SUFFIX, read_conversation
from ...widgets.chrome.header import Header
from ...widgets.primitives.markdown_view import MarkdownView
from ..forms.help import ScrollableText, TextScreen
from ..keys import table as keys


class MarkdownScreen(TextScreen):
    """The minutes that are handed to it, under a title."""

    key_context = "help"
    AUTO_FOCUS = "ScrollableText"
    DEFAULT_CSS = """
    MarkdownScreen {
        background: $background;
        ScrollableText { height: 1fr; padding: 0 1; }
        .hint { height: 1; padding-left: 1; color: $text-muted; &:ansi { color: $foreground; } }
    }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading = Header()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The title, the text, and how to read on and close."""
        yield self._heading
        with ScrollableText(reserve=2):
            yield MarkdownView(self._text)
        yield Static(tr("form.reading.hint"), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Tell what this is."""
        self._heading.show_title(self._title)


def previous_minutes_screen(path: Path, previous: str) -> MarkdownScreen:
    """The minutes of the conversation called `previous` in the folder of the one at `path`.

    Where there is none, or it cannot be read, the screen says so.
    """
    nowhere = tr("follow_up.previous.nowhere")
    if not previous:
        follow = keys.first_key("notebook.follow_up")
        return MarkdownScreen(nowhere, tr("follow_up.previous.none", follow=follow))
    try:
        # By what stands in the folder, so that a name can never be a way out of it.
        if previous not in Notebook(path.parent).slugs():
            return MarkdownScreen(nowhere, tr("follow_up.previous.gone", slug=previous))
        found = path.with_name(f"{previous}{SUFFIX}")
        title = read_conversation(found).header.title or previous
        return MarkdownScreen(tr("follow_up.previous.title", title=title), minutes_of(found))
    except AfspraakError as error:
        return MarkdownScreen(nowhere, tr("follow_up.previous.unreadable", reason=error))
