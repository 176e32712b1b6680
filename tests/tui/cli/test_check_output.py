"""The output of `check`: the file, its fault, and the files of a repair."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage import siblings
from afspraak.data.storage.siblings import FolderNames
from afspraak.tui.cli.main import main

from ...support.team import team

Read = pytest.CaptureFixture[str]


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A conversation that was saved twice and so has a previous copy."""
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    path = tmp_path / "nb" / "anna.json"
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", title="planning")
    )
    session = Session.create(path, conversation, me=MANAGER)
    session.apply(AddAgreement(Agreement(RowId("a1"), "result", "Runbook", order="a")))
    session.save()
    session.apply(Write(0, 0, "more\n"))
    session.close()
    return path


def answer(read: Read, *words: str, status: int = 0) -> str:
    """The standard output of a command."""
    read.readouterr()
    assert main(list(words)) == status
    return read.readouterr().out


def test_a_repair_reports_its_source_and_the_damaged_file(talk: Path, capsys: Read) -> None:
    talk.write_text("not json", "utf-8")
    first, *rest = answer(capsys, "check", "anna", "--restore").splitlines()
    assert first == (
        f"The previous good copy is back in {talk}; the damaged file is kept as {talk}.damaged."
    )
    assert rest[0].startswith("anna: "), "and what it is like from then on"
    assert Path(f"{talk}.damaged").read_text("utf-8") == "not json"


def test_a_repair_from_a_copy_reports_its_sources(talk: Path, tmp_path: Path, capsys: Read) -> None:
    copy = tmp_path / "copy.json"
    shutil.copy(talk, copy)
    talk.write_text("not json", "utf-8")
    first, *_ = answer(capsys, "check", "anna", "--restore", "--from", str(copy)).splitlines()
    assert first == (
        f"{talk} is repaired, from: the previous copy, {copy}. "
        f"The damaged file is kept as {talk}.damaged."
    )


@pytest.mark.parametrize("has_previous", [True, False])
def test_the_first_way_to_repair_is_no_second_one(
    talk: Path, capsys: Read, *, has_previous: bool
) -> None:
    talk.write_text("not json", "utf-8")
    if not has_previous:
        Path(f"{talk}~").unlink()
    _, *ways = answer(capsys, "check", status=3).splitlines()
    first, copy = "afspraak check anna --restore", "afspraak check anna --restore --from FILE"
    assert [way.partition(": ")[2] for way in ways] == ([first, copy] if has_previous else [copy])
    assert [way.strip().startswith("or ") for way in ways] == (
        [False, True] if has_previous else [False]
    )


def test_repairing_an_intact_file_reports_it_unchanged(talk: Path, capsys: Read) -> None:
    before = talk.read_bytes()
    first, *_ = answer(capsys, "check", "anna", "--restore").splitlines()
    assert first == f"{talk} is whole; there is nothing to restore."
    assert talk.read_bytes() == before


def test_a_repair_with_json_prints_only_the_report(talk: Path, capsys: Read) -> None:
    talk.write_text("not json", "utf-8")
    (report,) = json.loads(answer(capsys, "check", "anna", "--restore", "--json"))
    assert (report["slug"], report["fault"]) == ("anna", "")
    assert Path(f"{talk}.damaged").exists()


@pytest.mark.parametrize("words", [["--restore"], ["anna", "--from", "x.json"], ["--from", "x"]])
def test_a_repair_needs_a_reference_and_restore(talk: Path, capsys: Read, words: list[str]) -> None:
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


def test_check_reports_gaps_and_readable_files(talk: Path, capsys: Read) -> None:
    told = answer(capsys, "check")
    assert told.startswith("anna: ")
    assert "“R1 Runbook” still lacks: who, " in told
    assert "others" not in told
    talk.parent.chmod(0o755)
    assert str(talk.parent) in answer(capsys, "check").replace("\n", "")
    assert str(talk.parent) not in answer(capsys, "check", "anna"), "of one, that one is told"


def test_check_reports_a_damaged_index_as_harmless(talk: Path, capsys: Read) -> None:
    answer(capsys, "list")
    (index,) = [path for path in Path.home().rglob("*") if path.is_file() and
                path.read_bytes()[:6] == b"SQLite"]  # fmt: skip
    index.write_bytes(b"no index at all" * 100)
    told = answer(capsys, "check")
    assert str(index.name) in told
    assert "the next list or search rebuilds it" in told
    assert index.name not in answer(capsys, "check", "anna")
    index.write_bytes(b"no index at all" * 100)  # to find what was asked for it was made anew
    assert index.name in answer(capsys, "check", "--json")


def test_check_reports_expired_retention_with_exit_status_1(
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


def test_a_check_lists_the_notebook_once_however_many_conversations_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed: list[Path] = []

    class Counted(FolderNames):
        def __init__(self, folder: Path) -> None:
            listed.append(folder)
            super().__init__(folder)

    folder = team(tmp_path / "nb")
    (folder / "talk-003.json.damaged").touch()
    monkeypatch.setattr(siblings, "FolderNames", Counted)
    assert main(["--notebook", str(folder), "check"]) == 0
    assert listed == [folder]
    assert "talk-003.json.damaged" in capsys.readouterr().out
