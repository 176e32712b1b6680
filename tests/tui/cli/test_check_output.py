"""What `check` answers: which file, what is wrong with it, and where a repair put what."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

Read = pytest.CaptureFixture[str]


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A conversation that was saved twice, so that there is a previous copy."""
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    path = tmp_path / "nb" / "anna.json"
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", title="planning")
    )
    session = Session.create(path, conversation, me="manager")
    session.apply(AddAgreement(Agreement("a1", "result", "Runbook", order="a")))
    session.save()
    session.apply(Write(0, 0, "more\n"))
    session.close()
    return path


def answer(read: Read, *words: str, status: int = 0) -> str:
    """What a command prints on standard output."""
    read.readouterr()
    assert main(list(words)) == status
    return read.readouterr().out


def test_a_repair_tells_which_file_and_where_the_damaged_one_is(talk: Path, capsys: Read) -> None:
    talk.write_text("not json", "utf-8")
    first, *rest = answer(capsys, "check", "anna", "--restore").splitlines()
    assert first == (
        f"The previous good copy is back in {talk}; the damaged file is kept as {talk}.damaged."
    )
    assert rest[0].startswith("anna: "), "and what it is like from then on"
    assert Path(f"{talk}.damaged").read_text("utf-8") == "not json"


def test_a_repair_from_a_copy_tells_what_it_came_from(
    talk: Path, tmp_path: Path, capsys: Read
) -> None:
    copy = tmp_path / "copy.json"
    shutil.copy(talk, copy)
    talk.write_text("not json", "utf-8")
    first, *_ = answer(capsys, "check", "anna", "--restore", "--from", str(copy)).splitlines()
    assert first == (
        f"{talk} is whole again, out of: the previous copy, {copy}. "
        f"The damaged file is kept as {talk}.damaged."
    )


def test_what_is_whole_is_told_and_left_alone(talk: Path, capsys: Read) -> None:
    before = talk.read_bytes()
    first, *_ = answer(capsys, "check", "anna", "--restore").splitlines()
    assert first == f"{talk} is whole; there is nothing to restore."
    assert talk.read_bytes() == before


def test_for_a_program_a_repair_is_done_and_only_the_report_told(talk: Path, capsys: Read) -> None:
    talk.write_text("not json", "utf-8")
    (report,) = json.loads(answer(capsys, "check", "anna", "--restore", "--json"))
    assert (report["slug"], report["fault"]) == ("anna", "")
    assert Path(f"{talk}.damaged").exists()


@pytest.mark.parametrize("words", [["--restore"], ["anna", "--from", "x.json"], ["--from", "x"]])
def test_a_repair_wants_to_know_of_which_and_that_it_is_wanted(
    talk: Path, capsys: Read, words: list[str]
) -> None:
    talk.write_text("not json", "utf-8")
    capsys.readouterr()
    assert main(["check", *words]) == 2
    told = capsys.readouterr()
    assert "Which conversation" in told.err
    assert told.out == ""
    assert talk.read_text("utf-8") == "not json"


def test_an_empty_notebook_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Read
) -> None:
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "none"))
    assert str(tmp_path / "none") in answer(capsys, "check", status=1)
    assert json.loads(answer(capsys, "check", "--json", status=1)) == []


def test_what_is_missing_and_what_lies_open_is_told(talk: Path, capsys: Read) -> None:
    told = answer(capsys, "check")
    assert told.startswith("anna: ")
    assert "“R1 Runbook” still misses: who, " in told
    assert "others" not in told
    talk.parent.chmod(0o755)
    assert str(talk.parent) in answer(capsys, "check").replace("\n", "")
    assert str(talk.parent) not in answer(capsys, "check", "anna"), "of one, that one is told"


def test_the_index_is_told_where_it_is_damaged_and_is_no_trouble(talk: Path, capsys: Read) -> None:
    answer(capsys, "list")
    (index,) = [path for path in Path.home().rglob("*") if path.is_file() and
                path.read_bytes()[:6] == b"SQLite"]  # fmt: skip
    index.write_bytes(b"no index at all" * 100)
    told = answer(capsys, "check")
    assert str(index.name) in told
    assert "the next list or search makes it anew" in told
    assert index.name not in answer(capsys, "check", "anna")
    index.write_bytes(b"no index at all" * 100)  # to find what was asked for it was made anew
    assert index.name in answer(capsys, "check", "--json")


def test_what_was_kept_too_long_is_told_and_is_one(
    talk: Path, monkeypatch: pytest.MonkeyPatch, capsys: Read
) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2040-01-01")
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("keep_years = 0\n", "utf-8")
    (report,) = json.loads(answer(capsys, "check", "--json"))
    assert report["overdue"] is False, "there is no limit"
    settings.write_text("keep_years = 5\n", "utf-8")
    (report,) = json.loads(answer(capsys, "check", "--json", status=1))
    assert report["overdue"] is True
    told = answer(capsys, "check", status=1)
    assert "Anna de Vries" in told
    assert "afspraak about" in told.splitlines()[-1]
