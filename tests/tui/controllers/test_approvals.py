"""Approving in a real terminal: an edit voids approvals, and undo restores them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from afspraak.data.approval.content_digest import Content, content
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.conversation import STANCES, Approval, Stance
from afspraak.data.model.edits import Answer, Approve, Tick, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.listeners import SessionEvent
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import SaveStatus
from afspraak.data.system.user import login_name
from afspraak.tui.controllers import approvals
from afspraak.tui.controllers.approvals import ApprovalController
from afspraak.tui.forms.approval import ApprovalForm, ApprovalResult
from afspraak.tui.screens.desk.desk import Desk
from afspraak.widgets.language import speak, tr

from ...support.conversations.copies import done
from ...support.screens.contexts import FakeContext, bare_app, new_session
from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import row_with
from ...support.terminal.terminal import Terminal, begun, tables

ENTERED = f"approved by JB · AV: entered by {login_name()}"


def test_an_edit_voids_approvals_and_undo_restores_them(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start, columns=80, rows=24)
    terminal.do("list.approve")
    terminal.wait("What you approve").wait("Where you stand").wait("no agreement yet")
    terminal.do("form.accept")
    terminal.wait("approved by JB")
    terminal.do("desk.switch_writer")
    terminal.wait("Anna de Vries writes")
    terminal.do("list.approve")
    terminal.wait("Where you stand").wait("Jan   ● agreed ").wait("Anna  nothing said yet")
    terminal.press("tab")
    terminal.type("With pleasure")
    terminal.wait("Entered here it is a note; Anna")
    terminal.do("form.accept")
    terminal.wait("Entered for Anna, who confirms it").wait(ENTERED).wait("saved ")
    assert "approved by both" not in terminal.text
    terminal.do("desk.switch_writer", "desk.pane.notes")
    terminal.type("x")
    terminal.wait("approval void: notes changed").wait("saved ")
    terminal.do("desk.undo")
    terminal.wait(ENTERED)
    # What removes a row names it too; the form tells it in full.
    terminal.do("desk.pane.checklist", "list.delete")
    terminal.wait("approval void: What went well changed")
    terminal.do("list.approve")
    terminal.wait("changed since:").wait("removed)").wait("void as")
    terminal.do("form.cancel")
    terminal.wait_gone("void as")
    terminal.do("list.undo")
    terminal.wait(ENTERED)
    # The other one takes it back.
    terminal.do("desk.switch_writer", "list.approve")
    terminal.wait("With pleasure")
    terminal.press("tab", "tab", "tab", "tab")
    terminal.press("enter")
    terminal.wait("Withdrawn").wait("approved by JB")
    terminal.do("list.undo")
    terminal.wait(ENTERED)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    given = list(tables(tmp_path)["approvals"].values())
    assert [row["stance"] for row in given if "stance" in row] == ["agreed"] * len(given)
    assert {row["id"]: row.get("remark", "") for row in given} == {
        "employee": "With pleasure",
        "manager": "",
    }
    assert len({row["digest"] for row in given}) == 1
    login = login_name()
    entered = {row["id"]: (row["entered_by"], row.get("own", False)) for row in given}
    assert entered == {"manager": (login, True), "employee": (login, False)}
    # It still holds in a new session, until something changes.
    terminal = start("open", "anna", columns=120, rows=40)
    terminal.wait(f"approved by JB · approved by AV (entered by {login})")
    terminal.do("checklist.tick")
    terminal.wait("approval void: What went well changed")


def test_a_guest_cannot_replace_a_partners_own_approval(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    begun(start, columns=60, rows=20).do("app.leave")
    (path,) = tmp_path.rglob("anna-de-vries*.json")
    given = Approval(EMPLOYEE, "d" * 64, "2026-12-03T10:00:00+00:00", "seen", "Hm", own=True)
    done(path, Approve(given))
    terminal = start("open", "anna", columns=60, rows=20).wait("1 List")
    terminal.do("desk.switch_writer")
    terminal.wait("Anna de Vries writes")
    terminal.do("list.approve")
    terminal.wait("Only Anna can change this, at their own terminal.")
    assert "Where do you stand" not in terminal.text
    terminal.do("desk.switch_writer", "list.approve")
    terminal.wait("What you approve")
    terminal.press("tab")
    terminal.wait("Where do you stand, Jan Bakker?")


def test_a_disagreement_in_dutch_on_a_small_screen(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = start(
        "new", "Anna de Vries", "--my-name", "Jan Bakker", "--lang", "nl", columns=60, rows=20
    ).wait("Terugblik")
    terminal.do("list.approve")
    terminal.wait("Wat je goedkeurt").wait("jouw reactie")
    terminal.press("tab")
    terminal.wait("Hoe sta je erin, Jan Bakker?").wait("( ) niet akkoord")
    terminal.type("n")
    terminal.wait("(•) niet akkoord")
    terminal.press("tab")
    terminal.type("Te veel")
    terminal.do("form.accept")
    terminal.wait("niet akkoord: JB").wait("bewaard ")
    terminal.do("checklist.tick")
    terminal.wait("reactie vervallen").wait("bewaard ")
    terminal.do("list.leave")
    terminal.wait("1/23")
    assert tables(tmp_path)["approvals"]["1"]["remark"] == "Te veel"


async def test_the_digest_is_computed_only_when_typing_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(catalogue("en"))
    counted: list[Content] = []

    def counting(*of: Any) -> Content:
        counted.append(content(*of))
        return counted[-1]

    monkeypatch.setattr(approvals, "content", counting)
    beginning = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    session = Session.create(tmp_path / "nb" / "anna.json", beginning, me=MANAGER)
    now = content(session.fields, session.notes.note_lines())
    app = DialogHolder(lambda: Desk(session))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        desk = app.screen
        assert isinstance(desk, Desk)
        session.apply(Write(0, 0, "nobody approved yet"))
        session.undo()
        assert counted == []
        session.apply(Approve(Approval(MANAGER, now.digest, "", parts=now.parts)))
        await settle(pilot)
        row_with(app, "approved by JB")
        item = session.conversation.checklist[0].id
        session.apply(Answer(item, MANAGER, "for me alone", private=True))
        await settle(pilot)
        row_with(app, "approved by JB")
        counted.clear()
        for place in range(200):
            session.apply(Write(place, 0, "x", boundary=False))
        assert counted == []
        await settle(pilot)
        row_with(app, "approval void: notes changed")
        while not counted:
            await pilot.pause(0.05)
        assert len(counted) == 1
        row_with(app, "approval void: notes changed")
        desk.close_session(ask=False)


class Approving:
    """Jan's session, its approvals, and their note in the header."""

    def __init__(self, folder: Path) -> None:
        self.session, self.context = new_session(folder), FakeContext()
        self.note: Sequence[str] = ()
        self.approvals = ApprovalController(self.session, self.context, self.show_note)
        self.session.subscribe(self._noticed)
        self.approvals.start()

    def show_note(self, forms: Sequence[str]) -> None:
        self.note = forms

    def _noticed(self, event: SessionEvent) -> None:
        if not isinstance(event, SaveStatus):
            self.approvals.follow(event)

    def given(self) -> dict[str, str]:
        """The stances that another program reads, by partner."""
        found = Session.open_read_only(self.session.path).conversation.approvals
        return {one.partner: one.stance for one in found}


async def test_a_stance_is_on_disk_and_in_the_header_and_can_be_undone(
    tmp_path: Path,
) -> None:
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        assert isinstance(jan.context.answer(ApprovalResult("agreed")), ApprovalForm)
        assert jan.given() == {"manager": "agreed"}
        assert jan.note[0] == "approved by JB"
        assert jan.context.said == [tr("approval.recorded.agreed")]
        jan.session.undo()
        assert jan.given() == {} and jan.note == ()


async def test_a_change_under_the_form_voids_the_approval_in_it(tmp_path: Path) -> None:
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        jan.session.apply(Write(0, 0, "meanwhile "))
        jan.context.answer(ApprovalResult("agreed"))
        assert jan.note[0] == "approval void: notes changed"


async def test_typing_voids_at_once_and_a_pause_compares_the_digest(tmp_path: Path) -> None:
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        jan.context.answer(ApprovalResult("agreed"))
        jan.session.apply(Write(0, 0, "x"))
        assert jan.note[0] == "approval void: notes changed"
        assert len(jan.context.timers) == 1
        jan.session.undo()
        assert jan.note[0] == "approval void: notes changed", "the text is not compared yet"
        while jan.context.timers:
            jan.context.tick()
        assert jan.note[0] == "approved by JB"
        jan.session.apply(Tick(jan.session.conversation.checklist[0].id, "done"))
        assert jan.note[0] == "approval void: What went well changed", "a row is compared at once"


async def test_a_remark_without_a_stance_is_a_private_draft(tmp_path: Path) -> None:
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        jan.context.answer(ApprovalResult(None, "not yet", given=False))
        assert jan.session.draft(MANAGER) == "not yet"
        jan.approvals.open()
        jan.context.answer(None)
        assert jan.given() == {} and jan.note == ()


@pytest.mark.parametrize("stance", STANCES)
async def test_each_stance_is_recorded_and_can_be_withdrawn(tmp_path: Path, stance: Stance) -> None:
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        jan.context.answer(ApprovalResult(stance, "because"))
        assert jan.given() == {"manager": stance}
        jan.approvals.open()
        jan.context.answer(ApprovalResult(None))
        assert jan.given() == {} and jan.note == ()
        undo = jan.context.first_key("list.undo")
        assert jan.context.said == [
            tr(f"approval.recorded.{stance}"), tr("approval.withdrawn", undo=undo),
        ]  # fmt: skip
        jan.session.undo()
        assert jan.given() == {"manager": stance}


async def test_a_draft_ends_with_the_stance_and_undo_brings_back_only_the_draft(
    tmp_path: Path,
) -> None:
    async with bare_app():
        jan = Approving(tmp_path)
        for _ in range(2):
            jan.approvals.open()
            jan.context.answer(ApprovalResult(None, "not yet", given=False))
        assert jan.context.said == [], "a draft is private"
        jan.approvals.open()
        jan.context.answer(ApprovalResult("seen", "now I do"))
        assert jan.session.draft(MANAGER) == "" and jan.given() == {"manager": "seen"}
        jan.session.undo()
        assert jan.given() == {}


async def test_an_unchanged_remark_makes_no_draft(tmp_path: Path) -> None:
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        jan.context.answer(ApprovalResult("seen", "as said"))
        jan.approvals.open()
        jan.context.answer(ApprovalResult(None, "as said", given=False))
        assert jan.session.draft(MANAGER) == ""
        jan.approvals.open()
        jan.context.answer(ApprovalResult(None, "as said, and more", given=False))
        assert jan.session.draft(MANAGER) == "as said, and more"
        assert jan.given() == {"manager": "seen"}


async def test_the_content_is_read_once_to_approve_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Mock(wraps=content)
    monkeypatch.setattr(approvals, "content", read)
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        jan.context.answer(ApprovalResult("agreed", ""))
        assert jan.note == ("approved by JB",) and read.call_count == 1


async def test_a_conversation_that_is_opened_shows_its_approvals(tmp_path: Path) -> None:
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        jan.context.answer(ApprovalResult("agreed"))
        shown: list[str] = []
        ApprovalController(jan.session, FakeContext(), shown.extend).start()
        assert shown[0] == "approved by JB"


async def test_the_digest_waits_for_a_pause_after_the_last_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(approvals, "time", Mock(monotonic=lambda: now[0]))
    async with bare_app():
        jan = Approving(tmp_path)
        jan.approvals.open()
        jan.context.answer(ApprovalResult("agreed"))
        jan.session.apply(Write(0, 0, "x"))
        (timer,) = jan.context.timers
        assert (timer.seconds, jan.note[0]) == (
            approvals.IDLE_SECONDS,
            "approval void: notes changed",
        )
        now[0] += 0.75 * approvals.IDLE_SECONDS
        jan.session.apply(Write(1, 0, "y"))
        assert jan.context.timers == [timer]
        now[0] += 0.5 * approvals.IDLE_SECONDS
        jan.context.tick()
        (timer,) = jan.context.timers
        assert timer.seconds == pytest.approx(0.5 * approvals.IDLE_SECONDS)
        jan.session.apply(Write(0, 2, ""))
        now[0] += approvals.IDLE_SECONDS
        jan.context.tick()
        assert jan.context.timers == [] and jan.note[0] == "approved by JB"
