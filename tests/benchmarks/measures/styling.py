"""The time of drawing a long line of the notes: of marks it takes about as long as of words."""

from __future__ import annotations

import asyncio
import time

from afspraak.data.ids import MANAGER
from afspraak.widgets.drawing.desk.markdown_line import MAX_LENGTH
from afspraak.widgets.notes.editor import NotesEditor

from ...support.screens.widget_holder import Writing
from ..bench import Bench
from ..figures import Measure
from ..subjects import AFSPRAAK

GROUP = "A line of 1,000 characters in the notes"
DRAWN = "drawing it"
WORDS = "words"
MARKS = {
    "stars": "*",
    "marks without an end": "*a ",
    "marks in marks": "*_",
    "marks with an end": "*a* ",
    "bars": "|",
}
"""A case -> what the line repeats."""
_PROSE = "Anna wants to *lead* the meeting, and **writes** down what `we` agree on. "
_SIZE = 60, 160
"""High enough for all lines."""
_TIMES = 20


def once(bench: Bench, number: int) -> None:
    """Draw a line of each kind, in turn."""
    del number
    bench.say("styling")
    asyncio.run(_once(bench))


async def _once(bench: Bench) -> None:
    parts = {WORDS: _PROSE, **MARKS}
    lines = [(part * MAX_LENGTH)[: MAX_LENGTH - 1] for part in parts.values()]
    app = Writing(("\n".join(lines), MANAGER))
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        editor = app.query_one(NotesEditor)
        for _ in range(_TIMES):
            for number, case in enumerate(parts):
                end = (number, MAX_LENGTH - 1)
                editor.insert(" ", end)  # so that nothing is known of the line
                first, *_, last = (
                    row
                    for row in range(editor.size.height)
                    if (found := editor.row_in_view(row)) and found[0] == number
                )
                began = time.perf_counter()
                for row in range(first, last + 1):
                    editor.render_line(row)
                took = time.perf_counter() - began
                editor.delete(end, (number, MAX_LENGTH))
                bench.figures.add(Measure(GROUP, DRAWN, "ms", case), AFSPRAAK, took * 1e3)
