"""What a save costs in notebooks of different sizes."""

from __future__ import annotations

import time

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session

from ..bench import Bench
from ..figures import Measure
from ..notebooks import first
from ..subjects import AFSPRAAK
from .commands import case

GROUP = "Saving one conversation"
SAVE = "a save after one key"
_TIMES = 15


def once(bench: Bench, number: int) -> None:
    """Save the newest conversation of each notebook, in turn. `first` caches warm up uncounted."""
    bench.say("saving")
    sessions = {n: Session.open(first(bench.notebook(n))) for n in bench.notebooks}
    try:
        for time_number in range(_TIMES + 1):
            for count, session in sessions.items():
                session.do(Write(0, 0, "x"))
                began = time.perf_counter()
                session.save()
                ended = time.perf_counter()
                if time_number:
                    measure = Measure(GROUP, SAVE, "ms", case(count))
                    bench.figures.add(measure, AFSPRAAK, (ended - began) * 1e3)
    finally:
        for session in sessions.values():
            session.close()
