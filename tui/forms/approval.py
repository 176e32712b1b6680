"""The form of a stance: the minutes, gaps, the approval status of both, and the writer's stance.

The minutes are beside the form; on a narrow screen they come first, and the form after them. Gaps
are shown and never prevent approval. Three stances are equal: agreed, seen (with a remark), not
agreed; each can be entered again or withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from ...data.approval.status import ApprovalStatus, status_lines
from ...data.model.conversation import STANCES, Partner, Stance
from ...widgets.chrome.footer import Footer
from ...widgets.drawing.title_rule import Title
from ...widgets.forms.field import Button
from ...widgets.language import spoken, tr
from ...widgets.views.minutes import MinutesPane
from ..environment import keymap_of
from ..keys.table import bindings
from .dialog.described import labelled
from .dialog.dialog import Dialog
from .gaps_intro import GapsIntro

_WIDE = 80
"""From this many columns on, the minutes are beside the form."""
_ROOMY = 112
"""From this many columns on, the form is wider."""


@dataclass(frozen=True, slots=True)
class ApprovalResult:
    """The chosen stance and its remark; the stance is None if it is withdrawn."""

    stance: Stance | None
    remark: str = ""
    given: bool = True
    """Whether the stance was entered; if not, only the remark is saved, as a draft."""


class _Minutes(MinutesPane):
    """The minutes, with the keys that scroll."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reading")


class ApprovalForm(Dialog[ApprovalResult]):
    """The form of one partner's stance, beside the minutes that it is about."""

    DEFAULT_CSS = """
    ApprovalForm {
        .beside { width: 100%; height: 1fr; align: center middle; }
        &.-beside .frame { width: 46; height: 100%; }
        &.-beside .buttons { padding-left: 0; }
        &.-beside.-roomy .frame { width: 60; }
        &.-beside.-roomy .buttons { padding-left: 2; }
        &.-minutes .hint { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("approval")
    key_context = "approval"

    def __init__(
        self,
        writer: Partner,
        statuses: Sequence[ApprovalStatus],
        missing: Sequence[str],
        today: date,
        draft: str = "",
        note: str = "",
        minutes: str = "",
    ) -> None:
        """Build the form.

        `missing` are the gaps in words, `draft` a remark that was not entered yet, `note` a warning
        at the top, for example that a stance entered here is not the partner's own, `minutes` the
        minutes in Markdown.
        """
        self._has_minutes = bool(minutes)
        self._minutes = _Minutes()
        self._minutes.show_title(Title((tr("preview.pane.long"), tr("preview.pane"))))
        self._minutes.show(minutes)
        self._keys = Footer()
        own = next((status.approval for status in statuses if status.partner.id == writer.id), None)
        self._has_stance = own is not None
        status_rows = [*status_lines(spoken(), statuses, today), *([note] if note else [])]
        self._intro = GapsIntro(missing, status_rows)
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
            intro=self._intro,
        )

    def compose(self) -> ComposeResult:
        """Yield the minutes, the form beside them, and the keys."""
        if not self._has_minutes:
            yield from super().compose()
            return
        with Horizontal(classes="beside"):
            yield self._minutes
            yield from self.frame()
        yield self._keys

    def begin(self) -> None:
        """Begin with the minutes where only one of the two has room, else in the form."""
        if self._has_minutes:
            self.add_class("-minutes")
            self._arrange(reading=not self._is_wide)
        else:
            super().begin()

    def on_resize(self) -> None:
        """Show both, or the one that has the focus, and the gaps for which there is room."""
        self._intro.refresh(layout=True)
        if self._has_minutes:
            self._arrange(reading=self.focused is self._minutes.body)

    def action_read_on(self) -> None:
        """Read the next page of the minutes."""
        self._read(self._minutes.action_page_down)

    def action_read_back(self) -> None:
        """Read the previous page of the minutes."""
        self._read(self._minutes.action_page_up)

    def action_next_field(self) -> None:
        """Focus the next field or button; after the minutes that is the form."""
        if not self._leave_minutes():
            super().action_next_field()

    def action_previous_field(self) -> None:
        """Focus the previous field or button."""
        if not self._leave_minutes():
            super().action_previous_field()

    async def action_accept(self) -> None:
        """Enter the stance; from the minutes alone, show the form first."""
        if not self._leave_minutes():
            await super().action_accept()

    @property
    def _is_wide(self) -> bool:
        return self.app.size.width >= _WIDE

    def _arrange(self, *, reading: bool) -> None:
        """Show minutes and form beside each other, or one of the two if the screen is narrow."""
        wide = self._is_wide
        self.set_class(wide, "-beside")
        self.set_class(self.app.size.width >= _ROOMY, "-roomy")
        self._minutes.display = wide or reading
        self.query_one(".frame").display = wide or not reading
        if reading:
            self.set_focus(self._minutes.body)
        elif self.focused in (self._minutes.body, None):
            self.form.focus_field()
        keymap = keymap_of(self.app)
        pairs = keymap.hints("approval")
        if reading and not wide:
            pairs = [(keymap.first_key("form.next_field"), tr("preview.hint.answer")), *pairs[1:]]
        self._keys.show_pairs(pairs)

    def _read(self, turn_page: Callable[[], None]) -> None:
        if not self._has_minutes:
            return
        if self._minutes.display:
            turn_page()
        else:
            self._arrange(reading=True)

    def _leave_minutes(self) -> bool:
        """Show the form if the minutes stand alone; return whether they did."""
        alone = self._has_minutes and self._minutes.display and not self._is_wide
        if alone:
            self._arrange(reading=False)
        return alone

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
