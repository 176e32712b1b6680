"""Private preparation that exists only in a journal: read, checked, locked and erased."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.maintenance.check import check_file
from afspraak.data.maintenance.lock import lock, unlock
from afspraak.data.maintenance.repair import restore
from afspraak.data.model.edits import Answer, Change, Edit, Write
from afspraak.data.model.fields import FieldKey
from afspraak.data.model.remote_address import SshMachine
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.privacy.subject_access import collect_subject_data
from afspraak.data.session.private_file import read_private, remote_address_of
from afspraak.data.session.session import Session
from afspraak.data.storage.durable_replica import DurableReplica
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_reader import read_journals
from afspraak.data.storage.saving.status import Saving
from afspraak.data.storage.siblings import journal_folder, private_path
from afspraak.data.sync.merge_file import merge
from afspraak.data.system.files.atomic_files import previous_copy

from ...support.conversations.copies import done
from ...support.conversations.killing import kill
from ...support.conversations.lock_keys import Key


def killed(path: Path, *edits: Edit) -> None:
    """Do this in a session that is killed before it saves."""
    session = Session.open(path)
    for edit in edits:
        session.apply(edit)
    assert session.save_status.state is not Saving.FAILED
    kill(session)


def answer(path: Path, text: str, number: int = 0) -> Answer:
    item = Session.open_read_only(path).conversation.checklist[number].id
    return Answer(item, MANAGER, text, private=True)


@pytest.fixture
def left(path: Path) -> Path:
    """A conversation whose program was killed after the first private answer."""
    killed(path, answer(path, "Xylofoon"))
    assert not private_path(path).exists()
    assert journal_folder(private_path(path)).is_dir()
    return path


def answers(path: Path) -> list[str]:
    return sorted(Session.open_read_only(path).private_answers().values())


def test_the_first_private_answer_survives_a_kill(left: Path) -> None:
    assert answers(left) == ["Xylofoon"]
    session = Session.open(left)
    assert list(session.private_answers().values()) == ["Xylofoon"]
    assert session.replicas.recovered > 0
    session.close()
    assert private_path(left).exists()
    assert not journal_folder(private_path(left)).exists()
    assert answers(left) == ["Xylofoon"]


def test_later_private_answers_survive_one_kill_after_another(left: Path) -> None:
    killed(left, answer(left, "Zwaluwstaart", 1))
    killed(left, answer(left, "Querulant", 2))
    assert answers(left) == ["Querulant", "Xylofoon", "Zwaluwstaart"]
    Session.open(left).close()
    assert answers(left) == ["Querulant", "Xylofoon", "Zwaluwstaart"]
    assert not Session.open_read_only(left).replicas.damaged_journals


def test_the_remote_address_survives_a_kill(path: Path) -> None:
    session = Session.open(path)
    session.sync.set_remote_address(SshMachine("box").share("/folder"))
    kill(session)
    assert remote_address_of(path) == SshMachine("box").share("/folder")


def test_the_participant_is_known_from_the_journal(path: Path) -> None:
    session = Session.open(path)
    session.set_partner(EMPLOYEE)
    session.apply(Answer(RowId("x"), EMPLOYEE, "hers", private=True))
    kill(session)
    assert Session.open_read_only(path).me == "employee"


def test_private_files_started_in_two_windows_merge(path: Path) -> None:
    one, other = Session.open(path), Session.open(path)
    first, second = answer(path, "one"), answer(path, "two", 1)
    one.apply(first)
    assert answers(path) == ["one"], "what another window has in its journal is there"
    other.apply(second)
    one.close()
    other.close()
    assert answers(path) == ["one", "two"]


def test_a_second_window_keeps_unsaved_edits_of_the_first(left: Path) -> None:
    first = Session.open(left)
    first.apply(answer(left, "first", 1))
    second = Session.open(left)
    second.apply(answer(left, "second", 2))
    second.close()
    first.close()
    assert answers(left) == ["Xylofoon", "first", "second"]


def test_every_journal_with_its_file_is_a_complete_document(path: Path) -> None:
    """Includes two successive manual changes before any save."""
    text, title = path.read_text(), '"title": "planning 2027"'
    assert title in text
    path.write_text(text.replace(title, '"title": "Zwaluwstaart"'))
    session = Session.open(path)
    session.apply(Write(0, 0, "typed\n"))
    session.apply(Change("header", RowId("-"), {"title": "Zwaluwstaarten"}))
    kill(session)
    path.write_text(text.replace(title, '"title": "Querulant"'))
    again = Session.open(path)
    assert again.notes.lines[0] == "typed"
    assert not again.replicas.has_pending_updates
    again.close()


def test_changes_of_another_program_are_in_the_journal_too(path: Path) -> None:
    other = Session.open(path)
    session = Session.open(path)
    session.apply(Write(0, 0, "one\n"))
    other.apply(Write(0, 0, "two "))
    other.save()
    session.sync.merge_changes_on_disk()
    session.apply(Write(2, 0, "three"))
    (mine,) = [j for j in read_journals(journal_folder(path)) if j.client == session.sync.client]
    previous = previous_copy(path)
    replica = DurableReplica.open(previous, read_only=True).replica
    for frame in mine.frames:
        replica.apply(frame)
    assert replica.is_complete
    assert replica.notes.text == session.notes.text


def test_a_new_conversation_killed_before_its_first_save_is_in_its_journal(
    tmp_path: Path,
) -> None:
    replica = Replica()
    replica.edit(
        (),
        {
            FieldKey("header", RowId("-"), "kind"): "planning",
            FieldKey("header", RowId("-"), "goals"): "first",
        },
        undoable=False,
    )
    durable = DurableReplica.create(tmp_path / "nb" / "new.json", replica)
    _, update = replica.edit((), {FieldKey("header", RowId("-"), "goals"): "second"})
    durable.record(update)
    (journal,) = read_journals(journal_folder(durable.path))
    read = Replica()
    for frame in journal.frames:
        read.apply(frame)
    assert read.is_complete
    assert read.fields == replica.fields


def test_check_reports_a_private_journal(left: Path) -> None:
    report = check_file(left)
    assert report.is_intact
    assert report.recovered > 0
    assert any(one.kind == "journal" for one in report.files)


def test_check_reports_updates_with_missing_dependencies(path: Path) -> None:
    replica = Replica()
    replica.edit((), {FieldKey("header", RowId("-"), "kind"): "private"})
    _, later = replica.edit((), {FieldKey("item", RowId("x"), "remark/manager"): "lost"})
    with closing(Journal.create(journal_folder(private_path(path)), replica.client)) as journal:
        journal.append(later)
        journal.close(remove=False)
    report = check_file(path)
    assert not report.is_intact
    assert "waits for" in "\n".join(report.lines(catalogue("en")))


@pytest.mark.parametrize("with_file", [False, True])
def test_a_private_journal_is_locked_and_unlocked(left: Path, jan: Key, with_file: bool) -> None:
    if with_file:
        Session.open(left).close()
        killed(left, answer(left, "Zwaluwstaart", 1))
    expected = answers(left)
    jan.only()
    assert lock(left, [jan.public]).private
    for file in left.parent.rglob("*"):
        if file.is_file():
            assert b"Xylofoon" not in file.read_bytes()
            assert not file.name.endswith(".damaged")
    assert answers(left) == expected
    unlock(left)
    assert answers(left) == expected


def test_a_private_journal_of_a_locked_conversation_is_sealed(path: Path, jan: Key) -> None:
    jan.only()
    lock(path, [jan.public])
    killed(path, answer(path, "Xylofoon"))
    assert answers(path) == ["Xylofoon"]
    Session.open(path).close()
    assert answers(path) == ["Xylofoon"]
    assert private_path(path).exists()
    for file in path.parent.rglob("*"):
        assert not file.is_file() or b"Xylofoon" not in file.read_bytes()


def test_about_lists_and_forget_erases_a_private_journal(left: Path) -> None:
    (talk,) = collect_subject_data(left.parent, "Anna de Vries").conversations
    assert "Xylofoon" in talk.private.values()
    journals = [file for file in talk.files if file.what == "journal"]
    assert any(".private.log" in str(file.path) for file in journals)
    done = erase_person(plan_erasure(left.parent, "Anna de Vries"))
    assert not done.not_erased
    assert list(left.parent.iterdir()) == []


def test_a_damaged_private_file_is_rebuilt_from_the_journal(left: Path) -> None:
    private_path(left).write_text("{ half")
    assert not check_file(left).is_intact
    assert any("--restore" in str(line) for line in check_file(left).advice)
    restore(left)
    assert answers(left) == ["Xylofoon"]
    assert (left.parent / "anna.private.json.damaged").read_text() == "{ half"


def test_merging_a_copy_includes_its_private_journal(copy: Path, path: Path) -> None:
    killed(copy, answer(copy, "there"))
    killed(path, answer(path, "here", 1))
    merge(path, copy)
    assert answers(path) == ["here", "there"]


def test_an_empty_or_damaged_private_journal_blocks_nothing(path: Path) -> None:
    folder = journal_folder(private_path(path))
    Journal.create(folder, 7).close(remove=False)
    assert read_private(path) is None
    (next(folder.iterdir())).write_bytes(b"AFSPRAAK LOG 1\nno frame at all")
    session = Session.open(path)
    assert session.replicas.damaged_journals
    session.close()
    assert not private_path(path).exists(), "there is nothing that could be saved"
    done(path, answer(path, "still works"))
    assert answers(path) == ["still works"]


def test_a_new_conversation_avoids_the_name_of_a_private_file(left: Path) -> None:
    notebook = Notebook(left.parent)
    conversation = Session.open_read_only(left).conversation
    name = notebook.new_path(conversation, MANAGER)
    name.write_bytes(left.read_bytes())
    journal_folder(private_path(left)).rename(journal_folder(private_path(name)))
    name.unlink()
    assert notebook.new_path(conversation, MANAGER) != name
