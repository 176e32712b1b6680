"""The command line: time of each query, compared with a Python that does nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

from ..bench import Bench
from ..figures import Measure
from ..notebooks import COMMON, RARE, first
from ..program import Stuck
from ..subjects import AFSPRAAK, ours

GROUP = "Command line"
PASS, LIST, SEARCH, AGREEMENTS = "python -c pass", "list", "search, a rare word", "agreements"
SEARCH_COMMON, EXPORT = "search, a common word", "export"
FIRST = "the first list, which builds the index"
PYTHON = "python"
_TIMES = 5


def case(count: int) -> str:
    """The description of a notebook with this number of conversations."""
    return f"{count:,} conversations"


def once(bench: Bench, number: int) -> None:
    """Run every query on every notebook, in turn."""
    for count in bench.notebooks:
        bench.say(f"notebook of {count:,} conversations")
        folder = bench.notebook(count)
        notebook = ("--notebook", str(folder))
        questions = {
            LIST: ours(*notebook, "list"),
            SEARCH: ours(*notebook, "search", RARE),
            SEARCH_COMMON: ours(*notebook, "search", COMMON),
            AGREEMENTS: ours(*notebook, "agreements", "--due", "30d"),
            EXPORT: ours(*notebook, "export", first(folder).stem, "-o", "-"),
        }
        with bench.tried(f"questions to {case(count)}"):
            shutil.rmtree(bench.folder / "home" / "cache", ignore_errors=True)
            measure = Measure(GROUP, FIRST, "ms", case(count))
            bench.figures.add(measure, AFSPRAAK, _timed(bench, questions[LIST]))
            for _ in range(_TIMES):
                alone = _timed(bench, [sys.executable, "-c", "pass"])
                bench.figures.add(Measure(GROUP, PASS, "ms"), PYTHON, alone)
                for name, command in questions.items():
                    measure = Measure(GROUP, name, "ms", case(count))
                    bench.figures.add(measure, AFSPRAAK, _timed(bench, command))


def _timed(bench: Bench, command: list[str]) -> float:
    """Milliseconds from start to end. Raises Stuck if the command fails."""
    began = time.perf_counter()
    run = subprocess.run(
        command, cwd=bench.folder, env=bench.environment, capture_output=True, check=False
    )
    ended = time.perf_counter()
    if run.returncode > 1:  # 1 tells that an agreement is late, or that nothing was found
        raise Stuck(run.stderr.decode("utf-8", "replace"))
    return (ended - began) * 1e3
