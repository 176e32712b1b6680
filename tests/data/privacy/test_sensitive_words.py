"""Words that count as words about health."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.privacy.sensitive_words import health_words


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "She was sick, and SICK again; the diagnosis came late.", ["SICK", "diagnosis"]),
        ("en", "Back after a burn-out (burnout).", ["burn-out", "burnout"]),
        ("en", "long covid", ["long covid"]),
        ("en", "Classics, homesickness, influence, healthy margins, skill, fluent", []),
        ("nl", "Ziekmelding na een burn-out: de bedrijfsarts belt.",
         ["Ziekmelding", "burn-out", "bedrijfsarts"]),
        ("nl", "Geen vlucht naar huis; het artsenblad lezen; kunstmatig; muziek", []),
        ("nl", "zwangerschapsverlof", ["zwangerschapsverlof"]),
        ("fr", "sick", ["sick"]),
    ],
)  # fmt: skip
def test_words_about_health(language: str, text: str, words: list[str]) -> None:
    assert health_words(text, language) == words


@given(st.text(max_size=300))
def test_any_text_can_be_checked(text: str) -> None:
    for language in LANGUAGES:
        assert all(word in text for word in health_words(text, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_finds_itself(language: str) -> None:
    for word in catalogue(language)("sensitive_words.words").split():
        assert health_words(word.rstrip("*"), language), word
