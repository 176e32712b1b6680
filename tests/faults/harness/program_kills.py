"""kill -9 of the whole program on a terminal, at random moments of every kind of edit and saving.

A user regards text as saved once the screen has shown it for a while. Such text counts as
acknowledged; for lost text, the time on the screen is recorded.
"""

from __future__ import annotations

import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from afspraak.data.errors import StorageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.maintenance.check import check_file
from afspraak.data.session.session import Session

from ...support.terminal.terminal import PATIENCE, begun, key, sequence
from .counts import Bound, Count
from .program_edits import KINDS, Kind, Watched

FRESH = 5
"""Rounds after which a new conversation starts, without any private preparation."""
MOST_SHOWN = 0.1
"""Seconds: a mark on the screen for longer than this before a kill must survive it."""
_MOST_EDITS = 5
SLUG = "anna-de-vries-planning-2027"
_TODAY = {"AFSPRAAK_TODAY": "2026-12-01"}
"""Before the day of the conversation, on which private answers would be hidden."""


class _Known:
    """The known marks of one conversation, by kind."""

    def __init__(self) -> None:
        self.number = 0
        """How many edits were made."""
        self.safe: dict[str, list[str]] = {kind.name: [] for kind in KINDS}
        self.made: dict[str, list[str]] = {}
        """Those of this round, in order."""
        self.unsure: set[str] = set()
        """The kinds of which the last one was begun and not seen: it may be there, or not."""


def kills(
    folder: Path,
    bound: Bound,
    chance: random.Random,
    told: Callable[[Count], None] = lambda _: None,
    kinds: Counter[str] | None = None,
) -> Count:
    """Kill the program as often as `bound` lets, and look each time what is on the disk.

    `kinds` counts the acknowledged edits of each kind.
    """
    count = Count("the program on a terminal, at any kind of edit and saving", longest=0.0)
    begun_in = folder / "begun"
    begun_in.mkdir(parents=True)
    begin(begun_in)
    known, room = _Known(), folder
    for number in bound:
        if number % FRESH == 0 or count.wrong:
            room, known = folder / str(number), _Known()
            shutil.copytree(begun_in, room)
        _round(room, known, count, chance, kinds if kinds is not None else Counter())
        if number % FRESH == FRESH - 1 and not count.wrong:
            shutil.rmtree(room)
        told(count)
    return count


def begin(folder: Path) -> Path:
    """Create a conversation in a notebook in this folder, and quit; return its file."""
    with begun(lambda *words, **_: program(folder, *words)) as terminal:
        terminal.do("app.leave")
        assert terminal.ended() == 0
    return folder / "nb" / f"{SLUG}.json"


def program(folder: Path, *words: str) -> Watched:
    """The program on a terminal, with the notebook in this folder."""
    return Watched(folder, "--notebook", str(folder / "nb"), *words, environment=_TODAY)


def _round(
    folder: Path, known: _Known, count: Count, chance: random.Random, kinds: Counter[str]
) -> None:
    """Make edits, perhaps save, kill and check."""
    count.rounds += 1
    known.made, known.unsure = {kind.name: [] for kind in KINDS}, set()
    try:
        with program(folder, "open", SLUG) as terminal:
            terminal.wait("Looking back")
            _edit(terminal, known, chance)
            terminal.kill()
            killed = time.monotonic()
    except AssertionError as error:
        count.wrong.append(f"{folder}: {error}")
        return
    count.acknowledged += len(terminal.shown)
    path = folder / "nb" / f"{SLUG}.json"
    try:
        session = Session.open_read_only(path)
        report = check_file(path)
        json.loads(path.read_bytes())
    except (StorageError, ValueError) as error:
        count.unreadable += 1
        count.wrong.append(f"{folder}: {error}")
        return
    if not report.is_intact:
        count.unreadable += 1
        count.wrong.append(f"{folder}: {report.lines(catalogue('en'))}")
    for kind in KINDS:
        shown = {
            mark: killed - terminal.shown[mark]
            for mark in known.made[kind.name]
            if mark in terminal.shown
        }
        kinds[kind.name] += len(shown)
        for fault in _faults(kind, kind.kept(session), shown, known, count):
            count.lost += 1
            count.wrong.append(f"{folder}: {kind.name} {fault}")


def _faults(
    kind: Kind, text: str, shown: dict[str, float], known: _Known, count: Count
) -> Iterator[str]:
    """The lost marks of a kind. `text` is the saved text; `shown` the time on the screen."""
    made, safe = known.made[kind.name], known.safe[kind.name]
    sure = kind.lasting or kind.name not in known.unsure
    if sure and (kind.lasting or not made):
        yield from (f"{mark}, of earlier rounds" for mark in safe if mark not in text)
    # Of what is replaced by the next of its kind, only the last one tells anything.
    for mark, seconds in shown.items():
        if mark not in text and sure and (kind.lasting or mark == made[-1]):
            count.longest = max(count.longest or 0.0, seconds)
            if seconds > MOST_SHOWN:
                yield f"{mark}, shown for {seconds:.3f} s"
    # What came through is safe now, also what was not seen yet.
    came = [mark for mark in (*safe, *made) if mark in text]
    known.safe[kind.name] = came if kind.lasting else came[-1:]


def _edit(terminal: Watched, known: _Known, chance: random.Random) -> None:
    """Make edits of several kinds, with occasional saves, and stop somewhere in the next one."""
    kinds = [*chance.sample(KINDS, len(KINDS)), *chance.choices(KINDS, k=_MOST_EDITS)]
    whole = chance.randint(0, _MOST_EDITS)
    for kind in kinds[:whole]:
        terminal.end = time.monotonic() + PATIENCE
        _make(kind, terminal, known, chance)
        if chance.random() < 0.5:  # else the next one begins at once
            while terminal.awaited and not terminal.over:
                terminal.watch(0.005)
        if chance.random() < 0.15:
            terminal.type(sequence(key("desk.save")))
    # Saving by itself begins two seconds after the last edit.
    seconds = chance.choice((0.02, 0.2, 0.5, 2.6)) * chance.random()
    terminal.end = time.monotonic() + seconds
    while not terminal.over:
        _make(kinds[whole], terminal, known, chance)
        terminal.watch(chance.random() * seconds)
    terminal.watch(chance.random() * 0.05)


def _make(kind: Kind, terminal: Watched, known: _Known, chance: random.Random) -> None:
    known.number += 1
    before = {*terminal.shown, *terminal.awaited}
    kind.make(terminal, f"{kind.letter}{known.number:05d}", chance)
    new = [mark for mark in (*terminal.shown, *terminal.awaited) if mark not in before]
    known.made[kind.name] += new
    (known.unsure.discard if new else known.unsure.add)(kind.name)
