"""Start-up by milestone: the time from the interpreter to the panes."""

from __future__ import annotations

import subprocess
import sys
import time

from ..bench import Bench, visible
from ..figures import Measure
from ..subjects import AFSPRAAK, BARE

GROUP = "Where start-up goes, milliseconds from the beginning"
INTERPRETER, FRAMEWORK, OWN = "the interpreter", "and textual.app", "and all that is imported"
FIRST_BYTE, SHOWN = "first byte to the terminal", "the three panes"
_FRAMEWORK = "import textual.app"
_OWN = {
    AFSPRAAK: "import afspraak.tui.cli.main, afspraak.tui.app.application",
    BARE: f"{_FRAMEWORK}, textual.containers, textual.widgets; "
    "from textual.widgets import DataTable, Label, ListItem, ListView, TextArea",
}
"""The modules that each program imports before its first output."""
_TIMES = 5


def once(bench: Bench, number: int) -> None:
    """Measure the milestones of afspraak and of the bare application in turn."""
    for _ in range(1 if bench.quick else _TIMES):
        for subject in bench.in_turn(number):
            if subject.name not in _OWN:
                continue
            with bench.tried(f"milestones of {subject.name}"):
                for name, code in (
                    (INTERPRETER, "pass"),
                    (FRAMEWORK, _FRAMEWORK),
                    (OWN, _OWN[subject.name]),
                ):
                    _add(bench, name, subject.name, _imported(bench, code))
                with bench.start(subject, 2) as program:
                    first = program.until(lambda program=program: program.received > 0)  # type: ignore[misc]
                    _add(bench, FIRST_BYTE, subject.name, first - program.began)
                    shown = program.until(lambda s=subject, p=program: visible(p, s.shown))  # type: ignore[misc]
                    _add(bench, SHOWN, subject.name, shown - program.began)


def _add(bench: Bench, name: str, subject: str, seconds: float) -> None:
    bench.figures.add(Measure(GROUP, name, "ms"), subject, seconds * 1e3)


def _imported(bench: Bench, code: str) -> float:
    """Seconds of a Python process that only runs this code."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=bench.environment)
    return time.perf_counter() - began
