"""Approvals on the desk: the form, and the status in the header while notes change.

Digesting long notes at every key would make typing slow. So writing in the notes only marks
approvals as void, which needs no digest. The exact comparison follows when nobody has typed for a
moment, after any other edit, and when the form opens. If undo led back to what was approved, the
approval is valid again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ...data.approval.content_digest import Content, ContentChange, content
from ...data.approval.status import (
    ApprovalStatus,
    approval_line,
    approval_statuses,
    approval_statuses_at,
)
from ...data.errors import AfspraakError
from ...data.i18n.catalogue import tr
from ...data.model.changes import Changes
from ...data.model.completeness import completeness_gaps
from ...data.model.edits import Draft
from ...data.session.approval_entry import (
    enter_stance,
    is_own_terminal,
    refusal_reason,
    withdraw_stance,
)
from ...data.session.session import Session
from ..formatting.clock import today
from ..keys import table as keys
from .context import Dialogs, RunningTimer, Timers

if TYPE_CHECKING:
    from ..forms.approval import ApprovalResult

IDLE_SECONDS = 0.7
"""Seconds without a change before content digests are compared."""


class ApprovalContext(Dialogs, Timers, Protocol):
    """What approvals need of their screen."""


class ApprovalController:
    """Records approvals, and shows the approval status of both partners."""

    def __init__(
        self,
        session: Session,
        context: ApprovalContext,
        show_note: Callable[[Sequence[str]], None],
    ) -> None:
        """Bind to a session; `show_note` shows the first of some forms of the status that fits."""
        self._session, self._context, self._show_note = session, context, show_note
        self._statuses: tuple[ApprovalStatus, ...] = ()
        self._changed_at = 0.0
        self._waiting: RunningTimer | None = None

    def start(self) -> None:
        """Show the approval status of both partners."""
        self._compare_approvals()

    def follow(self, changes: Changes) -> None:
        """Follow a change. Cheap while nobody has approved, and not much dearer after."""
        approved = bool(self._session.conversation.approvals)
        if approved and changes.splices:
            self._mark_void()
            self._changed_at = time.monotonic()
            if self._waiting is None:
                self._wait(IDLE_SECONDS)
        elif changes.touches("approval") or (approved and changes.rows):
            # Rows are not typed key by key; and a change in the private file voids nothing.
            self._compare_approvals()

    def open(self) -> None:
        """Open the approval form: what is missing, the status of both, and the writer's stance."""
        from ..forms.approval import ApprovalForm

        session = self._session
        self._compare_approvals()
        conversation = session.conversation
        writer = conversation.partner(session.writer)
        if writer is None:
            return
        if reason := refusal_reason(session, writer.id):
            self._context.show_status(tr(reason))
            return
        # The user approves what they looked at: a change that arrives meanwhile voids it.
        now = content(session.fields, session.notes.note_lines())

        def answered(result: ApprovalResult | None) -> None:
            if result is None:
                return
            try:
                self._answer(writer.id, result, now)
            except AfspraakError as error:
                self._context.show_status(tr(error.message))

        missing = [gap.words() for gap in completeness_gaps(conversation)]
        draft = session.draft(writer.id)
        note = "" if is_own_terminal(session, writer.id) else _writer_message("form.guest", session)
        form = ApprovalForm(writer, self._statuses, missing, today(), draft, note)
        self._context.push_screen(form, answered)

    def _answer(self, partner: str, result: ApprovalResult, now: Content) -> None:
        draft = self._session.draft(partner)
        if not result.given:
            before = self._session.conversation.approval(partner)
            remark = before.remark if before else ""
            if result.remark != (draft or remark):
                self._session.apply(Draft(partner, result.remark))
            return
        if result.stance is None:
            self._session.apply(withdraw_stance(self._session, partner))
            text = tr("approval.withdrawn", undo=keys.first_key("list.undo"))
        else:
            stance = enter_stance(self._session, partner, now, result.stance, result.remark)
            if draft:  # an undo step before the stance, so that undo reaches the stance first
                self._session.apply(Draft(partner, ""))
            self._session.apply(stance)
            text = self._entered(partner) or tr(f"approval.recorded.{result.stance}")
        self._context.show_status(text)

    def _entered(self, partner: str) -> str:
        """Return who entered the stance from another terminal, in words; "" if nobody did."""
        entered = self._session.conversation.approval(partner)
        return (
            _writer_message("recorded.entered", self._session)
            if entered and entered.entered_for
            else ""
        )

    def _mark_void(self) -> None:
        """Mark approvals as void at once, because somebody is writing in the notes."""
        touched = (ContentChange("notes"),)
        self._show_statuses(
            tuple(replace(one, changed=touched) if one.is_valid else one for one in self._statuses)
        )

    def _wait(self, seconds: float) -> None:
        self._waiting = self._context.set_timer(seconds, self._look_when_idle)

    def _look_when_idle(self) -> None:
        left = self._changed_at + IDLE_SECONDS - time.monotonic()
        if left > 0:
            self._wait(left)
        else:
            self._compare_approvals()

    def _compare_approvals(self) -> None:
        """Compare the digests and show the result."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        session = self._session
        if not session.conversation.approvals:
            self._show_statuses(approval_statuses(session.conversation, {}, ()))
            return
        now = content(session.fields, session.notes.note_lines())
        self._show_statuses(approval_statuses_at(session.conversation, now, session.fields))

    def _show_statuses(self, standing: tuple[ApprovalStatus, ...]) -> None:
        if standing != self._statuses:
            self._statuses = standing
            self._show_note(approval_line(standing))


def _writer_message(message: str, session: Session) -> str:
    """Return a message about approvals, with the writer's name in it."""
    conversation = session.conversation
    writer = conversation.partner(session.writer)
    return tr(f"approval.{message}", name=conversation.short_name(writer.name) if writer else "")
