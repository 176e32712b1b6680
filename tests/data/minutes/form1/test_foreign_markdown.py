"""Markdown that resembles minutes is not read as minutes, and none of it is lost."""

from __future__ import annotations

import pytest

from afspraak.data.exchange.import_file import ImportResult, parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.minutes.form1.likeness import likeness

CHAPTERS = "## Notes\n\nWe spoke.\n\n## Checklist\n\n- [ ] Call\n\n## Agreements\n\nNothing yet.\n"


def read(text: str) -> ImportResult:
    return parse_conversation(text, "talk.md", Importer("manager", "Anna de Vries"), "en")


def notes(imported: ImportResult) -> str:
    return "\n".join(line.text for line in imported.conversation.notes)


def test_chapters_under_a_title_are_read_as_minutes() -> None:
    text = f"# Planning\n\n{CHAPTERS}"
    assert likeness(text)[0] == "en"
    assert likeness(text)[1] >= 3
    assert read(text).is_minutes


@pytest.mark.parametrize(
    "before", ["", "Seen from afar.\n\n", "## Planning\n\n", "- Planning\n\n", "> # Planning\n\n"]
)
def test_chapters_without_a_title_are_not_minutes(before: str) -> None:
    text = before + CHAPTERS
    assert likeness(text) == ("", 0)
    imported = read(text)
    assert not imported.is_minutes
    assert [item.text for item in imported.conversation.checklist] == ["Call"]
    assert "We spoke." in notes(imported)


def test_a_title_after_other_text_is_not_minutes() -> None:
    assert likeness(f"Free text.\n\n# Planning\n\n{CHAPTERS}") == ("", 0)


@pytest.mark.parametrize("text", ["", "\n", "   \n\n", "<!-- nothing -->\n"])
def test_an_empty_text_is_not_minutes(text: str) -> None:
    assert likeness(text) == ("", 0)
    assert not read(text).is_minutes


def test_a_title_alone_is_not_minutes() -> None:
    assert likeness("# Planning\n\nFree text.\n\n## Of our own making\n") == ("", 0)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_language_is_that_of_most_chapters(language: str) -> None:
    words = catalogue(language)
    other = catalogue("nl" if language == "en" else "en")
    own = [words(f"form1.{name}") for name in ("checklist", "notes", "agreements")]
    text = "# Title\n\n" + "".join(f"## {name}\n\n" for name in (*own, other("form1.next")))
    assert likeness(text)[0] == language
    assert likeness(text)[1] >= len(set(own))


def test_only_labels_below_the_title_count() -> None:
    words = catalogue("en")
    label = f"- **{words('minutes.place')}:** here\n"
    assert likeness(f"# Title\n\n{label}") == ("en", 1)
    assert likeness(f"# Title\n\nFree text.\n\n{label}") == ("", 0)
