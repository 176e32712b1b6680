"""Two people at their desks, with a session each, and keys pressed at either."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

from textual.pilot import Pilot

from afspraak.data.crdt.replica import Replica
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId
from afspraak.data.model.conversation import Agreement, ChecklistItem, Conversation
from afspraak.data.model.edits import AddAgreement
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.environment import Environment
from afspraak.tui.forms.answer import AnswerForm
from afspraak.tui.forms.dialog.dialog import Dialog
from afspraak.tui.screens.desk.desk import Desk
from afspraak.widgets.language import tr
from afspraak.widgets.views.checklist import ChecklistPane

from ..terminal.terminal import key
from .dialogs import settle
from .widget_holder import screen_lines

ROW = RowId("0a0a0a0a0a0a")
AGREED = Agreement(
    ROW, "result", "Runbook", "Anna", "It is read", date(2027, 3, 31), "Time", "Jan", order="B"
)


class Seat:
    """Jan or Anna at their own desk, with keys to press."""

    def __init__(self, app: AfspraakApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot
        self.session = self.desk.session

    @property
    def desk(self) -> Desk:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Desk))

    @property
    def form(self) -> Dialog[Any]:
        assert isinstance(self.app.screen, Dialog), self.text
        return self.app.screen

    @property
    def text(self) -> str:
        return "\n".join(screen_lines(self.app))

    @property
    def conversation(self) -> Conversation:
        return self.session.conversation

    async def settled(self) -> None:
        """Wait until all effects are on the screen."""
        await settle(cast("Pilot[None]", self.pilot))

    async def answer_for_both(self) -> None:
        """In the form of an answer, make the text shared."""
        if isinstance(self.form, AnswerForm):
            self.form.form.fill("who", "shared")
            await self.settled()

    async def do(self, *bindings: str) -> None:
        for binding in bindings:
            await self.pilot.press(key(binding))
            await self.settled()

    async def type(self, text: str) -> None:
        await self.pilot.press(*["space" if letter == " " else letter for letter in text])

    def hear(self, other: Session) -> None:
        """Apply the other partner's edits."""
        self.session.sync.receive(other.sync.update_since(self.session.sync.state_vector))

    async def told(self, key: str) -> bool:
        await self.settled()
        return tr(key) in self.text


@asynccontextmanager
async def seat(
    folder: Path,
    session: Session | None = None,
    language: str = "",
    settings: Settings | None = None,
) -> AsyncIterator[Seat]:
    """A desk in a notebook in this folder; without a session it has a new conversation."""
    notebook = Notebook(folder)
    path = folder / "talk.json"
    if session is None:
        folder.mkdir()
        session = Session.create(
            path, build_conversation(NewConversation("manager", "Jan", "Anna")), me=MANAGER
        )
        session.apply(AddAgreement(AGREED))
    session.close()
    environment = Environment(words=catalogue(language)) if language else None
    app = AfspraakApp(notebook, settings or Settings(), path, environment=environment)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(cast("Pilot[None]", pilot))
        yield Seat(app, pilot)


def away(start: Session, folder: Path, me: PartnerId = EMPLOYEE) -> Session:
    """The other partner's session of the same conversation."""
    folder.mkdir()
    replica = Replica()
    replica.apply(start.sync.update_since(replica.state_vector))
    session = Session.from_replica(folder / "talk.json", replica)
    session.me = session.writer = me
    session.save()
    return session


def first_item(conversation: Conversation) -> ChecklistItem:
    return next(item for item in conversation.checklist if item.belongs in ("both", "manager"))


WAYS: dict[str, tuple[str, str, Callable[[Conversation, RowId], object]]] = {
    "agreements.edit": ("agreement", "Runbook!", lambda now, row: row_of(now, row).text),
    "agreements.owner": ("agreement", "Anna!", lambda now, row: row_of(now, row).owner),
    "agreements.progress": (
        "agreement", "!", lambda now, row: row_of(now, row).progress[-1].text,
    ),
    "checklist.edit": ("item", "What went well!", lambda now, row: row_of(now, row).text),
    "checklist.answer": ("item", "!", lambda now, row: row_of(now, row).remarks.get("manager")),
}  # fmt: skip
"""Key that opens a form -> table, field content after typing `!`, and the read value."""


def row_of(now: Conversation, row: RowId) -> Any:
    """The existing item or agreement with this id."""
    found = now.agreement(row) or now.item(row)
    assert found is not None
    return found


def is_there(row: RowId, now: Conversation) -> bool:
    """Whether an item or an agreement with this id exists."""
    return now.agreement(row) is not None or now.item(row) is not None


@asynccontextmanager
async def filling_in(binding: str, tmp_path: Path) -> AsyncIterator[tuple[Seat, Session, RowId]]:
    """Jan at a form in which he typed `!`, Anna's session, and the id of the form's row."""
    table = WAYS[binding][0]
    async with seat(tmp_path / "jan") as jan:
        anna = away(jan.session, tmp_path / "anna")
        row = ROW if table == "agreement" else first_item(jan.conversation).id
        await jan.do("desk.pane.agreements" if table == "agreement" else "desk.pane.checklist")
        jan.desk.query_one(ChecklistPane).select(row)
        await jan.do(binding)
        await jan.answer_for_both()
        await jan.pilot.press("end")
        await jan.type("!")
        yield jan, anna, row
        anna.close()
