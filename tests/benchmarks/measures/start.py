"""Start-up: time, bytes and memory from the command to a screen that accepts typing."""

from __future__ import annotations

from ..bench import Bench, visible
from ..figures import Measure
from ..subjects import Subject

GROUP = "Start, 2 kB of notes"
SHOWN, USABLE = "shown", "shown and typed in"
FIRST_PAINT, MEMORY = "first paint", "peak memory after start"
_LETTER = "Q"
"""A letter that is on no screen."""


def once(bench: Bench, number: int) -> None:
    """Start every program three times for the time, and once for the bytes."""
    for screen in bench.screens:
        for subject in bench.in_turn(number):
            with bench.tried(f"start of {subject.name} at {screen[0]}x{screen[1]}"):
                for _ in range(1 if bench.quick else 3):
                    _timed(bench, subject, screen)
                _listened(bench, subject, screen)


def _timed(bench: Bench, subject: Subject, screen: tuple[int, int]) -> None:
    case = f"{screen[0]}x{screen[1]}"
    with bench.start(subject, 2, screen) as program:
        shown = program.until(lambda: visible(program, subject.shown))
        bench.figures.add(
            Measure(GROUP, SHOWN, "ms", case), subject.name, (shown - program.began) * 1e3
        )
        if not subject.types:
            return
        program.send(b"".join(subject.to_text) + _LETTER.encode())
        usable = program.until(lambda: visible(program, (_LETTER,)))
        bench.figures.add(
            Measure(GROUP, USABLE, "ms", case), subject.name, (usable - program.began) * 1e3
        )


def _listened(bench: Bench, subject: Subject, screen: tuple[int, int]) -> None:
    case = f"{screen[0]}x{screen[1]}"
    with bench.start(subject, 2, screen) as program:
        program.until(lambda: visible(program, subject.shown))
        program.quiet()
        bench.figures.add(Measure(GROUP, FIRST_PAINT, "B", case), subject.name, program.received)
        bench.figures.add(Measure(GROUP, MEMORY, "MB", case), subject.name, program.peak_memory())
