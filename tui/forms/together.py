"""The question what becomes of an own conversation, after one with the same person was joined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from textual.content import Content

from ...widgets.language import tr
from .dialog.described import labelled
from .dialog.dialog import Dialog


class Together(Enum):
    """What becomes of the own conversation; cancelling decides later."""

    BRING = "bring"
    """Its content is copied into the joined one, and it is kept as a previous copy."""
    BOTH = "both"
    """Both stay as they are."""


class TogetherForm(Dialog[Together]):
    """Asks whether to bring an own conversation together with the joined one."""

    ACCEPT_ON_HANG_UP = False

    def __init__(self, own: str, joined: str, today: date) -> None:
        """Build the form; `own` and `joined` say which conversations those are."""
        options = [(choice.value, tr(f"together.form.{choice.value}")) for choice in Together]
        super().__init__(
            tr("together.form"),
            [labelled("together.form.choice", "choice", Together.BRING.value, options=options)],
            today=today,
            intro=Content(tr("together.form.intro", own=own, joined=joined)),
        )

    @property
    def changed(self) -> bool:
        """Return False: cancelling decides nothing, and loses nothing."""
        return False

    def result(self, values: Mapping[str, str]) -> Together:
        """Return what was chosen."""
        return Together(values["choice"])
