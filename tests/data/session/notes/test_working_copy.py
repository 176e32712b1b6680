"""Working copies: the text given to an editor, its result, and merging that."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError, UsageError
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId
from afspraak.data.model.conversation import Conversation, Header, Partner
from afspraak.data.model.edits import Write
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.session.session import Session
from afspraak.data.session.working_copies import working_copy
from afspraak.data.session.working_copies.find_working_copies import find_working_copies
from afspraak.data.session.working_copies.working_copy import MAX_BYTES, WorkingCopy

BASE = "## One\n\nfirst line\n\n## Two\n"


@pytest.fixture(autouse=True)
def _no_share_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_SHARED", str(tmp_path / "shared"))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    partners = (Partner(MANAGER, "Jan", "manager"), Partner(EMPLOYEE, "Anna", "employee"))
    session = Session.create(
        tmp_path / "nb" / "talk.json",
        Conversation(header=Header(title="talk", kind="planning"), partners=partners),
        me=MANAGER,
    )
    session.apply(Write(0, 0, BASE))
    return session


def test_a_working_copy_is_found_with_its_base(session: Session) -> None:
    made = WorkingCopy.create(session.path, BASE, MANAGER)
    assert not made.read().changed
    made.notes.write_text(BASE + "more\n", "utf-8")
    (found,) = find_working_copies(session.path)
    assert (found.base, found.by) == (BASE, "manager")
    assert found.read().text == BASE + "more\n"
    assert not found.acquire()  # it is in use
    made.release()
    assert found.acquire()
    found.remove()
    assert not find_working_copies(session.path)


def test_the_size_of_a_working_copy_is_limited(session: Session) -> None:
    copy = WorkingCopy.create(session.path, BASE, MANAGER)
    copy.notes.write_bytes(b"x" * (MAX_BYTES - 1) + b"\n")
    found = copy.read()
    assert (found.problem, len(found.text)) == (None, MAX_BYTES)
    with copy.notes.open("ab") as file:
        file.write(b"x")
    assert (
        str(copy.read().problem) == f"{copy.notes} is bigger than the 1 MB that the notes may be."
    )
    copy.remove()


def test_the_final_line_break_of_an_editor_is_ignored(session: Session) -> None:
    copy = WorkingCopy.create(session.path, "no break", MANAGER)
    assert copy.notes.read_bytes() == b"no break\n"
    assert not copy.read().changed
    copy.remove()


def test_undo_reverts_the_editors_part_and_keeps_concurrent_text(
    session: Session,
) -> None:
    other = Session.open_read_only(session.path)
    other.sync.receive(session.sync.update_since(other.sync.state_vector))
    other.writer = other.me = EMPLOYEE
    sent: list[bytes] = []
    other.sync.subscribe_updates(sent.append)
    other.apply(Write(BASE.index("first"), 0, "Anna's words, "))
    for update in sent:
        session.sync.receive(update)
    session.merge_text(BASE.replace("## Two", "## Two\n\nfrom outside"), BASE, MANAGER)
    merged = "## One\n\nAnna's words, first line\n\n## Two\n\nfrom outside\n"
    assert session.notes.text.startswith(merged.rstrip())
    assert "Anna's words, first" in session.notes.text
    by = {line.text: line.by for line in session.notes.note_lines()}
    assert by["from outside"] == "manager"
    session.undo()
    assert "from outside" not in session.notes.text
    assert "Anna's words, first" in session.notes.text


def test_indenting_all_lines_keeps_their_authors(session: Session) -> None:
    base = "".join(f"{number} what was agreed about the year that comes\n" for number in range(99))
    session.merge_text(base)
    session.merge_text("  " + base.replace("\n", " \n  ").rstrip(" "), base, EMPLOYEE)
    lines = session.notes.note_lines()
    assert {line.by for line in lines if line.text} == {"manager"}
    assert all(
        line.text.startswith("  ") and line.text.endswith(" ") for line in lines if line.text
    )


def test_applying_a_working_copy_twice_changes_nothing(session: Session) -> None:
    edited = BASE + "from outside\n"
    session.merge_text(edited, BASE)
    once = session.notes.text
    session.apply(Write(0, 0, "typed since\n"))
    session.merge_text(edited, BASE)
    assert session.notes.text == "typed since\n" + once


def test_a_later_recovery_file_of_an_interrupted_editor_counts(session: Session) -> None:
    copy = WorkingCopy.create(session.path, BASE, MANAGER)
    rescued = copy.folder / "notes.md.save"
    rescued.write_text(BASE + "not saved\n", "utf-8")
    os.utime(copy.notes, (1, 1))
    assert copy.read().text == BASE + "not saved\n"
    assert not copy.read(rescued=False).changed
    copy.remove()


def test_a_working_copy_without_its_base_is_read(session: Session) -> None:
    made = WorkingCopy.create(session.path, BASE, MANAGER)
    made.release()
    (made.folder / "base.json").write_text("{", "utf-8")
    (found,) = find_working_copies(session.path)
    assert found.base is None
    assert found.read().has_content
    found.remove()


def test_without_a_base_new_lines_have_no_author(session: Session) -> None:
    session.merge_additions(
        BASE.replace("## Two", "of old\n## Two").replace("first line", "1st line"), NOBODY
    )
    by = {line.text: line.by for line in session.notes.note_lines()}
    assert by["of old"] == ""
    assert "first1st line" in session.notes.text
    assert by["## One"] == "manager"


def test_text_applied_by_another_program_becomes_the_base(session: Session) -> None:
    made = WorkingCopy.create(session.path, BASE, MANAGER)
    (found,) = find_working_copies(session.path)
    made.set_base(BASE + "taken in\n")
    made.release()
    assert found.acquire()
    assert found.base == BASE + "taken in\n"
    found.remove()


def test_notes_that_do_not_round_trip_are_not_given_to_an_editor(session: Session) -> None:
    with pytest.raises(UsageError, match="1 MB"):
        WorkingCopy.create(session.path, "é" * (MAX_BYTES // 2), MANAGER)
    assert not find_working_copies(session.path)


def test_erasure_removes_working_copies_in_memory(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_copy, "is_sealed", lambda _: True)
    try:
        copy = WorkingCopy.create(session.path, BASE, MANAGER)
    except UsageError:
        pytest.skip("nothing is kept in memory here")
    session.close()
    assert not list(session.path.parent.glob("*.log"))
    copy.release()
    what = plan_erasure(session.path.parent, "Anna")
    assert copy.folder.parents[1] in what.files
    erase_person(what)
    assert not copy.folder.parents[1].exists()


def test_an_unwritable_folder_is_a_clear_error(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StorageError, match="full"):
        WorkingCopy.create(session.path, BASE, MANAGER)
    monkeypatch.undo()
    assert not find_working_copies(session.path)


@pytest.mark.parametrize("name", ["notes.md.save", "notes.md.save.1", "#notes.md#"])
def test_text_that_an_editor_rescued_becomes_the_notes(session: Session, name: str) -> None:
    copy = WorkingCopy.create(session.path, BASE, MANAGER)
    (copy.folder / name).write_text(BASE + "not saved\n", "utf-8")
    os.utime(copy.notes, (1, 1))
    copy.restore()
    assert copy.notes.read_text("utf-8") == BASE + "not saved\n"
    assert sorted(file.name for file in copy.files()) == ["base.json", "notes.md"]
    assert copy.read(rescued=False).changed
    copy.restore()
    assert copy.notes.read_text("utf-8") == BASE + "not saved\n", "nothing newer is there"
    copy.remove()


def test_rescued_text_before_the_last_save_stays_aside(session: Session) -> None:
    copy = WorkingCopy.create(session.path, BASE, MANAGER)
    rescued = copy.folder / "notes.md.save"
    rescued.write_text("of before\n", "utf-8")
    os.utime(rescued, (1, 1))
    copy.restore()
    assert copy.notes.read_text("utf-8") == BASE and rescued.exists()
    assert not copy.read().changed
    copy.remove()


def test_rescued_text_that_cannot_be_renamed_is_an_error(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = WorkingCopy.create(session.path, BASE, MANAGER)
    (copy.folder / "notes.md.save").write_text("rescued\n", "utf-8")
    os.utime(copy.notes, (1, 1))

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StorageError, match=r"notes\.md"):
        copy.restore()
    assert copy.notes.read_text("utf-8") == BASE
    copy.remove()


def test_a_swap_file_of_vim_counts_as_unsaved_text(session: Session) -> None:
    copy = WorkingCopy.create(session.path, BASE, MANAGER)
    swap = copy.folder / ".notes.md.swp"
    swap.write_bytes(b"only Vim reads this")
    os.utime(swap, (1, 1))
    assert copy.read().has_swap_file and copy.read().has_content
    assert not copy.read(rescued=False).has_swap_file, "it is older than the notes"
    os.utime(copy.notes, (0, 0))
    assert copy.read(rescued=False).has_swap_file
    copy.remove()


def test_other_files_in_a_working_copy_are_named_unless_empty(session: Session) -> None:
    copy = WorkingCopy.create(session.path, BASE, MANAGER)
    for name in ("notes.md~", ".notes.md.un~", "empty.txt"):
        (copy.folder / name).touch()
    assert not copy.read().has_content
    (copy.folder / "z.txt").write_text("z")
    (copy.folder / "inside").mkdir()
    (copy.folder / "inside" / "a.txt").write_text("a")
    assert copy.read().other_files == ("inside/a.txt", "z.txt")
    assert copy.read().has_content and not copy.read().changed
    assert {file.name for file in copy.files()} >= {"a.txt", "z.txt", "notes.md~", "base.json"}
    copy.remove()


def test_a_working_copy_without_notes_is_missing_and_not_changed(session: Session) -> None:
    copy = WorkingCopy.create(session.path, BASE, MANAGER)
    identities = [copy.identity]
    copy.notes.unlink()
    found = copy.read()
    assert found.missing and found.problem and not found.has_content
    assert (found.text, found.changed) == (BASE, False)
    identities.append(copy.identity)
    assert identities[0] and identities[1] is None
    copy.notes.symlink_to("/etc/passwd")
    found = copy.read()
    assert found.problem and not found.missing and found.has_content
    assert found.text == BASE, "a link is not followed"
    copy.remove()


def test_a_working_copy_is_private_and_removed_with_its_folder(session: Session) -> None:
    session.close()
    first = WorkingCopy.create(session.path, BASE, MANAGER)
    second = WorkingCopy.create(session.path, BASE, EMPLOYEE)
    for copy in (first, second):
        assert copy.folder.stat().st_mode & 0o777 == 0o700
        assert all(file.stat().st_mode & 0o777 == 0o600 for file in copy.files())
        assert 0 <= copy.age < 60
        assert copy.acquire(), "it is ours already"
    home = first.folder.parent
    second.folder.chmod(0o500)
    second.remove()
    assert not second.folder.exists() and home.exists()
    assert second.age == float("inf") and not second.acquire()
    first.remove()
    assert not home.exists()


def test_the_oldest_working_copy_is_found_first(session: Session) -> None:
    copies = [
        WorkingCopy.create(session.path, BASE, by) for by in (MANAGER, EMPLOYEE, PartnerId("x"))
    ]
    for copy, seconds in zip(copies, (20, 10, 30), strict=True):
        os.utime(copy.folder / "base.json", (seconds, seconds))
    (copies[0].folder.parent / "other").mkdir()
    assert [copy.by for copy in find_working_copies(session.path)] == ["employee", "manager", "x"]
    for copy in copies:
        copy.remove()
