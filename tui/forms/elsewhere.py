"""The form that asks where to save a copy of a conversation that cannot be saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from textual.content import Content

from ...data.errors import UsageError
from ...data.ids import Slug
from ...data.maintenance.save_copy import copy_target, write_obstacle
from ...data.text.sanitize import clean_line
from ...widgets.forms.field import Button
from ...widgets.language import tr
from .dialog.described import labelled
from .dialog.dialog import Dialog


class LeaveWithoutCopy:
    """The result of leaving without a copy."""


class SaveCopyForm(Dialog[Path | LeaveWithoutCopy]):
    """Asks for a path. Its result is a file or `LeaveWithoutCopy`; None means to stay.

    `leaving`: whether the program is about to end.
    """

    def __init__(self, slug: Slug, reason: str, leaving: bool, today: date) -> None:
        self._slug = slug
        self._leaving = leaving
        field = labelled(
            "save_copy.path",
            value=f"~/{slug}.json",
            required=True,
            check=lambda text: _fault(text, slug),
            replace_on_typing=True,
        )
        intro = Content(clean_line(tr("save_copy.intro", reason=reason)))
        super().__init__(tr("save_copy.title"), [field], today=today, intro=intro)

    def buttons(self) -> Iterator[Button]:
        """Yield buttons to save, to stay, and, if the program is to end, to leave anyway."""
        yield Button(tr("save_copy.write"), "keep")
        yield Button(tr("form.cancel"), "cancel")
        if self._leaving:
            yield Button(tr("save_copy.leave"), "leave")

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Save, stay or leave, by the button."""
        if event.button.id != "leave":
            await super().on_button_pressed(event)
            return
        event.stop()
        self._end(LeaveWithoutCopy())

    def result(self, values: Mapping[str, str]) -> Path | LeaveWithoutCopy:
        """Return the path of the file."""
        return copy_target(values["path"], self._slug)


def _fault(text: str, slug: Slug) -> str:
    """Return the message why the file cannot be written; "" if it can."""
    try:
        obstacle = write_obstacle(copy_target(text, slug))
    except UsageError as error:
        return tr(error.message)
    return tr(obstacle) if obstacle else ""
