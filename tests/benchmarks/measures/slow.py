"""A slow line: the time of a key, also while the line is full of frames of earlier keys.

300 ms each way and 20 kbit/s, with the buffers of sshd and TCP in between.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

from ..bench import Bench, visible
from ..documents import TYPED
from ..figures import Measure
from ..program import Program
from ..subjects import Subject

DELAY, RATE = 0.3, 20_000
GROUP = f"Over a line of {DELAY * 1000:.0f} ms each way and {RATE // 1000} kbit/s, 20 kB of notes"
SHOWN = "the first screen"
LETTER = "a letter"
AFTER_PAGES = "a letter after three seconds of PgDn"
AFTER_PANES = "after thirty pane changes, until the line is free"
_PAGE_DOWN = b"\x1b[6~"
_LINE = Path(__file__).parents[1] / "slow_line.py"
_PATIENCE = 120.0
_HELD_SECONDS, _A_SECOND = 3, 25
_WINDOW = 4 * DELAY
"""Seconds in which two answers fit."""
_CHANGES, _CHANGE_SECONDS = 30, 0.05


def once(bench: Bench, number: int) -> None:
    """Start, type, hold PgDn and change panes in every program; once, because it takes minutes."""
    if number:
        return
    for subject in bench.in_turn(number):
        if subject.types:
            with bench.tried(f"a slow line: {subject.name}"):
                _try(bench, subject)


def _try(bench: Bench, subject: Subject) -> None:
    def add(name: str, seconds: float) -> None:
        bench.figures.add(Measure(GROUP, name, "s"), subject.name, seconds)

    line = (sys.executable, str(_LINE), "--delay", str(DELAY), "--rate", str(RATE))
    with bench.start(subject, 20, through=line) as program:
        shown = program.until(lambda: visible(program, subject.shown), _PATIENCE)
        add(SHOWN, shown - program.began)
        _settle(program)
        for key in subject.to_text:
            program.send(key)
            _settle(program)
        word = TYPED.split()[0]
        add(LETTER, median(_echo(program, word[:length]) for length in range(1, len(word) + 1)))
        for _ in range(_HELD_SECONDS * _A_SECOND):
            program.send(_PAGE_DOWN)
            program.listen(1 / _A_SECOND)
        add(AFTER_PAGES, _echo(program, TYPED.split()[3]))
        _settle(program)
        if subject.panes:
            for change in range(_CHANGES):
                program.send(subject.panes[change % len(subject.panes)])
                program.listen(_CHANGE_SECONDS)
            add(AFTER_PANES, _settle(program))


def _echo(program: Program, text: str) -> float:
    """Type the last letter of a text, or all of it if absent, and wait for it on the screen."""
    missing = text if len(text) > 1 and _count(program, text[:-1]) == 0 else text[-1]
    before = _count(program, text)
    sent = program.send(missing.encode())
    return program.until(lambda: _count(program, text) > before, _PATIENCE) - sent


def _count(program: Program, text: str) -> int:
    return "\n".join(program.rows).count(text)


def _settle(program: Program) -> float:
    """Take in what comes until the line is not half full any more; how long it was.

    A blinking caret never ends, and fills less of it than that.
    """
    began = time.perf_counter()
    while True:
        window = time.perf_counter()
        came = program.listen(_WINDOW)
        if came < RATE / 8 * _WINDOW / 2 or window - began > _PATIENCE:
            return window - began
