"""Message look-up, and the choice of the language."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest

from afspraak.data.i18n import catalogue as speech
from afspraak.data.i18n.catalogue import Catalogue, catalogue, language_from_locale, messages
from afspraak.widgets.language import plural, speak, tr


def test_a_message_module_is_loaded_on_first_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded: list[str] = []

    def load(name: str) -> ModuleType:
        loaded.append(name.partition(".locale.")[2])
        return import_module(name)

    monkeypatch.setattr(speech, "import_module", load)
    messages.cache_clear()
    words = Catalogue("nl")
    assert loaded == []
    assert words("key.confirm.yes") == "ja"
    assert words("key.confirm.no") == "nee"
    assert loaded == ["nl.key"]


@pytest.mark.parametrize("key", ["key.no_such", "no_such.prefix", "no_such", ""])
def test_a_missing_message_is_an_error(key: str) -> None:
    with pytest.raises(KeyError):
        catalogue("en")(key)


@pytest.mark.parametrize(
    ("language", "count", "message"),
    [
        ("en", 0, "0 words"),
        ("en", 1, "1 word"),
        ("en", 2, "2 words"),
        ("nl", 0, "0 woorden"),
        ("nl", 1, "1 woord"),
        ("nl", 2, "2 woorden"),
    ],
)
def test_plural_distinguishes_one_from_other_numbers(
    language: str, count: int, message: str
) -> None:
    speak(catalogue(language))
    assert plural("form.answer.words", count) == message


def test_plural_messages_take_other_values() -> None:
    speak(catalogue("en"))
    assert plural("lock.done", 2, slug="2026-anna").startswith("2026-anna is locked for 2 keys")


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
def test_the_locale_variables_have_posix_precedence(
    environment: dict[str, str], language: str
) -> None:
    assert language_from_locale(environment) == language


def test_an_unknown_language_falls_back_to_english() -> None:
    speak(catalogue("fr"))
    assert tr("key.confirm.yes") == "yes"
    speak(catalogue("nl"))
    assert tr("key.confirm.yes") == "ja"
