"""Syncer copies of a private file are never conversations; `merge` applies them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.edits import Answer
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.system.paths import index_file
from afspraak.tui.cli.main import main

from ...support.conversations.copies import done, files

NAMES = (
    "anna.private (conflicted copy).json",
    "anna.private.sync-conflict-20261120-101010-ABCDEF7.json",
    "anna.private-DESKTOP-7.json",
    "anna.private (1).json",
)


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A conversation with one private answer; each copy has a different one."""
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    main(["new", "Anna", "--no-open", "--my-name", "Jan Bakker", "--lang", "en"])
    (made,) = (tmp_path / "nb").glob("*.json")
    path = made.rename(made.with_name("anna.json"))
    done(path, Answer(RowId("goals"), MANAGER, "zebracode", private=True))
    here = private_path(path).read_bytes()
    done(path, Answer(RowId("went-well"), MANAGER, "olifant", private=True))
    for name in NAMES:
        shutil.copy(private_path(path), path.with_name(name))
    private_path(path).write_bytes(here)
    return path


def test_a_copy_of_a_private_file_is_not_a_conversation(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # By its content alone too, whatever its name.
    shutil.copy(private_path(path), path.with_name("holiday.json"))
    capsys.readouterr()
    assert main(["list", "--json"]) == 0
    assert [row["slug"] for row in json.loads(capsys.readouterr().out)] == ["anna"]
    for word in ("zebracode", "olifant"):
        assert main(["search", word]) == 1
        assert word.encode() not in index_file(path.parent).read_bytes()
    assert Notebook(path.parent).find("an") == path, "a beginning means one conversation"


@pytest.mark.parametrize("name", [*NAMES, "anna.private.json", "holiday.json"])
@pytest.mark.parametrize("verb", ["export", "log", "approve", "invite", "follow-up"])
def test_opening_a_private_copy_reports_what_it_is(
    path: Path, capsys: pytest.CaptureFixture[str], name: str, verb: str
) -> None:
    shutil.copy(private_path(path), path.with_name("holiday.json"))
    before = files(path.parent)
    capsys.readouterr()
    words = ["-o", "-"] if verb == "export" else []
    status = main([verb, str(path.with_name(name)), *words])
    told = "".join(capsys.readouterr())
    assert status and "private preparation" in told and "zebracode" not in told
    with pytest.raises(StorageError, match="private preparation"):
        Session.open(path.with_name(name))
    assert files(path.parent) == before


def test_check_reports_and_merge_applies_a_private_copy(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("anna: whole")
    for name in NAMES:
        assert f"{name.removesuffix('.json')}: a partner’s private preparation" in told
    copy = path.with_name(NAMES[0])
    assert "afspraak merge anna" in told
    assert main(["merge", "anna", str(copy), "--dry-run"]) == 0
    assert Session.open_read_only(path).private_answers() == {"goals": "zebracode"}
    assert main(["merge", "anna", str(copy)]) == 0
    assert "private answers (1): " in capsys.readouterr().out
    assert Session.open_read_only(path).private_answers() == {
        "goals": "zebracode",
        "went-well": "olifant",
    }
    assert "olifant" not in path.read_text()
    assert main(["merge", "anna", str(copy)]) == 1
    capsys.readouterr()
    assert main(["check", "--json"]) == 0
    assert [row["private"] for row in json.loads(capsys.readouterr().out)] == [False] + [True] * 4


def test_a_private_copy_of_the_other_partner_is_not_merged(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = path.with_name("theirs.json")
    shutil.copy(path, theirs)
    session = Session.open(theirs)
    session.set_partner(EMPLOYEE)
    session.apply(Answer(RowId("goals"), EMPLOYEE, "Annas own", private=True))
    session.close()
    before = files(path.parent)
    capsys.readouterr()
    assert main(["merge", "anna", str(private_path(theirs))]) == 2
    told = "".join(capsys.readouterr())
    assert "private preparation" in told and "Annas own" not in told
    assert files(path.parent) == before


def test_only_the_damaged_private_file_is_restored(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    private_path(path).write_text("{")
    conversation = path.read_bytes()
    assert main(["check", "anna", "--restore"]) == 0
    capsys.readouterr()
    assert path.read_bytes() == conversation
    assert Session.open_read_only(path).private_answers()
