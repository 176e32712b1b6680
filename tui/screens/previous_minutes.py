"""The minutes of the previous conversation, as a read-only screen."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from ...data.errors import AfspraakError
from ...data.exchange.export import minutes_of
from ...data.ids import Slug
from ...data.notebook.places.links import linked_path
from ...data.notebook.summary import read_conversation
from ...data.session.user import User
from ...widgets.drawing.title_rule import Title
from ...widgets.language import tr
from ...widgets.views.minutes import MinutesPane
from ..controllers.context.controller_context import KeyNames
from ..keys import table as keys
from .framed_screen import FramedScreen


class ReadText(MinutesPane):
    """A text, with the key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("text"), *keys.bindings("reading")]


class MarkdownScreen(FramedScreen[ReadText]):
    """Shows Markdown to read: `title` in the header, `pane` in the line above the text."""

    key_context = "text"

    def __init__(self, title: str, pane: str, text: str) -> None:
        super().__init__()
        self.active_pane = ReadText(id="text")
        self.active_pane.show_title(Title((pane,)))
        self._title, self._text = title, text

    def on_mount(self) -> None:
        """Show the title and the text."""
        self._heading.show_title(self._title)
        self.active_pane.show(self._text)


def previous_minutes_screen(
    path: Path, previous: Slug, user: User, names: KeyNames
) -> MarkdownScreen:
    """Return a screen with the minutes of `previous`, in the same notebook as `path`.

    If there is no such conversation, or it cannot be read, the screen says so.
    """
    nowhere, pane = tr("follow_up.previous.nowhere"), tr("follow_up.previous.pane")
    if not previous:
        follow = names.first_key("notebook.follow_up")
        return MarkdownScreen(nowhere, pane, tr("follow_up.previous.none", follow=follow))
    try:
        if (found := linked_path(path, previous)) is None:
            return MarkdownScreen(nowhere, pane, tr("follow_up.previous.gone", slug=previous))
        title = read_conversation(found, user=user).header.title or previous
        return MarkdownScreen(
            tr("follow_up.previous.title", title=title), pane, minutes_of(found, user=user)
        )
    except AfspraakError as error:
        return MarkdownScreen(nowhere, pane, tr("follow_up.previous.unreadable", reason=error))
