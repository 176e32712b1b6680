"""Progress of an agreement: open the form, and apply its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from ...data.model.conversation import Progress
from ...data.model.edits import AddProgress, new_id
from ...data.system.clock import utc_now
from ...widgets.messages import ProgressFormRequested
from ..formatting.clock import today
from .edits import EditController

if TYPE_CHECKING:
    from ..forms.progress import ProgressResult


class ProgressController(EditController):
    """The part of a screen that records progress of agreements."""

    @on(ProgressFormRequested)
    def _progress_form_requested(self, message: ProgressFormRequested) -> None:
        from ..forms.progress import ProgressForm

        agreement = self.find_agreement(message.agreement_id)
        if agreement is None:
            return

        def answered(result: ProgressResult | None) -> None:
            if result is not None:
                entry = Progress(
                    new_id(),
                    agreement.id,
                    utc_now(),
                    self.session.writer,
                    result.text,
                    result.percent,
                )
                self.apply_form_edit(AddProgress(entry), agreement)

        self.app.push_screen(ProgressForm(agreement, today()), answered)
