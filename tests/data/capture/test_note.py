"""Where a captured text stands in the notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.capture.note import add_note
from afspraak.data.capture.writing import captured_text, open_to_write
from afspraak.data.errors import NotFoundError, UsageError
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session

OWN = "## Noted outside the talk"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    file = tmp_path / "anna.json"
    Session.create(file, conversation, me=MANAGER).close()
    return file


def _with_notes(path: Path, notes: str) -> None:
    session = Session.open(path)
    session.writer = EMPLOYEE
    session.apply(Write(0, len(session.notes), notes))
    session.close()


def _noted(path: Path, text: str, under: str = "") -> tuple[str, str]:
    """The heading that is returned, and the notes."""
    with open_to_write(path) as session:
        heading = add_note(session, text, under)
    return heading, Session.open_read_only(path).notes.text


@pytest.mark.parametrize(
    ("notes", "text", "after"),
    [
        ("", "new", "new"),
        ("\n\n", "new", "new\n\n"),
        ("one\ntwo", "new", "one\ntwo\n\nnew"),
        ("one\n\n", "new", "one\n\nnew\n\n"),
        ("- one", "- new", "- one\n- new"),
        ("1. one", "2) new\n3) more", "1. one\n2) new\n3) more"),
        ("- one", "new", "- one\n\nnew"),
        ("## A\n\n## B\n", "new", f"## A\n\n## B\n\n{OWN}\nnew\n"),
        ("## A\n\n## B", "new", f"## A\n\n## B\n\n{OWN}\nnew\n"),
        (f"## A\n\n{OWN}\none\n", "new", f"## A\n\n{OWN}\none\n\nnew\n"),
        (f"{OWN}\none\n\n## Z\nz", "new", f"{OWN}\none\n\nnew\n\n## Z\nz"),
        ("```\n## no heading\n```", "new", "```\n## no heading\n```\n\nnew"),
        ("````\n```\n## no heading\n````", "new", "````\n```\n## no heading\n````\n\nnew"),
    ],
)
def test_a_text_stands_at_the_end_or_below_a_heading_of_its_own(
    path: Path, notes: str, text: str, after: str
) -> None:
    _with_notes(path, notes)
    assert _noted(path, text)[1] == after


@pytest.mark.parametrize(
    ("under", "after"),
    [
        ("grow", "# Top\n## Growing up\na\n\nnew\n\n### Deep\nb\n## End ##\n"),
        ("Growing up", "# Top\n## Growing up\na\n\nnew\n\n### Deep\nb\n## End ##\n"),
        ("deep", "# Top\n## Growing up\na\n\n### Deep\nb\n\nnew\n## End ##\n"),
        ("top", "# Top\nnew\n## Growing up\na\n\n### Deep\nb\n## End ##\n"),
        ("end", "# Top\n## Growing up\na\n\n### Deep\nb\n## End ##\nnew\n"),
    ],
)
def test_a_heading_of_the_notes_is_meant_by_its_words(path: Path, under: str, after: str) -> None:
    _with_notes(path, "# Top\n## Growing up\na\n\n### Deep\nb\n## End ##\n")
    assert _noted(path, "new", under)[1] == after


def test_an_unknown_heading_lists_those_there_are_and_two_alike_are_no_choice(path: Path) -> None:
    _with_notes(path, "## Work\n## Home work\n## Home work\n")
    with pytest.raises(NotFoundError) as none:
        _noted(path, "new", "nowhere")
    assert "Home work" in str(none.value)
    with pytest.raises(UsageError):
        _noted(path, "new", "home")
    assert _noted(path, "new", "work")[0] == "Work", "the whole heading comes first"


def test_the_words_are_those_of_the_partner_at_this_terminal(path: Path) -> None:
    _with_notes(path, "by Anna")
    _noted(path, "by Jan")
    lines = Session.open_read_only(path).notes.note_lines()
    assert [(line.text, line.by) for line in lines if line.text] == [
        ("by Anna", EMPLOYEE), ("by Jan", MANAGER),
    ]  # fmt: skip


def test_without_knowing_who_writes_nothing_is_written(path: Path, tmp_path: Path) -> None:
    conversation = build_conversation(NewConversation("manager", "Eva Smit", "Piet Bos"))
    other = tmp_path / "eva.json"
    Session.create(other, conversation, me=None).close()
    before = other.read_bytes()
    with pytest.raises(UsageError, match="which of the two"):
        _noted(other, "new")
    assert other.read_bytes() == before


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("words\n", "words"),
        (b"\n\nline\r\nnext \n\n", "line\nnext"),
        (b"\xff\xfew\x00o\x00", "wo"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("  indented", "  indented"),
    ],
)
def test_the_text_is_cleaned(given: bytes | str, text: str) -> None:
    assert captured_text(given) == text


@pytest.mark.parametrize("given", ["", " \n ", b"", b"x" * (256 * 1024 + 1)])
def test_an_empty_or_huge_text_is_refused(given: bytes | str) -> None:
    with pytest.raises(UsageError, match="nothing was changed"):
        captured_text(given)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_thought_before_the_talk_does_not_count_as_the_talk(
    tmp_path: Path, language: str
) -> None:
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", language=language)
    file = tmp_path / "nb" / "anna.json"
    file.parent.mkdir()
    Session.create(file, build_conversation(beginning), me=MANAGER).close()
    _noted(file, "a thought beforehand")
    (summary,) = Notebook(file.parent).summaries()
    assert not summary.talked
    session = Session.open(file)
    session.apply(Write(0, 0, "## Begin\n\nWe began.\n\n"))
    session.close()
    (summary,) = Notebook(file.parent).summaries()
    assert summary.talked
