"""Copies that other programs make are no conversations: one row, and each agreement once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.errors import NotFoundError
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Change
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path

from ...support.conversations.copies import done
from ...support.conversations.notebooks import kept

COPIES = (
    "anna.sync-conflict-20260101-120000-ABCDEFG.json",
    "anna (conflicted copy 2026-01-01).json",
    "anna (Jan's conflicted copy 2026-01-01).json",
    "anna (Conflicterende kopie van Jan 2026-01-01).json",
    "anna (1).json",
    "anna - Kopie.json",
    "anna.orig.json",
    "anna_LOCAL_4711.json",
    "anna.json.BACKUP.4711.json",
    "anna-LAPTOP.json",  # OneDrive: only the content tells
    "anna-the-second.json",
)


def _conversation(folder: Path, slug: str, other: str = "Anna de Vries") -> Path:
    beginning = build_conversation(NewConversation("manager", "Jan Bakker", other))
    session = Session.create(folder / f"{slug}.json", beginning, me=MANAGER)
    agreement = Agreement(RowId(f"{slug}1"), text=f"Course of {slug}", owner="Anna", order="V")
    session.apply(AddAgreement(agreement))
    session.close()
    return session.path


@pytest.fixture
def anna(tmp_path: Path) -> Path:
    return _conversation(tmp_path / "nb", "anna")


def _rows(folder: Path) -> dict[str, list[str]]:
    """The rows of a notebook, and the names of the copies of each."""
    summaries = Notebook(folder).summaries()
    return {row.slug: [Path(copy).name for copy in row.copies] for row in summaries}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_counted_nowhere_and_marked_on_its_conversation(anna: Path, name: str) -> None:
    copy = anna.with_name(name)
    shutil.copy(anna, copy)
    done(copy, Change("agreement", RowId("anna1"), {"text": "Changed in the copy"}))
    notebook = Notebook(anna.parent)
    for _ in range(2):  # from the files, and from the index
        assert _rows(anna.parent) == {"anna": [name]}
        agreements, _ = notebook.index.agreements()
        assert [row.agreement.text for row in agreements] == ["Course of anna"]
        hits, _ = notebook.index.search("course")
        assert [hit.path for hit in hits] == [anna]
        assert notebook.find("an") == anna
        assert notebook.find("anna") == anna
    assert notebook.find(Path(name).stem) == copy, "its whole name still opens it"
    copy.unlink()
    assert _rows(anna.parent) == {"anna": []}


@pytest.mark.parametrize("name", COPIES)
def test_another_conversation_with_the_name_of_a_copy_stays_one(anna: Path, name: str) -> None:
    other = _conversation(anna.parent, "other")
    other.rename(anna.with_name(name))
    assert _rows(anna.parent) == {"anna": [], name.removesuffix(".json"): []}


def _other_person(path: Path) -> None:
    done(path, Change("partner", RowId("employee"), {"name": "Bert Smit"}))


def _next_year(path: Path) -> None:
    done(path, Change("header", RowId("-"), {"title": "planning 2030", "date": "2030-01-15"}))


@pytest.mark.parametrize("edit", [_other_person, _next_year])
def test_a_file_copied_to_begin_another_conversation_stays_one(
    anna: Path, edit: Callable[[Path], None]
) -> None:
    copy = anna.with_name("bert.json")
    shutil.copy(anna, copy)
    edit(copy)
    assert _rows(anna.parent) == {"anna": [], "bert": []}


def test_a_copy_without_its_original_is_a_conversation(anna: Path) -> None:
    anna.rename(anna.with_name("anna (1).json"))
    assert _rows(anna.parent) == {"anna (1)": []}


def test_several_copies_are_one_row(anna: Path) -> None:
    for name in COPIES:
        shutil.copy(anna, anna.with_name(name))
    assert _rows(anna.parent) == {"anna": sorted(COPIES)}


def test_a_damaged_copy_is_known_by_its_name_alone(anna: Path) -> None:
    for name in ("anna (1).json", "anna-LAPTOP.json"):
        anna.with_name(name).write_text("{", "utf-8")
    assert _rows(anna.parent) == {"anna": ["anna (1).json"], "anna-LAPTOP": []}


def test_the_readable_copy_of_a_damaged_conversation_stays_a_row(anna: Path) -> None:
    shutil.copy(anna, anna.with_name("anna (1).json"))
    anna.write_text("{", "utf-8")
    assert _rows(anna.parent) == {"anna": [], "anna (1)": []}


@pytest.mark.parametrize("private", [True, False])
def test_the_one_in_use_is_the_original_of_a_copy_with_a_shorter_name(
    anna: Path, *, private: bool
) -> None:
    if private:
        done(anna, Answer(RowId("goals"), MANAGER, "for me alone", private=True))
    shutil.copy(anna, anna.with_name("zz.json"))
    assert _rows(anna.parent) == {"anna": ["zz.json"]}


def test_the_usual_name_is_that_of_the_original(anna: Path) -> None:
    usual = Notebook(anna.parent).new_path(Session.open_read_only(anna).conversation, MANAGER)
    usual = usual.with_name(f"{usual.stem}-2.json")
    anna.rename(usual)
    anna.with_name("anna.json~").unlink(missing_ok=True)
    private_path(anna).unlink(missing_ok=True)
    shutil.copy(usual, anna.with_name("zz.json"))
    assert _rows(anna.parent) == {usual.stem: ["zz.json"]}


def test_the_beginning_of_a_name_never_means_a_copy(anna: Path) -> None:
    longer = anna.with_name("jan-bakker-planning.json")
    done(anna, Answer(RowId("goals"), MANAGER, "for me alone", private=True))
    for path in (anna, private_path(anna)):
        path.rename(path.with_name(path.name.replace("anna", longer.stem)))
    for name in ("jan-bak.json", "jan-bakker-planning (1).json", "zz.json"):
        shutil.copy(longer, anna.with_name(name))
    notebook = Notebook(anna.parent)
    assert notebook.find("jan") == notebook.find("jan-bakker-plan") == longer
    assert notebook.find("zz") == anna.with_name("zz.json")
    with pytest.raises(NotFoundError):
        notebook.find("z")


def test_side_copies_are_marked_on_their_conversation(anna: Path) -> None:
    done(anna, Answer(RowId("goals"), MANAGER, "for me alone", private=True))
    names = [
        "anna.json.orig",
        "anna.private (1).json",
        "anna.private.json.orig",
        "anna.private.sync-conflict-20260101-120000-ABCDEFG.json",
    ]
    for name in names:
        shutil.copy(private_path(anna) if "private" in name else anna, anna.with_name(name))
    shutil.copy(private_path(anna), anna.with_name("anna.private-2.json"))
    assert _rows(anna.parent) == {"anna": names}


def test_an_unchanged_notebook_reads_no_copy_again(
    anna: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(anna, anna.with_name("anna (1).json"))
    settled = time.time() - 60
    monkeypatch.setattr("time.time_ns", lambda: int((settled + 120) * 1e9))
    assert _rows(anna.parent) == {"anna": ["anna (1).json"]}
    monkeypatch.setattr("afspraak.data.notebook.copies.copy_groups.clients_in_file", None)
    monkeypatch.setattr("afspraak.data.notebook.index.read_summary", None)
    assert _rows(anna.parent) == {"anna": ["anna (1).json"]}


def test_conversations_of_one_second_that_cannot_be_copies_are_not_read_for_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(path: Path, **_: object) -> frozenset[int]:
        read.append(path.name)
        return frozenset({7})

    monkeypatch.setattr("afspraak.data.notebook.copies.copy_groups.clients_in_file", noted)
    folder, begun = tmp_path / "nb", "2026-12-03T10:00:00+00:00"
    for number in range(30):
        kept(folder, f"c{number}", title=f"talk {number}", when=date(2027, 1, 1 + number),
             created=begun)  # fmt: skip
    assert len(_rows(folder)) == 30
    assert read == []
    kept(folder, "again", title="talk 4", when=date(2028, 1, 1), created=begun)
    assert _rows(folder)["c4"] == ["again.json"]
    assert sorted(read) == ["again.json", "c4.json"]
