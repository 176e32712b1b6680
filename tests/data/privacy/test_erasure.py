"""Erasing a person leaves nothing in any file and removes nothing of anybody else."""

from __future__ import annotations

import fcntl
import shutil
from contextlib import closing
from io import FileIO
from pathlib import Path

import pytest

from afspraak.data.errors import NotFoundError, StorageError, UsageError
from afspraak.data.exchange import export_log
from afspraak.data.exchange.export import export_minutes
from afspraak.data.i18n.catalogue import Message
from afspraak.data.ids import MANAGER, RowId, Slug
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.privacy import erasure
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.session.session import Session
from afspraak.data.storage import open_marker
from afspraak.data.storage.open_marker import mark_open, try_exclusive_lock
from afspraak.data.system.paths import exports_file, index_file, state_folder

from ...support.conversations.copies import files
from ...support.conversations.erased import ANNA, JAN, PIET, begun, crowded, roots, traces


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nb"


def test_erasure_leaves_no_byte_in_any_file(folder: Path) -> None:
    words = crowded(folder, "zq")
    places = [*roots(folder), folder.parent]
    for word in words:  # each is there before, so each trace is looked for
        assert traces([word], places), word
    what = plan_erasure(folder, ANNA)
    minutes = folder.parent / "minutes.md"
    assert [one.existing_files for one in what.exports] == [[minutes]]
    done = erase_person(what, [minutes])
    assert done.not_erased == ()
    assert done.exports == (minutes,)
    assert traces(words, places) == []
    assert files(folder) == {}
    assert not exports_file().exists()
    assert list(state_folder().glob("*.open")) == []


def test_the_rebuilt_index_holds_nothing_of_an_erased_person(folder: Path) -> None:
    words = crowded(folder, "zq")
    begun(folder, PIET)
    erase_person(plan_erasure(folder, ANNA))
    assert [row.partner for row in Notebook(folder).summaries()] == [PIET]
    assert index_file(folder).exists()
    assert traces(words, roots(folder)) == []


def test_erasure_leaves_others_unchanged(folder: Path, tmp_path: Path) -> None:
    crowded(folder, "zq")
    other = begun(folder, PIET)
    begun(folder, "Anna de Vrieze")
    begun(folder, "Anna")
    with closing(Session.open(other)) as session:
        session.apply(Write(0, 0, "of Piet\n"))
    (folder / "anna-de-vries-my-own.docx").write_text("mine", "utf-8")
    export_minutes(other, tmp_path / "piet.md")
    before = files(folder)
    erase_person(plan_erasure(folder, ANNA))
    after = files(folder)
    assert after == {name: before[name] for name in after}
    assert {Path(name).name for name in after} == {
        "anna-de-vries-my-own.docx",
        *(name for name in before if "piet" in name or "vrieze" in name or "anna-plan" in name),
    }
    assert len([name for name in after if name.endswith(".json")]) == 3
    assert [one.file for one in export_log.find_exports([other])] == [tmp_path / "piet.md"]
    assert ANNA.casefold() not in exports_file().read_text("utf-8").casefold()


@pytest.mark.parametrize("wanted", [ANNA, "anna DE vries", "anna d", "annav"])
def test_a_person_is_found_by_name_beginning_or_login(folder: Path, wanted: str) -> None:
    crowded(folder, "zq")
    begun(folder, "Anna Smit")
    assert plan_erasure(folder, wanted).person.name == ANNA


def test_an_ambiguous_person_is_refused(folder: Path) -> None:
    begun(folder)
    begun(folder, "Anna Smit")
    with pytest.raises(UsageError, match=r"Anna Smit[^$]*Anna de Vries|Anna de Vries[^$]*Smit"):
        plan_erasure(folder, "anna")
    assert plan_erasure(folder, "vries").person.name == "Anna de Vries"
    with pytest.raises(UsageError, match="Anna de Vries"):
        plan_erasure(folder, "vries", whole_name=True)
    with pytest.raises(NotFoundError):
        plan_erasure(folder, "")
    with pytest.raises(UsageError, match="Anna de Vries"):
        plan_erasure(folder, "anna d", whole_name=True)
    with pytest.raises(UsageError, match="is you"):
        plan_erasure(folder, JAN)


def test_a_complete_name_wins_over_a_longer_name(folder: Path) -> None:
    begun(folder, "Anna")
    begun(folder, "Anna de Vries")
    what = plan_erasure(folder, "anna")
    assert what.person.name == "Anna"
    assert [talk.slug for talk in what.person.conversations] == ["anna-planning-2027"]


def test_erasing_a_namesake_keeps_the_user(folder: Path) -> None:
    namesake, other = begun(folder, JAN), begun(folder, PIET)
    what = plan_erasure(folder, JAN)
    assert [talk.path for talk in what.person.conversations] == [namesake]
    erase_person(what)
    assert list(files(folder)) == [other.name]


def test_files_saved_during_the_confirmation_are_erased_too(folder: Path) -> None:
    path = begun(folder)
    what = plan_erasure(folder, ANNA)
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "x"))
        session.apply(Answer(RowId("i"), MANAGER, "mine", private=True))
    assert len(files(folder)) > len(what.files)
    erase_person(what)
    assert files(folder) == {}


def test_an_open_conversation_stops_the_erasure(folder: Path) -> None:
    path = begun(folder)
    begun(folder)
    session = Session.open(path)
    # Others save meanwhile, so the file that was opened is not there any more, nor its copy.
    for _ in range(3):
        with closing(Session.open(path)) as other:
            other.apply(Write(0, 0, "x"))
    before = files(folder)
    with pytest.raises(UsageError, match=f"{path.stem} is open"):
        erase_person(plan_erasure(folder, ANNA))
    assert files(folder) == before
    session.close()
    assert erase_person(plan_erasure(folder, ANNA)).not_erased == ()
    assert files(folder) == {}


def test_a_live_journal_stops_the_erasure(folder: Path) -> None:
    path = begun(folder)
    session = Session.open(path)
    session.apply(Write(0, 0, "x"))
    shutil.rmtree(state_folder())  # as one of an earlier version
    with pytest.raises(UsageError, match="is open"):
        erase_person(plan_erasure(folder, ANNA))
    session.close()


def test_a_conversation_counts_as_open_until_the_last_close(folder: Path) -> None:
    path = begun(folder)
    one, other = Session.open(path), Session.open(path)
    for session in (one, other):
        with try_exclusive_lock(path) as closed:
            assert not closed
        session.close()
    with try_exclusive_lock(path) as closed:
        assert closed
    assert list(state_folder().glob("*.open")) == []


def test_a_conversation_cannot_be_opened_during_erasure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begun(folder)
    monkeypatch.setattr(open_marker, "LOCK_TIMEOUT", 0)
    with try_exclusive_lock(path) as closed:
        assert closed
        with pytest.raises(StorageError, match="busy"):
            Session.open(path)
        assert Session.open_read_only(path).conversation.partners
    Session.open(path).close()


def test_a_lock_on_a_deleted_file_is_invalid(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = begun(folder)
    lock = fcntl.flock

    def late(file: FileIO, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        next(state_folder().glob("*.open")).unlink()  # by who had it open last
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", late)
    mark = mark_open(path)
    assert mark is not None
    with try_exclusive_lock(path) as closed:
        assert not closed
    mark.close()


def test_files_without_the_name_are_erased_with_their_conversation(folder: Path) -> None:
    path = begun(folder)
    with closing(Session.open(path)) as session:
        session.apply(Answer(RowId("i"), MANAGER, "mine alone", private=True))
        session.apply(Write(0, 0, "x"))
    for one in list(folder.iterdir()):
        one.rename(folder / one.name.replace(path.stem, "talk"))
    for name in (
        "talk.private (conflicted copy).json",
        "talk.private.sync-conflict-20261125-101500-ABCDEF7.json",
        "talk.private.json.damaged.2",
        "talk.json.damaged",
        ".syncthing.talk.json.tmp",
        "~syncthing~talk.private.json.tmp",
        ".talk.json.~1a2b",
        ".talk.json.damaged.new",
        "#talk.json#",
        ".#talk.json",
    ):
        (folder / name).write_text("words", "utf-8")
    (folder / "talk.private.log").mkdir()
    (folder / "talk.private.log" / "jan.1.afl").write_text("words", "utf-8")
    for name in ("talk.md", "talks.txt", "talk"):
        (folder / name).write_text("another's", "utf-8")
    begun(folder)
    erase_person(plan_erasure(folder, ANNA))
    assert set(files(folder)) == {"talk.md", "talks.txt", "talk"}


def test_repeating_an_interrupted_erasure_finds_the_rest(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(Exception):
        pass

    whole = erasure._remove
    for most in range(40):
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.parent.mkdir()
        words = crowded(folder, "zq")
        for copy in folder.glob("*sync-conflict*"):
            copy.unlink()  # it would tell whose the rest is
        left = most

        def until(path: Path, remains: list[Message]) -> Message | None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Stopped
            return whole(path, remains)

        monkeypatch.setattr(erasure, "_remove", until)
        try:
            erase_person(plan_erasure(folder, ANNA))
        except Stopped:
            monkeypatch.setattr(erasure, "_remove", whole)
            erase_person(plan_erasure(folder, ANNA))
        else:
            monkeypatch.setattr(erasure, "_remove", whole)
            break
        assert traces(words, roots(folder)) == [], most
    else:
        raise AssertionError("it never came to an end")


def test_files_that_cannot_be_removed_are_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begun(folder)
    unlink = Path.unlink

    def refusing(self: Path, missing_ok: bool = False) -> None:
        if self == path:
            raise PermissionError(1, "no", str(self))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)
    done = erase_person(plan_erasure(folder, ANNA))
    assert len(done.not_erased) == 1
    assert path.name in str(done.not_erased[0])


def test_a_damaged_conversation_is_identified_by_its_copy_or_name(folder: Path) -> None:
    one, other, anybody = begun(folder), begun(folder), folder / "talk.json"
    with closing(Session.open(one)) as session:
        session.apply(Write(0, 0, "x"))
    one.rename(folder / "renamed.json")
    one.with_name(f"{one.name}~").rename(folder / "renamed.json~")
    begun(folder)
    for path in (folder / "renamed.json", other, anybody):
        path.write_text("not json", "utf-8")
    what = plan_erasure(folder, ANNA)
    assert {path.name for path in what.files} >= {"renamed.json", "renamed.json~", other.name}
    assert len(what.unreadable) == 1
    assert "talk.json" in str(what.unreadable[0])
    erase_person(what)
    assert list(files(folder)) == ["talk.json"]


def test_side_files_of_a_missing_conversation_are_erased(folder: Path) -> None:
    path = begun(folder)
    begun(folder)
    with closing(Session.open(path)) as session:
        session.apply(Answer(RowId("i"), MANAGER, "mine alone", private=True))
    path.unlink()
    erase_person(plan_erasure(folder, ANNA))
    assert files(folder) == {}


def test_a_link_and_its_target_are_erased(folder: Path, tmp_path: Path) -> None:
    path = begun(folder)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path.rename(elsewhere / "real.json")
    path.symlink_to(elsewhere / "real.json")
    for text in ("one", "two"):
        with closing(Session.open(path)) as session:
            session.apply(Write(0, 0, text))
    assert len(files(elsewhere)) == 2
    erase_person(plan_erasure(folder, ANNA))
    assert files(elsewhere) == {}
    assert list(folder.iterdir()) == []


def test_conversations_that_mention_the_person_are_reported_and_stay(folder: Path) -> None:
    path = begun(folder)
    other = begun(folder, PIET)
    with closing(Session.open(other)) as session:
        session.apply(Write(0, 0, "anna DE vries was there\n"))
        session.apply(
            AddAgreement(Agreement(RowId("c"), carried_from=Slug(path.stem)), {"text": "theirs"})
        )
    what = plan_erasure(folder, ANNA)
    assert what.mentioned == (other.stem,)
    assert what.linked == (other.stem,)
    erase_person(what)
    assert "anna DE vries was there" in other.read_text("utf-8")


def test_possible_older_versions_are_reported(folder: Path) -> None:
    begun(folder)
    (folder / ".stversions").mkdir()
    (folder.parent / ".git").mkdir()
    assert {path.name for path in plan_erasure(folder, ANNA).version_folders} == {
        ".stversions",
        ".git",
    }
