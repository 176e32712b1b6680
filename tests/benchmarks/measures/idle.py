"""Idling with the caret in the notes: bytes, and CPU seconds in ten minutes."""

from __future__ import annotations

import time
from contextlib import ExitStack

from ..bench import Bench
from ..figures import Measure
from ..program import Program
from ..subjects import Subject
from .typing import go_to_text

GROUP = "Idle, caret in 2 kB of notes"
BYTES, MINUTE = "bytes a second", "bytes a minute, the clock among them"
CPU = "CPU seconds in ten minutes"
_SETTLED = 8.0
"""Seconds after the last key until everything is saved and every transient message is gone."""
_WINDOW = 10.0
"""Seconds of one sample of BYTES; one of six contains the change of the clock."""
_TURN = 0.5
"""Seconds for which one program at a time is observed."""


def once(bench: Bench, number: int) -> None:
    """Observe all programs at once, once in a run: idle programs do not disturb each other."""
    if number:
        return
    bench.say(f"idle for {bench.idle_seconds:.0f} seconds")
    with ExitStack() as running:
        programs: list[tuple[Subject, Program]] = []
        for subject in bench.subjects:
            if not subject.types:
                continue
            with bench.tried(f"idle {subject.name}"):
                place = bench.document(2).middle
                program = running.enter_context(bench.start(subject, 2, place=place))
                go_to_text(program, subject, "middle")
                program.press(b"z")
                programs.append((subject, program))
        _listen(programs, _SETTLED)
        began = time.perf_counter()
        before = {subject.name: (p.received, p.cpu_seconds()) for subject, p in programs}
        for _ in range(round(bench.idle_seconds / _WINDOW)):
            received = [program.received for _, program in programs]
            _listen(programs, _WINDOW)
            for (subject, program), earlier in zip(programs, received, strict=True):
                rate = (program.received - earlier) / _WINDOW
                bench.figures.add(Measure(GROUP, BYTES, "B"), subject.name, rate)
        passed = time.perf_counter() - began
        for subject, program in programs:
            earlier, cpu = before[subject.name]
            a_minute = (program.received - earlier) * 60 / passed
            bench.figures.add(Measure(GROUP, MINUTE, "B"), subject.name, a_minute)
            seconds = (program.cpu_seconds() - cpu) * 600 / passed
            bench.figures.add(Measure(GROUP, CPU, "s"), subject.name, seconds)


def _listen(programs: list[tuple[Subject, Program]], seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for _, program in programs:
            program.listen(_TURN / len(programs))
