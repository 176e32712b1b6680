"""Names of people: which a summary offers for the next conversation, and whom a word means."""

from __future__ import annotations

import pytest

from afspraak.data.errors import NotFoundError, UsageError
from afspraak.data.ids import Login, Slug
from afspraak.data.notebook.people import Person, find_person
from afspraak.data.notebook.summary import Summary


@pytest.mark.parametrize(
    ("partner", "is_with_one", "own"),
    [("Anna", True, ("Jan",)), ("Jan", True, ("Anna",)), ("Jan / Anna", False, ())],
)
def test_names_are_known_where_it_is_known_who_the_user_is(
    partner: str, is_with_one: bool, own: tuple[str, ...]
) -> None:
    summary = Summary(Slug("talk"), "/talk.json", partner=partner, names=("Jan", "Anna"))
    assert (summary.is_with_one, summary.own_names) == (is_with_one, own)


PEOPLE = [
    Person("Zoë Łukasiewicz"),
    Person("Anna de Vries", logins=(Login("vries"),)),
    Person("Annabel Vriesendorp"),
]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("zoe", "Zoë Łukasiewicz"),
        ("lukas", "Zoë Łukasiewicz"),
        ("Łukasiewicz", "Zoë Łukasiewicz"),
        ("vries", "Anna de Vries"),
        ("anna de", "Anna de Vries"),
        ("vriesen", "Annabel Vriesendorp"),
    ],
)
def test_words_of_a_name_mean_a_person_with_or_without_accents(wanted: str, name: str) -> None:
    assert find_person(PEOPLE, wanted).name == name


def test_a_word_of_nobody_or_of_several_means_nobody() -> None:
    with pytest.raises(NotFoundError):
        find_person(PEOPLE, "zoe vries")
    with pytest.raises(NotFoundError):
        find_person(PEOPLE, "?")
    with pytest.raises(UsageError, match="Annabel"):
        find_person(PEOPLE, "anna")
