"""`agreements --format`: each format, read back by its own program where that is installed."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Change
from afspraak.tui.cli.main import main

from ....support.conversations.copies import done

Capture = pytest.CaptureFixture[str]
SLUG = "anna-de-vries-planning-2027"
HOSTILE = '@home +fix x:1 [[elisp:(delete-file)]] <2026-01-01> “q" :tag:'
ROWS = (
    Agreement(RowId("a1"), kind="development", text="Write the runbook, é", owner="Anna de Vries",
              measure="=it works", due=date(2027, 3, 31), evaluate_on=date(2027, 2, 1), order="a",
              support="a day", support_by="Jan Bakker", support_due=date(2027, 1, 15)),
    Agreement(RowId("a2"), text=HOSTILE, order="b"),
    Agreement(RowId("a3"), text="x (A) 2026-01-01 ready", status="done", owner="Jan", order="c"),
    Agreement(RowId("a4"), text="Dropped", status="dropped", order="d"),
)  # fmt: skip
TEXTS = {
    "D1": "Write the runbook, é",
    "R1": HOSTILE,
    "R2": "x (A) 2026-01-01 ready",
    "R3": "Dropped",
}


@pytest.fixture(autouse=True)
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture) -> Path:
    """A conversation with agreements that are open, done and dropped, and with odd texts."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)
    assert main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"]) == 0
    path = tmp_path / "nb" / f"{SLUG}.json"
    done(path, *map(AddAgreement, ROWS))
    capsys.readouterr()
    return path


def _exported(capsys: Capture, form: str, *words: str) -> str:
    assert main(["agreements", "--format", form, *words]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def test_csv_is_read_by_python(capsys: Capture) -> None:
    written = _exported(capsys, "csv")
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    agreements = {row["label"]: row for row in rows if row["promise"] == "agreement"}
    assert {label: row["text"].removeprefix("'") for label, row in agreements.items()} == TEXTS
    first = agreements["D1"]
    assert (first["owner"], first["due"], first["evaluate_on"], first["status"]) == (
        "Anna de Vries", "2027-03-31", "2027-02-01", "open",
    )  # fmt: skip
    assert first["measure"] == "'=it works", "no spreadsheet calculates it"
    (support,) = (row for row in rows if row["promise"] == "support")
    assert (support["owner"], support["due"]) == ("Jan Bakker", "2027-01-15")
    assert len({row["id"] for row in rows}) == len(rows) == 5


def _read_task(line: str) -> dict[str, Any]:
    """A task of todo.txt, by the rules of its format."""
    words = line.removeprefix("x ").split(" ")
    assert not re.match(r"\([A-Z]\)$|\d{4}-\d\d-\d\d$", words[0])
    pairs = dict(word.split(":", 1) for word in words if re.fullmatch(r"[a-z]+:\S+", word))
    return {
        "done": line.startswith("x "),
        "label": words[0],
        "projects": [word[1:] for word in words if re.fullmatch(r"\+\S+", word)],
        "contexts": [word[1:] for word in words if re.fullmatch(r"@\S+", word)],
        **pairs,
    }


def test_todo_txt_has_one_task_a_line(capsys: Capture) -> None:
    lines = _exported(capsys, "todotxt").splitlines()
    support, first, hostile, ready, dropped = map(_read_task, lines)
    assert (first["label"], first["contexts"], first["due"]) == (
        "D1", ["anna-de-vries"], "2027-03-31",
    )  # fmt: skip
    assert (support["contexts"], support["due"]) == (["jan-bakker"], "2027-01-15")
    assert [each["done"] for each in (first, hostile, ready, dropped)] == [False, False, True, True]
    assert dropped["status"] == "dropped"
    assert hostile["projects"] == [SLUG] and hostile["contexts"] == []
    assert len({each["id"] for each in (support, first, hostile, ready, dropped)}) == 5


def test_the_program_todo_txt_lists_the_open_tasks(capsys: Capture, tmp_path: Path) -> None:
    program = shutil.which("todo-txt")
    if program is None:
        pytest.skip("todo-txt is not installed")
    (tmp_path / "todo.txt").write_text(_exported(capsys, "todotxt"), "utf-8")
    settings = tmp_path / "todo.cfg"
    settings.write_text(
        f'export TODO_DIR="{tmp_path}"\nexport TODO_FILE="$TODO_DIR/todo.txt"\n'
        'export DONE_FILE="$TODO_DIR/done.txt"\nexport REPORT_FILE="$TODO_DIR/report.txt"\n'
    )
    listed = _program([program, "-p", "-d", str(settings), "ls", "@anna-de-vries"])
    assert "D1 Write the runbook, é" in listed
    assert "1 of 5 tasks shown" in listed


def _program(command: list[str], given: str = "", **environment: str) -> str:
    done_ = subprocess.run(
        command, input=given, capture_output=True, text=True, check=False,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
    )  # fmt: skip
    assert done_.returncode == 0, done_.stderr + done_.stdout
    return done_.stdout


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Tokyo"])
def _zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The time zone of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_zone")
def test_taskwarrior_imports_the_tasks_and_a_later_export_changes_them(
    capsys: Capture, tmp_path: Path, path: Path
) -> None:
    if shutil.which("task") is None:
        pytest.skip("taskwarrior is not installed")
    (tmp_path / "tasks").mkdir()
    (tmp_path / "taskrc").write_text("news.version=2.6.0\n")
    environment = {"TASKDATA": str(tmp_path / "tasks"), "TASKRC": str(tmp_path / "taskrc")}
    _program(["task", "import", "-"], _exported(capsys, "taskwarrior"), **environment)
    tasks = json.loads(_program(["task", "export"], **environment))
    found = {task["description"]: task for task in tasks}
    assert {f"{label} {text}" for label, text in TEXTS.items()} < set(found)
    assert [found[f"{label} {TEXTS[label]}"]["status"] for label in ("D1", "R1", "R2", "R3")] == [
        "pending", "pending", "completed", "deleted",
    ]  # fmt: skip
    first = found["D1 Write the runbook, é"]
    assert (first["project"], first["tags"]) == (SLUG, ["anna_de_vries", "development"])
    listed = _program(["task", "rc.verbose=nothing", "project:" + SLUG, "due:2027-03-31", "ids"],
                      **environment)  # fmt: skip
    assert len(listed.split()) == 1, "it is due on that day in the zone of the user"
    done(path, Change("agreement", RowId("a1"), {"text": "Another text", "status": "done"}))
    _program(["task", "import", "-"], _exported(capsys, "taskwarrior"), **environment)
    again = json.loads(_program(["task", "export"], **environment))
    assert len(again) == len(tasks) == 5
    (changed,) = (task for task in again if task["uuid"] == first["uuid"])
    assert (changed["description"], changed["status"]) == ("D1 Another text", "completed")
    assert changed["entry"] == first["entry"]


_ORG = """
(require 'org)
(require 'json)
(find-file (car command-line-args-left))
(defun plain (text) (and text (substring-no-properties text)))
(let ((tree (org-element-parse-buffer)))
  (princ (json-encode
    (vector
     (vconcat (org-map-entries
      (lambda ()
        (vector (plain (org-get-heading t t t t)) (plain (org-get-todo-state))
              (org-entry-get nil "DEADLINE") (vconcat (mapcar #'plain (org-get-tags nil t)))
              (org-entry-get nil "OWNER") (org-entry-get nil "ID")))))
     (length (org-element-map tree 'link 'identity))
     (length (org-element-map tree 'timestamp 'identity))))))
"""


def test_org_is_read_by_emacs(capsys: Capture, tmp_path: Path) -> None:
    if shutil.which("emacs") is None:
        pytest.skip("emacs is not installed")
    file, code = tmp_path / "agreements.org", tmp_path / "read.el"
    file.write_text(_exported(capsys, "org"), "utf-8")
    code.write_text(_ORG)
    command = ["emacs", "--batch", "-Q", "--load", str(code), str(file)]
    entries, links, dates = json.loads(_program(command, HOME=str(tmp_path)))
    found = {heading.replace("\u200b", ""): (state, *more) for heading, state, *more in entries}
    assert {f"{label} {text}" for label, text in TEXTS.items()} < set(found)
    first = found["D1 Write the runbook, é"]
    assert first[:-1] == ("TODO", "<2027-03-31>", ["development"], "Anna de Vries")
    states = [found[f"{label} {TEXTS[label]}"][0] for label in ("R1", "R2", "R3")]
    assert states == ["TODO", "DONE", "CANCELLED"]
    assert found[f"R1 {HOSTILE}"][2] == ["result"]
    assert len({each[-1] for each in found.values()}) == len(entries) == 5
    assert (links, dates) == (0, 1), "the evaluation, and nothing of a text"


@pytest.mark.parametrize(
    ("name", "begin"),
    [("x.csv", "id,label"), ("x.org", "#+TODO"), ("x.txt", "D1 "), ("x.json", "["),
     ("x.ICS", "BEGIN:VCALENDAR")],
)  # fmt: skip
def test_the_ending_of_the_file_tells_the_format(
    capsys: Capture, tmp_path: Path, name: str, begin: str
) -> None:
    assert main(["agreements", "-o", name]) == 0
    assert name in capsys.readouterr().out
    assert (tmp_path / name).read_text("utf-8").startswith(begin)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert main(["agreements", "-o", name]) == 0
    assert (tmp_path / f"{name}~").exists(), "the file before is kept"


def test_a_file_that_tells_no_format_or_looks_like_a_conversation_is_refused(
    capsys: Capture, tmp_path: Path
) -> None:
    assert main(["agreements", "-o", "x.doc"]) == 2
    assert "--format" in capsys.readouterr().err
    assert main(["agreements", "-o", str(tmp_path / "nb" / "x.json")]) == 2
    assert sorted(path.name for path in (tmp_path / "nb").glob("x*")) == []


@pytest.mark.parametrize(
    ("form", "empty"), [("csv", 1), ("todotxt", 0), ("org", 1), ("taskwarrior", 1), ("json", 1)]
)
def test_without_agreements_the_file_is_empty_and_the_status_is_1(
    capsys: Capture, form: str, empty: int
) -> None:
    assert main(["agreements", "--owner", "Nobody", "--format", form]) == 1
    assert len(capsys.readouterr().out.splitlines()) == empty


def test_filters_hold_for_every_format(capsys: Capture) -> None:
    assert len(_exported(capsys, "todotxt", "--open").splitlines()) == 3
    assert len(_exported(capsys, "todotxt", "--owner", "anna").splitlines()) == 1


def test_a_follow_up_keeps_the_ids(capsys: Capture) -> None:
    before = set(re.findall(r"id:(\S+)", _exported(capsys, "todotxt", "--open")))
    assert main(["follow-up", "anna", "--no-open"]) == 0
    capsys.readouterr()
    assert set(re.findall(r"id:(\S+)", _exported(capsys, "todotxt", "--open"))) == before
