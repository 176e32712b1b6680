"""The form of a stance: gaps, the approval status of both, and the writer's stance.

Gaps are shown and never prevent approval. Three stances are equal: agreed, seen (with a remark),
not agreed; each can be entered again or withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from ...data.approval.status import ApprovalStatus, status_lines
from ...data.model.conversation import STANCES, Partner, Stance
from ...data.text.sanitize import clip
from ...widgets.forms.field import Button
from ...widgets.language import spoken, tr
from .dialog.described import labelled
from .dialog.dialog import Dialog

_MAX_GAPS = 3
"""The most gaps that are listed, so that the form fits 60x20."""
_WIDTH = 54
"""The most cells of a gap: one row of the smallest terminal."""


@dataclass(frozen=True, slots=True)
class ApprovalResult:
    """The chosen stance and its remark; the stance is None if it is withdrawn."""

    stance: Stance | None
    remark: str = ""
    given: bool = True
    """Whether the stance was entered; if not, only the remark is saved, as a draft."""


class ApprovalForm(Dialog[ApprovalResult]):
    """The form of one partner's stance."""

    def __init__(
        self,
        writer: Partner,
        statuses: Sequence[ApprovalStatus],
        missing: Sequence[str],
        today: date,
        draft: str = "",
        note: str = "",
    ) -> None:
        """Build the form.

        `missing` are the gaps in words, `draft` a remark that was not entered yet, `note` a warning
        at the top, for example that a stance entered here is not the partner's own.
        """
        own = next((status.approval for status in statuses if status.partner.id == writer.id), None)
        self._has_stance = own is not None
        stances = [(stance, tr(f"approval.form.stance.{stance}")) for stance in STANCES]
        super().__init__(
            tr("approval.form", name=writer.name),
            [
                labelled(
                    "approval.form.stance",
                    "choice",
                    own.stance if own else "agreed",
                    options=stances,
                ),
                labelled("approval.form.remark", "paragraph", draft or (own.remark if own else "")),
            ],
            today=today,
            intro=Content("\n".join(_intro(missing, statuses, today, note))),
        )

    def buttons(self) -> ComposeResult:
        """Yield the usual buttons, and one that withdraws the stance if there is one."""
        yield from super().buttons()
        if self._has_stance:
            yield Button(tr("approval.form.withdraw"), "take_back")

    def result(self, values: Mapping[str, str]) -> ApprovalResult:
        """Return the stance and the remark."""
        return ApprovalResult(cast("Stance", values["stance"]), values["remark"])

    def result_on_hang_up(self, values: Mapping[str, str]) -> ApprovalResult:
        """Return no stance, as a lost connection is no approval; the remark is saved."""
        return ApprovalResult(None, values["remark"], given=False)

    @on(Button.Pressed, "#take_back")
    def take_back(self) -> None:
        """Withdraw the stance."""
        self._end(ApprovalResult(None))

    def finish_before_quit(self) -> bool:
        """Cancel, and ask first if text was typed; leaving is no approval."""
        self.action_cancel()
        return self._ended


def _intro(
    missing: Sequence[str], statuses: Sequence[ApprovalStatus], today: date, note: str
) -> list[str]:
    """Return rows with the gaps, then with the approval status of both partners."""
    status_rows = [*status_lines(spoken(), statuses, today), *([note] if note else [])]
    if not missing:
        return [tr("approval.form.complete"), *status_rows]
    # Changes since, the login that entered a stance, and the note take rows too.
    more = (
        any(status.changed for status in statuses),
        any(status.entered_for for status in statuses),
        bool(note),
    )
    room = max(1, _MAX_GAPS - sum(more))
    shown = missing if len(missing) <= room else missing[: room - 1]
    rows = [tr("approval.form.missing"), *(f"- {clip(gap, _WIDTH)}" for gap in shown)]
    if len(missing) > len(shown):
        rows.append(f"- {tr('approval.form.missing_more', count=len(missing) - len(shown))}")
    return [*rows, *status_rows]
