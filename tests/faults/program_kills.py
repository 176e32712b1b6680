"""kill -9 of the whole program on a terminal, at random moments of typing and saving.

What the screen has shown for a while is what a person takes for kept, so that is what counts as
acknowledged here; and of what is gone, how long it had been shown.
"""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from ...data.errors import StoreError
from ...data.session import Session
from ..tui.terminal import Terminal, begun, key, sequence
from .counts import Bound, Count

FRESH = 10
"""After so many rounds the notes begin anew."""
MOST_SHOWN = 0.1
"""Seconds: what was shown for longer than this before a kill must be there after it."""
_SLUG = "anna-de-vries-planning-2027"
_TODAY = {"AFSPRAAK_TODAY": "2026-12-03"}


class Watched(Terminal):
    """A terminal that remembers when each word that was typed came on the screen."""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        self.shown: dict[str, float] = {}
        """Word -> monotonic seconds at which it was first seen."""
        self.awaited: list[str] = []
        """The words that were typed and not seen yet."""

    def watch(self, seconds: float) -> None:
        """Look at the screen for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)
            self.look()

    def look(self) -> None:
        """Note the words that are there now."""
        if not self.awaited:
            return
        now, text = time.monotonic(), self.text
        for word in [word for word in self.awaited if word in text]:
            self.shown[word] = now
            self.awaited.remove(word)


def kills(
    folder: Path,
    bound: Bound,
    chance: random.Random,
    told: Callable[[Count], None] = lambda _: None,
) -> Count:
    """Kill the program as often as `bound` lets, and look each time what is on the disk."""
    count = Count("the program on a terminal, while typing and saving", longest=0.0)
    begun_in = folder / "begun"
    begun_in.mkdir(parents=True)
    with begun(lambda *words, **_: _program(begun_in, *words)) as first:
        first.do("app.leave")
        assert first.ended() == 0
    words: list[str] = []
    room = folder
    for number in bound:
        if number % FRESH == 0 or count.wrong:
            room, words = folder / str(number), []
            shutil.copytree(begun_in, room)
        _round(room, words, count, chance)
        if number % FRESH == FRESH - 1 and not count.wrong:
            shutil.rmtree(room)
        told(count)
    return count


def _program(folder: Path, *words: str) -> Watched:
    return Watched(folder, "--notebook", str(folder / "nb"), *words, environment=_TODAY)


def _round(folder: Path, words: list[str], count: Count, chance: random.Random) -> None:
    """Type, perhaps save, kill and look. `words` are those that are known to be safe."""
    count.rounds += 1
    try:
        with _program(folder, "open", _SLUG) as terminal:
            terminal.wait("Looking back")
            _type(terminal, len(words), chance)
            terminal.kill()
            killed = time.monotonic()
    except AssertionError as error:
        count.wrong.append(f"{folder}: {error}")
        return
    count.acknowledged += len(terminal.shown)
    try:
        text = Session.look(folder / "nb" / f"{_SLUG}.json").notes.text
        json.loads((folder / "nb" / f"{_SLUG}.json").read_bytes())
    except (StoreError, ValueError) as error:
        count.unreadable += 1
        count.wrong.append(f"{folder}: {error}")
        return
    if before := [word for word in words if word not in text]:
        count.lost += len(before)
        count.wrong.append(f"{folder}: of earlier rounds, {before}")
    for word, since in terminal.shown.items():
        if word not in text:
            count.longest = max(count.longest or 0.0, killed - since)
            if killed - since > MOST_SHOWN:
                count.lost += 1
                count.wrong.append(f"{folder}: {word}, shown for {killed - since:.3f} s")
    # What came through is safe now, also what was not seen yet.
    typed = (f"w{n:05d}" for n in range(len(words), len(words) + 1000))
    for word in typed:
        if word not in text:
            break
        words.append(word)


def _type(terminal: Watched, first: int, chance: random.Random) -> None:
    """Type words in the notes, at a pace of its own, and save now and then."""
    terminal.do("desk.pane.notes")
    end = time.monotonic() + chance.choice((0.05, 0.2, 0.5, 1.0, 2.6)) * chance.random()
    pace = chance.choice((0.0, 0.003, 0.02, 0.1))
    number = first
    while time.monotonic() < end or not number:
        word = f"w{number:05d}"
        number += 1
        terminal.awaited.append(word)
        for letter in f"{word} ":
            terminal.type(letter)
            if pace:
                terminal.watch(chance.random() * pace)
        if chance.random() < 0.1:
            terminal.type(sequence(key("desk.save")))
        if chance.random() < 0.15:
            terminal.type("\r")
        # No more ahead of the screen than a person is, or it would be typed into nowhere.
        while len(terminal.awaited) > 6 and time.monotonic() < end:
            terminal.watch(0.005)
    terminal.watch(chance.random() * 0.05)
