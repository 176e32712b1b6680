"""Minutes whose reactions cannot be read: the import says so, on stderr and on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.minutes.edition import Version

from ..support.conversations.golden_minutes import golden_text
from ..support.terminal.terminal import Terminal

WARNING = "reactions in the file could not be read"


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Minutes with a stance that is none."""
    path = tmp_path / "talk.md"
    text = golden_text("story_en", Version.FULL)
    assert text.count("** not agreed, ") == 1
    path.write_text(text.replace("** not agreed, ", "** undecided, "))
    return path


@pytest.mark.parametrize("columns", [60, 80])
def test_the_screen_says_that_reactions_were_not_read(
    start: Callable[..., Terminal], minutes: Path, columns: int
) -> None:
    terminal = start("import", str(minutes), "--as", "manager", columns=columns)
    shown = terminal.wait("Please note").wait(
        lambda screen: WARNING.replace(" ", "") in screen.unbroken
    )
    shown.press("enter")
    shown.wait_gone("Please note")


def test_stderr_says_that_reactions_were_not_read(
    start: Callable[..., Terminal], minutes: Path
) -> None:
    terminal = start("import", str(minutes), "--as", "manager", "--no-open", columns=200)
    terminal.wait("Careful: the reactions in the file could not be read").wait("Begun:")
    assert terminal.ended() == 0
    assert terminal.text.count(WARNING) == 1
