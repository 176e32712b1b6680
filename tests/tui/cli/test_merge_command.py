"""`afspraak merge`: exit status, messages, JSON, and invalid copies."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.edits import Answer, Change, Tick, Write
from afspraak.data.model.fields import FieldKey
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ...support.conversations.copies import content, copied, done, files


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A conversation in the notebook; the working directory is another folder."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker", "--lang", "en"])
    (tmp_path / "usb").mkdir()
    monkeypatch.chdir(tmp_path / "usb")
    return tmp_path / "nb" / "anna-de-vries-planning-2027.json"


@pytest.fixture
def copy(path: Path) -> Path:
    """A copy on a memory stick, with an additional line and other goals."""
    copy = copied(path, Path("anna (conflicted copy).json").absolute())
    done(copy, Write(0, 0, "From the train.\n"), Change("header", values={"goals": "Grow"}))
    return copy


def _heard(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    return tuple(capsys.readouterr())  # type: ignore[return-value] # out and err


def test_a_copy_is_merged(path: Path, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    before = files(path.parent)
    assert main(["merge", "anna", copy.name, "--dry-run"]) == 0
    told, errors = _heard(capsys)
    assert "Would be taken over" in told and "Jan Bakker 1" in told and "goals" in told
    assert files(path.parent) == before
    assert main(["merge", "anna", copy.name]) == 0
    again, more = _heard(capsys)
    assert again.splitlines()[1:] == told.splitlines()[1:]
    assert errors + more == ""
    assert Session.open_read_only(path).notes.lines[0] == "From the train."
    for words in ([], ["--dry-run"]):
        assert main(["merge", "anna", copy.name, *words]) == 1
        assert "Nothing new" in _heard(capsys)[0]


def test_the_merge_report_in_dutch_and_json(
    path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done(path, Change("header", values={"goals": "Rest"}), Tick(RowId("went-well"), "done"))
    done(copy, Tick(RowId("went-well"), "parked"))
    capsys.readouterr()
    assert main(["--lang", "nl", "merge", "anna", str(copy), "--dry-run"]) == 0
    told, _ = _heard(capsys)
    assert "regels erbij in de notities (1): Jan Bakker 1" in told
    assert "doelen: ‘" in told
    assert main(["merge", "anna", str(copy), "--json"]) == 0
    answer = json.loads(_heard(capsys)[0])
    assert (answer["new"], answer["dry_run"], answer["faults"]) == (True, False, [])
    assert answer["notes"]["added"] == {"manager": 1}
    told_of = {(one["table"], one["attribute"]): one for one in answer["conflicts"]}
    assert set(told_of) == {("header", "goals"), ("item", "state")}
    goals = told_of["header", "goals"]
    assert (goals["here"], goals["copy"]) == ("Rest", "Grow")
    assert content(path)[0][FieldKey("header", RowId("-"), "goals")] == goals[goals["stays"]]


def test_a_copy_merges_into_an_open_conversation(path: Path, copy: Path) -> None:
    desk = Session.open(path)
    desk.apply(Write(0, 0, "Typed just now.\n"))
    desk.apply(Answer(RowId("went-well"), MANAGER, "mine", private=True))
    # What is typed there stands in its journal only, and is not lost either.
    assert main(["merge", "anna", str(copy)]) == 0
    assert {"From the train.", "Typed just now."} <= set(Session.open_read_only(path).notes.lines)
    desk.apply(Write(0, 0, "And more.\n"))
    desk.save()
    assert {"From the train.", "And more."} <= set(desk.notes.lines)
    desk.close()
    assert {"From the train.", "Typed just now.", "And more."} <= set(content_lines(path))


def content_lines(path: Path) -> list[str]:
    return [text for text, _ in content(path)[1]]


KINDS = ("folder", "fifo", "device", "dangling", "missing", "damaged", "newer", "foreign", "empty")


@pytest.mark.parametrize("kind", KINDS)
def test_merging_an_invalid_file_is_reported_and_changes_nothing(
    kind: str, path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path("thing.json")
    text = copy.read_text(encoding="utf-8")
    if kind == "folder":
        file.mkdir()
    elif kind == "fifo":
        os.mkfifo(file)
    elif kind in ("device", "dangling"):
        file.symlink_to("/dev/zero" if kind == "device" else "nowhere")
    elif kind != "missing":
        file.write_text({
            "damaged": text[: len(text) // 2],
            "newer": text.replace('"format": 1', '"format": 9'),
            "foreign": '{"_default": {"1": {"a": 1}}}',
            "empty": "",
        }[kind], encoding="utf-8")  # fmt: skip
    before = files(path.parent)
    capsys.readouterr()
    assert main(["merge", "anna", str(file)]) == (2 if kind in ("dangling", "missing") else 3)
    out, err = _heard(capsys)
    assert out == ""
    named = "/dev/zero" if kind == "device" else "thing.json"
    assert named in err and "Traceback" not in err and "inside" not in err
    assert files(path.parent) == before


def test_wrong_use_of_merge_is_reported(
    path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", "Bob", "--no-open"])
    capsys.readouterr()
    before = files(path.parent)
    for words in (["bob", str(copy)], ["anna", str(path)]):
        assert main(["merge", *words]) == 2
    assert main(["merge", "carol", str(copy)]) == 1
    assert files(path.parent) == before
    assert "no history in common" in _heard(capsys)[1]


def test_the_name_of_a_copy_brings_its_conversation_together(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = copied(path, path.with_name("zz.json"))
    done(copy, Write(0, 0, "From the train.\n"))
    done(path, Answer(RowId("goals"), MANAGER, "for me alone", private=True))
    capsys.readouterr()
    assert main(["merge", "zz", "--dry-run"]) == 0
    assert "lines added to the notes (1): Jan Bakker 1" in _heard(capsys)[0]
    assert copy.exists()
    assert main(["merge", "zz"]) == 0
    told, _ = _heard(capsys)
    assert f"zz.json is a copy of {path.stem}." in told
    assert "The copy zz.json had nothing left" in told
    assert Session.open_read_only(path).notes.lines[0] == "From the train."
    assert not copy.exists()
