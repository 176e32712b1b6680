"""The participant is asked once if unknown, and nothing needs the answer before."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.conversation import Conversation, Header, Partner
from afspraak.data.model.edits import Answer
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import Settings
from afspraak.data.storage.siblings import private_path
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.cli.commands import open as screens
from afspraak.tui.cli.main import main
from afspraak.tui.forms.participant import ParticipantForm
from afspraak.tui.screens.desk.desk import Desk
from afspraak.tui.screens.notebook.notebook import NotebookScreen
from afspraak.widgets.language import speak, tr

from ...support.conversations.copies import files
from ...support.logins import call_oneself, log_in_as
from ...support.screens.desks import Seat
from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import ANNA, JAN, TODAY, screen_lines, screen_text

UNKNOWN = "It is not known which of the two you are"


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A conversation that Jan created, copied unchanged to the notebook of another login."""
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    log_in_as(monkeypatch, "jan")
    assert main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"]) == 0
    (made,) = (tmp_path / "nb").glob("*.json")
    made.rename(made.with_name("anna.json"))
    log_in_as(monkeypatch, "eva")
    return made.with_name("anna.json")


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Seat]:
    """The program with the conversation at `path`, showing any first screen."""
    app = AfspraakApp(Notebook(path.parent), Settings(), path)
    async with app.run_test(size=(80, 24)) as pilot:
        seat = object.__new__(Seat)
        seat.app, seat.pilot = app, pilot
        await seat.settled()
        yield seat


def approvals(path: Path) -> list[object]:
    return list(json.loads(path.read_text(encoding="utf-8"))["approvals"].values())


@pytest.mark.parametrize(
    "words",
    [
        ["approve", "anna"],
        ["invite", "anna"],
        ["prepared", "anna", "-"],
        ["follow-up", "anna", "--no-open"],
        ["share", "anna", "annav"],
    ],
)
def test_a_command_that_needs_the_participant_explains_how_to_set_it(
    path: Path, words: list[str], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("sys.stdin", open(path, encoding="utf-8"))  # noqa: PTH123, SIM115
    before = files(path.parent)
    assert main(words) == 2
    told = capsys.readouterr().err
    assert UNKNOWN in told
    assert "Jan Bakker / Anna de Vries" in told
    assert 'name = "' in told
    assert ("--as manager" in told) == (words[0] == "approve")
    assert approvals(path) == []
    assert files(path.parent) == before


def test_reading_commands_need_no_participant(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    for words in (
        ["export", "anna", "-o", "-"],
        ["check", "anna"],
        ["log", "anna"],
        ["search", "Anna"],
    ):
        assert main(words) == 0, words
    assert main(["list", "--json"]) == 0
    assert (
        json.loads(capsys.readouterr().out.partition("[\n")[2].join(["[\n", ""]))[0]["partner"]
        == "Jan Bakker / Anna de Vries"
    )


def test_the_name_in_the_settings_identifies_the_participant(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--json"]) == 0
    call_oneself("Anna de Vries")
    capsys.readouterr()
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["partner"] == "Jan Bakker"
    assert main(["approve", "anna"]) == 0
    assert "Anna de Vries: agreed" in capsys.readouterr().out
    (given,) = approvals(path)
    assert isinstance(given, dict)
    assert (given["id"], given["entered_by"], given["own"]) == ("employee", "eva", True)


async def test_the_role_is_asked_once_and_stays_private(path: Path) -> None:
    speak(catalogue("en"))
    async with opened(path) as eva:
        assert isinstance(eva.app.screen, ParticipantForm)
        assert "Who are you in this conversation?" in eva.text
        assert "manager: Jan Bakker" in eva.text
        assert "employee: Anna de Vries" in eva.text
        # Nobody is chosen beforehand: Enter alone makes nobody of the user.
        await eva.do("form.accept")
        assert isinstance(eva.app.screen, ParticipantForm)
        assert tr("participant.form.who.required") in eva.text
        await eva.type("e")
        await eva.do("form.accept")
        assert eva.desk.session.me == eva.desk.session.writer == "employee"
        assert "Jan Bakker" in eva.text.split("\n")[0]
    shared = path.read_text(encoding="utf-8")
    assert "eva" not in shared
    assert Session.open_read_only(path).me == "employee"
    async with opened(path) as eva:
        assert isinstance(eva.app.screen, Desk)
    assert Notebook(path.parent).index.summaries()[0].partner == "Jan Bakker"


async def test_the_role_is_asked_again_if_the_private_file_lacks_it(path: Path) -> None:
    session = Session.open(path)
    session.set_partner(EMPLOYEE)
    session.close()
    tables = json.loads(private_path(path).read_text(encoding="utf-8"))
    tables["partners"] = {}
    private_path(path).write_text(json.dumps(tables), encoding="utf-8")
    async with opened(path) as eva:
        assert isinstance(eva.app.screen, ParticipantForm)
        await eva.type("m")
        await eva.do("form.accept")
        assert eva.desk.session.me == "manager"
    assert Session.open_read_only(path).me == "manager"


@pytest.mark.parametrize("leave", ["form.cancel", "app.leave"])
async def test_cancelling_the_question_leaves_the_participant_unknown(
    path: Path, leave: str
) -> None:
    before = files(path.parent)
    async with opened(path) as eva:
        await eva.type("e")
        await eva.do(leave)
        if leave == "form.cancel":
            assert isinstance(eva.app.screen, NotebookScreen)
    assert not private_path(path).exists()
    assert files(path.parent) == before


async def test_a_login_or_private_file_avoids_the_question(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in_as(monkeypatch, "jan")
    session = Session.open(path)
    item = session.conversation.checklist[0].id
    session.apply(Answer(item, MANAGER, "for me", private=True))
    session.close()
    async with opened(path) as jan:
        assert jan.desk.session.me == "manager"
    log_in_as(monkeypatch, "janb")  # he was renamed
    async with opened(path) as jan:
        assert jan.desk.session.me == "manager"
        assert jan.desk.session.private_answers() == {item: "for me"}


async def test_a_copied_file_asks_too(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in_as(monkeypatch, "annav")
    (tmp_path / "hers").mkdir()
    copy = Path(shutil.copy(path, tmp_path / "hers" / "talk.json"))
    async with opened(copy) as anna:
        assert isinstance(anna.app.screen, ParticipantForm)


@pytest.mark.parametrize("binding", ["notebook.invite", "notebook.follow_up"])
async def test_the_notebook_asks_before_it_needs_the_participant(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, binding: str
) -> None:
    speak(catalogue("en"))
    monkeypatch.setattr("afspraak.data.system.paths.working_folder", lambda: tmp_path)
    app = AfspraakApp(Notebook(path.parent), Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        eva = object.__new__(Seat)
        eva.app, eva.pilot = app, pilot
        await eva.settled()
        await eva.do(binding)
        assert isinstance(app.screen, ParticipantForm)
        await eva.type("e")
        await eva.do("form.accept")
        assert tr("participant.form") not in eva.text
        assert Session.open_read_only(path).me == "employee"
        assert "Jan Bakker" in eva.text
    assert (tmp_path / "anna.prepare.md").exists() == (binding == "notebook.invite")


async def test_in_a_read_only_notebook_the_answer_lasts_while_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(catalogue("en"))
    before = files(path.parent)
    access = os.access
    monkeypatch.setattr(os, "access", lambda p, mode: mode != os.W_OK and access(p, mode))
    async with opened(path) as eva:
        await eva.type("m")
        await eva.do("form.accept")
        assert eva.desk.session.me == "manager"
        assert "READ ONLY" in eva.text
    assert files(path.parent) == before


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_question_fits_a_small_screen(path: Path, language: str) -> None:
    speak(catalogue(language))
    app = AfspraakApp(Notebook(path.parent), Settings(), path)
    async with app.run_test(size=(60, 20)) as pilot:
        for _ in range(3):
            await pilot.pause()
        shown = " ".join(" ".join(screen_lines(app)).replace("│", " ").split())
        for key in (
            "participant.form",
            "participant.form.who",
            "participant.form.who.help",
            "conversation.role.manager",
        ):
            assert tr(key) in shown
        assert tr("participant.form.intro", login="eva") in shown


def test_imported_minutes_of_others_leave_the_participant_unknown(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    minutes = tmp_path / "minutes.md"
    assert main(["export", "anna", "-o", str(minutes)]) == 0
    capsys.readouterr()
    assert main(["import", str(minutes), "--json"]) == 0
    made = Path(json.loads(capsys.readouterr().out)["path"])
    assert Session.open_read_only(made).me is None
    assert main(["import", str(minutes), "--json", "--as", "employee"]) == 0
    made = Path(json.loads(capsys.readouterr().out)["path"])
    assert Session.open_read_only(made).me == "employee"


def test_approving_for_the_other_records_the_login(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log_in_as(monkeypatch, "jan")
    assert main(["approve", "anna"]) == 0
    capsys.readouterr()
    assert main(["approve", "anna", "--as", "employee"]) == 0
    told = capsys.readouterr().out
    assert "Anna de Vries: agreed" in told
    assert "entered by jan and not confirmed yet" in told
    assert "Anna de Vries confirms it at their own terminal" in told
    assert main(["check", "anna"]) == 0
    assert "entered by jan" in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["approved"] == ["manager"]
    # At a terminal where she is known, she gives it herself.
    log_in_as(monkeypatch, "annav", "Anna de Vries")
    assert main(["approve", "anna"]) == 0
    assert "entered by" not in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["approved"] == ["employee", "manager"]


def _say_wrong(path: Path) -> str:
    """Eva answers that she is the manager, and writes a private answer; return the item."""
    session = Session.open(path)
    session.set_partner(MANAGER)
    item = session.conversation.checklist[0].id
    session.apply(Answer(item, MANAGER, "mine alone", private=True))
    session.close()
    return item


def test_a_wrong_role_is_corrected_with_its_private_answers(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "show", lambda *_, **__: 0)
    item = _say_wrong(path)
    before = path.read_bytes()
    for _ in range(2):
        assert main(["open", "anna", "--as", "employee"]) == 0
        session = Session.open_read_only(path)
        assert session.me == "employee"
        assert session.private_answers() == {item: "mine alone"}
    assert path.read_bytes() == before, "nobody else hears of it"


def test_private_answers_of_somebody_else_are_not_adopted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "show", lambda *_, **__: 0)
    item = _say_wrong(path)
    log_in_as(monkeypatch, "anna")
    assert main(["open", "anna", "--as", "employee"]) == 0
    session = Session.open_read_only(path)
    assert session.me == "employee" and session.private_answers() == {}
    assert main(["open", "anna", "--as", "manager"]) == 0
    assert Session.open_read_only(path).private_answers() == {item: "mine alone"}


def test_the_role_cannot_change_while_the_conversation_is_open(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _say_wrong(path)
    monkeypatch.setattr(screens, "show", lambda *_, **__: 0)
    session = Session.open(path)
    assert main(["open", "anna", "--as", "manager"]) == 0
    assert main(["open", "anna", "--as", "employee"]) == 2
    assert "anna is open in a program" in capsys.readouterr().err
    session.close()
    assert Session.open_read_only(path).me == "manager"


@pytest.mark.parametrize(
    ("partners", "offered"),
    [
        ((JAN, ANNA), "( ) manager  ( ) employee"),
        ((ANNA, JAN), "( ) employee  ( ) manager"),
        ((), "( ) manager  ( ) employee"),
    ],
    ids=["both", "in another order", "none are known"],
)
async def test_the_roles_of_the_partners_can_be_chosen(
    partners: Sequence[Partner], offered: str
) -> None:
    talk = Conversation(Header(), tuple(partners))
    app = DialogHolder(lambda: ParticipantForm(talk, TODAY))
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        assert offered in screen_text(app)
        assert all(partner.name in screen_text(app) for partner in partners)
