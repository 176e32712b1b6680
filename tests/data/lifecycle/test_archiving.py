"""An archived conversation is in no list, but found where it is needed, and comes back."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.ids import MANAGER, RowId, Slug
from afspraak.data.lifecycle.archiving import archive, unarchive
from afspraak.data.lifecycle.renaming import rename
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement
from afspraak.data.notebook.follow_up import follow_up_defaults, make_follow_up
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.places.links import linked_path
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.privacy.subject_access import collect_subject_data
from afspraak.data.session.session import Session
from afspraak.data.sync.membership import find_existing_copy

from ...support.conversations.copies import files, files_of, modes
from ...support.conversations.erased import ANNA, PIET, begun, crowded, roots, traces


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nb"


def test_every_file_of_it_goes_to_the_archive_and_comes_back(folder: Path) -> None:
    crowded(folder, "zq")
    path = next(iter(folder.glob("anna*qzqzqz.json")))
    before = files_of(folder, path.stem)
    archived = archive(folder, path)
    assert archived == folder / "archive" / path.name
    assert files_of(archived.parent, path.stem) == before
    assert [each.name for each in folder.iterdir() if path.stem in each.name] == []
    assert modes(folder) <= {"d700", "f600", "f644"}
    assert unarchive(folder, archived) == path
    assert files_of(folder, path.stem) == before
    assert not archived.parent.exists()


def test_lists_and_agreements_leave_it_out(folder: Path) -> None:
    begun(folder, PIET)
    path = begun(folder)
    with closing(Session.open(path)) as session:
        session.apply(AddAgreement(Agreement(RowId("a1"), text="a runbook", order="a")))
    notebook = Notebook(folder)
    assert len(notebook.index.agreements()[0]) == 1
    archive(folder, path)
    assert [each.partner for each in notebook.summaries()] == [PIET]
    assert notebook.index.agreements()[0] == []
    assert notebook.index.search("runbook")[0] == []
    assert notebook.board(date(2026, 12, 1)).agreements == {}
    assert [each.slug for each in notebook.archive.summaries()] == [path.stem]


def test_links_lead_into_the_archive_and_out_of_it(folder: Path) -> None:
    path = begun(folder)
    previous = Session.open_read_only(path).full_conversation()
    follow_up = make_follow_up(path, previous, follow_up_defaults(previous, MANAGER)).path
    link = Session.open_read_only(follow_up).conversation.header.previous
    archived = archive(folder, path)
    assert linked_path(follow_up, link) == archived
    renamed = rename(folder, archived, "long-ago")
    assert renamed.parent == folder / "archive"
    assert linked_path(follow_up, link) == renamed
    assert linked_path(archive(folder, follow_up), link) == renamed
    assert linked_path(renamed, Slug("nobody")) is None


def test_the_follow_up_of_an_archived_one_is_in_the_notebook(folder: Path) -> None:
    archived = archive(folder, begun(folder))
    previous = Session.open_read_only(archived).full_conversation()
    made = make_follow_up(archived, previous, follow_up_defaults(previous, MANAGER))
    assert made.path.parent == folder
    again = make_follow_up(archived, previous, follow_up_defaults(previous, MANAGER))
    assert (again.path, again.new) == (made.path, False)


def test_another_conversation_does_not_get_its_name(folder: Path) -> None:
    path = begun(folder)
    archived = archive(folder, path)
    assert begun(folder).stem == f"{path.stem}-2"
    with pytest.raises(UsageError, match="taken"):
        rename(folder, begun(folder, PIET), path.stem)
    assert unarchive(folder, archived) == path


def test_an_archived_one_is_erased_and_told_of_with_the_person(folder: Path) -> None:
    words = crowded(folder, "zq")
    path = next(iter(folder.glob("anna*qzqzqz.json")))
    archive(folder, rename(folder, path, "anna-de-vries"))
    told = collect_subject_data(folder, ANNA)
    assert told.conversations[0].slug == "anna-de-vries"
    assert all(file.path.parent.name != "nb" for file in told.conversations[0].files)
    erase_person(plan_erasure(folder, ANNA), [])
    assert traces(words, roots(folder)) == []
    assert files(folder) == {}
    assert not (folder / "archive").exists()


def test_a_share_is_known_to_be_in_the_archive(folder: Path) -> None:
    path = archive(folder, begun(folder))
    session = Session.open_read_only(path)
    created = session.conversation.header.created
    assert find_existing_copy(created, session.sync.clients, folder) == path
