"""Progress of an agreement: open the form, and apply its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....data.ids import RowId
from ....data.model.conversation import Progress
from ....data.model.edits import AddProgress, Change, new_id
from ....data.session.session import Session
from ....data.system.clock import utc_now
from ...formatting.clock import today
from ..context.controller_context import Dialogs
from .edits import EditController

if TYPE_CHECKING:
    from ...forms.progress import ProgressResult


class ProgressController:
    """Records progress of agreements."""

    def __init__(self, session: Session, context: Dialogs, edits: EditController) -> None:
        self._session, self._context, self._edits = session, context, edits

    def open(self, agreement_id: RowId) -> None:
        """Open the form of progress on an agreement."""
        from ...forms.progress import ProgressForm

        agreement = self._edits.find_agreement(agreement_id)
        if agreement is None:
            return

        def answered(result: ProgressResult | None) -> None:
            if result is not None:
                writer = self._session.writer
                entry = Progress(
                    new_id(), agreement.id, utc_now(), writer, result.text, result.percent
                )
                self._edits.keep(AddProgress(entry), agreement)

        form = ProgressForm(agreement, today())
        form.refusal = lambda result: self._edits.refusal(
            Change("progress", agreement.id, {"text": result.text})
        )
        self._context.push_screen(form, answered)
