"""Words that count as words about health."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.privacy.sensitive_words import health_words, health_words_of_any_language

from ...checkout import ROOT


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "She was sick, and SICK again; diagnosed with asthma late.",
         ["SICK", "diagnosed with", "asthma"]),
        ("en", "Back after a burn-out (burnout).", ["burn-out", "burnout"]),
        ("en", "long covid", ["long covid"]),
        ("en", "Back pain since May; sleeps rather badly; a doctor’s note.",
         ["Back pain", "sleeps rather badly", "doctor’s note"]),
        ("en", "RSI, an insomnia, unfit for work", ["RSI", "insomnia", "unfit for work"]),
        ("nl", "Ziekmelding na een burn-out: de bedrijfsarts belt.",
         ["Ziekmelding", "burn-out", "bedrijfsarts"]),
        ("nl", "Rugklachten, RSI en GGZ; slaap slecht; slaapt de laatste tijd slecht.",
         ["Rugklachten", "RSI", "GGZ", "slaap slecht", "slaapt de laatste tijd slecht"]),
        ("nl", "Last van mijn rug, arbeidsongeschikt, chronisch ziek, pijn in de nek",
         ["Last van mijn rug", "arbeidsongeschikt", "chronisch ziek", "pijn in de nek"]),
        ("nl", "Kan al weken niet slapen; ligt sinds maandag in het ziekenhuis",
         ["Kan al weken niet slapen", "ligt sinds maandag in het ziekenhuis"]),
        ("nl", "zwangerschapsverlof", ["zwangerschapsverlof"]),
        ("fr", "sick", ["sick"]),
    ],
)  # fmt: skip
def test_words_about_health(language: str, text: str, words: list[str]) -> None:
    assert health_words(text, language) == words


@pytest.mark.parametrize(
    "text",
    [
        "Classics, homesickness, influence, healthy margins, skill, fluent, hospitality",
        "Diagnosed the outage; a chronic shortage; an ill-defined task; disable the alerts",
        "psychological safety, medical devices, symptoms of the fault, arts and crafts",
        "Geen vlucht naar huis; het artsenblad lezen; kunstmatig; muziek",
        "De overgang naar het nieuwe systeem en een operatie van drie maanden",
        "Een chronisch tekort; de diagnose van de storing; het verzuim; de arts als klant",
        "psychologische veiligheid, symptoombestrijding, hersteld van de storing, het ziekenhuis",
        "An imposter syndrome, Parkinson's law, a borderline case; works in hospital logistics",
        "Zij werkt in het ziekenhuis; hij heeft overgewerkt; een herstelmelding",
        "Zij slaapt in Slechtestraat; laatste brug; de rug recht houden",
    ],
)
def test_words_of_work_are_not_about_health(text: str) -> None:
    assert health_words_of_any_language([text]) == []


def test_a_text_may_be_in_either_language() -> None:
    words = health_words_of_any_language(["Sick on Monday.", "Ziek op dinsdag, sick again."])
    assert words == ["sick", "Ziek"]


def test_our_own_questions_are_not_about_health() -> None:
    files = list((ROOT / "data").rglob("*.toml"))
    assert len(files) > 5
    found = {file.name: health_words_of_any_language([file.read_text("utf-8")]) for file in files}
    # They say what not to ask.
    assert {word for words in found.values() for word in words} <= {"pregnancy", "zwangerschap"}


@given(st.text(max_size=300))
def test_any_text_can_be_checked(text: str) -> None:
    for language in LANGUAGES:
        assert all(word in text for word in health_words(text, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_finds_itself(language: str) -> None:
    for word in catalogue(language)("sensitive_words.words").split():
        written = word.rstrip("*")
        assert health_words(written.replace("~", " a b c "), language), word
        assert health_words(written.replace("~", " ").replace("-", " "), language), word
