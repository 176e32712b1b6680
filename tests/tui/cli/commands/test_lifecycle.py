"""`rename`, `archive` and `delete`: what they say, what they ask, and what is on disk then."""

from __future__ import annotations

import io
import json
import sys
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.exchange.export_log import find_exports
from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.places.folders import deletions
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

SLUG = "anna-de-vries-planning-2027"
NOTEBOOK = Path("nb")


@pytest.fixture(autouse=True)
def _place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)
    main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"])


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    """What a command says, on both streams."""
    capsys.readouterr()
    assert main(words) == status
    captured = capsys.readouterr()
    return captured.out + captured.err


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """Let the next question be answered."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{answer}\n"))


@pytest.mark.parametrize(
    ("language", "said"), [("en", "is called anna-2027 now"), ("nl", "heet nu anna-2027")]
)
def test_a_rename_is_told(capsys: pytest.CaptureFixture[str], language: str, said: str) -> None:
    assert f"{SLUG} {said}" in run(capsys, "--lang", language, "rename", "anna", "Anna 2027")
    assert (NOTEBOOK / "anna-2027.json").exists()
    assert not (NOTEBOOK / f"{SLUG}.json").exists()
    assert run(capsys, "open", SLUG, status=1)  # a name it had is no reference


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "“Anna 2027!” in small letters"), ("nl", "‘Anna 2027!’ in kleine letters")],
)
def test_a_name_that_differs_from_what_was_typed_is_told(
    capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    lines = run(capsys, "--lang", language, "rename", "anna", "Anna 2027!").splitlines()
    assert len(lines) == 2 and said in lines[1]
    assert len(run(capsys, "rename", "anna", "anna-2028").splitlines()) == 1


@pytest.mark.parametrize(
    ("language", "here", "nowhere"),
    [
        ("en", "is not in the archive. “afspraak list”", "“afspraak list --archived”"),
        ("nl", "zit niet in het archief. ‘afspraak list’", "‘afspraak list --archived’"),
    ],
)
def test_what_is_in_no_archive_is_told_where_it_is(
    capsys: pytest.CaptureFixture[str], language: str, here: str, nowhere: str
) -> None:
    undo = ("--lang", language, "archive", "--undo")
    assert f"{SLUG} {here}" in run(capsys, *undo, "anna", status=2)
    assert nowhere in run(capsys, *undo, "nobody", status=1)
    run(capsys, "archive", "anna")
    assert SLUG in run(capsys, *undo, "ana", status=1)  # a word like hers


def test_one_that_is_open_is_refused_before_anything_is_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with closing(Session.open(NOTEBOOK / f"{SLUG}.json")) as session:
        session.apply(Write(0, 0, "typed "))
        said = run(capsys, "delete", "anna", status=2)
    assert "is open in a program" in said and "Type yes" not in said


def test_what_cannot_be_renamed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "Piet Smit", "--no-open"])
    assert "is taken" in run(capsys, "rename", "anna", "piet smit planning 2027", status=2)
    assert "no conversation" in run(capsys, "rename", "nobody", "somebody", status=1)
    with closing(Session.open(NOTEBOOK / f"{SLUG}.json")) as session:
        session.apply(Write(0, 0, "typed "))
        assert "is open in a program" in run(capsys, "rename", "anna", "other", status=2)


@pytest.mark.parametrize(
    ("language", "there", "back", "none"),
    [
        ("en", "is in the archive", "is back", "Nothing is archived"),
        ("nl", "staat in het archief", "is terug", "Er is niets gearchiveerd"),
    ],
)
def test_the_archive_is_listed_apart(
    capsys: pytest.CaptureFixture[str], language: str, there: str, back: str, none: str
) -> None:
    main(["new", "Piet Smit", "--no-open"])
    said = run(capsys, "--lang", language, "archive", "anna")
    assert there in said
    assert f"afspraak archive --undo {SLUG}" in said
    assert "anna" not in run(capsys, "list")
    assert SLUG in run(capsys, "list", "--archived")
    listed = json.loads(run(capsys, "list", "--archived", "--json"))
    assert [row["slug"] for row in listed] == [SLUG]
    assert SLUG in run(capsys, "check")
    assert run(capsys, "archive", "anna", status=1)
    assert back in run(capsys, "--lang", language, "archive", "--undo", "anna")
    assert SLUG in run(capsys, "list")
    assert none in run(capsys, "--lang", language, "list", "--archived", status=1)


def test_one_in_the_archive_can_be_renamed_and_deleted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(capsys, "archive", "anna")
    run(capsys, "rename", "anna", "long-ago")
    assert "long-ago" in run(capsys, "list", "--archived")
    run(capsys, "delete", "long", "--yes")
    assert "long-ago is back" in run(capsys, "delete", "--undo")
    assert "long-ago" in run(capsys, "list", "--archived")


@pytest.mark.parametrize(
    ("language", "yes", "kept", "cancelled"),
    [
        ("en", "Yes", "kept until", "Nothing was deleted"),
        ("nl", "ja", "bewaard tot en met", "Er is niets verwijderd"),
    ],
)
def test_deleting_asks_and_says_until_when_it_is_kept(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    yes: str,
    kept: str,
    cancelled: str,
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    for answer in ("", "no", "anna"):
        answering(monkeypatch, answer)
        assert cancelled in run(capsys, "--lang", language, "delete", "anna", status=1)
    answering(monkeypatch, yes)
    said = run(capsys, "--lang", language, "delete", "anna")
    day = deletions(NOTEBOOK)[0].kept_until.isoformat()
    assert f"{kept} {day}" in said
    assert f"afspraak delete --undo {SLUG}" in said
    assert f"afspraak delete --empty {SLUG}" in said
    assert f"{kept} {day}" in run(capsys, "--lang", language, "list", "--deleted")
    listed = json.loads(run(capsys, "list", "--deleted", "--json"))
    assert [(row["slug"], row["kept_until"]) for row in listed] == [(SLUG, day)]
    assert "--deleted" in run(capsys, "list", status=1)
    assert SLUG in run(capsys, "delete", "--undo", "anna")
    assert SLUG in run(capsys, "list")


def test_what_was_deleted_is_erased_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "export", "anna")
    said = run(capsys, "delete", "anna", "--yes")
    assert f"{SLUG}.md" in said
    answering(monkeypatch, "no")
    assert "Nothing was erased" in run(capsys, "delete", "--empty", status=1)
    assert "anna" in run(capsys, "list", "--deleted")
    answering(monkeypatch, "yes")
    assert f"{SLUG} is erased for good" in run(capsys, "delete", "--empty")
    assert list(NOTEBOOK.iterdir()) == []
    assert Path(f"{SLUG}.md").exists()
    assert find_exports([NOTEBOOK / f"{SLUG}.json"]) == []
    assert "Nothing" in run(capsys, "list", "--deleted", status=1)
    assert "Nothing" in run(capsys, "delete", "--undo", status=1)


def test_it_is_erased_at_once_with_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, "yes")
    assert "Nothing was deleted" in run(capsys, "delete", "anna", "--now", status=1)
    answering(monkeypatch, SLUG)
    assert f"{SLUG} is erased for good" in run(capsys, "delete", "anna", "--now")
    assert list(NOTEBOOK.iterdir()) == []


def test_of_two_that_were_deleted_one_is_meant_by_its_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["new", "Anna Bos", "--no-open"])
    for slug in (SLUG, "anna-bos-planning-2027"):
        run(capsys, "delete", slug, "--yes")
    assert "anna-bos" in run(capsys, "delete", "--undo", "anna", status=2)
    run(capsys, "delete", "--empty", "anna-bos", "--yes")
    assert [each.slug for each in deletions(NOTEBOOK)] == [SLUG]
    assert f"{SLUG} is back" in run(capsys, "delete", "--undo")


def test_without_asking_only_the_one_that_is_named_is_deleted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["new", "Anna de Vries", "--no-open", "--kind", "progress"])
    assert "whole name" in run(capsys, "delete", "anna", "--yes", status=2)
    assert deletions(NOTEBOOK) == []
    assert SLUG in run(capsys, "delete", "anna:planning", "--yes")
    assert [each.slug for each in deletions(NOTEBOOK)] == [SLUG]


def test_a_shared_one_is_refused_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Session.open(NOTEBOOK / f"{SLUG}.json")) as session:
        session.set_partner(MANAGER)
        session.sync.set_remote_address(LocalFolder("/nowhere/share"))
    said = run(capsys, "delete", "anna", "--yes", status=2)
    assert f"afspraak unshare {SLUG}" in said
    assert "complete copy" in said
    assert SLUG in run(capsys, "list")


def test_deleting_needs_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Which conversation" in run(capsys, "delete", "--yes", status=2)


def test_what_is_over_is_erased_by_the_next_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(capsys, "delete", "anna", "--yes")
    deletion = deletions(NOTEBOOK)[0]
    deletion.folder.rename(deletion.folder.with_name("20200101T000000Z"))
    run(capsys, "list", status=1)
    assert list(NOTEBOOK.iterdir()) == []
