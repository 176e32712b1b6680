"""The targets of the design, and whether a run reached them.

All targets are ratios, differences or bytes of one run. The worst of several cases counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .figures import Figures
from .measures import (
    commands,
    growing,
    idle,
    meeting,
    quarantine,
    saving,
    screens,
    start,
    styling,
    typing,
)
from .measures.together import HERE
from .subjects import AFSPRAAK, BARE, VIM

SCREENS = ("80x24", "120x40")
_Cases = Iterable[tuple[str, float | None]]


@dataclass(frozen=True)
class Target:
    """A target: at most `limit`; `reached` is the worst case, None without samples."""

    text: str
    limit: float
    reached: float | None
    case: str

    @property
    def verdict(self) -> str:
        """Whether the target was reached."""
        if self.reached is None:
            return "not measured"
        return "met" if self.reached <= self.limit else "missed"


def targets(figures: Figures) -> list[Target]:
    """All targets in the order of the design."""
    few, many = _fewest_and_most(figures)

    def value(name: str, case: str, subject: str = AFSPRAAK) -> float | None:
        return figures.median(name, case, subject)

    def against(
        name: str, subject: str, cases: Iterable[str]
    ) -> Iterator[tuple[str, float | None]]:
        for case in cases:
            yield case, _ratio(value(name, case), value(name, case, subject))

    def keys(screen: str, *sizes: int) -> list[str]:
        return [
            f"{place}, {size} kB, {screen}" for size in sizes or (2,) for place in typing.PLACES
        ]

    def talk(part: str) -> list[str]:
        return [f"{part}, {meeting.DIRECT}, {screen}" for screen in SCREENS]

    def grown(name: str) -> _Cases:
        yield f"{many} / {few}", _ratio(value(name, many), value(name, few))

    def long_notes() -> _Cases:
        for screen in SCREENS:
            for place in typing.PLACES:
                large = value(typing.LATENCY, f"{place}, 200 kB, {screen}")
                small = value(typing.LATENCY, f"{place}, 2 kB, {screen}")
                yield f"{place}, {screen}", _ratio(large, small)

    def tinydb(name: str) -> _Cases:
        return ((case, value(name, case)) for case in map(saving.tinydb_case, saving.SIZES))

    def tried() -> _Cases:
        with_it = value(quarantine.TRIED, quarantine.CASE)
        without = value(quarantine.NOT_TRIED, quarantine.CASE)
        yield "", None if with_it is None or without is None else with_it - without

    def doubled(name: str, cases: Sequence[str]) -> _Cases:
        yield cases[-1], _ratio(value(name, cases[-1]), value(name, cases[0]))

    def first_list() -> _Cases:
        whole, count = value(commands.FIRST, many), many.split(" ")[0].replace(",", "")
        alone = value(commands.PASS, "", commands.PYTHON)
        yield many, _ratio(whole / int(count) if whole else None, alone)

    def marks() -> _Cases:
        words = value(styling.DRAWN, styling.WORDS)
        return ((case, _ratio(value(styling.DRAWN, case), words)) for case in styling.MARKS)

    def memory() -> _Cases:
        yield from against(start.MEMORY, BARE, SCREENS)
        yield from against(typing.MEMORY, BARE, (c for s in SCREENS for c in keys(s)))

    all_keys = [case for screen in SCREENS for case in keys(screen)]
    make: list[tuple[str, float, Callable[[], _Cases]]] = [
        ("first picture, x bare Textual", 0.3, lambda: against(start.SHOWN, BARE, SCREENS)),
        ("first picture, x vim", 2.5, lambda: against(start.SHOWN, VIM, SCREENS)),
        ("start-up to a typed letter, x bare Textual", 0.95,
         lambda: against(start.USABLE, BARE, SCREENS)),
        ("bytes of the first paint, x bare Textual", 0.25,
         lambda: against(start.FIRST_PAINT, BARE, SCREENS)),
        ("bytes a key while typing at 80x24, x vim", 1.0,
         lambda: against(typing.TYPING, VIM, keys("80x24"))),
        ("bytes a key while typing at 120x40, x vim", 1.0,
         lambda: against(typing.TYPING, VIM, keys("120x40"))),
        ("the same with the 16-colour palette (the usual one), x vim", 0.5,
         lambda: against(typing.TYPING, VIM, all_keys)),
        ("bytes a second when idle", 0.0, lambda: [("", value(idle.BYTES, ""))]),
        ("bytes of a pane change", 1500.0,
         lambda: [(screen, value(screens.PANE, screen)) for screen in SCREENS]),
        (
            "key to screen, one key alone, x bare Textual",
            0.4,
            lambda: against(
                typing.LATENCY_ALONE, BARE, (c for s in SCREENS for c in keys(s, 2, 200))
            ),
        ),
        (
            "key to screen, each at once after the last, x bare Textual",
            0.5,
            lambda: against(typing.LATENCY, BARE, all_keys),
        ),
        ("key to screen at 200 kB of notes, x at 2 kB", 2.0, long_notes),
        ("bytes of the notes of an hour, x vim", 0.5,
         lambda: against(meeting.BYTES, VIM, talk(meeting.NOTES))),
        ("processor seconds of the notes of an hour, x bare Textual", 0.33,
         lambda: against(meeting.CPU, BARE, talk(meeting.NOTES))),
        ("bytes of a meeting of one hour at 80x24", 60_000.0,
         lambda: [(case, value(meeting.BYTES, case)) for case in talk(meeting.ALL)[:1]]),
        ("peak memory, x bare Textual", 1.2, memory),
        ("ms more for a key of the other with the quarantine, 50 kB", 2.0, tried),
        ("memory of a shared conversation with its quarantine, x not shared", 1.4,
         lambda: [("", _ratio(value(quarantine.SHARED, HERE),
                              value(quarantine.NOT_SHARED, HERE)))]),
        ("a save in the largest notebook, x in the smallest", 1.2, lambda: grown(saving.SAVE)),
        *(
            (f"{name}, twice as many, x the time", 2.5,
             lambda name=name, cases=cases: doubled(name, cases))
            for names, cases in (
                ((growing.IMPORT, growing.BEGIN), [*map(growing.lines_case, growing.LINES)]),
                ((growing.UNDO, growing.REDO), [*map(growing.steps_case, growing.STEPS)]),
            )
            for name in names
        ),
        (f"{growing.EDIT}, with many rows, x with few", 2.0,
         lambda: doubled(growing.EDIT, [*map(growing.rows_case, growing.ROWS)])),
        ("the first list of the largest notebook, each conversation, x python -c pass", 0.1,
         first_list),
        ("drawing a long line of marks in the notes, x one of words", 3.0, marks),
        *(
            (f"{name} through TinyDB, x plain JSON", 1.1, lambda name=name: tinydb(name))
            for name in (saving.TINYDB_OPEN, saving.TINYDB_SAVE)
        ),
        *(
            (f"{name} in the largest notebook, x in the smallest", 4.0,
             lambda name=name: grown(name))
            for name in (commands.LIST, commands.SEARCH, commands.AGREEMENTS)
        ),
        ("list, x python -c pass", 3.5,
         lambda: [(few, _ratio(value(commands.LIST, few),
                               value(commands.PASS, "", commands.PYTHON)))]),
    ]  # fmt: skip
    return [_target(text, limit, cases()) for text, limit, cases in make]


def _target(text: str, limit: float, cases: _Cases) -> Target:
    known = [(reached, case) for case, reached in cases if reached is not None]
    reached, case = max(known, default=(None, ""))
    return Target(text, limit, reached, case)


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None


def _fewest_and_most(figures: Figures) -> tuple[str, str]:
    """The cases of the smallest and of the largest notebook, equal if there is one."""
    cases = [m.case for m in figures.samples if m.name in {commands.LIST, saving.SAVE}]
    order = sorted(set(cases), key=lambda case: int(case.split()[0].replace(",", "")))
    return (order[0], order[-1]) if order else ("", "")
