"""The notice on a share: it follows the share while it is open."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from ....widgets.language import tr
from ..context.controller_context import Dialogs

if TYPE_CHECKING:
    from ...forms.dialog.confirm import Confirm, Notice


class Mending(Enum):
    """What can be done about a share that fails; the value is the key of the button."""

    CALL = "sharing.details.call"
    SHARE = "sharing.details.share"
    ENTER = "sharing.details.enter"


class ShareText(NamedTuple):
    """What the notice shows."""

    heading: str
    text: str
    mending: Mending | None = None
    """What it offers; None if there is nothing to mend."""


class ShareNotice:
    """Shows a text on the share over a screen, and offers to mend the share."""

    def __init__(self, context: Dialogs, mend: Callable[[Mending], None]) -> None:
        """Bind to a screen; `mend` is called if the user wants that."""
        self._context, self._mend = context, mend
        self._dialog: Confirm | Notice | None = None
        self._shown: ShareText | None = None

    @property
    def is_open(self) -> bool:
        """Whether the user reads it now."""
        return self._dialog is not None

    def show(self, shown: ShareText) -> None:
        """Open it with this text."""
        from ...forms.dialog.confirm import Confirm, Notice

        self._shown, mending = shown, shown.mending
        if mending is None:
            notice = self._dialog = Notice(shown.heading, shown.text, whole=True)
            self._context.push_screen(notice, lambda _: self._closed(notice))
            return
        yes, no = tr(mending.value), tr("form.close")
        confirm = self._dialog = Confirm(
            shown.heading, shown.text, yes=yes, no=no, yes_first=True, whole=True
        )

        def answered(mend: bool | None) -> None:
            self._closed(confirm)
            if mend:
                self._mend(mending)

        self._context.push_screen(confirm, answered)

    def follow(self, shown: ShareText) -> None:
        """Show another text while it is open; with other buttons if something else can be done."""
        dialog = self._dialog
        if dialog is None or not dialog.is_attached or shown == self._shown:
            return
        if self._shown is not None and shown.mending is self._shown.mending:
            self._shown = shown
            dialog.show(shown.heading, shown.text)
        elif dialog.is_current:
            dialog.finish_before_quit()
            self.show(shown)

    def _closed(self, dialog: Confirm | Notice) -> None:
        if self._dialog is dialog:
            self._dialog = None
