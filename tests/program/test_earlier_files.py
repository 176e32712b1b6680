"""The notebook of version 0.1.0 is read, printed, changed and saved in its format.

The tests only start the command line as a process, so that they are independent of the modules.
`tests/golden/README.md` describes the files.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ..golden.restored import EARLIER, Home, expected, tables, tree, without_later_columns
from ..support.html_page import PageReader
from ..support.terminal.terminal import Terminal

PLANNING, FOLLOW_UP = "anna-de-vries-planning-2027", "anna-de-vries-voortgang-2027"
CUT_OFF, LOCKED = "cut-off", "locked"
SLUGS = (PLANNING, FOLLOW_UP, CUT_OFF, LOCKED)
FORMS = ("md", "json")

PRINTED = {
    "list.json": ("list", "--json"),
    "agreements.json": ("agreements", "--json"),
    "about-anna.json": ("about", "Anna de Vries", "--json"),
    "check.txt": ("check",),
    "settings.txt": ("settings",),
    "search.json": ("search", "draaiboek", "--json"),
    **{f"{slug}.log.json": ("log", slug, "--json") for slug in SLUGS},
}
"""The file with the expected output, and the command that prints it."""

pytestmark = pytest.mark.skipif(
    find_spec("pyrage") is None, reason="the extra `lock` is not installed"
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def _terminal(home: Home, *words: str) -> Terminal:
    return Terminal(home.folder, *home.words(*words), environment=home.environment)


def _digest(found: dict[str, dict[str, dict[str, object]]]) -> str:
    """The digest of the readable tables, by the rule of format 1."""
    told = {name: list(table.values()) for name, table in found.items() if name != "_sync"}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_has_every_word_of_the_minutes(home: Home, slug: str) -> None:
    page = " ".join(PageReader(home.exported(slug, "html")).text)
    assert set(re.findall(r"\w+", home.exported(slug, "md"))) <= set(re.findall(r"\w+", page))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_export_equals_that_of_version_0_1_0(home: Home, slug: str) -> None:
    for form in FORMS:
        name = f"{slug}.{form}"
        assert without_later_columns(home.exported(slug, form), name) == expected(name), form
    assert tree(home.notebook) == tree(EARLIER / "notebook"), "reading changes nothing"


def test_commands_print_the_output_of_version_0_1_0(home: Home) -> None:
    for name, words in PRINTED.items():
        told = without_later_columns(home.normalised(home.run(*words)), name)
        assert told == expected(name), name
    assert tree(home.notebook) == tree(EARLIER / "notebook"), "reading changes nothing"
    assert tree(home.folder / "config") == tree(EARLIER / "config")


def test_recorded_exports_are_known(home: Home) -> None:
    planning = json.loads(home.run("about", "Anna de Vries", "--json"))["conversations"][0]
    assert [row["file"] for row in planning["exports"]] == [
        str(home.folder / "out" / name) for name in ("anna.html", "anna.md")
    ]


def without_numbers(rows: dict[str, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a table without the numbers of agreements, which version 0.1.0 did not store."""
    later = ("number/", "highest/")
    return [
        (at, {key: value for key, value in row.items() if not key.startswith(later)})
        for at, row in rows.items()
    ]


def test_a_change_is_saved_in_the_same_format_and_tables(home: Home) -> None:
    path = home.notebook / f"{PLANNING}.json"
    before = tables(path)
    home.run("approve", PLANNING, "--stance", "disagreed")
    after = tables(path)
    assert list(after) == list(before)
    assert after["header"]["1"].pop("changed/manager")
    for name in set(before) - {"approvals", "_sync"}:
        assert without_numbers(after[name]) == list(before[name].items()), name
    (employee, manager), (employee_before, manager_before) = (
        [found["approvals"][number] for number in ("1", "2")] for found in (after, before)
    )
    assert employee == employee_before
    assert list(manager) == list(manager_before)
    assert manager["stance"] == "disagreed"
    (sync,), (sync_before,) = (found["_sync"].values() for found in (after, before))
    assert list(sync) == list(sync_before)
    assert sync["format"] == sync_before["format"] == 1
    assert sync_before["digest"] == _digest(before)
    assert sync["digest"] == _digest(tables(path))
    assert sync["moments"].items() >= sync_before["moments"].items()
    # The file from before is the previous copy now, byte for byte.
    earlier = EARLIER / "notebook" / path.name
    assert path.with_name(f"{path.name}~").read_bytes() == earlier.read_bytes()


def test_the_previous_copy_replaces_a_damaged_file(home: Home) -> None:
    path = home.notebook / f"{PLANNING}.json"
    path.write_bytes(path.read_bytes()[:1000])
    home.run("export", PLANNING, "-o", "-", status=3)
    home.run("check", PLANNING, "--restore")
    assert home.exported(PLANNING, "md") == expected("previous.md")
    assert path.read_bytes() == (EARLIER / "notebook" / f"{path.name}~").read_bytes()


def test_opening_and_closing_stores_the_labels_once_and_changes_nothing_else(home: Home) -> None:
    name = f"{PLANNING}.json"
    before = tables(home.notebook / name)
    opened = []
    for _ in range(2):
        with _terminal(home, "open", PLANNING) as terminal:
            terminal.wait("R1 Een draaiboek").wait("approved by JB").press("ctrl+q")
            assert terminal.ended() == 0
        opened.append(tree(home.notebook))
    assert opened[0] == opened[1]
    earlier = tree(EARLIER / "notebook")
    assert opened[0].pop(f"{name}~") == earlier[name]
    after = tables(home.notebook / name)
    for table in set(after) - {"_sync"}:
        assert without_numbers(after[table]) == list(before[table].items())
    assert next(iter(after["agreements"].values()))["number/result"] == "1"
    for each in (name, f"{name}~"):
        earlier.pop(each)
        opened[0].pop(each, None)
    assert opened[0] == earlier


def test_journals_of_an_interrupted_session_are_applied_and_saved(home: Home) -> None:
    with _terminal(home, "open", CUT_OFF) as terminal:
        terminal.wait("The lighthouse").press("f3")
        terminal.wait("Never saved, typed by Anna.").press("ctrl+q")
        assert terminal.ended() == 0
    found = tables(home.notebook / f"{CUT_OFF}.json")
    assert "Never saved, typed by Jan." in found["notes"]["1"]["lines"]
    assert list(found) == list(tables(EARLIER / "notebook" / f"{CUT_OFF}.json"))
    private = tables(home.notebook / f"{CUT_OFF}.private.json")
    assert private["checklist"]["1"]["remark/employee"] == "Never saved, for myself."
    for name in (f"{CUT_OFF}.log", f"{CUT_OFF}.private.log"):
        assert not (home.notebook / name).exists()
    for form in FORMS:
        name = f"{CUT_OFF}.{form}"
        assert without_later_columns(home.exported(CUT_OFF, form), name) == expected(name), form


def test_a_journal_starts_like_those_of_version_0_1_0(home: Home) -> None:
    (earlier,) = (EARLIER / "notebook" / f"{CUT_OFF}.log").iterdir()
    head = earlier.read_bytes().partition(b"\n")[0]
    assert head.startswith(b"AFSPRAAK LOG ")
    with _terminal(home, "open", FOLLOW_UP) as terminal:
        terminal.wait("2027").press("f3")
        terminal.type("Typed and not saved")
        terminal.wait("Typed and not saved").kill()
    (left,) = (home.notebook / f"{FOLLOW_UP}.log").iterdir()
    assert left.suffix == earlier.suffix
    assert left.read_bytes().partition(b"\n")[0] == head
    assert "Typed and not saved" in home.exported(FOLLOW_UP, "md")


def test_a_locked_conversation_opens_with_an_encrypted_key(home: Home) -> None:
    # What Jan prepared for himself is locked for his key alone: Anna has the conversation.
    (home.notebook / f"{LOCKED}.private.json").unlink()
    shutil.rmtree(home.notebook / f"{LOCKED}.private.log")
    (home.folder / "keys" / "throwaway_jan").unlink()
    home.replace("throwaway_jan", "throwaway_anna", "config/afspraak/settings.toml")
    minutes = home.folder / "minutes.md"
    with _terminal(home, "export", LOCKED, "-o", str(minutes)) as terminal:
        terminal.wait("Passphrase of").type("throwaway passphrase\r")
        assert terminal.ended() == 0
    assert minutes.read_text(encoding="utf-8") == expected(f"{LOCKED}.md")


def test_a_changed_locked_conversation_keeps_its_keys(home: Home) -> None:
    path = home.notebook / f"{LOCKED}.json"
    earlier = path.read_bytes()
    home.run("approve", LOCKED)
    after = path.read_bytes()
    assert after.partition(b"\n")[0] == earlier.partition(b"\n")[0]
    recipients = [
        [line.split()[:3] for line in data.split(b"\n") if line.startswith(b"-> ssh-")]
        for data in (earlier, after)
    ]
    assert len(recipients[0]) == 2
    assert sorted(recipients[0]) == sorted(recipients[1])
    assert path.with_name(f"{path.name}~").read_bytes() == earlier
    assert json.loads(home.exported(LOCKED, "json"))["approvals"]
    home.run("unlock", LOCKED)
    found = tables(path)
    assert found["_sync"]["1"]["format"] == 1
    assert "Unsaved behind the lock." in found["notes"]["1"]["lines"]


def test_the_users_own_checklist_is_used(home: Home) -> None:
    words = ("--kind", "review", "--date", "2027-11-01", "--no-open")
    home.run("new", "Anna de Vries", *words, notebook=home.folder / "new")
    exported = home.exported("anna", "json", notebook=home.folder / "new")
    items = {item["id"]: item for item in json.loads(exported)["checklist"]}
    assert items["lighthouse"]["section"] == "Harbour"
    assert items["seamanship"]["kind"] == "competency"


def test_the_minutes_of_version_0_1_0_can_be_imported(home: Home) -> None:
    new = home.folder / "new"
    shutil.copy(EARLIER / "out" / "anna.md", home.folder / "anna.md")
    home.run("import", "anna.md", notebook=new)
    read = home.exported("anna", "md", notebook=new)
    for chapter in ("Afspraken", "Waardering"):
        assert _chapter(read, chapter) == _chapter(expected(f"{PLANNING}.md"), chapter)


def _chapter(minutes: str, title: str) -> str:
    """A chapter of minutes, with the title."""
    _, found, after = minutes.partition(f"\n## {title}\n")
    return found + after.partition("\n## ")[0]
