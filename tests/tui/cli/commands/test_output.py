"""How commands print rows, faults and values, and what they report when they succeed."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from afspraak.data.i18n.catalogue import Message
from afspraak.data.ids import RowId, Slug
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.notebook.summary import Summary
from afspraak.tui.cli.commands.output import align_columns, report_faults, write_json
from afspraak.tui.cli.main import main
from afspraak.widgets.language import tr

from ....support.conversations.copies import done

Capture = pytest.CaptureFixture[str]


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    """A conversation with Anna, with a late agreement."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)
    words = ("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-03", "--no-open")
    told = run(capsys, *words)
    (path,) = (tmp_path / "nb").glob("*.json")
    assert told == tr("cli.new.done", slug=path.stem, path=path) + "\n"
    day = "2026-11-01"
    done(path, AddAgreement(Agreement(RowId("a1"), text="Portal", order="a"), {"due": day}))
    return path


def run(capsys: Capture, *words: str, status: int = 0) -> str:
    """Run a command; return its output."""
    capsys.readouterr()
    ended = main(list(words))
    heard = capsys.readouterr()
    assert ended == status, heard.err
    return heard.out


def test_columns_are_aligned_and_the_last_one_is_not_padded() -> None:
    assert align_columns([("a", "bb", "c", "d"), ("aaa", "b", "c", "dd")]) == [
        "a    bb  c  d",
        "aaa  b   c  dd",
    ]


def test_a_row_with_a_fault_widens_only_the_first_column() -> None:
    rows: list[tuple[str, ...]] = [
        ("a", "bb", "c", "d"), ("longer", "!", "a long fault that is not a column"),
    ]  # fmt: skip
    assert align_columns(rows) == [
        "a       bb  c  d",
        "longer  !   a long fault that is not a column",
    ]
    assert align_columns([("a", "fault"), ("bbb", "fault")]) == ["a    fault", "bbb  fault"]
    assert align_columns([]) == []


def test_wide_and_combining_characters_keep_columns_aligned() -> None:
    rows: list[tuple[str, ...]] = [
        ("anna", "-", "Anna de Vries", "0/23", "x"),
        ("\u7530\u4e2d", "-", "\u7530\u4e2d \u592a\u90ce", "10/23", "x"),
        ("e\u0301ric", "-", "E\u0301ric", "0/1", "x"),
        ("\u7530", "!", "a fault"),
    ]
    *lines, fault = align_columns(rows)
    assert {cell_len(line) for line in lines} == {cell_len("anna  -  Anna de Vries  10/23  x")}
    assert fault == "\u7530    !  a fault"


@pytest.mark.parametrize("terminal", [True, False])
def test_damaged_conversations_are_faults_and_locked_ones_only_for_a_reader(
    monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    damaged = Summary(Slug("bob"), "bob.json", fault=Message("lock.no_memory"))
    locked = Summary(Slug("anna"), "anna.json", fault=Message("lock.no_memory"), locked=True)
    stderr = Screen() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    assert report_faults([locked]) is False
    assert [line.split(":")[0] for line in stderr.getvalue().splitlines()] == ["anna"] * terminal
    assert report_faults([damaged, locked]) is True
    assert f"bob: {tr('lock.no_memory')}\n" in stderr.getvalue()


def test_values_become_json(capsys: Capture) -> None:
    values: Mapping[str, Any] = {
        "none": None, "text": "é", "number": 1.5, "yes": True, "rows": [(1, "a")],
        "path": Path("x/y"), "message": Message("lock.no_memory"),
        "row": Agreement(RowId("a1"), text="Portal"), "summary": Summary(Slug("s"), "s.json"),
    }  # fmt: skip
    write_json(values)
    found = json.loads(capsys.readouterr().out)
    row, summary = found.pop("row"), found.pop("summary")
    assert found == {
        "none": None, "text": "é", "number": 1.5, "yes": True, "rows": [[1, "a"]],
        "path": "x/y", "message": tr("lock.no_memory"),
    }  # fmt: skip
    assert (row["text"], row["due"], row["progress"]) == ("Portal", None, [])
    assert (summary["slug"], summary["path"], summary["fault"]) == ("s", "s.json", "")


def test_a_list_has_a_line_for_each_conversation(begun: Path, capsys: Capture) -> None:
    (line,) = run(capsys, "list").splitlines()
    assert (
        line == f"{begun.stem}  2026-12-03  Anna de Vries  0/23  "
        f"{tr('cli.open_agreements', count=1)} · {tr('pane.agreements.late', count=1)}"
    )


def test_late_agreements_are_marked(begun: Path, capsys: Capture) -> None:
    (line,) = run(capsys, "agreements").splitlines()
    assert line.startswith("2026-11-01  R1  Portal  -  late 22 d  ")
    assert line.endswith(f" ({begun.stem})")


@pytest.mark.parametrize(
    ("terminal", "environment", "coloured"),
    [(True, {}, True), (True, {"NO_COLOR": "1"}, False), (True, {"TERM": "dumb"}, False),
     (False, {}, False)],
)  # fmt: skip
@pytest.mark.parametrize(
    ("command", "words", "also"),
    [("agreements", "late 22 d", "Portal"), ("list", "1 late", "0/23")],
)
def test_late_is_loud_on_a_terminal_that_may_show_colours(
    begun: Path, monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str],
    coloured: bool, command: str, words: str, also: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = Screen() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    assert main([command]) == 0
    shown = screen.getvalue()
    assert words in shown and also in shown and begun.stem in shown
    assert ("\x1b[" in shown) == coloured
    if coloured:
        before, _, after = shown.partition(words)
        assert before.endswith("m") and after.startswith("\x1b[0m"), "these words alone"
        assert shown.count("\x1b[") == 2


def test_a_calendar_is_reported(begun: Path, capsys: Capture) -> None:
    told = run(capsys, "agreements", "--ics", "due.ics")
    assert told == tr("due.calendar.written", path="due.ics") + "\n"


@pytest.mark.parametrize("terminal", [True, False])
def test_nothing_found_is_said_to_a_reader_only(
    begun: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    told = run(capsys, "search", "nowhere", status=1)
    assert told == (tr("search.nothing") + "\n" if terminal else "")
    run(capsys, "forget", "Anna de Vries", "--yes")
    told = run(capsys, "agreements", status=1)
    assert told == (tr("due.no_agreements") + "\n" if terminal else "")
    told = run(capsys, "agreements", "--due", "2030-01-01")
    assert told == (tr("due.nothing_due") + "\n" if terminal else "")


def test_found_words_are_marked(begun: Path, capsys: Capture) -> None:
    done(begun, Write(0, 0, "the zebra crossing\n"))
    assert "the »zebra« crossing" in run(capsys, "search", "zebra")


def test_an_erasure_is_planned_and_reported(begun: Path, capsys: Capture) -> None:
    run(capsys, "export", "anna", "-o", "minutes.md")
    minutes = Path("minutes.md").resolve()
    planned = run(capsys, "forget", "Anna de Vries", "--dry-run").splitlines()
    row = tr("erasure.conversation", slug=begun.stem, date="2026-12-03", title="planning 2027")
    assert f"  {row}" in planned
    assert f"  {begun}" in planned
    assert tr("erasure.dry_run") in planned and tr("erasure.whole") in planned
    told = run(capsys, "forget", "Anna de Vries", "--yes", "--exports").splitlines()
    assert tr("erasure.removed", path=minutes) in told
    assert told[-1].startswith("Everything about Anna de Vries is erased.")
    assert told[:2] == planned[:2]


@pytest.mark.parametrize(
    ("typed", "status", "gone"),
    [("Anna de Vries", 0, True), ("anna de vries", 0, True), ("Anna", 1, False), ("", 1, False)],
)
def test_an_erasure_needs_the_whole_name(
    begun: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    status: int,
    gone: bool,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    told = run(capsys, "forget", "Anna de Vries", status=status)
    assert tr("erasure.ask", name="Anna de Vries") in told
    assert (tr("erasure.cancelled") in told) != gone
    assert begun.exists() != gone


def test_front_matter_of_another_format_is_refused(begun: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert main(["export", "anna", "--front-matter", "--format", "json"]) == 2
    assert tr("exchange.export.front_matter") in capsys.readouterr().err
    assert os.listdir() == ["nb"]  # noqa: PTH208 - only names matter


def test_data_about_a_person_never_replace_a_conversation(begun: Path, capsys: Capture) -> None:
    before = begun.read_bytes()
    capsys.readouterr()
    assert main(["about", "Anna", "-o", str(begun)]) == 2
    assert begun.name in capsys.readouterr().err
    assert begun.read_bytes() == before


def test_a_repair_is_reported_and_then_the_file(begun: Path, capsys: Capture) -> None:
    done(begun, Write(0, 0, "later "))
    damaged = begun.read_bytes()[:300]
    begun.write_bytes(damaged)
    assert "later" not in run(capsys, "check", "anna", "--restore")
    begun.write_bytes(damaged)
    lines = run(capsys, "check", begun.stem, "--restore").splitlines()
    assert lines[0].startswith(f"The previous good copy is back in {begun}")
    assert lines[1].startswith(f"{begun.stem}: whole")
    begun.write_bytes(damaged)
    (report,) = json.loads(run(capsys, "check", begun.stem, "--restore", "--json"))
    assert (report["slug"], report["fault"]) == (begun.stem, "")
    capsys.readouterr()
    for words in (("check", "--restore"), ("check", "anna", "--from", "copy.json")):
        assert main(list(words)) == 2
        assert tr("cli.restore_which") in capsys.readouterr().err


def test_uninterpreted_text_of_an_import_is_reported(begun: Path, capsys: Capture) -> None:
    run(capsys, "export", "anna", "-o", "minutes.md")
    text = Path("minutes.md").read_text()
    Path("foreign.md").write_bytes(text.encode().replace(b"Portal", b"Port\xff\xfeal"))
    capsys.readouterr()
    assert main(["import", "foreign.md", "--no-open"]) == 0
    heard = capsys.readouterr()
    assert heard.err.startswith("afspraak: ")
    assert heard.out.startswith(tr("cli.new.done", slug="X", path="").split("X")[0])
    values = json.loads(run(capsys, "import", "foreign.md", "--json"))
    assert values["minutes"] is True and len(values["faults"]) == len(heard.err.splitlines())
    plain = json.loads(run(capsys, "import", "minutes.md", "--json"))
    assert plain["faults"] == []
