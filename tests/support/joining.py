"""What tests of joining have in common: names in the system, and how many keys are allowed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .users import User, reachable_folder, users

MOST_KEYS_TO_SHARE = 3
"""The most keys to share a conversation; one of them closes what is said then."""
MOST_KEYS_TO_JOIN = 3
"""The most keys to type in a joined one; one of them closes what the first screen says."""


def name(user: User, real_name: str) -> str:
    """Give a user a real name in the system, and return it."""
    subprocess.run(["usermod", "-c", f"{real_name},,,", user.login], check=True)
    return real_name


def unique_name(user: User, first: str) -> str:
    """Give a user a real name that nobody else has, whatever other tests run meanwhile."""
    return name(user, f"{first} {user.login.removeprefix('afs').title()}")


def share_of(user: User) -> Path:
    """The one shared folder."""
    (folder,) = user.shared.glob("afspraak-*")
    return folder


@contextmanager
def two_who_share() -> Iterator[tuple[User, User]]:
    """Jan, who shares with Anna, and Anna, who joined."""
    with reachable_folder() as folder, users(folder, 2) as (jan, anna):
        jan.afspraak("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-03")
        jan.afspraak("share", "anna", anna.login)
        anna.afspraak("join", jan.login)
        yield jan, anna


def begin(mine: str, other: str, *more: str) -> Sequence[str]:
    """The command with which somebody begins a conversation with another."""
    return ("new", other, "--my-name", mine, "--date", "2026-12-03", *more)
