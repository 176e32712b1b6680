"""Approvals on the desk: the form, and the status in the header while notes change.

Computing the digest of long notes at every key would make typing slow. So a change of the notes
only marks approvals as void. The digests are compared `IDLE_SECONDS` after the last change of the
notes, after any other edit, and when the form opens. If undo restored the approved content, the
approval is valid again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ...data.approval.content_digest import Content, ContentChange, content
from ...data.approval.status import (
    ApprovalStatus,
    approval_line,
    approval_statuses,
    approval_statuses_at,
)
from ...data.ids import PartnerId
from ...data.lazy_dataclass import replace
from ...data.model.agreements.completeness import completeness_gaps
from ...data.model.changes import Changes
from ...data.model.edits import Draft
from ...data.session.approval_entry import (
    enter_stance,
    is_own_terminal,
    refusal_reason,
    withdraw_stance,
)
from ...data.session.session import Session
from ...widgets.language import spoken, tr
from ..formatting.clock import today
from ..formatting.titles import title_forms
from .context.controller_context import Dialogs, RunningTimer, Timers
from .context.show_errors import show_errors
from .hooks import run_in_background

if TYPE_CHECKING:
    from ..forms.approval import ApprovalResult

IDLE_SECONDS = 0.7
"""Seconds without a change of the notes before content digests are compared."""


class ApprovalContext(Dialogs, Timers, Protocol):
    """The context that approvals use."""


class ApprovalController:
    """Records approvals, and shows the approval status of both partners."""

    def __init__(
        self,
        session: Session,
        context: ApprovalContext,
        show_note: Callable[[Sequence[str]], None],
    ) -> None:
        """Bind to a session; `show_note` shows the first form of the status that fits."""
        self._session, self._context, self._show_note = session, context, show_note
        self._statuses: tuple[ApprovalStatus, ...] = ()
        self._content: Content | None = None
        """The present content, if it is known."""
        self._changed_at = 0.0
        self._waiting: RunningTimer | None = None

    def start(self) -> None:
        """Show the approval status of both partners."""
        self._compare_approvals()

    def follow(self, changes: Changes) -> None:
        """Update the status after a change of the conversation."""
        if changes.splices or any(table != "approval" for table, _ in changes.rows):
            self._content = None
        approved = bool(self._session.conversation.approvals)
        if approved and changes.splices:
            self._mark_void()
            self._changed_at = time.monotonic()
            if self._waiting is None:
                self._wait(IDLE_SECONDS)
        elif changes.touches("approval") or (approved and changes.rows):
            # Rows do not change at every key; a change of the private file voids no approval.
            self._compare_approvals()

    def open(self) -> None:
        """Open the approval form: missing content, both statuses, and the writer's stance."""
        from ...data.exchange.export import session_minutes
        from ...widgets.drawing.beside.approval_lines import Standing
        from ..forms.approval import ApprovalForm

        session = self._session
        self._compare_approvals()
        writer = session.conversation.partner(session.writer)
        if writer is None:
            return
        if reason := refusal_reason(session, writer.id):
            self._context.show_status(tr(reason))
            return
        minutes = ""
        with show_errors(self._context.show_status):
            minutes = session_minutes(session)
        if not minutes:
            return  # nobody approves what they cannot read
        # The user approves the content that they saw: a change while the form is open voids it.
        now = self._present_content()

        def answered(result: ApprovalResult | None) -> None:
            if result is not None:
                with show_errors(self._context.show_status):
                    self._answer(writer.id, result, now)

        missing = [tr(gap.message) for gap in completeness_gaps(session.full_conversation())]
        draft = session.draft(writer.id)
        note = "" if is_own_terminal(session, writer.id) else _writer_message("form.guest", session)
        standing = Standing(writer.id, self._statuses, missing, note, now.digest)
        titles = title_forms(session, tr("approval.form.place"))

        def drop_draft() -> None:
            session.apply(Draft(writer.id, ""))

        form = ApprovalForm(
            writer,
            standing,
            today(),
            draft=draft,
            minutes=minutes,
            titles=titles,
            drop_draft=drop_draft,
        )
        self._context.push_screen(form, answered)

    def _answer(self, partner: PartnerId, result: ApprovalResult, now: Content) -> None:
        draft = self._session.draft(partner)
        if not result.given:
            before = self._session.conversation.approval(partner)
            remark = before.remark if before else ""
            if result.remark != (draft or remark):
                self._session.apply(Draft(partner, result.remark))
            return
        if result.stance is None:
            self._session.apply(withdraw_stance(self._session, partner))
            text = tr("approval.withdrawn", undo=self._context.first_key("list.undo"))
        else:
            stance = enter_stance(self._session, partner, now, result.stance, result.remark)
            if draft:  # an undo step before the stance, so that undo reaches the stance first
                self._session.apply(Draft(partner, ""))
            self._session.apply(stance)
            text = self._entered_for_message(partner) or tr(f"approval.recorded.{result.stance}")
        self._context.show_status(text)
        if result.stance is not None:
            self._run_hook(partner)

    def _run_hook(self, partner: PartnerId) -> None:
        from ...data.exchange.hook_facts import approval_facts

        facts = partial(approval_facts, self._session, partner)
        run_in_background("after-approve", facts, self._context.show_status)

    def _entered_for_message(self, partner: PartnerId) -> str:
        """Return a sentence if another login entered the stance for the partner, else ""."""
        stored = self._session.conversation.approval(partner)
        return (
            _writer_message("recorded.entered", self._session)
            if stored and stored.entered_for
            else ""
        )

    def _mark_void(self) -> None:
        """Mark valid approvals as void, without a digest, because the notes changed."""
        touched = (ContentChange("notes"),)
        self._show_statuses(
            tuple(
                replace(status, changed=touched) if status.is_valid else status
                for status in self._statuses
            )
        )

    def _wait(self, seconds: float) -> None:
        self._waiting = self._context.set_timer(seconds, self._compare_when_idle)

    def _compare_when_idle(self) -> None:
        remaining = self._changed_at + IDLE_SECONDS - time.monotonic()
        if remaining > 0:
            self._wait(remaining)
        else:
            self._compare_approvals()

    def _compare_approvals(self) -> None:
        """Compare the approved digests with the present content, and show the statuses."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        session = self._session
        if not session.conversation.approvals:
            self._show_statuses(approval_statuses(session.conversation, {}, ()))
            return
        now = self._present_content()
        self._show_statuses(approval_statuses_at(session.conversation, now, session.fields))

    def _present_content(self) -> Content:
        """Return the content as it is now, computed once until it changes."""
        if self._content is None:
            notes = self._session.notes.note_lines()
            self._content = content(self._session.fields, notes)
        return self._content

    def _show_statuses(self, statuses: tuple[ApprovalStatus, ...]) -> None:
        if statuses != self._statuses:
            self._statuses = statuses
            self._show_note(approval_line(spoken(), statuses))


def _writer_message(message: str, session: Session) -> str:
    """Return the text of the message `approval.<message>`, with the writer's name in it."""
    conversation = session.conversation
    name = conversation.short_name(conversation.name_of(session.writer))
    return tr(f"approval.{message}", name=name)
