"""Two users at one keyboard: private data of the owner is inaccessible to a guest."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.edits import Answer, Draft, Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.system.user import login_name
from afspraak.tui.forms.answer import AnswerForm
from afspraak.tui.forms.share import ShareForm
from afspraak.widgets.language import speak
from afspraak.widgets.views.checklist import ChecklistPane

from ...support.screens.desks import Seat, first_item, seat

SECRET = "zebracode"
TODAY = "2026-12-03"


@asynccontextmanager
async def jan(folder: Path, day: date | None = None) -> AsyncIterator[Seat]:
    """Jan's desk, with one private answer to the first item, in a conversation held on `day`."""
    speak(catalogue("en"))
    folder.mkdir()
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", date=day)
    session = Session.create(folder / "talk.json", build_conversation(beginning), me=MANAGER)
    item = first_item(session.conversation)
    session.apply(Answer(item.id, MANAGER, SECRET, private=True))
    async with seat(folder, session) as at:
        at.desk.query_one(ChecklistPane).select(item.id)
        await at.settled()
        yield at


def on_disk(folder: Path) -> tuple[str, str]:
    """The text of the conversation file and its private file."""
    path = folder / "talk.json"
    return path.read_text("utf-8"), private_path(path).read_text("utf-8")


async def test_a_guest_cannot_see_private_answers_by_any_key(tmp_path: Path) -> None:
    async with jan(tmp_path / "nb") as at:
        assert SECRET in at.text
        star = next(line for line in at.text.split("\n") if "What went well" in line)
        assert "°" in star
        await at.do("desk.switch_writer")
        assert SECRET not in at.text
        # Not even that there is one.
        row = next(line for line in at.text.split("\n") if "What went well" in line)
        assert not {"°", "*"} & set(row)
        for binding in ("list.hide_private", "checklist.show_to_both", "checklist.show_all"):
            await at.do(binding)
            assert "What Jan keeps private is out of reach until Ctrl+O" in at.text, binding
            assert SECRET not in at.text
        assert at.app.screen is at.desk
        await at.do("desk.switch_writer")
        assert SECRET in at.text
        await at.do("list.hide_private", "list.hide_private", "app.leave")
    assert SECRET not in on_disk(tmp_path / "nb")[0]


async def test_private_answers_stay_hidden_on_the_day_after_a_guest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", TODAY)
    async with jan(tmp_path / "nb", date(2026, 12, 3)) as at:
        assert SECRET not in at.text
        await at.do("list.hide_private")
        assert SECRET in at.text
        await at.do("desk.switch_writer", "desk.switch_writer")
        assert SECRET not in at.text
        assert "hidden" in at.text
        await at.do("list.hide_private")
        assert SECRET in at.text


@pytest.mark.parametrize("screen", ["desk", "competencies"])
async def test_an_answer_of_a_guest_is_shared(tmp_path: Path, screen: str) -> None:
    async with jan(tmp_path / "nb") as at:
        await at.do("desk.switch_writer")
        if screen == "competencies":
            await at.do("list.competencies", "competencies.answer")
        else:
            await at.do("checklist.answer")
        assert isinstance(at.app.screen, AnswerForm), at.text
        assert SECRET not in at.text
        assert "only me" not in at.text.casefold()
        assert "[ Show" not in at.text
        # No key of the choice makes it private.
        await at.pilot.press("shift+tab", "right", "space", "o", "tab")
        await at.type("from Anna")
        await at.do("form.accept")
        await at.do("app.leave")
    shared, private = on_disk(tmp_path / "nb")
    assert "from Anna" in shared
    rows = json.loads(shared)["checklist"].values()
    assert [row["remark/employee"] for row in rows if "remark/employee" in row] == ["from Anna"]
    assert "from Anna" not in private and SECRET in private and SECRET not in shared


async def test_a_guest_cannot_undo_private_edits(tmp_path: Path) -> None:
    async with jan(tmp_path / "nb") as at:
        await at.do("checklist.answer")
        await at.pilot.press("end")
        await at.type("!")
        await at.do("form.accept")
        await at.do("desk.switch_writer")
        for _ in range(4):
            await at.do("list.undo")
        await at.do("desk.switch_writer")
        assert f"{SECRET}!" in at.text
        await at.do("list.undo")
        assert f"{SECRET}!" not in at.text and SECRET in at.text


async def test_a_guest_rates_and_writes_as_the_other_partner(tmp_path: Path) -> None:
    async with jan(tmp_path / "nb") as at:
        competency = next(i for i in at.conversation.checklist if i.kind == "competency")
        at.desk.query_one(ChecklistPane).select(competency.id)
        await at.do("desk.switch_writer", "checklist.rate", "desk.pane.notes")
        await at.type("hello")
        await at.do("app.leave")
    tables = json.loads(on_disk(tmp_path / "nb")[0])
    rated = next(row for row in tables["checklist"].values() if row["id"] == competency.id)
    assert "rating/employee" in rated and "rating/manager" not in rated
    assert "employee" in tables["notes"]["1"]["by"]


async def test_actions_of_the_owner_are_refused_while_a_guest_writes(tmp_path: Path) -> None:
    async with jan(tmp_path / "nb") as at:
        await at.do("desk.switch_writer")
        for binding in ("desk.share", "list.news"):
            await at.do(binding)
            assert "Anna writes now. Only Jan can do this, after Ctrl+O" in at.text
            assert at.app.screen is at.desk
        await at.do("desk.switch_writer", "desk.share")
        assert isinstance(at.app.screen, ShareForm)


async def test_a_stance_of_a_guest_is_marked_as_entered(tmp_path: Path) -> None:
    async with jan(tmp_path / "nb") as at:
        await at.do("desk.switch_writer", "list.approve")
        words = " ".join(line.partition("│")[2] for line in at.text.splitlines())
        assert "it is a note; Anna confirms" in " ".join(words.split())
        await at.do("form.accept")
        await at.do("app.leave")
    (given,) = json.loads(on_disk(tmp_path / "nb")[0])["approvals"].values()
    assert (given["id"], given["entered_by"], given["own"]) == ("employee", login_name(), False)


async def test_closing_the_desk_ends_the_guests_turn(tmp_path: Path) -> None:
    async with jan(tmp_path / "nb") as at:
        await at.do("desk.switch_writer", "list.leave")
        await at.pilot.press("enter")
        await at.settled()
        assert at.desk.session.writer == "manager"


def test_the_session_itself_refuses_a_private_answer_while_a_guest_writes(tmp_path: Path) -> None:
    path = tmp_path / "nb" / "talk.json"
    session = Session.create(
        path, build_conversation(NewConversation("manager", "Jan", "Anna")), me=MANAGER
    )
    item = session.conversation.checklist[0].id
    session.writer = EMPLOYEE
    for partner in (EMPLOYEE, MANAGER):
        with pytest.raises(UsageError, match="private answer"):
            session.apply(Answer(item, partner, "for me", private=True))
    session.writer = MANAGER
    with pytest.raises(UsageError, match="private answer"):
        session.apply(Answer(item, EMPLOYEE, "not mine", private=True))
    session.apply(Answer(item, MANAGER, "for me", private=True))
    assert session.private_answers() == {item: "for me"}
    session.writer = EMPLOYEE
    assert session.private_answers() == {}
    # A remark that a guest did not give yet is not lost, and stays theirs.
    session.apply(Draft(EMPLOYEE, "later"))
    session.apply(Write(0, 0, "x"))
    assert (session.draft(EMPLOYEE), session.draft(MANAGER)) == ("later", "")
    session.close()


async def test_in_a_shared_conversation_the_screen_says_once_what_a_guest_means(
    tmp_path: Path,
) -> None:
    said = "Shared: Anna's own notebook does not count this as theirs."
    async with jan(tmp_path / "nb") as at:
        await at.do("desk.switch_writer")
        assert said not in at.text
        await at.do("desk.switch_writer")
        at.desk.session.sync.set_remote_address(LocalFolder("/somewhere"))
        await at.do("desk.switch_writer")
        assert said in at.text
        await at.do("desk.switch_writer", "desk.switch_writer")
        assert said not in at.text
