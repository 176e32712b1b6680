"""The minutes of the previous conversation, as a read-only screen."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Static

from ...data.errors import AfspraakError
from ...data.exchange.export import minutes_of
from ...data.ids import Slug
from ...data.notebook.places.links import linked_path
from ...data.notebook.summary import read_conversation
from ...data.session.user import User
from ...widgets.chrome.header import Header
from ...widgets.language import tr
from ...widgets.primitives.markdown_view import MarkdownView
from ..controllers.context.controller_context import KeyNames
from ..forms.help import ScrollableText, TextScreen


class MarkdownScreen(TextScreen):
    """Shows Markdown under a title."""

    key_context = "help"
    AUTO_FOCUS = "ScrollableText"
    DEFAULT_CSS = """
    MarkdownScreen {
        background: $background;
        ScrollableText { height: 1fr; padding: 0 1; }
        .hint { padding-left: 1; }
    }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading = Header()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Yield the title, the text, and the keys to scroll and close."""
        yield self._heading
        with ScrollableText(reserve=2):
            yield MarkdownView(self._text)
        yield Static(tr("form.reading.hint"), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Set the title."""
        self._heading.show_title(self._title)


def previous_minutes_screen(
    path: Path, previous: Slug, user: User, keys: KeyNames
) -> MarkdownScreen:
    """Return a screen with the minutes of `previous`, in the same notebook as `path`.

    If there is no such conversation, or it cannot be read, the screen says so.
    """
    nowhere = tr("follow_up.previous.nowhere")
    if not previous:
        follow = keys.first_key("notebook.follow_up")
        return MarkdownScreen(nowhere, tr("follow_up.previous.none", follow=follow))
    try:
        if (found := linked_path(path, previous)) is None:
            return MarkdownScreen(nowhere, tr("follow_up.previous.gone", slug=previous))
        title = read_conversation(found, user=user).header.title or previous
        return MarkdownScreen(
            tr("follow_up.previous.title", title=title), minutes_of(found, user=user)
        )
    except AfspraakError as error:
        return MarkdownScreen(nowhere, tr("follow_up.previous.unreadable", reason=error))
