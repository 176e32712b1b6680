"""The time of importing a long text file: of twice the lines about twice the time."""

from __future__ import annotations

import time

from afspraak.data.exchange.import_file import parse_conversation
from afspraak.data.exchange.import_tasks import Importer

from ..bench import Bench
from ..figures import Measure
from ..subjects import AFSPRAAK

GROUP = "Importing a text file"
IMPORT = "importing it"
SIZES = (7_000, 14_000)
"""Numbers of lines."""
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


def case(lines: int) -> str:
    """The description of a file of this length."""
    return f"{lines:,} lines"


def once(bench: Bench, number: int) -> None:
    """Import files of each length, in turn, after one that warms up."""
    del number
    bench.say("importing")
    for time_number in range(_TIMES + 1):
        for lines in SIZES:
            text = text_of(lines)
            began = time.perf_counter()
            parse_conversation(text, "talk.md", Importer("manager", "Jan"), "en")
            took = time.perf_counter() - began
            if time_number:
                bench.figures.add(Measure(GROUP, IMPORT, "ms", case(lines)), AFSPRAAK, took * 1e3)


def text_of(lines: int) -> str:
    """Public-style minutes of as many lines."""
    blocks = (_BLOCK.format(number) for number in range(lines // _BLOCK.count("\n") + 1))
    return "\n".join(["# Minutes", *"".join(blocks).split("\n")][:lines]) + "\n"
