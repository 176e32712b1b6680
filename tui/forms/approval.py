"""The form of a stance: the minutes, the writer's stance, both statuses, gaps, and the digest.

The minutes are beside the form; on a narrow screen they come first, and the form after them. Gaps
never prevent approval. Three stances are equal: agreed, seen (with a remark), not agreed; each can
be entered again or withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus

from ...data.model.conversation import STANCES, Partner, Stance
from ...widgets.chrome.footer import Footer
from ...widgets.chrome.header import Header
from ...widgets.drawing.beside.approval_lines import Standing
from ...widgets.drawing.title_rule import Title, count
from ...widgets.forms.button_row import ButtonRow
from ...widgets.forms.field import Button
from ...widgets.language import tr
from ...widgets.primitives.title_rule import TitleRule
from ...widgets.primitives.wall import Wall
from ...widgets.views.minutes import MinutesPane
from ..environment import keymap_of
from ..keys.table import bindings
from .dialog.described import labelled
from .dialog.dialog import Dialog
from .standing import StandingLines

_WIDE = 80
"""From this many columns on, the minutes are beside the form."""
_ROOMY = 112
"""From this many columns on, the form is wider."""
_EXPLAINED = 27
"""From this many rows on, the field in focus is explained: below, where both stand comes first."""
_REMARK_ROWS = 2


@dataclass(frozen=True, slots=True)
class ApprovalResult:
    """The chosen stance and its remark; the stance is None if it is withdrawn."""

    stance: Stance | None
    remark: str = ""
    given: bool = True
    """Whether the stance was entered; if not, only the remark is saved, as a draft."""


class _Minutes(MinutesPane):
    """The minutes, with the keys that scroll, and pages in the title."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reading")

    def show_hidden(self, above: int, below: int) -> None:
        """Show in the title which page is in view, and how many lines are not."""
        step = max(1, self.body.size.height - 1)  # a page shares a line with the one before
        pages = -(-(above + below) // step) + 1
        page = pages if not below else above // step + 1
        counts = [count(tr("approval.form.pages", page=page, count=pages))] if pages > 1 else []
        self.show_title(Title((tr("approval.form.minutes"),), counts))
        super().show_hidden(above, below)


class ApprovalForm(Dialog[ApprovalResult]):
    """The form of one partner's stance, beside the minutes that it is about."""

    DEFAULT_CSS = """
    ApprovalForm {
        layout: vertical;
        .beside { width: 100%; height: 1fr; }
        .frame {
            max-width: 100%; max-height: 100%; height: 100%; border: none; padding: 0;
            overflow-y: auto; scrollbar-size-vertical: 1;
        }
        .frame Form { margin-top: 1; }
        .buttons { padding-left: 1; }
        &.-beside .frame { width: 33; }
        &.-beside.-roomy .frame { width: 48; }
        Form > Help, Form > TitleRule { display: none; }
        &.-explained Form > Help, &.-explained Form > TitleRule { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("approval")
    key_context = "approval"
    WHOLE = False

    def __init__(
        self,
        writer: Partner,
        standing: Standing,
        today: date,
        *,
        draft: str = "",
        minutes: str = "",
        titles: Sequence[str] = (),
        drop_draft: Callable[[], None] = lambda: None,
    ) -> None:
        """Build the form.

        `draft` is a remark that was not entered yet, and `drop_draft` forgets it; `minutes` are the
        minutes in Markdown, and `titles` forms of the title of the screen, the longest first.
        """
        self._draft, self._drop_draft = draft, drop_draft
        self._has_minutes = bool(minutes)
        self._header = Header()
        self._header.show_title(*titles or ("",))
        self._minutes = _Minutes()
        self._minutes.show_title(Title((tr("approval.form.minutes"),)))
        self._minutes.show(minutes)
        self._rule = TitleRule()
        self._rule.show_title(
            Title((tr("approval.form", name=writer.name), tr("approval.form.pane")))
        )
        self._standing = StandingLines(standing, today)
        self._wall = Wall(
            [self._minutes.rule, self._rule],
            lambda _: True,  # one of its two neighbours has the focus
            lambda rule: (rule is self._minutes.rule) == self._is_reading,
        )
        self._keys = Footer()
        statuses = standing.statuses
        own = next((status.approval for status in statuses if status.partner.id == writer.id), None)
        self._has_stance = own is not None
        self._entered_remark = own.remark if own else ""
        stances = [(stance, tr(f"approval.form.stance.{stance}")) for stance in STANCES]
        super().__init__(
            tr("approval.form", name=writer.name),
            [
                labelled(
                    "approval.form.stance",
                    "choice",
                    own.stance if own else "agreed",
                    options=stances,
                    stacked=True,
                ),
                labelled(
                    "approval.form.remark",
                    "paragraph",
                    draft or self._entered_remark,
                    rows=_REMARK_ROWS,
                ),
            ],
            today=today,
        )

    def compose(self) -> ComposeResult:
        """Yield the header, the minutes, the form beside them, and the keys."""
        yield self._header
        with Horizontal(classes="beside"):
            yield self._minutes
            yield self._wall
            with Vertical(classes="frame"):
                yield self._rule
                yield self.form
                yield self._standing
                yield ButtonRow(*self.buttons())
                yield ButtonRow(*self._more_buttons())
        yield self._keys

    def _more_buttons(self) -> Iterator[Button]:
        """Yield the buttons that undo what was said or written before."""
        if self._has_stance:
            yield Button(tr("approval.form.withdraw"), "take_back")
        if self._draft:
            yield Button(tr("approval.form.drop_draft"), "drop_draft")

    def begin(self) -> None:
        """Begin with the minutes where only one of the two has room, else in the form."""
        if self._draft:
            self.form.show_note("remark", tr("approval.form.draft"))
        self._arrange(reading=self._has_minutes and not self._is_wide)

    def on_resize(self) -> None:
        """Show both, or the one that has the focus."""
        self._arrange(reading=self._is_reading)

    @on(DescendantFocus)
    def _focus_moved(self) -> None:
        self._rule.show_focus(not self._is_reading)
        self.call_after_refresh(self._wall.lay_out)

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

    @property
    def _is_reading(self) -> bool:
        """Whether the minutes have the focus."""
        return self.focused is self._minutes.body

    def _arrange(self, *, reading: bool) -> None:
        """Show minutes and form beside each other, or one of the two if the screen is narrow."""
        wide = self._is_wide
        self.set_class(wide, "-beside")
        roomy = self.app.size.width >= _ROOMY
        self.set_class(roomy, "-roomy")
        has_rows = self.app.size.height >= _EXPLAINED
        self.set_class(has_rows and (roomy or not wide), "-explained")
        self._minutes.display = wide or reading
        self._wall.display = wide
        self.query_one(".frame").display = wide or not reading
        if reading:
            self.set_focus(self._minutes.body)
        elif self.focused in (self._minutes.body, None):
            self.form.focus_field()
        keymap = keymap_of(self.app)
        accept, cancel, *rest = keymap.hints("approval")
        next_field = keymap.first_key("form.next_field")
        if reading and not wide:
            pairs = [(next_field, tr("preview.hint.answer")), cancel, *rest]
        else:
            pairs = [accept, cancel, (next_field, tr("approval.form.hint.remark")), *rest]
        self._keys.show_pairs(pairs)

    def _read(self, turn_page: Callable[[], None]) -> None:
        if self._minutes.display:
            turn_page()
        else:
            self._arrange(reading=True)

    def _leave_minutes(self) -> bool:
        """Show the form if the minutes stand alone; return whether they did."""
        alone = self._minutes.display and not self._is_wide
        if alone:
            self._arrange(reading=False)
        return alone

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

    @on(Button.Pressed, "#drop_draft")
    def drop_draft(self) -> None:
        """Forget the draft: the remark is what was entered before, if anything was."""
        self._drop_draft()
        self.form.fill("remark", self._entered_remark)
        self.form.show_note("remark", "")
        self.query_one("#drop_draft").display = False
        self.form.focus_field("remark")

    def finish_before_quit(self) -> bool:
        """Cancel, and ask first if text was typed; leaving is no approval."""
        self.action_cancel()
        return self._ended
