"""The people of this machine: their logins and real names, as the system knows them."""

from __future__ import annotations

import pwd
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..errors import UsageError
from ..ids import Login
from ..text.sanitize import clean_line, clip
from .user import login_name

MAX_NAME_LENGTH = 60
"""The most code points of a name that another user may have chosen."""

_MAX_CHOICES = 8
"""The most people that a message names."""


class Person(NamedTuple):
    """A user of a machine or a database."""

    login: Login
    name: str = ""
    """The real name, clean and bounded; "" if it is not known there."""

    @property
    def label(self) -> str:
        """The real name with the login, or the login alone: `Anna de Vries (annav)`."""
        return f"{self.name} ({self.login})" if self.name not in ("", self.login) else self.login

    def matches(self, text: str) -> bool:
        """Return whether a text is exactly the login, the real name in any case, or the label."""
        wanted = _folded(text)
        return text == self.login or wanted in {_folded(self.label), _folded(self.name)} - {""}

    def is_called(self, text: str) -> bool:
        """Return whether a text is the first name, or more first words of the real name."""
        wanted = _folded(text).split()
        return bool(wanted) and _folded(self.name).split()[: len(wanted)] == wanted

    def begins_with(self, text: str) -> bool:
        """Return whether the login, the label or a word of the real name begins with a text."""
        wanted, words = _folded(text), _folded(self.name).split()
        starts = [_folded(self.login), *(" ".join(words[i:]) for i in range(len(words)))]
        return bool(wanted) and (
            any(start.startswith(wanted) for start in starts)
            or _folded(self.label).startswith(wanted)
        )


def people() -> list[Person]:
    """Return the people of this machine without this user, by login.

    People have user ids from 1000 to 60000 (login.defs of Debian and most others) and a shell.
    """
    found = {
        user.pw_name: _person(user)
        for user in pwd.getpwall()
        if 1000 <= user.pw_uid <= 60000 and not user.pw_shell.endswith(("nologin", "false"))
    }
    found.pop(login_name(), None)
    return sorted(found.values())


def real_name_of(user: int) -> str:
    """Return the real name of a user id, clean and bounded; "" if the system knows none."""
    try:
        return _person(pwd.getpwuid(user)).name
    except KeyError:
        return ""


def person_of(login: Login) -> Person | None:
    """Return the person with this login on this machine; None if there is none."""
    try:
        return _person(pwd.getpwnam(login))
    except (KeyError, ValueError):
        return None


def find_person(text: str) -> Person:
    """Return the person of this machine with this login or real name.

    A login takes precedence. Raises UsageError if nobody, or more than one, has the name.
    """
    text = text.strip()
    return person_of(Login(text)) or select_person(people(), text)


def select_person(found: Iterable[Person], text: str) -> Person:
    """Return the one person whose login or real name is `text`, as `find_person` does."""
    found = tuple(found)
    matching = [person for person in found if person.matches(text)]
    by_login = [person for person in matching if person.login == text]
    matching = by_login or matching
    if len(matching) == 1:
        return matching[0]
    name = clip(text, MAX_NAME_LENGTH)
    if not matching:
        if similar := [person for person in found if person.is_called(text)]:
            raise UsageError("sharing.no_person.similar", name=name, choices=choices(similar))
        raise UsageError("sharing.no_person", name=name)
    raise UsageError("sharing.several_people", name=name, choices=choices(matching))


def choices(found: Sequence[Person]) -> str:
    """Return people in a line: the first ones, and "…" if there are more."""
    more = ["…"] if len(found) > _MAX_CHOICES else []
    return ", ".join([*(person.label for person in found[:_MAX_CHOICES]), *more])


def _person(user: pwd.struct_passwd) -> Person:
    name = clip(user.pw_gecos.split(",")[0], MAX_NAME_LENGTH)
    return Person(Login(clean_line(user.pw_name)), name)


def _folded(text: str) -> str:
    return " ".join(clean_line(text).casefold().split())
