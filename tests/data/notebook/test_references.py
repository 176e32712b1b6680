"""Which conversation a reference means: a person, a kind, a year, a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.errors import NotFoundError, UsageError
from afspraak.data.ids import MANAGER, PartnerId, Slug
from afspraak.data.maintenance.lock import lock
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.references.completions import complete_reference
from afspraak.data.notebook.references.resolve import AmbiguousReference
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.encryption.keyring import Keyring

from ...support.conversations.lock_keys import key


def begun(
    folder: Path,
    slug: str,
    name: str,
    day: str = "",
    kind: str = "planning",
    *,
    previous: str = "",
    created: str = "",
    me: PartnerId | None = MANAGER,
) -> Path:
    """A conversation of Jan's with a person, on an ISO day."""
    when = date.fromisoformat(day) if day else None
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", name, kind=kind, date=when)
    )
    header = replace(conversation.header, previous=Slug(previous))
    if created:
        header = replace(header, created=created)
    path = folder / f"{slug}.json"
    Session.create(path, replace(conversation, header=header), me=me).close()
    return path


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    """Anna has three conversations, Zoë and Łukasz one each."""
    folder = tmp_path / "nb"
    folder.mkdir()
    begun(folder, "anna-de-vries-planning-2027", "Anna de Vries", "2026-12-03")
    begun(folder, "anna-de-vries-progress-2027", "Anna de Vries", "2027-06-03", "progress",
          previous="anna-de-vries-planning-2027")  # fmt: skip
    begun(folder, "anna-de-vries-review-2026", "Anna de Vries", "2026-01-20", "review")
    begun(folder, "zoe-celik-start", "Zoë Çelik", "2026-11-01", "start")
    begun(folder, "lukasz", "Łukasz Brzęczyszczykiewicz")
    return Notebook(folder)


def slug(notebook: Notebook, reference: str) -> str:
    """The conversation that a reference means."""
    return notebook.find(reference).stem


@pytest.mark.parametrize(
    "reference",
    ["anna", "Anna", "ANNA DE VRIES", "vries", "Vries", "an", "vri", "de vr", "anna-de-vries",
     "anna-de-v", "anna:progress", "anna:voortgang", "anna:Progress", "anna:prog", "anna:2027",
     "anna:2027:prog", "anna:progress-2027", "anna@1", "anna@", "anna:", "vries:voort@1", ":prog"],
)  # fmt: skip
def test_the_newest_conversation_with_a_person_is_meant(notebook: Notebook, reference: str) -> None:
    assert slug(notebook, reference) == "anna-de-vries-progress-2027"


@pytest.mark.parametrize(
    "reference",
    ["anna:planning", "anna:plan", "anna@2", "vries@2", "anna:2027@2", "anna@2:2027",
     "anna:2026-12-03", "anna:2026-12", "anna-de-vries-planning-2027", "anna-de-vries-pl"],
)  # fmt: skip
def test_a_kind_a_day_or_a_number_means_another(notebook: Notebook, reference: str) -> None:
    assert slug(notebook, reference) == "anna-de-vries-planning-2027"


def test_the_period_comes_before_the_day(notebook: Notebook) -> None:
    # The review of 2026 was in January of that year, the planning for 2027 in December 2026.
    assert slug(notebook, "anna:2026") == "anna-de-vries-review-2026"


@pytest.mark.parametrize("reference", ["zoe", "zoë", "ZOË", "celik", "Çelik", "zoe\u0308",
                                       "zoe:first", "zoe:start",
                                       "zoe:startgesprek"])  # fmt: skip
def test_accents_do_not_matter(notebook: Notebook, reference: str) -> None:
    assert slug(notebook, reference) == "zoe-celik-start"


@pytest.mark.parametrize("reference", ["lukasz", "łukasz", "brzeczyszczykiewicz", "Brzę"])
def test_letters_with_strokes_are_found_by_plain_ones(notebook: Notebook, reference: str) -> None:
    assert slug(notebook, reference) == "lukasz"


def test_a_whole_word_comes_before_the_beginning_of_one(notebook: Notebook) -> None:
    begun(notebook.folder, "annabel-planning", "Annabel Bos", "2028-01-01")
    assert slug(notebook, "anna") == "anna-de-vries-progress-2027"
    assert slug(notebook, "annab") == "annabel-planning"
    with pytest.raises(AmbiguousReference):
        notebook.find("ann")


def test_ones_own_name_means_nobody_else(notebook: Notebook) -> None:
    with pytest.raises(NotFoundError):
        notebook.find("bakker")


def test_both_names_count_if_it_is_unknown_who_the_user_is(notebook: Notebook) -> None:
    begun(notebook.folder, "both", "Piet Smit", me=None)
    assert slug(notebook, "piet") == slug(notebook, "bakker") == "both"


def test_several_people_are_a_choice_by_name(notebook: Notebook) -> None:
    begun(notebook.folder, "anna-bos", "Anna Bos")
    with pytest.raises(AmbiguousReference) as caught:
        notebook.find("anna")
    assert [(each.name, each.known.slug) for each in caught.value.choices] == [
        ("Anna Bos", "anna-bos"),
        ("Anna de Vries", "anna-de-vries-progress-2027"),
    ]
    assert str(caught.value).splitlines()[1:] == ["  anna-bos", "  anna-de-vries-progress-2027"]
    assert slug(notebook, "anna:progress") == "anna-de-vries-progress-2027", "only one has it"


def test_a_number_does_not_choose_between_people(notebook: Notebook) -> None:
    begun(notebook.folder, "anna-bos", "Anna Bos")
    for reference, meant in (("anna@2", "planning-2027"), ("anna@3", "review-2026")):
        with pytest.raises(AmbiguousReference) as caught:
            notebook.find(reference)
        assert str(caught.value).splitlines()[1:] == [f"  anna-de-vries-{meant}"]
    with pytest.raises(NotFoundError):
        notebook.find("anna@4")
    assert slug(notebook, "vries@2") == "anna-de-vries-planning-2027"


def test_a_follow_up_without_a_date_is_newer_than_what_it_follows(tmp_path: Path) -> None:
    begun(tmp_path, "first", "Anna", "2027-03-01", created="2026-11-02T10:00:00Z")
    begun(tmp_path, "second", "Anna", previous="first", created="2026-11-01T10:00:00Z")
    begun(tmp_path, "third", "Anna", previous="second", created="2026-11-01T10:00:00Z")
    assert [slug(Notebook(tmp_path), f"anna@{number}") for number in (1, 2, 3)] == [
        "third", "second", "first",
    ]  # fmt: skip


def test_conversations_that_follow_each_other_in_a_circle_are_sorted(tmp_path: Path) -> None:
    begun(tmp_path, "one", "Anna", "2027-03-01", previous="two")
    begun(tmp_path, "two", "Anna", "2027-04-01", previous="one")
    assert {slug(Notebook(tmp_path), f"anna@{number}") for number in (1, 2)} == {"one", "two"}


def test_without_a_date_the_day_on_which_it_was_begun_counts(tmp_path: Path) -> None:
    begun(tmp_path, "a", "Anna", "2026-03-01", created="2026-11-30T10:00:00Z")
    begun(tmp_path, "b", "Anna", created="2026-11-01T10:00:00Z")
    begun(tmp_path, "c", "Anna", created="2026-10-01T10:00:00Z")
    assert [slug(Notebook(tmp_path), f"anna@{number}") for number in (1, 2, 3)] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("anna:exit", "anna-de-vries-review-2026"),
        ("anna@4", "3"),
        ("anna@0", "@1"),
        ("ana", "Did you mean anna-de-vries-progress-2027?"),
        ("vires", "Did you mean anna-de-vries-progress-2027?"),
        ("xyz", "afspraak list"),
        ("", "afspraak list"),
        ("@1", "afspraak list"),
        ("anna@b.nl", "afspraak list"),
        ("a" * 5000, "afspraak list"),
    ],
)
def test_nothing_found_says_what_there_is(notebook: Notebook, reference: str, said: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        notebook.find(reference)
    assert said in str(caught.value)


def test_a_path_is_a_path(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(notebook.folder)
    assert notebook.find("./lukasz.json").name == "lukasz.json"
    with pytest.raises(UsageError):
        notebook.find("anna.json")


def test_a_damaged_conversation_is_found_by_its_slug_and_is_never_the_newest(
    notebook: Notebook,
) -> None:
    (notebook.folder / "anna-de-vries-progress-2027.json").write_text("{", "utf-8")
    assert slug(notebook, "vries") == "anna-de-vries-planning-2027"
    assert (
        slug(notebook, "vries@3")
        == slug(notebook, "vries:progress")
        == ("anna-de-vries-progress-2027")
    )
    (notebook.folder / "eva-smit.json").write_text("{", "utf-8")
    assert slug(notebook, "smit") == "eva-smit"


def test_a_locked_conversation_is_the_newest_for_whoever_has_the_key(
    notebook: Notebook, tmp_path: Path
) -> None:
    own = key(tmp_path / "keys", "jan")
    path = notebook.find("anna:progress")
    jan = User(keyring=Keyring([own.private]))
    lock(path, [own.public], user=jan)
    mine = Notebook(notebook.folder, user=jan)
    assert mine.find("anna") == path
    others = Notebook(notebook.folder, user=User(keyring=Keyring([])))
    assert slug(others, "anna") == "anna-de-vries-planning-2027"
    assert others.find("anna:progress") == path, "its slug tells the kind"


def test_a_locked_conversation_with_another_name_is_still_that_person(
    notebook: Notebook, tmp_path: Path
) -> None:
    own = key(tmp_path / "keys", "jan")
    path = notebook.find("anna:progress")
    jan = User(keyring=Keyring([own.private]))
    lock(path, [own.public], user=jan)
    renamed = path.rename(path.with_name("anna-2027.json"))
    mine = Notebook(notebook.folder, user=jan)
    assert mine.find("anna") == renamed
    assert mine.find("anna:progress") == renamed


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("anna-de-vries-p", ["anna-de-vries-planning-2027", "anna-de-vries-progress-2027"]),
        ("vri", ["vries"]),
        ("zoë", ["zoë"]),
        ("cel", ["celik"]),
        ("zoe", ["zoe-celik-start"]),
        ("anna:", ["anna:planning", "anna:2027", "anna:progress", "anna:review", "anna:2026"]),
        ("anna:pr", ["anna:progress"]),
        ("vries@", ["vries@1", "vries@2", "vries@3"]),
        ("nobody:", []),
        (":", []),
        ("x", []),
    ],
)
def test_a_shell_completes_references(notebook: Notebook, typed: str, offered: list[str]) -> None:
    found = complete_reference(notebook, typed)
    assert sorted(found) == sorted(offered)


def test_no_name_is_completed_that_a_terminal_could_execute(notebook: Notebook) -> None:
    begun(notebook.folder, "x\x1b[31m", "Xan")
    assert complete_reference(notebook, "x") == ["xan"]
