"""A deleted conversation can be brought back for some days, and then nothing of it is left."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afspraak.data.errors import NotFoundError, UsageError
from afspraak.data.exchange.export_log import find_exports
from afspraak.data.ids import MANAGER
from afspraak.data.lifecycle.archiving import archive
from afspraak.data.lifecycle.deleted_summaries import deleted_summaries
from afspraak.data.lifecycle.deletion import delete, erase, plan_deletion, tidy, undelete
from afspraak.data.lifecycle.renaming import rename
from afspraak.data.model.edits import Answer, Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.follow_up import follow_up_defaults, make_follow_up
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.places.folders import KEPT_DAYS, RECORD, deletions
from afspraak.data.notebook.places.record import needs_tidying
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.system.files.atomic_files import temporary_name
from afspraak.data.system.paths import cache_folder

from ...support.conversations.copies import files, files_of, modes
from ...support.conversations.erased import ANNA, PIET, begun, crowded, roots, traces

NOW = datetime(2026, 12, 3, 10, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nb"


def _anna(folder: Path) -> Path:
    return next(iter(folder.glob("anna*qzqzqz.json")))


def test_it_comes_back_with_every_file(folder: Path) -> None:
    crowded(folder, "zq")
    path = _anna(folder)
    before = files_of(folder, path.stem)
    deletion = delete(plan_deletion(folder, path), now=NOW)
    assert deletion.slug == path.stem
    assert files_of(deletion.folder, path.stem) == before
    assert [each.name for each in folder.iterdir()] == ["deleted"]
    assert modes(folder) <= {"d700", "f600", "f644"}
    assert list(Notebook(folder).summaries()) == []
    assert traces(["zqnoteqzqzqz"], [cache_folder()]) == []
    assert undelete(folder, deletion) == path
    assert files_of(folder, path.stem) == before
    assert {each.parts[0] for each in map(Path, files(folder))} == {
        each.name for each in folder.iterdir()
    }
    assert not (folder / "deleted").exists()


def test_after_its_last_day_nothing_is_left(folder: Path, tmp_path: Path) -> None:
    words = crowded(folder, "zq")
    other = begun(folder, PIET)
    path = rename(folder, _anna(folder), "zqname")
    delete(plan_deletion(folder, path), now=NOW)
    day = NOW + timedelta(days=KEPT_DAYS)
    assert not needs_tidying(folder, day)
    tidy(folder, now=day)
    assert [each.deletion.slug for each in deleted_summaries(folder)] == ["zqname"]
    later = day + timedelta(days=1)
    assert needs_tidying(folder, later)
    tidy(folder, now=later)
    assert not needs_tidying(folder, later)
    (tmp_path / "minutes.md").unlink()
    old_index = cache_folder() / "index-00000000.sqlite"  # of a notebook that was moved
    old_index.unlink()
    old_index.with_name(f"{old_index.name}-wal").unlink()
    assert traces([*words, "zqname"], roots(folder)) == []
    assert [each.name for each in folder.iterdir()] == [other.name]


def test_it_is_erased_at_once_on_request(folder: Path) -> None:
    crowded(folder, "zq")
    deletion = delete(plan_deletion(folder, _anna(folder)))
    assert erase(folder, [deletion]) == []
    assert files(folder) == {}
    assert find_exports([deletion.folder / "x.json"]) == []
    with pytest.raises(NotFoundError, match="Nothing is left"):
        undelete(folder, deletion)


def test_the_plan_names_exports_and_followers(folder: Path, tmp_path: Path) -> None:
    crowded(folder, "zq")
    path = _anna(folder)
    previous = Session.open_read_only(path).full_conversation()
    follow_up = make_follow_up(path, previous, follow_up_defaults(previous, MANAGER)).path
    archived = archive(folder, follow_up)
    plan = plan_deletion(folder, rename(folder, path, "other"))
    assert [export.file for export in plan.exports] == [tmp_path / "minutes.md"]
    assert plan.linked == (archived.stem,)


def test_what_is_shared_is_not_deleted(folder: Path) -> None:
    path = begun(folder)
    with closing(Session.open(path)) as session:
        session.set_partner(MANAGER)
        session.sync.set_remote_address(LocalFolder("/nowhere/share"))
    before = files(folder)
    with pytest.raises(UsageError, match="unshare"):
        plan_deletion(folder, path)
    assert files(folder) == before


def test_what_is_open_is_not_deleted(folder: Path) -> None:
    path = begun(folder)
    plan = plan_deletion(folder, path)
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "typed "))
        with pytest.raises(UsageError, match="open"):
            delete(plan)
        session.apply(Write(0, 0, "more "))
    assert Session.open_read_only(path).notes.text.startswith("more typed")
    assert deletions(folder) == []


def test_files_of_another_conversation_are_not_deleted(folder: Path) -> None:
    path, other = begun(folder), begun(folder, PIET)
    with closing(Session.open(other)) as session:
        session.set_partner(MANAGER)
        item = session.conversation.checklist[0].id
        session.apply(Answer(item, MANAGER, "of Piet", private=True))
    private_path(other).rename(private_path(path))
    before = files(folder)
    with pytest.raises(UsageError, match="another conversation"):
        plan_deletion(folder, path)
    assert files(folder) == before


def test_an_archived_one_comes_back_into_the_archive(folder: Path) -> None:
    path = archive(folder, begun(folder))
    deletion = delete(plan_deletion(folder, path))
    assert not path.exists()
    found = deletions(folder)
    assert [each.was_archived for each in found] == [True]
    assert undelete(folder, found[0]) == path
    assert path.exists()
    assert not deletion.folder.exists()


def test_two_of_one_name_are_kept_apart(folder: Path) -> None:
    first = begun(folder)
    with closing(Session.open(first)) as session:
        session.apply(Write(0, 0, "the first "))
    one = delete(plan_deletion(folder, first), now=NOW)
    second = begun(folder)
    assert second == first
    other = delete(plan_deletion(folder, second), now=NOW)
    assert len({one.folder, other.folder}) == 2
    assert undelete(folder, other) == first
    back = undelete(folder, one)
    assert back.stem == f"{first.stem}-2"
    assert Session.open_read_only(back).notes.text.startswith("the first ")


def test_a_deleted_one_is_erased_with_the_person(folder: Path) -> None:
    words = crowded(folder, "zq")
    delete(plan_deletion(folder, rename(folder, _anna(folder), "other")))
    erase_person(plan_erasure(folder, ANNA), [])
    assert traces(words, roots(folder)) == []
    assert files(folder) == {}
    assert not (folder / "deleted").exists()


def test_one_whose_file_is_damaged_or_gone_can_be_deleted(folder: Path) -> None:
    crowded(folder, "zq")
    path = _anna(folder)
    path.write_text("{", "utf-8")
    deletion = delete(plan_deletion(folder, path))
    assert [each.summary.fault is None for each in deleted_summaries(folder)] == [False]
    undelete(folder, deletion)
    path.unlink()
    delete(plan_deletion(folder, path))
    assert undelete(folder, deletions(folder)[0]) == path
    assert not path.exists()
    assert path.with_name(f"{path.name}~").exists()


def test_the_rest_of_a_killed_write_of_the_record_is_removed(folder: Path) -> None:
    begun(folder, PIET)
    leftover = folder / temporary_name(RECORD)
    leftover.write_text('{"renamed": {"anna-de-vries": "anna"}}', "utf-8")
    assert needs_tidying(folder)
    tidy(folder)
    assert not leftover.exists()
    assert not needs_tidying(folder)
    begun(folder)
    leftover.write_text('{"renamed": {"anna-de-vries": "anna"}}', "utf-8")
    erase_person(plan_erasure(folder, ANNA), [])
    assert traces(["anna-de-vries"], roots(folder)) == []
