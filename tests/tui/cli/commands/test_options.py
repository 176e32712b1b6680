"""Each option of a command has its effect, and without it the documented default holds."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.ids import EMPLOYEE, RowId
from afspraak.data.model.conversation import Agreement, Conversation
from afspraak.data.model.edits import AddAgreement, Edit, Write
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ....support.conversations.copies import done

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def said(capsys: Capture) -> Capture:
    return capsys


def run(said: Capture, *words: str, status: int = 0) -> str:
    """Run a command; return its output."""
    said.readouterr()
    assert main(list(words)) == status, said.readouterr().err
    return said.readouterr().out


def run_json(said: Capture, *words: str, status: int = 0) -> Any:
    """Run a command with `--json`; return the values."""
    return json.loads(run(said, *words, "--json", status=status))


def begun(said: Capture, *words: str) -> Path:
    """The file of a new conversation."""
    return Path(run_json(said, "new", "Anna de Vries", "--my-name", "Jan Bakker", *words)["path"])


def read(path: Path) -> Conversation:
    return Session.open_read_only(path).conversation


def header(path: Path, *names: str) -> dict[str, object]:
    """Fields of the header."""
    return {name: getattr(read(path).header, name) for name in names}


FIELDS = ("title", "kind", "date", "time", "minutes", "place", "department", "job", "goals")


def test_a_new_conversation_has_the_given_values(said: Capture) -> None:
    path = begun(
        said, "--kind", "progress", "--date", "2027-02-03", "--time", "09:30", "--minutes", "45",
        "--title", "Half-way", "--place", "Room 2", "--department", "Support", "--job", "Analyst",
        "--goals", "Fewer calls", "--lang", "en",
    )  # fmt: skip
    assert header(path, *FIELDS, "language") == {
        "title": "Half-way", "kind": "progress", "date": date(2027, 2, 3), "time": "09:30",
        "minutes": 45, "place": "Room 2", "department": "Support", "job": "Analyst",
        "goals": "Fewer calls", "language": "en",
    }  # fmt: skip
    assert [(one.role, one.name) for one in read(path).partners] == [
        ("manager", "Jan Bakker"), ("employee", "Anna de Vries"),
    ]  # fmt: skip


def test_a_new_conversation_has_the_documented_defaults(said: Capture) -> None:
    path = begun(said)
    assert header(path, *FIELDS[1:], "language") == {
        "kind": "planning", "date": None, "time": "", "minutes": 60, "place": "",
        "department": "", "job": "", "goals": "", "language": "en",
    }  # fmt: skip
    assert path.stem.startswith("anna-de-vries-planning-")


def test_competencies_replace_those_of_the_template(said: Capture) -> None:
    usual, own = begun(said), begun(said, "--competencies", "Listening, Planning")

    def names(path: Path) -> list[str]:
        return [item.text for item in read(path).checklist if item.kind == "competency"]

    assert names(own) == ["Listening", "Planning"]
    assert len(names(usual)) > 2 and "Listening" not in names(usual)


def test_an_employee_begins_a_conversation_as_the_other_partner(said: Capture) -> None:
    path = begun(said, "--as", "employee")
    assert [(one.role, one.name) for one in read(path).partners] == [
        ("manager", "Anna de Vries"), ("employee", "Jan Bakker"),
    ]  # fmt: skip
    assert Session.open_read_only(path).me == "employee"


@pytest.mark.parametrize("minutes", ["0", "1440"])
def test_the_shortest_and_the_longest_duration(said: Capture, minutes: str) -> None:
    assert read(begun(said, "--minutes", minutes)).header.minutes == int(minutes)


@pytest.mark.parametrize(
    "words",
    [("--minutes", "-1"), ("--minutes", "1441"), *(("--time", text) for text in
     ("24:00", "10:60", "1a:00", "10:0a", "10:000", "x"))],
)  # fmt: skip
def test_a_wrong_duration_or_time_is_named(said: Capture, words: tuple[str, str]) -> None:
    said.readouterr()
    assert main(["new", "Anna", *words]) == 2
    heard = said.readouterr()
    assert words[1] in heard.err and not heard.out
    assert not list(Path("nb").glob("*.json"))


@pytest.mark.parametrize(
    ("text", "time"),
    [("00:00", "00:00"), ("23:59", "23:59"), ("1:00", "01:00"), ("10.00", "10:00")],
)
def test_a_time_of_a_day_is_kept_in_four_digits(said: Capture, text: str, time: str) -> None:
    assert read(begun(said, "--time", text)).header.time == time


def test_an_export_names_authors_unless_not_wanted(said: Capture) -> None:
    path = begun(said)
    done(path, Write(0, 0, "by Jan\n"))
    done(path, Write(0, 0, "by Anna\n"), writer=EMPLOYEE)
    with_authors = run(said, "export", "anna", "-o", "-")
    without = run(said, "export", "anna", "-o", "-", "--no-authors")
    assert "by Anna" in with_authors and "by Anna" in without
    assert len(without) < len(with_authors)
    assert "---\n" not in with_authors[:4]
    assert run(said, "export", "anna", "-o", "-", "--front-matter").startswith("---\n")


@pytest.mark.parametrize(
    ("words", "name", "begins"),
    [
        ((), "{slug}.md", b"# "),
        (("--format", "html"), "{slug}.html", b"<!"),
        (("--format", "json"), "{slug}.json", b"{"),
        (("-o", "out.html"), "out.html", b"<!"),
        (("--output", "out.json"), "out.json", b"{"),
        (("-o", "out.txt", "--format", "html"), "out.txt", b"<!"),
    ],
)
def test_an_export_has_the_format_of_the_option_or_the_name(
    said: Capture, words: tuple[str, ...], name: str, begins: bytes
) -> None:
    path = begun(said)
    target = Path(name.format(slug=path.stem))
    assert target.name in run(said, "export", "anna", *words).replace("\n", "")
    assert target.read_bytes().startswith(begins)


def test_a_follow_up_has_the_given_values(said: Capture) -> None:
    first = begun(said, "--date", "2026-12-03", "--title", "First").stem
    words = ("--kind", "progress", "--date", "2027-06-01", "--time", "11:15")
    made = run_json(said, "follow-up", "anna", *words)
    path = Path("nb") / f"{made['slug']}.json"
    assert header(path, "kind", "date", "time") == {
        "kind": "progress", "date": date(2027, 6, 1), "time": "11:15",
    }  # fmt: skip
    assert read(path).header.title == "progress 2027"
    told = run(said, "follow-up", first, *words, "--no-open")
    assert made["slug"] in told, "it exists"


def test_the_day_of_a_follow_up_counts_from_the_talk(said: Capture) -> None:
    begun(said, "--date", "2027-03-01")
    made = run_json(said, "follow-up", "anna", "--date", "in six months")
    assert header(Path("nb") / f"{made['slug']}.json", "date") == {"date": date(2027, 9, 1)}


def test_a_one_on_one_has_its_day_in_title_and_name(said: Capture) -> None:
    first = begun(said, "--kind", "bila", "--date", "2026-12-03")
    assert read(first).header.title == "One-on-one 3 December 2026"
    made = run_json(said, "follow-up", first.stem, "--date", "in two weeks")
    assert made["slug"] == "anna-de-vries-one-on-one-17-december-2026"
    assert read(Path("nb") / f"{made['slug']}.json").header.title == "One-on-one 17 December 2026"


def test_a_follow_up_has_no_date_and_time_by_default(said: Capture) -> None:
    begun(said, "--date", "2026-12-03", "--time", "10:00")
    made = run_json(said, "follow-up", "anna")
    assert header(Path("nb") / f"{made['slug']}.json", "time") == {"time": ""}


@pytest.fixture
def agreed(said: Capture) -> Path:
    """A conversation with agreements: late, due later, done, and without a date."""
    path = begun(said)
    rows: list[Edit] = [
        AddAgreement(
            Agreement(RowId("a1"), text="late", owner="Anna", due=date(2026, 11, 1), order="a")
        ),
        AddAgreement(
            Agreement(RowId("a2"), text="later", owner="Jan", due=date(2027, 3, 1), order="b")
        ),
        AddAgreement(
            Agreement(RowId("a3"), text="ready", status="done", due=date(2026, 1, 1), order="c")
        ),
        AddAgreement(Agreement(RowId("a4"), text="some day", owner="Anna", order="d")),
    ]
    done(path, *rows)
    return path


@pytest.mark.parametrize(
    ("words", "status", "texts"),
    [
        ((), 0, {"late", "later", "ready", "some day"}),
        (("--open",), 0, {"late", "later", "some day"}),
        (("--owner", "Anna"), 0, {"late", "some day"}),
        (("--owner", "Nobody"), 1, set()),
        (("--due", "2026-11-30"), 1, {"late"}),
        (("--due", "2027-03-01"), 1, {"late", "later"}),
        (("--due", "2026-10-01"), 0, set()),
    ],
)
def test_agreements_are_selected_by_options(
    said: Capture, agreed: Path, words: tuple[str, ...], status: int, texts: set[str]
) -> None:
    rows = run_json(said, "agreements", *words, status=status)
    assert {row["text"] for row in rows} == texts
    assert {row["text"] for row in rows if row["late"]} == texts & {"late"}
    plain = run(said, "agreements", *words, status=status)
    assert len(plain.splitlines()) == len(texts)


def test_agreements_go_to_a_calendar(said: Capture, agreed: Path, tmp_path: Path) -> None:
    assert run(said, "agreements", "--open", "--ics").startswith("BEGIN:VCALENDAR")
    target = tmp_path / "due.ics"
    assert str(target) in run(said, "agreements", "--ics", str(target)).replace("\n", "")
    calendar = target.read_text()
    assert "later" in calendar and "some day" not in calendar
    assert target.stat().st_mode & 0o777 == 0o600
    said.readouterr()
    assert main(["agreements", "--owner", "Nobody", "--ics"]) == 1
    assert said.readouterr().err, "without dates there is no calendar"


def test_a_sheet_of_another_conversation_is_read_anyway(said: Capture, tmp_path: Path) -> None:
    begun(said)
    (tmp_path / "sheets").mkdir()
    sheets = run_json(said, "invite", "anna", "-o", str(tmp_path / "sheets"))
    sheet = next(Path(str(file)) for file in _files(sheets) if str(file).endswith(".md"))
    assert sheet.parent == tmp_path / "sheets"
    run(said, "new", "Bob", "--my-name", "Jan Bakker", "--no-open")
    said.readouterr()
    assert main(["prepared", "bob", str(sheet)]) == 2
    assert "--anyway" in said.readouterr().err
    assert "Bob" in run(said, "prepared", "bob", str(sheet), "--anyway")


def _files(values: object) -> list[object]:
    """Every value in nested lists and dictionaries."""
    if isinstance(values, dict):
        return [file for value in values.values() for file in _files(value)]
    if isinstance(values, list):
        return [file for value in values for file in _files(value)]
    return [values]


def test_the_log_has_the_lines_only_in_full(said: Capture) -> None:
    path = begun(said)
    done(path, Write(0, 0, "first line\n"))
    assert "first line" not in run(said, "log", "anna")
    full = run(said, "log", "anna", "--full")
    assert "+ JB first line" in full
    rows = run_json(said, "log", "anna", "--full")
    assert [line for row in rows for line in row["lines"] if line["by"]] == [
        {"came": True, "by": "manager", "text": "first line"}
    ]
    assert "lines" not in run_json(said, "log", "anna")[0]


def test_erasing_someone_needs_their_name_or_yes(said: Capture, tmp_path: Path) -> None:
    path = begun(said)
    run(said, "export", "anna", "-o", str(tmp_path / "minutes.md"))
    told = run(said, "forget", "Anna de Vries", "--dry-run")
    assert "minutes.md" in told and path.name in told and path.exists()
    run(said, "forget", "Anna de Vries", "--yes")
    assert not path.exists() and (tmp_path / "minutes.md").exists()


def test_exports_are_erased_only_on_request(said: Capture, tmp_path: Path) -> None:
    begun(said)
    run(said, "export", "anna", "-o", str(tmp_path / "minutes.md"))
    told = run(said, "forget", "Anna de Vries", "--yes", "--exports")
    assert "minutes.md" in told and not (tmp_path / "minutes.md").exists()


def test_the_data_about_a_person_go_to_a_file_or_stdout(said: Capture, tmp_path: Path) -> None:
    begun(said)
    target = tmp_path / "about.md"
    printed = run(said, "about", "Anna")
    assert "Anna de Vries" in printed
    assert str(target) in run(said, "about", "Anna", "-o", str(target)).replace("\n", "")
    assert "Anna de Vries" in target.read_text()
    assert target.stat().st_mode & 0o777 == 0o600
    assert "Anna de Vries" in str(run_json(said, "about", "Anna"))
