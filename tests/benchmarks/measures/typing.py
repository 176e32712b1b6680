"""Typing in the notes: bytes and time of a key, in the middle of the text and at its end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from statistics import median, quantiles

from ..bench import Bench, visible
from ..documents import FIRST, LAST, MIDDLE, TYPED
from ..figures import Measure
from ..program import Program, Stuck
from ..subjects import Subject

GROUP = "A key in the notes"
TYPING, SINGLE = "bytes while typing", "bytes of one key alone"
LATENCY_ALONE = "key to screen, one key alone"
LATENCY, LATE = "key to screen", "key to screen, the slowest of twenty"
AFTER = "bytes in the three seconds after typing"
MEMORY = "peak memory after typing"
PLACES = ("middle", "end")
_ALONE = "quizzes"
"""Keys that are pressed one by one, each when the program is silent."""
_PRESSED = 1.0
"""Seconds after which a key counts as not shown and the next one is pressed."""


def case(place: str, kilobytes: int, screen: tuple[int, int]) -> str:
    """The description of a case."""
    return f"{place}, {kilobytes} kB, {screen[0]}x{screen[1]}"


def once(bench: Bench, number: int) -> None:
    """Type in every program, at every size of notes and screen."""
    for screen in bench.screens:
        for kilobytes in bench.sizes:
            for place in PLACES:
                for subject in bench.in_turn(number):
                    told = case(place, kilobytes, screen)
                    if subject.types:
                        with bench.tried(f"typing in {subject.name}: {told}"):
                            _type(bench, subject, place, kilobytes, screen)


def _type(
    bench: Bench, subject: Subject, place: str, kilobytes: int, screen: tuple[int, int]
) -> None:
    document = bench.document(kilobytes)
    where = document.middle if place == "middle" else document.end
    told = case(place, kilobytes, screen)
    with bench.start(subject, kilobytes, screen, where) as program:
        go_to_text(program, subject, place)
        echo = _in_middle if place == "middle" else _at_end
        latencies: list[float] = []
        before = program.received
        for length in range(1, len(TYPED) + 1):
            typed = TYPED[:length]
            seen = echo(program, subject, typed)
            sent = program.send(typed[-1:].encode())
            try:
                latencies.append(program.until(seen, _PRESSED) - sent)
            except Stuck:
                # The last of a row may be hidden until the next key: a blank, or a letter of the
                # bare application. A program that shows nothing at all is stuck, though.
                if length - len(latencies) > len(TYPED) // 4:
                    raise
        program.quiet()
        add = bench.figures.add
        add(
            Measure(GROUP, TYPING, "B", told),
            subject.name,
            (program.received - before) / len(TYPED),
        )
        add(Measure(GROUP, LATENCY, "ms", told), subject.name, median(latencies) * 1e3)
        add(Measure(GROUP, LATE, "ms", told), subject.name, quantiles(latencies, n=20)[-1] * 1e3)
        if kilobytes == bench.sizes[0]:
            add(Measure(GROUP, AFTER, "B", told), subject.name, program.listen(3.0))
        before, alone = program.received, []
        for length in range(1, len(_ALONE) + 1):
            seen = echo(program, subject, TYPED + _ALONE[:length])
            sent = program.send(_ALONE[length - 1 : length].encode())
            with suppress(Stuck):
                alone.append(program.until(seen, _PRESSED) - sent)
            program.quiet()
        single = (program.received - before) / len(_ALONE)
        add(Measure(GROUP, SINGLE, "B", told), subject.name, single)
        add(Measure(GROUP, LATENCY_ALONE, "ms", told), subject.name, *(a * 1e3 for a in alone))
        add(Measure(GROUP, MEMORY, "MB", told), subject.name, program.peak_memory())


def go_to_text(program: Program, subject: Subject, place: str) -> None:
    """Wait for the first screen, and move the caret to a position in the text."""
    _, *panes = subject.shown
    begun = (FIRST, MIDDLE, LAST)
    program.until(
        lambda: visible(program, tuple(panes)) and any(visible(program, (text,)) for text in begun)
    )
    program.quiet()
    program.press(*subject.to_text)
    program.press(*(subject.to_middle if place == "middle" else subject.to_end))
    wanted = MIDDLE if place == "middle" else LAST
    program.until(lambda: visible(program, (wanted,)), 10.0)


def _in_middle(program: Program, subject: Subject, typed: str) -> Callable[[], bool]:
    """Whether the last key is shown between the earlier typed text and the mark after it."""
    word = typed.rsplit(maxsplit=1)[-1]
    joint = "" if subject.whole_width else "\n"

    def shown() -> str:
        return joint.join(program.screen.display[1:-1])

    if typed.endswith(" "):
        return lambda: word + "=" not in (text := shown()) and "=" in text
    return lambda: word + "=" in shown()


def _at_end(program: Program, _: Subject, typed: str) -> Callable[[], bool]:
    """Whether the word that is typed is shown once more; for a space, whether anything changed."""
    if typed.endswith(" "):
        look = program.look
        return lambda: program.look != look
    word = typed.rsplit(maxsplit=1)[-1]
    before = program.middle.count(word)
    return lambda: program.middle.count(word) > before
