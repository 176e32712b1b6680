"""What tests of joining have in common: names in the system, and how many keys are allowed."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from .users import User

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


def begin(mine: str, other: str, *more: str) -> Sequence[str]:
    """The command with which somebody begins a conversation with another."""
    return ("new", other, "--my-name", mine, "--date", "2026-12-03", *more)
