"""Both languages say everything, with the same blanks to fill in."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from ....data.i18n.catalogue import LANGUAGES, catalogue, from_locale, say, speak
from ....data.i18n.locale import en, nl
from ....tui.keys.table import AROUND, KEYS
from ...support.repository import ROOT


def _blanks(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def test_the_languages_have_the_same_messages_with_the_same_blanks() -> None:
    assert set(en.MESSAGES) == set(nl.MESSAGES)
    for key, message in en.MESSAGES.items():
        assert _blanks(message) == _blanks(nl.MESSAGES[key]), key


def test_every_message_that_the_code_asks_for_is_there() -> None:
    asked = set()
    for floor in ("data", "widgets", "tui"):
        for path in (ROOT / floor).rglob("*.py"):
            asked |= set(re.findall(r'\bsay\(\s*"([^"{]+)"', path.read_text(encoding="utf-8")))
    assert len(asked) > 100
    assert {key for key in asked if key not in catalogue("en")} == set()


def test_every_key_and_place_has_its_words() -> None:
    for key in KEYS:
        assert f"key.{key.id}" in catalogue("nl")
        assert not key.hint or f"hint.{key.id}" in catalogue("nl")
    for place in AROUND:
        assert f"place.{place}" in catalogue("nl")


def test_no_message_holds_what_a_terminal_would_execute() -> None:
    for language in LANGUAGES:
        for key in en.MESSAGES:
            message = catalogue(language)._messages[key]
            assert all(letter.isprintable() or letter == "\n" for letter in message), key


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "nl_BE", "LANG": "en_GB"}, "nl"),
        ({"LANG": ""}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_as_posix_says(environment: dict[str, str], language: str) -> None:
    assert from_locale(environment) == language


def test_an_unknown_language_is_english() -> None:
    speak("fr")
    assert say("key.confirm.yes") == "yes"
    speak("nl")
    assert say("key.confirm.yes") == "ja"
