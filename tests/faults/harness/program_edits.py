"""The kinds of edits on the screens, each with a mark to find it.

A mark is a text that the desk shows after the edit, and that `kept` finds on the disk.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from afspraak.data.session.session import Session
from afspraak.widgets.language import tr

from ...support.terminal.terminal import Terminal, key, sequence

_FORM = "Esc cancel"
"""A text on every form; while one is open, a mark on the screen is only typed, not saved."""
_ANSWERED = 5
"""The number of checklist items that can be answered on the visible screen."""
_RATED = 6, "Getting results"
"""The position of a competency among the items, and its name."""


class Watched(Terminal):
    """A terminal that records when each mark appeared on the screen."""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        self.shown: dict[str, float] = {}
        """Mark -> monotonic seconds at which it was first seen."""
        self.awaited: list[str] = []
        """The marks of edits that were made and not seen yet."""
        self.end = 0.0
        """Monotonic seconds at which it is going to be killed."""

    @property
    def over(self) -> bool:
        """Whether it is time for the kill."""
        return time.monotonic() >= self.end

    def watch(self, seconds: float) -> None:
        """Watch the screen for this time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)
            self.look()

    def look(self) -> None:
        """Record the marks that are on the screen now."""
        if not self.awaited:
            return
        now, text = time.monotonic(), self.text
        if _FORM in text:
            return
        for mark in [mark for mark in self.awaited if mark in text]:
            self.shown[mark] = now
            self.awaited.remove(mark)

    def until(self, seen: str, *, gone: bool = False) -> bool:
        """Read until a text is on the screen, or gone; False if the kill comes first."""
        while (seen in self.text) is gone:
            if self.over:
                return False
            self.watch(0.005)
        return True


class Kind(NamedTuple):
    """A kind of edit. `make` does it from anywhere on the desk, unless the kill comes first."""

    name: str
    letter: str
    """Its marks are this letter and five digits; a rating has the words of its message."""
    make: Callable[[Watched, str, random.Random], None]
    kept: Callable[[Session], str]
    """The text that contains its marks after the kill."""
    lasting: bool
    """Whether its marks remain when more of its kind are made; else the newest replaces them."""


def _notes(terminal: Watched, mark: str, chance: random.Random) -> None:
    terminal.do("desk.pane.notes")
    pace = chance.choice((0.0, 0.003, 0.02, 0.1))
    terminal.awaited.append(mark)
    for letter in f"{mark} ":
        terminal.type(letter)
        if pace:
            terminal.watch(chance.random() * pace)
    if chance.random() < 0.15:
        terminal.type("\r")
    # No more ahead of the screen than a person is, or it would be typed into nowhere.
    while len(terminal.awaited) > 6 and not terminal.over:
        terminal.watch(0.005)


def _fill_in(terminal: Watched, opening: str, text: str, mark: str) -> None:
    """Open a form, type in its first field and accept it."""
    terminal.press(opening)
    if terminal.until(_FORM):
        terminal.type(text)
        # Until it stands there: nobody keeps a form before.
        if terminal.until(mark):
            terminal.type(sequence(key("form.accept")))
            terminal.awaited.append(mark)
            terminal.until(_FORM, gone=True)


def _private(terminal: Watched, mark: str, _: random.Random) -> None:
    _to_item(terminal, int(mark[1:]) % _ANSWERED)
    _fill_in(terminal, "enter", f"{mark} ", mark)


def _title(terminal: Watched, mark: str, _: random.Random) -> None:
    _to_item(terminal, 0)
    erase = sequence("ctrl+u")
    _fill_in(terminal, key("list.header"), f"{erase}{mark}", mark)


def _agreement(terminal: Watched, mark: str, _: random.Random) -> None:
    terminal.do("desk.pane.agreements")
    _fill_in(terminal, key("list.add"), mark, mark)


def _rating(terminal: Watched, _mark: str, _: random.Random) -> None:
    row, name = _RATED
    _to_item(terminal, row)
    told = re.compile(rf", ({name}: [a-z]+(?: [a-z]+)*)(?: \(.*)?$", re.MULTILINE)
    before = told.findall(terminal.text)
    terminal.press(key("checklist.rate"))
    while not terminal.over:
        terminal.watch(0.005)
        if (found := told.findall(terminal.text)) and found != before:
            terminal.awaited += found
            terminal.look()
            return


def _to_item(terminal: Watched, row: int) -> None:
    terminal.do("desk.pane.checklist", "list.first")
    terminal.press(*["down"] * row)


def _ratings(session: Session) -> Iterator[str]:
    for item in session.conversation_as_seen().checklist:
        if item.kind == "competency":
            # A hidden rating that was taken back is the same as none.
            rating = item.ratings.get(session.require_partner()) or "undiscussed"
            yield f"{item.text}: {tr(f'conversation.rating.{rating}')}"


KINDS = (
    Kind("notes", "w", _notes, lambda session: session.notes.text, True),
    Kind("answer", "p", _private, lambda it: " ".join(it.private_answers().values()), True),
    Kind("header", "h", _title, lambda session: session.conversation.header.title, False),
    Kind("rating", "", _rating, lambda session: "\n".join(_ratings(session)), False),
    Kind(
        "agreement",
        "g",
        _agreement,
        lambda session: " ".join(row.text for row in session.conversation.agreements),
        True,
    ),
)
"""All kinds; each round makes some of them."""
