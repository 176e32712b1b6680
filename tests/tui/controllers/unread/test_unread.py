"""Unread changes: marked on the desk, stepped through, listed in words."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, RowId
from afspraak.data.model.conversation import Agreement, Approval, ChecklistItem
from afspraak.data.model.edits import (
    AddAgreement,
    AddItem,
    Answer,
    Approve,
    Change,
    Delete,
    Tick,
    Write,
)
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.remote import Presence
from afspraak.data.sync.sync_client import SyncClient
from afspraak.tui.controllers import unread
from afspraak.tui.screens.desk.desk import Desk
from afspraak.widgets.language import speak

from ....support.amount import share
from ....support.screens.dialogs import DialogHolder, settle
from ....support.screens.widget_holder import screen_lines
from ....support.servers.remotes import folder_remotes
from ....support.terminal.terminal import Terminal

Start = Callable[..., Terminal]

NOTES = "## Looking back\nPortal went live.\nHandover was hard.\nA third line.\n"
HOSTILE = "[red]x[/] \x1b]52;c;cGF5\x07"


class Anna:
    """The other partner, at her own desk or absent."""

    def __init__(self, folder: Path, jan: Session) -> None:
        self._place = folder_remotes(folder / "shared")
        self._path = folder / "hers" / "jan.json"
        first = SyncClient(jan.sync, self._place(jan.sync.client))
        replica = Replica()
        replica.apply(jan.sync.update_since(Replica().state_vector))
        session = Session.from_replica(self._path, replica)
        session.save()
        session.close()
        first.close()
        self.session = session
        self._link: SyncClient | None = None

    def come(self) -> None:
        """Open the desk."""
        self.session = Session.open(self._path)
        self.session.me = self.session.writer = EMPLOYEE
        self._link = SyncClient(self.session.sync, self._place(self.session.sync.client))

    def here(self, pane: str = "notes") -> None:
        """Show her presence."""
        assert self._link is not None
        self._link.announce(Presence(Login(""), EMPLOYEE, pane))

    def go(self) -> None:
        """Close the desk."""
        if self._link is not None:
            self._link.close()
            self.session.close()
            self._link = None

    def write(self, before: str, text: str, gone: int = 0) -> None:
        """Insert a text in the notes, before these words."""
        self.session.apply(Write(self.session.notes.text.index(before), gone, text))

    def item(self, words: str) -> RowId:
        """The id of an item."""
        items = self.session.conversation.checklist
        return next(item.id for item in items if item.text == words)


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Anna]:
    """Anna, who shares the conversation with Jan; Jan has read everything and left."""
    beginning = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", language="en")
    )
    jan = Session.create(tmp_path / "nb" / "anna.json", beginning, me=MANAGER)
    jan.apply(Write(0, len(jan.notes), NOTES))
    jan.apply(AddAgreement(Agreement(RowId("a1"), text="Runbook", order="a")))
    jan.apply(AddAgreement(Agreement(RowId("a2"), text="Course", kind="development", order="b")))
    jan.sync.set_remote_address(LocalFolder(str(tmp_path / "shared")))
    anna = Anna(tmp_path, jan)
    jan.read_marker.mark_read()
    jan.close()
    yield anna
    anna.go()


def changed_by(anna: Anna) -> None:
    """Anna's changes while Jan is absent."""
    anna.come()
    anna.write("Handover", f"New by Anna {HOSTILE}\nNew too\n")
    anna.write("hard", "very ")
    anna.write("A third", "", len("A third line.\n"))
    anna.session.apply(Tick(anna.item("What can go better"), "done"))
    anna.session.apply(Answer(anna.item("Desired behaviour"), EMPLOYEE, "mine"))
    anna.session.apply(
        AddItem(ChecklistItem(RowId("hers"), "Extra", "Hers", belongs="employee", order="zz"))
    )
    anna.session.apply(Change("agreement", RowId("a2"), {"owner": "Anna de Vries"}))
    anna.go()


@pytest.mark.parametrize(
    ("columns", "rows", "lang"), share([(80, 24, "en"), (60, 20, "nl"), (120, 40, "nl")])
)
def test_unread_changes_are_summarised_and_stepped_through(
    start: Start, anna: Anna, columns: int, rows: int, lang: str
) -> None:
    changed_by(anna)
    size: dict[str, object] = {"columns": columns, "rows": rows}
    terminal = start("--lang", lang, "open", "anna", **size)
    terminal.wait({"en": "Anna changed 3 lines, 3 items, 1 agreement, 1 removed", "nl": "F7"}[lang])
    terminal.wait(lambda t: "F7" in t.lines[-1])
    assert all(len(line) <= columns for line in terminal.lines)
    for line in ("AV• New by Anna", "  • New too", "JB• Handover was very", "JB│ Portal"):
        terminal.wait(line)
    for row in ("•[x] What can go", "•[ ] Desired", " [ ] Appreciation"):
        terminal.wait(f"\n{row}")
    terminal.wait("•D1 Course" if lang == "en" else "│•O1 Course")
    # From the first item through all three panes, and round.
    terminal.do("desk.next_news")
    terminal.wait("»[x] What can go").wait(lambda t: "F7" not in t.lines[-1])
    terminal.do("desk.next_news")
    terminal.wait("»[ ] Desired").wait("•[x] What can go")
    terminal.do("desk.next_news")
    terminal.wait("»[ ] Hers")  # which her partner does not see until then
    terminal.do("desk.next_news")
    terminal.wait(lambda t: _caret_line(t).startswith("New by Anna"))
    terminal.do("desk.next_news")
    terminal.wait("»D1 Course" if lang == "en" else "»O1 Course")
    terminal.do("desk.next_news")
    terminal.wait("»[x] What can go")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert b"\x1b]52" not in terminal.raw
    again = start("--lang", lang, "open", "anna", **size).wait("New by Anna")
    again.do("desk.next_news")
    again.wait({"en": "Nobody else changed", "nl": "Niemand anders"}[lang])
    assert not set("•»") & set(again.text)
    anna.come()
    anna.session.apply(Tick(anna.item("Appreciation"), "done"))
    anna.go()
    again.wait("•[x] Appreciation")


def _caret_line(terminal: Terminal) -> str:
    """The line of the notes with the caret."""
    line = terminal.screen.display[terminal.screen.cursor.y]
    return line[terminal.screen.cursor.x :].rstrip()


def test_unread_changes_are_listed_in_words_and_marked_as_read(start: Start, anna: Anna) -> None:
    changed_by(anna)
    anna.come()
    anna.session.apply(Delete("agreement", RowId("a1")))
    anna.session.apply(Approve(Approval(EMPLOYEE, "x", "2026-12-01T10:00:00+00:00", "seen")))
    anna.go()
    terminal = start("open", "anna").wait("more")
    terminal.do("list.news")
    terminal.wait("Anna changed:")
    for words in (
        "lines added to the notes (2): Anna de Vries 2",
        "lines removed from the notes (1), written by: Jan Bakker 1",
        "lines changed in the notes: 1",
        "ticked (1): What can go better (done)",
        "answered (1): Desired behaviour (Anna de Vries)",
        "checklist items added (1): Hers",
        "agreements removed (1): R1 Runbook",
        "agreements changed (1): D1 Course (owner)",
    ):
        assert words in terminal.text
    terminal.do("confirm.no")
    terminal.wait_gone("Anna changed:").wait("• New too")
    terminal.do("desk.pane.notes", "desk.news")
    terminal.wait("Anna changed:")
    terminal.do("confirm.yes")
    terminal.wait("the marks are gone").wait("┃ New too").wait(" [x] What can go better")
    assert not set("•»") & set(terminal.text)
    terminal.do("desk.news")
    terminal.wait("Nobody else changed anything since")
    terminal.do("app.command_palette")
    terminal.type("last looked")
    terminal.wait("what changed since you last looked  (Shift+F7)")
    terminal.wait("to the next change (since you last looked)  (F7)")


def test_unread_marks_move_with_edits_and_own_edits_get_none(start: Start, anna: Anna) -> None:
    changed_by(anna)
    terminal = start("open", "anna").wait("• New too")
    terminal.do("desk.pane.notes", "notes.first")
    terminal.press("own", "enter", "own too", "enter")
    terminal.wait("│ own too").wait("AV• New by Anna").wait("│ Portal").wait("JB• Handover")
    terminal.do(*["desk.undo"] * 4)
    terminal.wait_gone("own").wait("AV• New by Anna").wait("│ Portal")
    terminal.do("desk.pane.checklist", "checklist.tick")
    terminal.wait(">[x] What went well").wait("•[x] What can go better")
    terminal.write_minutes("desk.export")
    terminal.wait("Minutes:")
    terminal.do("app.leave")
    assert terminal.ended() == 0


def test_live_changes_are_unread_only_out_of_view(start: Start, anna: Anna) -> None:
    anna.come()
    anna.session.apply(Write(len(anna.session.notes), 0, "more\n" * 60))
    anna.go()
    terminal = start("open", "anna", columns=120, rows=40).wait("AV• more")
    terminal.do("desk.news")
    terminal.wait("Anna changed:")
    terminal.do("confirm.yes")
    terminal.wait_gone("•")
    anna.come()
    anna.here()
    terminal.wait("Anna: notes")
    anna.write("Portal", "In sight. ")
    terminal.wait("│ In sight. Portal").wait("│ Handover")
    anna.session.apply(Write(len(anna.session.notes), 0, "out of sight\n"))
    anna.session.apply(Tick(anna.item("What can go better"), "done"))
    terminal.wait(" [x] What can go better")
    terminal.do("list.header")
    terminal.wait("About this conversation")
    anna.session.apply(Tick(anna.item("Appreciation"), "done"))
    anna.write("Handover", "Behind a form. ")
    anna.here("checklist")
    terminal.wait("[x] Appre")  # beside the form
    terminal.press("escape")
    terminal.wait("•[x] Appreciation").wait("• Behind a form.").wait("│ In sight")
    assert "F7" not in terminal.lines[-1], "who is here is not told anew what the other does"
    terminal.do("desk.next_news")
    terminal.wait("»[x] Appreciation")
    terminal.do("desk.next_news", "desk.next_news")
    terminal.wait("• out of sight")
    # Who is away and hands it on later did not do it before one's eyes.
    anna.go()
    terminal.wait_gone("Anna: ")
    terminal.do("notes.first")
    terminal.wait("In sight")
    anna.come()
    anna.write("Portal", "Later. ")
    terminal.wait("• In sight. Later. Portal").wait("F7")


def test_a_signal_stores_the_read_marker_and_a_kill_keeps_changes_unread(
    start: Start, anna: Anna, tmp_path: Path
) -> None:
    changed_by(anna)
    killed = start("open", "anna").wait("• New too")
    killed.kill()
    ended = start("open", "anna").wait("• New too")
    os.kill(ended.process.pid, signal.SIGHUP)
    assert ended.ended() == 0
    assert (
        Session.open_read_only(tmp_path / "nb" / "anna.json").read_marker.unread_changes() is None
    )
    start("open", "anna").wait("┃ New too")


def test_without_another_writer_no_read_marker_is_stored(start: Start, tmp_path: Path) -> None:
    beginning = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", language="en")
    )
    path = tmp_path / "nb" / "anna.json"
    Session.create(path, beginning, me=MANAGER).close()
    terminal = start("open", "anna").wait("Looking back")
    terminal.do("checklist.tick")
    terminal.wait("[x]")
    terminal.do("desk.next_news")
    terminal.wait("Nobody else changed anything since you last looked.")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert not private_path(path).exists()


async def test_changes_while_another_screen_covers_the_desk_are_unread(
    anna: Anna, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(catalogue("en"))
    session = Session.open(tmp_path / "nb" / "anna.json")
    app = DialogHolder(lambda: Desk(session))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        desk = app.screen
        assert isinstance(desk, Desk)
        desk.keys_settled()
        anna.come()
        anna.here()
        while "Anna: notes" not in "\n".join(screen_lines(app)):
            await pilot.pause(0.01)
        for away, mark in ((False, "│"), (True, "•")):
            monkeypatch.setattr(unread, "AWAY_SECONDS", -1.0 if away else 300.0)
            anna.write("Portal", f"{away} ")
            while f"{away} Portal" not in "\n".join(screen_lines(app)):
                await pilot.pause(0.01)
            await settle(pilot)
            assert any(f"{mark} False" in row for row in screen_lines(app))
        before = session.read_marker.value
        desk.close_session(ask=False)  # the line drops: nobody saw it
    after = session.read_marker.value
    assert before and after and after.at == before.at
    again = Session.open_read_only(tmp_path / "nb" / "anna.json").read_marker.unread_changes()
    assert again is not None and again.lines == [1]
