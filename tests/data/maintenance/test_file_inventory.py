"""The files of a conversation and their states, as `check` lists them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.maintenance.file_inventory import file_states
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.session.working_copies.working_copy import WorkingCopy
from afspraak.data.storage.journal.journal_format import MAGIC
from afspraak.data.storage.siblings import journal_folder, private_path

from ...support.conversations.copies import done
from ...support.conversations.killing import kill


def lines(path: Path) -> list[str]:
    """The lines of the report on the files of a conversation, in English."""
    words = catalogue("en")
    return [words(line) for state in file_states(path) for line in state.lines()]


def kinds(path: Path) -> list[tuple[str, bool]]:
    """The kinds of the files, and whether each is intact."""
    return [(state.kind, state.fault is None) for state in file_states(path)]


def test_intact_files_have_no_lines(full: Path) -> None:
    session = Session.open(full)
    session.apply(Write(0, 0, "typed last "))
    kill(session)
    assert kinds(full) == [
        ("conversation", True), ("previous", True), ("journal", True), ("private", True),
    ]  # fmt: skip
    assert lines(full) == []


def test_damaged_files_are_named_with_the_reason(full: Path) -> None:
    session = Session.open(full)
    session.apply(Write(0, 0, "typed last "))
    kill(session)
    (journal,) = journal_folder(full).iterdir()
    journal.write_bytes(MAGIC + b"\xff" * 40)
    previous, private = full.with_name("anna.json~"), private_path(full)
    for file in (full, previous, private):
        file.write_bytes(b"{")
    assert kinds(full) == [
        ("conversation", False), ("previous", False), ("journal", False), ("private", False),
    ]  # fmt: skip
    told = lines(full)
    assert [line.split(": ")[1] for line in told] == [str(previous), str(journal), str(private)]
    assert all(line.startswith("damaged: ") and line.split(": ")[2] for line in told)
    assert "the next save replaces this previous copy" in told[0]
    assert "opening takes in what could be read" in told[1]


def test_a_damaged_journal_in_use_is_still_being_written(full: Path) -> None:
    session = Session.open(full)
    session.apply(Write(0, 0, "typed last "))
    (journal,) = journal_folder(full).iterdir()
    with journal.open("ab") as file:
        file.write(b"\xff" * 40)
    assert ("journal", True) in kinds(full)
    kill(session)


def test_files_that_were_moved_aside_or_cut_off_are_listed(full: Path) -> None:
    aside = full.with_name("anna.json.damaged.2")
    cut_off = full.with_name(".anna.json.new")
    journal = journal_folder(full) / "x.1.afl.damaged"
    journal.parent.mkdir()
    for file in (aside, cut_off, journal):
        file.touch()
    found = {state.path: state.kind for state in file_states(full)}
    assert (found[aside], found[cut_off], found[journal]) == ("leftover", "temporary", "leftover")
    told = lines(full)
    assert sorted(told) == sorted(
        [
            f"put aside as damaged: {aside}; remove it if you miss nothing",
            f"put aside as damaged: {journal}; remove it if you miss nothing",
            f"left by a save that was cut off: {cut_off}; the next save removes it",
        ]
    )


def test_a_journal_that_is_no_file_is_reported(full: Path) -> None:
    folder = journal_folder(full)
    folder.mkdir()
    (folder / "x.1.afl").mkdir()
    (folder / "other").mkdir()
    (state,) = [state for state in file_states(full) if state.kind == "journal"]
    assert state.path == folder / "x.1.afl" and state.fault is not None


def test_a_journal_folder_that_is_no_folder_is_reported(full: Path) -> None:
    journal_folder(full).write_text("in the way")
    (state,) = [state for state in file_states(full) if state.kind == "journal"]
    assert state.path == journal_folder(full) and "folder" in str(state.fault)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("", r"the notes as your editor was given them: {folder}; nothing was changed in it"),
        ("text", r"left by your editor on \d{4}-\d\d-\d\d \d\d:\d\d, and not taken in: {folder}; "),
        ("removed", r"left by your editor: {folder}: \w+"),
        ("link", r"left by your editor: {folder}: .*notes\.md.*"),
    ],
)
def test_working_copies_of_an_editor_are_listed(full: Path, change: str, told: str) -> None:
    done(full)
    copy = WorkingCopy.create(full, Session.open_read_only(full).notes.text, MANAGER)
    copy.release()
    if change == "text":
        copy.notes.write_text("changed\n", encoding="utf-8")
    elif change:
        copy.notes.unlink()
        if change == "link":
            copy.notes.symlink_to("/etc/passwd")
    (line,) = lines(full)
    assert re.match(told.replace("{folder}", re.escape(str(copy.folder))), line), line
    copy.remove()
