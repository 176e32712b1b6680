"""The panes of a desk, each in an app that holds it alone."""

from __future__ import annotations

from datetime import date

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement, Conversation
from afspraak.data.model.edits import Delete, Reorder, Tick
from afspraak.data.model.fields import to_fields
from afspraak.data.model.rows.conversation_rows import to_conversation
from afspraak.widgets.messages import EditRequested
from afspraak.widgets.views.agreements import AgreementsPane
from afspraak.widgets.views.checklist import ChecklistPane

from .widget_holder import TODAY, Holder, conversation

RUNBOOK = Agreement(
    RowId("a"),
    "result",
    "Runbook for the portal",
    "Anna de Vries",
    "m",
    date(2027, 3, 31),
    "none",
    order="B",
)


COURSE = Agreement(RowId("b"), "development", "Course", "Anna", due=date(2026, 6, 30), order="C")


TALK = Agreement(RowId("c"), "other", "Talk", "Kim Bakker", status="done", order="D")


class AgreementsHolder(Holder):
    """Shows the agreements pane with these agreements."""

    def __init__(self, *agreements: Agreement) -> None:
        self.pane = AgreementsPane(empty_hint="Press a to write the first one down.")
        super().__init__(self.pane)
        self.agreements = agreements

    def on_mount(self) -> None:
        self.pane.show(conversation(agreements=self.agreements), TODAY)
        self.pane.focus()


class ChecklistHolder(Holder):
    """Applies the edits of the checklist, like a session."""

    def __init__(self, given: Conversation, private: dict[RowId, str] | None = None) -> None:
        self.pane = ChecklistPane(empty_hint="Nothing to talk about yet")
        super().__init__(self.pane)
        self.conversation = given
        self.private = private or {}

    def on_mount(self) -> None:
        self.pane.show(self.conversation, self.private, MANAGER)
        self.pane.focus()

    def carry_out(self) -> None:
        message = self.told.pop()
        assert isinstance(message, EditRequested) and isinstance(
            message.edit, Tick | Reorder | Delete
        )
        fields = to_fields(self.conversation) | message.edit.fields()
        self.conversation = to_conversation(fields)
        self.pane.show(self.conversation, self.private, MANAGER)
