"""The day of the talk begins while both have the conversation open: two real users in terminals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ...support import users
from ...support.joining import two_who_share
from ...support.terminal.terminal import Terminal
from ...support.users import User

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
EVENING, DAY = "@2026-12-02 23:50:00", "@2026-12-03 00:00:10"


class WallClock:
    """A clock on the wall that programs look at, and that a test sets."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.set(EVENING)
        self._file.chmod(0o644)

    def set(self, moment: str) -> None:
        """Let it be this moment, as faketime writes it."""
        self._file.write_text(moment, encoding="ascii")

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a program that looks at this clock."""
        return {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "NO_FAKE_STAT": "1",
        }


@pytest.fixture
def both() -> Iterator[tuple[User, User, WallClock]]:
    """Jan and Anna, who share a conversation, and their clock on the evening before the talk."""
    if reason := users.why_not():
        pytest.skip(reason)
    if not LIBRARIES:
        pytest.skip("needs faketime")
    with two_who_share() as (jan, anna):
        yield jan, anna, WallClock(jan.shared.parent)


@pytest.fixture
def open_as(
    both: tuple[User, User, WallClock],
) -> Iterator[Callable[[User, str, int], Terminal]]:
    """Open the conversation as a user; the windows are closed after the test."""
    opened: list[Terminal] = []

    def open_as(user: User, other: str, columns: int) -> Terminal:
        words, environment = ("open", other), both[2].environment
        terminal = Terminal(user.home, *words, user=user, columns=columns, environment=environment)
        opened.append(terminal)
        return terminal

    yield open_as
    for terminal in opened:
        terminal.close()


def test_when_the_day_begins_open_windows_show_what_both_rated(
    both: tuple[User, User, WallClock], open_as: Callable[[User, str, int], Terminal]
) -> None:
    jan, anna, clock = both
    his, hers = open_as(jan, "anna", 80), open_as(anna, "jan", 120)
    his.wait("Looking back").do("list.competencies")
    hers.first_look().wait("Looking back").do("list.competencies")
    his.wait("nobody yet").press("r")
    his.wait("(only you see it yet)")
    hers.wait("given, not shown yet")
    clock.set(DAY)
    his.wait_gone("(only you see it yet)")
    hers.wait_gone("given, not shown yet").wait("Anna not yet")
    given = next(line for line in his.lines if line.startswith(" Jan ")).split()[2]
    assert given in hers.text
