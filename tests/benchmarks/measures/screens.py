"""Bytes of other keys until silence: a pane change, a page of notes, a tick, the palette."""

from __future__ import annotations

from ..bench import Bench, visible
from ..figures import Measure
from ..subjects import Subject

GROUP = "Bytes of what else is pressed, 20 kB of notes"
PANE, PAGE, TICK, PALETTE = "a pane change", "a page in the notes", "a tick", "opening the palette"
_PAGE_DOWN, _DOWN = b"\x1b[6~", b"\x1b[B"
_TIMES = 4


def once(bench: Bench, number: int) -> None:
    """Press these keys in every program that has them, on every screen size."""
    for screen in bench.screens:
        for subject in bench.in_turn(number):
            if subject.types:
                with bench.tried(f"keys of {subject.name} at {screen[0]}x{screen[1]}"):
                    _press(bench, subject, screen)


def _press(bench: Bench, subject: Subject, screen: tuple[int, int]) -> None:
    def add(name: str, total: int, times: int) -> None:
        measure = Measure(GROUP, name, "B", f"{screen[0]}x{screen[1]}")
        bench.figures.add(measure, subject.name, total / times)

    with bench.start(subject, 20, screen) as program:
        program.until(lambda: visible(program, subject.shown))
        program.quiet()
        if subject.panes:
            add(PANE, program.press(*subject.panes), len(subject.panes))
        program.press(*subject.to_text)
        add(PAGE, program.press(*[_PAGE_DOWN] * _TIMES), _TIMES)
        if subject.tick:
            program.press(*subject.to_list, _DOWN)
            total = 0
            for _ in range(_TIMES):
                total += program.press(subject.tick)
                program.press(_DOWN)
            add(TICK, total, _TIMES)
        if subject.palette:
            add(PALETTE, program.press(subject.palette), 1)
