"""Processor time that grows with one conversation: each of two sizes, in turn, in this process."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from afspraak.data.exchange.import_file import parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.ids import MANAGER
from afspraak.data.model.conversation import NoteLine
from afspraak.data.model.edits import Change, Edit, Tick, Write
from afspraak.data.session.session import Session

from ...support.many_rows import agreement_id, item_id, with_rows
from ...support.screens.desks import Seat, seat
from ..bench import Bench
from ..figures import Measure
from ..subjects import AFSPRAAK

GROUP = "What grows with one conversation, processor time"
IMPORT, BEGIN = "importing a text file", "beginning a conversation from it"
UNDO, REDO = "undoing all steps", "redoing them"
EDIT = "an edit of a field on the desk, painted"
LINES = (7_000, 14_000)
STEPS = (1_200, 2_400)
ROWS = ((10, 20), (500, 2_000))
"""Agreements, and items of the checklist."""
_Result = TypeVar("_Result")
_TIMES = 5
_BLOCK = """
## Point {0}

The board reads the proposal of {0} and *agrees* with `{0}`.

- [ ] write to the tenants of block {0}
  - [x] ask for their addresses
- nobody objects

| what | who |
| -- | -- |
| roof {0} | Anna |

> So said on day {0}.
"""


def lines_case(lines: int) -> str:
    """The description of a file of this length."""
    return f"{lines:,} lines"


def steps_case(steps: int) -> str:
    """The description of a session of this many steps."""
    return f"{steps:,} steps"


def rows_case(rows: tuple[int, int]) -> str:
    """The description of a conversation with these rows."""
    return f"{rows[0]:,} agreements, {rows[1]:,} items"


def once(bench: Bench, number: int) -> None:
    """Measure each size in turn, after one time that warms up."""
    bench.say("growing")
    folder = bench.folder / f"growing-{number}"
    with patch("os.fsync"):  # the disk takes as long for every size
        for time_number in range(_TIMES + 1):
            shutil.rmtree(folder, ignore_errors=True)
            for lines in LINES:
                _begin(bench, folder / f"{lines}.json", lines, counts=time_number > 0)
            for steps in STEPS:
                _step(bench, folder / f"{steps}.json", steps, counts=time_number > 0)
        asyncio.run(_edit(bench, folder))


def _begin(bench: Bench, path: Path, lines: int, *, counts: bool) -> None:
    text = text_of(lines)
    case = lines_case(lines) if counts else ""
    found = _timed(
        bench,
        IMPORT,
        case,
        lambda: parse_conversation(text, "talk.md", Importer("manager", "Jan"), "en"),
    )
    _timed(bench, BEGIN, case, lambda: Session.create(path, found.conversation, me=MANAGER)).close()


def _step(bench: Bench, path: Path, steps: int, *, counts: bool) -> None:
    conversation = replace(with_rows(*ROWS[0]), notes=(NoteLine("Notes"),))
    session = Session.create(path, conversation, me=MANAGER)
    for number in range(steps):
        tick = Tick(item_id(number % 20), "done" if number // 20 % 2 else "parked")
        write = Write(len(session.notes), 0, f"word {number}\n")
        session.apply(write if number % 2 else tick)
    case = steps_case(steps) if counts else ""
    _timed(bench, UNDO, case, lambda: [session.undo() for _ in range(steps)])
    _timed(bench, REDO, case, lambda: [session.redo() for _ in range(steps)])
    session.close()


async def _edit(bench: Bench, folder: Path) -> None:
    async with AsyncExitStack() as stack:
        desks: dict[tuple[int, int], Seat] = {}
        for rows in ROWS:
            nb = folder / rows_case(rows)
            nb.mkdir()
            session = Session.create(nb / "talk.json", with_rows(*rows), me=MANAGER)
            desks[rows] = await stack.enter_async_context(seat(nb, session))
        for number in range(4 * _TIMES):
            for rows, jan in desks.items():
                began = time.process_time()
                jan.session.apply(_edit_number(number))
                await jan.pilot.pause()
                took = time.process_time() - began
                if number >= _TIMES:
                    measure = Measure(GROUP, EDIT, "ms", rows_case(rows))
                    bench.figures.add(measure, AFSPRAAK, took * 1e3)


def _edit_number(number: int) -> Edit:
    if number % 2:
        return Tick(item_id(number // 2 % 5), "done" if number // 10 % 2 else "parked")
    return Change("agreement", agreement_id(number % 5), {"due": f"2027-02-{number + 1:02}"})


def _timed(bench: Bench, name: str, case: str, work: Callable[[], _Result]) -> _Result:
    """Do the work; with a case, its time counts."""
    began = time.process_time()
    result = work()
    took = time.process_time() - began
    if case:
        bench.figures.add(Measure(GROUP, name, "ms", case), AFSPRAAK, took * 1e3)
    return result


def text_of(lines: int) -> str:
    """Public-style minutes of as many lines."""
    blocks = (_BLOCK.format(number) for number in range(lines // _BLOCK.count("\n") + 1))
    return "\n".join(["# Minutes", *"".join(blocks).split("\n")][:lines]) + "\n"
