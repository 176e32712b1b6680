"""`note`, `add`, `tick`, `answer` and `progress`: output, exit status, and the file."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ....support.conversations.lock_keys import key

Capture = pytest.CaptureFixture[str]
SLUG = "anna-de-vries-planning-2027"


@pytest.fixture(autouse=True)
def _notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)
    assert main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"]) == 0
    capsys.readouterr()


def _now(tmp_path: Path) -> Session:
    return Session.open_read_only(tmp_path / "nb" / f"{SLUG}.json")


def _run(capsys: Capture, *words: str, status: int = 0, err: str = "") -> str:
    capsys.readouterr()
    assert main(list(words)) == status
    told = capsys.readouterr()
    assert err in told.err if err else told.err == ""
    return told.out


def _run_json(capsys: Capture, *words: str) -> Any:
    return json.loads(_run(capsys, *words, "--json"))


def test_each_answers_in_one_line(capsys: Capture) -> None:
    assert _run(capsys, "note", "anna", "a", "few", "words") == (
        f"Noted in {SLUG}, under “Noted outside the talk”.\n"
    )
    assert _run(capsys, "add", "anna", "Write it", "--kind", "dev") == (
        f"D1 in {SLUG}: Write it (still to add: who, measure, when, support)\n"
    )
    assert _run(capsys, "tick", "anna", "well") == f"Done in {SLUG}, 1/23: What went well\n"
    assert _run(capsys, "answer", "anna", "1", "good") == (
        f"Answered for yourself alone in {SLUG}: What went well\n"
    )
    assert _run(capsys, "progress", "anna", "d1", "half way", "--percent", "50 %") == (
        f"Progress on D1 in {SLUG}, 50 %: Write it\n"
    )
    assert _run(capsys, "--lang", "nl", "progress", "anna", "o1", "verder") == (
        f"Voortgang van O1 in {SLUG}: Write it\n"
    )


def test_a_text_comes_from_standard_input(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO("één\ntwee\n".encode()))
    monkeypatch.setattr("sys.stdin", given)
    assert _run_json(capsys, "note", "anna", "-")["text"] == "één\ntwee"
    assert "één\ntwee\n" in _now(tmp_path).notes.text


def test_an_agreement_has_the_given_values(capsys: Capture, tmp_path: Path) -> None:
    told = _run_json(
        capsys, "add", "anna", "Write", "the runbook", "--owner", "anna", "--due", "31 mar",
        "--kind", "development", "--measure", "it works", "--support", "a day a week",
        "--support-by", "me", "--evaluate-on", "2027-02-01",
    )  # fmt: skip
    (made,) = _now(tmp_path).conversation.agreements
    assert (made.text, made.owner, made.kind) == (
        "Write the runbook",
        "Anna de Vries",
        "development",
    )
    assert (made.due, made.evaluate_on) == (date(2027, 3, 31), date(2027, 2, 1))
    assert (made.measure, made.support, made.support_by) == (
        "it works", "a day a week", "Jan Bakker",
    )  # fmt: skip
    assert told | {"path": "", "id": ""} == {
        "slug": SLUG, "path": "", "id": "", "label": "D1", "kind": "development",
        "text": "Write the runbook", "owner": "Anna de Vries", "support_by": "Jan Bakker",
        "due": "2027-03-31", "evaluate_on": "2027-02-01", "measure": "it works",
        "support": "a day a week", "missing": [],
    }  # fmt: skip
    assert told["id"] == made.id


def test_agreements_are_added_at_the_end(capsys: Capture, tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        _run(capsys, "add", "anna", text)
    assert [each.text for each in _now(tmp_path).conversation.agreements] == ["one", "two", "three"]


def test_an_owner_who_is_neither_partner_is_remarked(capsys: Capture, tmp_path: Path) -> None:
    _run(capsys, "add", "anna", "one", "--owner", "Piet", err="Piet is neither of you two")
    assert _now(tmp_path).conversation.agreements[0].owner == "Piet"
    _run(capsys, "add", "anna", "one", "--owner", "both of us")
    _run(capsys, "add", "anna", "one", "--due", "yesterday", err="gone by")


def test_a_tick_can_be_taken_back_and_parked(capsys: Capture, tmp_path: Path) -> None:
    for words, state in (((), "done"), (("--open",), "open"), (("--park",), "parked")):
        told = _run_json(capsys, "tick", "anna", "went well", *words)
        item = _now(tmp_path).conversation.item(told["item"])
        assert item is not None and item.state == state == told["state"]
    assert told["before"] == "open"


def test_without_an_item_the_checklist_is_listed_and_nothing_is_written(
    capsys: Capture, tmp_path: Path
) -> None:
    _run(capsys, "tick", "anna", "2")
    before = (tmp_path / "nb" / f"{SLUG}.json").read_bytes()
    lines = _run(capsys, "tick", "anna").splitlines()
    assert lines[:2] == ["  1  ·  What went well", "  2  ✓  What can go better"]
    told = _run_json(capsys, "tick", "anna")["items"]
    assert len(told) == len(lines) == 23
    assert {"number": 2, "item": "go-better", "text": "What can go better", "state": "done"} in told
    assert (tmp_path / "nb" / f"{SLUG}.json").read_bytes() == before


def test_an_answer_is_private_unless_it_is_shared(capsys: Capture, tmp_path: Path) -> None:
    assert _run_json(capsys, "answer", "anna", "went well", "my own")["private"] is True
    _run(capsys, "answer", "anna", "went well", "for both", "--shared")
    session = _now(tmp_path)
    (item,) = (each for each in session.conversation.checklist if each.text == "What went well")
    assert item.remarks == {MANAGER: "for both"}
    assert session.private_answers() == {item.id: "my own"}
    assert "my own" not in (tmp_path / "nb" / f"{SLUG}.json").read_text("utf-8")


def test_an_answer_is_added_below_an_earlier_one_unless_it_replaces_that(
    capsys: Capture, tmp_path: Path
) -> None:
    for words in (("one",), ("two",), ("two",)):
        _run(capsys, "answer", "anna", "1", *words)
    assert list(_now(tmp_path).private_answers().values()) == ["one\ntwo"]
    _run(capsys, "answer", "anna", "1", "three", "--replace")
    assert list(_now(tmp_path).private_answers().values()) == ["three"]


def test_progress_is_by_whoever_is_at_the_terminal(capsys: Capture, tmp_path: Path) -> None:
    _run(capsys, "add", "anna", "Write the runbook")
    told = _run_json(capsys, "progress", "anna", "runbook", "half", "way", "--percent", "50")
    (entry,) = _now(tmp_path).conversation.agreements[0].progress
    assert (entry.text, entry.percent, entry.by) == ("half way", 50, MANAGER)
    assert (told["label"], told["percent"], told["at"]) == ("R1", 50, entry.at)


def test_progress_may_be_a_percentage_alone(capsys: Capture, tmp_path: Path) -> None:
    _run(capsys, "add", "anna", "Write the runbook")
    assert _run(capsys, "progress", "anna", "R1", "--percent", "40") == (
        f"Progress on R1 in {SLUG}, 40 %: Write the runbook\n"
    )
    (entry,) = _now(tmp_path).conversation.agreements[0].progress
    assert (entry.text, entry.percent) == ("", 40)
    _run(capsys, "export", "anna", "-o", "minutes.md")
    main(["--notebook", "other", "import", "minutes.md", "--no-open"])
    (imported,) = Path("other").glob("*planning*[0-9].json")
    (entry,) = Session.open_read_only(imported).conversation.agreements[0].progress
    assert (entry.text, entry.percent) == ("", 40)


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("note", "anna", "-5%"), "afspraak note … -- -5%"),
        (("note", "anna", "first", "-x"), "afspraak note … -- -x"),
        (("answer", "anna", "1", "--never"), "afspraak answer … -- --never"),
    ],
)
def test_a_text_that_begins_with_a_hyphen_gets_its_place_told(
    capsys: Capture, words: tuple[str, ...], command: str
) -> None:
    for language in ("en", "nl"):
        with pytest.raises(SystemExit):
            main(["--lang", language, *words])
        assert command in capsys.readouterr().err
    at = command.split().index("--")
    _run(capsys, *words[:-1], "--", command.split()[at + 1])


@pytest.mark.parametrize(
    ("words", "status", "err"),
    [
        (("note", "nobody", "x"), 1, "nobody"),
        (("note", "anna", " "), 2, "empty"),
        (("note", "anna", "x", "--under", "nowhere"), 1, "Looking back"),
        (("add", "anna", "x", "--due", "31 feb"), 2, "31 February"),
        (("add", "anna", "x", "--kind", "zzz"), 2, "result, development, other"),
        (("tick", "anna", "zzz"), 1, "What went well"),
        (("tick", "anna", "what"), 2, "What went well"),
        (("answer", "anna", "zzz", "x"), 1, "What went well"),
        (("progress", "anna", "R1", "x"), 1, "R1"),
        (("progress", "anna", "R1", "x", "--percent", "101"), 2, "0 to 100"),
        (("progress", "anna", "R1"), 2, "--percent"),
        (("tick", "anna", "--park"), 2, "Which item?"),
        (("tick", "anna", "--open"), 2, "Which item?"),
    ],
)
def test_a_fault_changes_nothing_and_has_a_status(
    capsys: Capture, tmp_path: Path, words: tuple[str, ...], status: int, err: str
) -> None:
    before = (tmp_path / "nb" / f"{SLUG}.json").read_bytes()
    assert _run(capsys, *words, status=status, err=err) == ""
    assert (tmp_path / "nb" / f"{SLUG}.json").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "err"),
    [
        (("note", "nobody", "-"), "nobody"),
        (("note", "anna", "-", "--under", "nowhere"), "Looking back"),
        (("add", "anna", "-", "--kind", "zzz"), "result"),
        (("add", "anna", "-", "--due", "31 feb"), "31 February"),
        (("answer", "anna", "zzz", "-"), "What went well"),
        (("progress", "anna", "R9", "-"), "R9"),
        (("note", "eva", "-"), "which of the two"),
    ],
)
def test_a_fault_is_said_before_somebody_types(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], err: str,
) -> None:  # fmt: skip
    conversation = build_conversation(NewConversation("manager", "Eva Smit", "Piet Bos"))
    Session.create(tmp_path / "nb" / "eva.json", conversation, me=None).close()
    given = io.TextIOWrapper(io.BytesIO(b"words that are not lost\n"))
    monkeypatch.setattr("sys.stdin", given)
    capsys.readouterr()
    assert main(list(words)) in (1, 2)
    assert err in capsys.readouterr().err
    assert given.read() == "words that are not lost\n"


@pytest.mark.parametrize("command", ["note eva x", "add eva x", "tick eva 1", "answer eva 1 x"])
def test_without_knowing_who_writes_nothing_is_written(
    capsys: Capture, tmp_path: Path, command: str
) -> None:
    conversation = build_conversation(NewConversation("manager", "Eva Smit", "Piet Bos"))
    path = tmp_path / "nb" / "eva.json"
    Session.create(path, conversation, me=None).close()
    before = path.read_bytes()
    _run(capsys, *command.split(), status=2, err="which of the two")
    assert path.read_bytes() == before


def test_a_locked_conversation_stays_locked(capsys: Capture, tmp_path: Path) -> None:
    mine = key(Path("~/.ssh").expanduser(), "id_ed25519")
    assert main(["lock", "anna", "--to", str(mine.public)]) == 0
    _run(capsys, "note", "anna", "secret words")
    _run(capsys, "answer", "anna", "1", "secret answer")
    _run(capsys, "add", "anna", "secret task")
    assert "secret words" in _run(capsys, "export", "anna", "-o", "-")
    for path in (tmp_path / "nb").rglob("*"):
        assert not path.is_file() or b"secret" not in path.read_bytes()
        assert not path.is_file() or path.read_bytes().startswith(b"age-encryption.org")


def test_words_about_health_are_hinted_at(capsys: Capture) -> None:
    _run(capsys, "note", "anna", "she is ill", err="health")


def test_a_voided_approval_is_said(capsys: Capture) -> None:
    assert main(["approve", "anna"]) == 0
    _run(capsys, "answer", "anna", "1", "for me alone")
    _run(capsys, "note", "anna", "more", err="does not hold any more")
    _run(capsys, "note", "anna", "still more")


def test_an_employee_writes_as_the_employee(capsys: Capture, tmp_path: Path) -> None:
    words = ("--no-open", "--as", "employee", "--my-name", "Jan Bakker", "--json")
    path = Path(json.loads(_run(capsys, "new", "Eva Smit", *words))["path"])
    assert _run_json(capsys, "note", "eva", "my words")["by"] == EMPLOYEE
    lines = Session.open_read_only(path).notes.note_lines()
    assert {line.by for line in lines if line.text == "my words"} == {EMPLOYEE}
