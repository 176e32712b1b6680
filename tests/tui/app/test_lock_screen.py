"""The lock screen masks typing and slows down guessing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.widgets import Input

from afspraak.data.settings import idle_passphrase
from afspraak.tui.forms import locked
from afspraak.tui.forms.locked import LockScreen
from afspraak.widgets.language import tr

from ...support.screens.widget_holder import screen_lines


class Covered(App[None]):
    """An empty application with the lock screen over it."""

    def on_mount(self) -> None:
        self.push_screen(LockScreen())


def shown(app: App[Any]) -> str:
    return "\n".join(screen_lines(app))


async def test_the_typed_passphrase_is_masked_and_never_shown() -> None:
    idle_passphrase.set_passphrase("zebra")
    app = Covered()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.screen.query_one(Input).has_focus, "one can type at once"
        assert tr("idle_lock.ask") in shown(app)
        await pilot.press(*"zebra")
        await pilot.pause()
        assert "zebra" not in shown(app)
        assert "•••••" in shown(app), "one sees that something is typed"
        assert "••••••" not in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, LockScreen)


async def test_the_lock_screen_shows_only_the_time_of_locking() -> None:
    idle_passphrase.set_passphrase("zebra")
    app = Covered()
    now = datetime.now().astimezone()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        later = now + timedelta(minutes=1)
        since = [tr("idle_lock.since", time=f"{each:%H:%M}") for each in (now, later)]
        assert any(words in shown(app) for words in since)
        lines = [line for line in shown(app).splitlines() if line.strip()]
        assert len(lines) <= 7, "a small frame, and nothing else"
        frame = app.screen.query_one(".frame").region
        assert frame.width == 56
        assert abs(frame.x - (80 - frame.right)) <= 1
        assert abs(frame.y - (24 - frame.bottom)) <= 1


async def test_each_wrong_passphrase_doubles_the_delay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    idle_passphrase.set_passphrase("zebra")
    seconds = [1000.0]
    monkeypatch.setattr(locked, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    app = Covered()

    async with app.run_test(size=(80, 24)) as pilot:

        async def told(word: str) -> str:
            await pilot.press(*word, "enter")
            await pilot.pause()
            return next(
                (key for key in ("wrong", "wait") if tr(f"idle_lock.{key}") in shown(app)), "in"
            )

        for pause in (1, 2, 4, 8, 16, 30, 30):
            assert await told("no") == "wrong"
            assert app.screen.query_one(Input).value == "", "nothing stays behind"
            seconds[0] += pause - 0.5
            assert await told("zebra") == "wait", "not even the right one"
            seconds[0] += 0.5
        assert await told("zebra") == "in"


async def test_without_a_passphrase_the_lock_screen_has_no_input() -> None:
    app = Covered()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not app.screen.query_one(Input).display
        assert tr("idle_lock.enter") in shown(app)
        await pilot.press("x")
        await pilot.pause()
        assert not isinstance(app.screen, LockScreen)


@pytest.mark.parametrize(
    ("passphrase", "below"),
    [("zebra", ["", "Your passphrase, then Enter."]), ("", ["Any key goes on."])],
)
async def test_the_lock_screen_says_what_to_do_in_a_row_each(
    passphrase: str, below: list[str]
) -> None:
    idle_passphrase.set_passphrase(passphrase)
    app = Covered()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        framed = [line.strip() for line in screen_lines(app) if line.strip()]
        assert framed[0].startswith("┌") and framed[-1].startswith("└")
        told = [line.strip("│ ") for line in framed[1:-1]]
        assert re.fullmatch(r"afspraak · covered since \d\d:\d\d", told[0])
        assert told[1:] == below


class Hearing(Covered):
    """Hears the keys that the screen leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def on_key(self, event: events.Key) -> None:
        self.heard.append(event.key)


async def test_a_key_that_unlocks_does_nothing_else() -> None:
    app = Hearing()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert not isinstance(app.screen, LockScreen)
        await pilot.press("y")
        await pilot.pause()
    assert app.heard == ["y"]
