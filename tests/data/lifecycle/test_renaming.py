"""A renamed conversation keeps all its files, and what leads to it still does."""

from __future__ import annotations

import itertools
import os
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.errors import NotFoundError, StorageError, UsageError
from afspraak.data.exchange.export_log import find_exports
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.lifecycle.renaming import rename
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Write
from afspraak.data.notebook.follow_up import find_follow_up, follow_up_defaults, make_follow_up
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.places.links import linked_path
from afspraak.data.notebook.places.record import record_file
from afspraak.data.session.session import Session
from afspraak.data.storage.open_marker import mark_open, unmark

from ...support.conversations.copies import files, files_of, modes
from ...support.conversations.erased import PIET, begun, crowded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nb"


def _followed(folder: Path) -> tuple[Path, Path]:
    """A conversation with an agreement, and its follow-up, to which that was carried over."""
    path = begun(folder)
    with closing(Session.open(path)) as session:
        session.apply(AddAgreement(Agreement(RowId("a1"), text="a runbook", order="a")))
        previous = session.full_conversation()
    return path, make_follow_up(path, previous, follow_up_defaults(previous, MANAGER)).path


def test_every_file_of_it_moves_along_unchanged(folder: Path, tmp_path: Path) -> None:
    crowded(folder, "zq")
    other = begun(folder, PIET)
    (folder / "anna-de-vries-my-own.docx").write_text("mine", "utf-8")
    slug = next(one for one in Notebook(folder).slugs() if one.startswith("anna"))
    before, others = files_of(folder, slug), files_of(folder, other.stem)
    assert len(before) > 10
    renamed = rename(folder, folder / f"{slug}.json", "Zoë: the talk of 2027")
    assert renamed == folder / "zoe-the-talk-of-2027.json"
    assert files_of(folder, slug) == {}
    assert files_of(folder, renamed.stem) == before
    assert files_of(folder, other.stem) == others
    assert (folder / "anna-de-vries-my-own.docx").exists()
    assert modes(folder) <= {"d700", "f600", "f644"}  # 644 are the files that others made
    assert [export.file for export in find_exports([renamed])] == [tmp_path / "minutes.md"]
    found, _ = Notebook(folder).index.search("zqagreedqzqzqz")
    assert {hit.slug for hit in found} == {renamed.stem}


def test_what_was_typed_before_a_kill_is_there_under_the_name(folder: Path) -> None:
    words = crowded(folder, "zq")
    path = next(iter(folder.glob("anna*qzqzqz.json")))
    with closing(Session.open(rename(folder, path, "anna"))) as session:
        assert words[words.index("zqkilledqzqzqz")] in session.notes.text
        assert "zqownkilledqzqzqz" in session.private_answers().values()


def test_links_lead_to_it_after_renames(folder: Path) -> None:
    path, follow_up = _followed(folder)
    link = Session.open_read_only(follow_up).conversation.header.previous
    once = rename(folder, path, "first")
    twice = rename(folder, once, "second")
    assert linked_path(follow_up, link) == twice
    assert find_follow_up(twice, "progress") == follow_up
    later = rename(folder, follow_up, "later")
    assert find_follow_up(twice, "progress") == later
    found, _ = Notebook(folder).index.agreements()
    assert [row.slug for row in found] == ["later"]
    previous = Session.open_read_only(twice).full_conversation()
    again = make_follow_up(twice, previous, follow_up_defaults(previous, MANAGER))
    assert (again.path, again.new, again.agreements) == (later, False, 0)


def test_renaming_back_needs_no_other_name(folder: Path) -> None:
    path, follow_up = _followed(folder)
    assert rename(folder, rename(folder, path, "elsewhere"), path.stem) == path
    assert find_follow_up(path, "progress") == follow_up
    assert rename(folder, path, "elsewhere").stem == "elsewhere"


def test_a_name_that_leads_to_another_conversation_is_taken(folder: Path) -> None:
    path = begun(folder)
    rename(folder, path, "first")
    assert begun(folder).stem == f"{path.stem}-2"
    other = begun(folder, PIET)
    before = files(folder)
    for name in (path.stem, "first", "FIRST"):
        with pytest.raises(UsageError, match="taken"):
            rename(folder, other, name)
    with pytest.raises(UsageError, match="already"):
        rename(folder, other, other.stem)
    with pytest.raises(UsageError, match="letter"):
        rename(folder, other, " ../..! ")
    with pytest.raises(NotFoundError):
        rename(folder, folder / "nobody.json", "somebody")
    assert files(folder) == before


def test_one_that_is_open_elsewhere_stays(folder: Path) -> None:
    path = begun(folder)
    marker = mark_open(path)
    before = files(folder)
    with pytest.raises(UsageError, match="open"):
        rename(folder, path, "other")
    assert files(folder) == before
    unmark(path, marker)
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "typed "))
        with pytest.raises(UsageError, match="open"):
            rename(folder, path, "other")
        session.apply(Write(0, 0, "more "))
    assert Session.open_read_only(path).notes.text.startswith("more typed")
    assert rename(folder, path, "other").exists()


def test_a_file_outside_the_notebook_is_not_renamed(folder: Path, tmp_path: Path) -> None:
    begun(folder)
    other = begun(tmp_path / "other")
    with pytest.raises(UsageError, match="notebook"):
        rename(folder, other, "mine")
    assert other.exists()


def test_a_link_is_not_moved(folder: Path, tmp_path: Path) -> None:
    real = begun(tmp_path / "real")
    folder.mkdir()
    link = folder / "anna.json"
    link.symlink_to(real)
    with pytest.raises(UsageError, match="link"):
        rename(folder, link, "other")
    assert link.is_symlink()
    assert real.exists()


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of the rename that fails, counted from 0, in a list."""
    wanted: list[int] = []
    calls = itertools.count()
    real = Path.rename

    def rename_file(path: Path, target: Path) -> Path:
        if next(calls) in wanted:
            raise OSError(28, os.strerror(28))
        return real(path, target)

    monkeypatch.setattr(Path, "rename", rename_file)
    return wanted


@pytest.mark.parametrize("number", range(8))
def test_a_failing_rename_leaves_everything_as_it_was(
    folder: Path, failing: list[int], number: int
) -> None:
    crowded(folder, "zq")
    path = next(iter(folder.glob("anna*qzqzqz.json")))
    before = files(folder)
    failing.append(number)
    with pytest.raises(StorageError, match="full"):
        rename(folder, path, "other")
    assert files(folder) == before
    assert not record_file(folder).exists()


def test_a_private_answer_goes_along(folder: Path) -> None:
    path = begun(folder)
    with closing(Session.open(path)) as session:
        item = session.conversation.checklist[0].id
        session.apply(Answer(item, MANAGER, "only for me", private=True))
    with closing(Session.open(rename(folder, path, "other"))) as session:
        assert session.private_answers() == {item: "only for me"}
