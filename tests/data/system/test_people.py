"""A person is found by login or real name, and never guessed."""

from __future__ import annotations

import pwd

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.ids import Login
from afspraak.data.system.people import (
    MAX_NAME_LENGTH,
    Person,
    find_person,
    people,
    real_name_of,
    select_person,
)

ANNA, OTHER_ANNA, EVE = (
    Person(Login("annav"), "Anna de Vries"),
    Person(Login("anna2"), "Anna de Vries"),
    Person(Login("eve"), "Eve Smit"),
)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with three people, a daemon and somebody without a shell."""
    entries = [
        pwd.struct_passwd((person.login, "x", 2000 + n, 1, f"{person.name},room 4,,", "/", shell))
        for n, (person, shell) in enumerate(
            [(ANNA, "/bin/sh"), (EVE, "/bin/bash"), (Person(Login("off"), "Off"), "/bin/false")]
        )
    ]
    entries.append(pwd.struct_passwd(("daemon", "x", 1, 1, "daemon", "/", "/bin/sh")))
    evil = "E\x1b]0;x\x07" + "v" * 500
    entries.append(pwd.struct_passwd(("evil", "x", 3000, 1, evil, "/", "/bin/sh")))
    by_login = {entry.pw_name: entry for entry in entries}
    monkeypatch.setattr(pwd, "getpwall", lambda: entries)
    monkeypatch.setattr(pwd, "getpwnam", by_login.__getitem__)
    monkeypatch.setattr(pwd, "getpwuid", {entry.pw_uid: entry for entry in entries}.__getitem__)


@pytest.mark.usefixtures("known")
def test_people_have_a_shell_and_a_clean_bounded_name() -> None:
    assert [person.login for person in people()] == ["annav", "eve", "evil"]
    evil = people()[-1].name
    assert evil.isprintable() and len(evil) == MAX_NAME_LENGTH
    assert real_name_of(2000) == "Anna de Vries"
    assert real_name_of(4000) == ""


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("annav", "annav"),
        ("Anna de Vries", "annav"),
        (" anna  DE vries ", "annav"),
        ("Eve Smit (eve)", "eve"),
        ("daemon", "daemon"),
    ],
)
def test_a_login_or_a_name_finds_a_person(text: str, login: str) -> None:
    assert find_person(text).login == login


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("text", ["Anna", "ann", "nobody\x1b[2J", "", "a\0b"])
def test_the_beginning_of_a_name_is_nobody(text: str) -> None:
    with pytest.raises(UsageError, match="Nobody here is called") as error:
        find_person(text)
    assert str(error.value).isprintable()


def test_a_name_of_two_people_names_both() -> None:
    with pytest.raises(UsageError, match=r"annav.*anna2"):
        select_person([ANNA, OTHER_ANNA, EVE], "Anna de Vries")
    assert select_person([ANNA, OTHER_ANNA, EVE], "anna2") == OTHER_ANNA


@pytest.mark.usefixtures("known")
def test_a_first_name_alone_is_answered_with_who_that_may_be() -> None:
    with pytest.raises(UsageError, match=r"Do you mean Anna de Vries \(annav\)\?"):
        find_person("anna")


@pytest.mark.parametrize(
    ("text", "called"),
    [("anna", True), ("Anna  DE", True), ("Anna de Vries", True), ("an", False), ("de", False)],
)
def test_a_person_is_called_by_the_first_words_of_their_name(text: str, called: bool) -> None:
    assert ANNA.is_called(text) == called
    assert not Person(Login("anna")).is_called(text) and not ANNA.is_called("")


@pytest.mark.parametrize(
    ("text", "begins"), [("an", True), ("de v", True), ("vries", True), ("nna", False), ("", False)]
)
def test_words_of_a_name_begin_with_what_is_typed(text: str, begins: bool) -> None:
    assert ANNA.begins_with(text) == begins
