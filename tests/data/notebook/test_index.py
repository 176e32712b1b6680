"""The index equals the files after any change to either."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement, ChecklistItem, Progress
from afspraak.data.model.edits import Answer, Write
from afspraak.data.notebook import index, index_writer
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.summary import Summary, sort_summaries
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.system.paths import index_file
from afspraak.widgets.language import speak

from ...support.conversations.notebooks import kept, summarise


def plain(notebook: Notebook) -> list[object]:
    return list(sort_summaries(summarise(path) for path in notebook.paths()))


@pytest.mark.usefixtures("later")
def test_only_changed_files_are_read_again(notebook: Notebook, read: list[str]) -> None:
    for slug in ("a", "b", "c"):
        kept(notebook.folder, slug)
    assert [row.slug for row in notebook.summaries()] == ["a", "b", "c"]
    assert sorted(read) == ["a.json", "b.json", "c.json"]
    read.clear()
    assert [row.slug for row in Notebook(notebook.folder).summaries()] == ["a", "b", "c"]
    assert read == []
    kept(notebook.folder, "b", title="another")
    (notebook.folder / "a.json").unlink()
    assert [(row.slug, row.title) for row in notebook.summaries()] == [
        ("b", "another"), ("c", "planning"),
    ]  # fmt: skip
    assert read == ["b.json"]


def test_who_prepared_for_both_to_read_is_known_and_who_did_for_themselves_is_not(
    notebook: Notebook,
) -> None:
    path = kept(notebook.folder, "a", more=(ChecklistItem(RowId("i"), "Before", "Goals"),))
    with closing(Session.open(path)) as session:
        session.set_partner(MANAGER)
    for private, told in ((True, ()), (False, ("Jan",))):
        with closing(Session.open(path)) as session:
            item = session.conversation.checklist[0].id
            session.apply(Answer(item, MANAGER, "an answer", private=private))
        (row,) = notebook.summaries()
        assert row.prepared == told
        assert row.awaits_talk(date.max, "23:59"), "it has no date"
    assert list(notebook.summaries()) == plain(notebook)


@pytest.mark.parametrize(("day", "told"), [("2026-11-01", ()), ("2026-12-01", ("Anna",))])
def test_who_told_how_an_agreement_goes_has_prepared(
    notebook: Notebook, day: str, told: tuple[str, ...]
) -> None:
    agreement = RowId("a")
    entry = Progress(RowId("p"), agreement, f"{day}T10:00:00Z", EMPLOYEE, "Half of it")
    row = Agreement(agreement, text="A course", progress=(entry,))
    kept(notebook.folder, "a", row, created="2026-11-20T09:00:00Z")
    (found,) = notebook.summaries()
    assert found.prepared == told


def test_an_edit_with_equal_size_and_time_is_detected(notebook: Notebook) -> None:
    path = kept(notebook.folder, "a", title="one")
    assert [row.title for row in notebook.summaries()] == ["one"]
    before = path.stat()
    for title in ("two", "six", "ten"):
        # In place, so that the inode stays, and with the times put back: the worst an editor does.
        path.write_text(path.read_text("utf-8").replace("one", title), "utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
        assert [row.title for row in notebook.summaries()] == [title]
        path.write_text(path.read_text("utf-8").replace(title, "one"), "utf-8")


@pytest.mark.usefixtures("later")
def test_a_change_with_a_reset_mtime_is_detected(notebook: Notebook) -> None:
    path = kept(notebook.folder, "a", title="one")
    os.utime(path, ns=(0, 0))
    assert [row.title for row in notebook.summaries()] == ["one"]
    path.write_text(path.read_text("utf-8").replace("one", "two"), "utf-8")
    os.utime(path, ns=(0, 0))
    while path.stat().st_ctime_ns == _ctime_of_now(path):
        pass  # the clock of file systems ticks every few milliseconds
    path.chmod(0o600)
    assert [row.title for row in notebook.summaries()] == ["two"]


def _ctime_of_now(path: Path) -> int:
    path.with_name("tick").write_bytes(b"")
    return path.with_name("tick").stat().st_ctime_ns


def test_recently_changed_files_are_read_again(
    notebook: Notebook, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(notebook.folder, "a")
    changed = path.stat().st_ctime_ns
    times = []
    for passed in (0, index.SETTLING_NS, index.SETTLING_NS + 1, index.SETTLING_NS + 2):
        monkeypatch.setattr(time, "time_ns", lambda passed=passed: changed + passed)
        list(notebook.summaries())
        times.append(len(read))
    assert times == [1, 2, 3, 3]


@pytest.mark.usefixtures("later")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_the_index_equals_a_full_read_after_any_changes(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    notebook = Notebook(tmp_path_factory.mktemp("nb"))
    names = ["anna", "b", "c.private", ".d", "é", os.fsdecode(b"\xff"), "x y"]

    def change() -> None:
        slug = chance.choice(names)
        path = notebook.folder / f"{slug}.json"
        agreements = [
            Agreement(RowId(f"{len(slug)}{n}"), text="t", status=chance.choice(["open", "done"]))
            for n in range(chance.randint(0, 2))
        ]
        what = chance.randint(0, 6)
        if what == 0:
            path.unlink(missing_ok=True)
        elif what == 1:
            path.unlink(missing_ok=True)
            path.write_bytes(chance.choice([b"", b"{", b"null", b'{"a": {"1": {}}}']))
        elif what == 2 and path.exists():
            path.replace(notebook.folder / f"{chance.choice(names)}.json")
        elif what == 3:
            speak(catalogue(chance.choice(["en", "nl"])))
        elif what == 4 and chance.random() < 0.3:
            index_file(notebook.folder).unlink(missing_ok=True)
        else:
            when = chance.choice([None, date(2026, 12, chance.randint(1, 9))])
            title = chance.choice(["x", "another title", "é"])
            kept(notebook.folder, slug, *agreements, when=when, title=title)

    for _ in range(chance.randint(1, 12)):
        change()
        if chance.random() < 0.5:
            assert list(notebook.summaries()) == plain(notebook)
    assert list(notebook.summaries()) == plain(notebook)
    speak(catalogue("en"))


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


def _cut(path: Path) -> None:
    os.truncate(path, 5000)


def _holes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for start in range(4096 + 8, len(data), 4096):
        data[start : start + 1000] = b"\xff" * min(1000, len(data) - start)
    path.write_bytes(data)


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE file (other)")


def _odd(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE file SET date = 'not a date'")


def _folder(path: Path) -> None:
    path.unlink()
    (path / "in the way").mkdir(parents=True)


def _link(path: Path) -> None:
    other = path.with_name("precious")
    other.touch()  # SQLite would fill it
    path.unlink()
    path.symlink_to(other)


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "harm", [_garbage, _cut, _holes, _newer, _foreign, _odd, _folder, _link, _fifo, Path.unlink]
)
def test_an_invalid_index_is_rebuilt_silently(
    notebook: Notebook, harm: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(12):
        agreement = Agreement(RowId(f"x{number}"), text="Runbook", due=date(2027, 1, 1))
        kept(notebook.folder, f"c{number}", agreement, notes="the portal\n" * 9)
    path = index_file(notebook.folder)
    assert list(notebook.summaries()) == plain(notebook)
    harm(path)
    again = Notebook(notebook.folder)
    assert len(again.index.search("portal")[0]) == 12 * 9
    assert list(again.summaries()) == plain(again)
    assert len(again.index.agreements()[0]) == 12
    if harm is _link:
        assert path.with_name("precious").read_bytes() == b""
    assert capfd.readouterr() == ("", "")


def test_without_a_writable_folder_the_index_is_in_memory(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, read: list[str]
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked / "cache"))
    monkeypatch.setattr(index, "SETTLING_NS", -(10**15))
    kept(notebook.folder, "a", Agreement(RowId("1"), text="Runbook"))
    assert [row.slug for row in notebook.summaries()] == ["a"]
    assert [row.agreement.text for row in notebook.index.agreements()[0]] == ["Runbook"]
    assert len(read) == 1, "it is kept from one question to the next"
    kept(notebook.folder, "b")
    assert [row.slug for row in notebook.summaries()] == ["a", "b"]


def test_two_concurrent_indexes_do_not_conflict(notebook: Notebook) -> None:
    kept(notebook.folder, "a")
    list(notebook.summaries())
    with sqlite3.connect(index_file(notebook.folder), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE file SET title = 'half'")
        # Nothing has to be written, or it goes on in memory: never wait for ever, never half.
        assert [row.title for row in _impatient(notebook)] == ["planning"]
        other.execute("ROLLBACK")
    assert [row.title for row in notebook.summaries()] == ["planning"]


def _impatient(notebook: Notebook) -> list[Summary]:
    from afspraak.data.notebook import index_schema as module

    before, module.BUSY_TIMEOUT_SECONDS = module.BUSY_TIMEOUT_SECONDS, 0.05
    try:
        return list(notebook.summaries())
    finally:
        module.BUSY_TIMEOUT_SECONDS = before


@contextmanager
def _modes_watched(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[dict[str, int]]:
    """The modes of all files in a folder while a conversation is being added."""
    seen: dict[str, int] = {}
    put = index_writer.write_conversation

    def watched(connection: sqlite3.Connection, *arguments: object) -> None:
        put(connection, *arguments)  # type: ignore[arg-type]
        for path in folder.iterdir():
            seen[path.name] = stat.S_IMODE(path.stat().st_mode)

    monkeypatch.setattr(index, "write_conversation", watched)
    yield seen


@pytest.mark.parametrize("umask", [0o000, 0o277])
def test_the_index_is_private_under_any_umask(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    kept(notebook.folder, "a", notes="very private")
    path = index_file(notebook.folder)
    before = os.umask(umask)
    try:
        with _modes_watched(monkeypatch, path.parent) as seen:
            list(notebook.summaries())
            assert seen.keys() >= {path.name, f"{path.name}-journal"}
            assert set(seen.values()) == {0o600}
            path.chmod(0o644)
            path.parent.chmod(0o755)
            list(notebook.summaries())
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_private_preparation_is_never_indexed(path: Path) -> None:
    session = Session.open(path)
    item = session.conversation.checklist[0].id
    session.apply(Answer(item, MANAGER, "zebracode for me alone", private=True))
    session.apply(Answer(item, MANAGER, "olifant for both"))
    session.apply(Write(0, 0, "giraffe\n"))
    session.close()
    assert "zebracode" in private_path(path).read_text("utf-8")
    notebook = Notebook(path.parent)
    assert notebook.index.search("zebracode") == ([], [])
    assert len(notebook.index.search("olifant")[0]) == len(notebook.index.search("giraf")[0]) == 1
    assert b"zebracode" not in index_file(path.parent).read_bytes()


@pytest.mark.usefixtures("later")
def test_deleted_conversations_leave_the_index(notebook: Notebook) -> None:
    kept(notebook.folder, "a", notes="zebracode")
    kept(notebook.folder, "b")
    assert notebook.index.search("zebracode")[0]
    assert b"zebracode" in index_file(notebook.folder).read_bytes()
    (notebook.folder / "a.json").unlink()
    assert not notebook.index.search("zebracode")[0]
    assert b"zebracode" not in index_file(notebook.folder).read_bytes()
    (notebook.folder / "b.json").unlink()
    assert list(notebook.summaries()) == []
    assert not index_file(notebook.folder).exists()


def test_building_a_large_index_reports_progress(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PROGRESS_THRESHOLD", 5)
    monkeypatch.setattr(index, "BATCH", 2)
    monkeypatch.setattr(index, "SETTLING_NS", -(10**15))
    told: list[tuple[int, int]] = []
    for number in range(5):
        kept(notebook.folder, f"c{number}")
    again = Notebook(notebook.folder, lambda done, total: told.append((done, total)))
    list(again.summaries())
    assert told == [(2, 5), (4, 5), (5, 5)]
    list(again.summaries())
    assert len(told) == 3
