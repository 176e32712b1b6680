"""The notebook screen with few and with many conversations."""

from __future__ import annotations

import subprocess
from statistics import median

from ..bench import Bench, visible
from ..figures import Measure
from ..notebooks import NEWEST
from ..program import Program
from ..subjects import AFSPRAAK, ours
from .commands import case

GROUP = "Notebook screen, 80x24"
SHOWN, DOWN, DOWN_BYTES = "start to the list", "a key down, to the screen", "a key down"
FIRST_PAINT, MEMORY = "first paint", "peak memory"
_DOWN = b"\x1b[B"
_TIMES = 8


def once(bench: Bench, number: int) -> None:
    """Open each notebook and move down its list."""
    for count in bench.notebooks:
        folder = bench.notebook(count)
        command = ours("--notebook", str(folder))
        with bench.tried(f"notebook screen of {case(count)}"):
            # What builds the index is measured elsewhere.
            subprocess.run(
                [*command, "list"], env=bench.environment, stdout=subprocess.DEVNULL, check=True
            )
            with Program(command, bench.folder, bench.environment) as program:
                _walk(bench, program, case(count))


def _walk(bench: Bench, program: Program, told: str) -> None:
    def add(name: str, unit: str, value: float) -> None:
        bench.figures.add(Measure(GROUP, name, unit, told), AFSPRAAK, value)

    shown = program.until(lambda: visible(program, (NEWEST,)))
    add(SHOWN, "ms", (shown - program.began) * 1e3)
    program.quiet()
    add(FIRST_PAINT, "B", program.received)
    times: list[float] = []
    total = 0
    for _ in range(_TIMES):
        look, before = program.look, program.received
        sent = program.send(_DOWN)
        times.append(program.until(lambda look=look: program.look != look) - sent)  # type: ignore[misc]
        program.quiet()
        total += program.received - before
    add(DOWN, "ms", median(times) * 1e3)
    add(DOWN_BYTES, "B", total / _TIMES)
    add(MEMORY, "MB", program.peak_memory())
