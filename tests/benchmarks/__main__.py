"""`python -m tests.benchmarks`: measure all programs side by side and print the table."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from .bench import Bench
from .measures import (
    commands,
    database,
    growing,
    idle,
    locking,
    meeting,
    milestones,
    notebook,
    quarantine,
    saving,
    screens,
    slow,
    start,
    styling,
    together,
    typing,
)
from .readme import rewrite
from .report import as_json
from .subjects import subjects
from .table import table

MEASURES: dict[str, Callable[[Bench, int], None]] = {
    "start": start.once,
    "milestones": milestones.once,
    "typing": typing.once,
    "screens": screens.once,
    "meeting": meeting.once,
    "slow": slow.once,
    "commands": commands.once,
    "saving": saving.once,
    "locking": locking.once,
    "growing": growing.once,
    "notebook": notebook.once,
    "styling": styling.once,
    "together": together.once,
    "quarantine": quarantine.once,
    "database": database.once,
    "idle": idle.once,
}
"""The measures, by their name on the command line."""


def main() -> int:
    """Measure, print the table, and write the requested files."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="afspraak-benchmarks-") as name:
        folder = Path(name)
        (folder / "home").mkdir()
        found, missing = subjects(folder / "home", options.posting)
        idle_seconds = _idle_seconds(options)
        bench = Bench(folder, found, options.rounds, options.quick, idle_seconds, options.truecolor)
        for number in range(bench.rounds):
            for measure in options.only or MEASURES:
                MEASURES[measure](bench, number)
        bench.say("")
    report = as_json(bench, missing)
    for text in bench.stuck:
        print(text, file=sys.stderr)
    print(table(report))
    if options.output:
        options.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if options.readme:
        rewrite(Path(__file__).with_name("README.md"), table(report))
    return 1 if bench.stuck else 0


def _idle_seconds(options: argparse.Namespace) -> float:
    if options.long:
        return 600.0
    return 10.0 if options.quick else 60.0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write JSON here")
    parser.add_argument("--only", nargs="+", choices=MEASURES, metavar="NAME",
                        help=f"measure only these: {', '.join(MEASURES)}")  # fmt: skip
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds (3; 1 with --quick)")
    parser.add_argument("--quick", action="store_true", help="one size of each, to try it out")
    parser.add_argument("--long", action="store_true", help="idle for ten minutes, not for one")
    parser.add_argument("--truecolor", action="store_true",
                        help="set COLORTERM=truecolor, which SSH by itself does not")  # fmt: skip
    parser.add_argument("--posting", metavar="PATH", help="the program posting, if not on PATH")
    parser.add_argument("--readme", action="store_true", help="put the table in README.md")
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 3)
    return options


if __name__ == "__main__":
    sys.exit(main())
