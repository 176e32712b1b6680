"""`python -m tests.faults`: inject faults and print the results.

--short             as often as the tests do
--long              10,000 kills of writing processes, 1,000 of the whole program, 150 of sharing
                    programs, 20 of a database server; every system call of a save, alone and in
                    pairs; every power cut
--minutes N         at most N minutes, divided among the kinds; report the counts reached
--seed N            other random moments: the counts of runs with different seeds add up
--add FILE          add to the counts in this file
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from ..support.isolation import isolate
from .harness.counts import Bound, Count, table
from .harness.long import Part, parts, run
from .harness.nursery import Nursery


def main() -> int:
    """Run the requested kinds and print the table; return 1 if anything was lost or unreadable."""
    options = _options()
    kept = _kept(options.add)
    seed = options.seed + sum(count.rounds for count in kept.values())
    folder = Path(tempfile.mkdtemp(prefix="afspraak-faults-"))
    isolate(folder / "home")
    end = None if options.minutes is None else time.monotonic() + options.minutes * 60
    with Nursery() as nursery:
        wanted = [part for part in parts(nursery, seed) if _wanted(part, options)]
        for number, part in enumerate(wanted):
            before = kept.get(part.name)
            rounds = part.short if options.short else part.long
            left = None if end is None else max(0.0, end - time.monotonic())
            seconds = None if left is None else left / (len(wanted) - number)
            if before is not None and rounds < 10**6:
                rounds = max(0, rounds - before.rounds)
            count = run(part, folder, Bound(rounds, seconds))
            if before is not None:
                count.add(before)
            kept[part.name] = count
            _keep(options.add, kept)
    for line in [line for count in kept.values() for line in count.wrong]:
        print(line, file=sys.stderr)
    print(table(kept.values()))
    sound = all(count.sound for count in kept.values())
    if not sound:
        print(f"what is left of it: {folder}", file=sys.stderr)
    return 0 if sound else 1


def _wanted(part: Part, options: argparse.Namespace) -> bool:
    return not options.only or any(part.name.startswith(name) for name in options.only)


def _kept(file: Path | None) -> dict[str, Count]:
    if file is None or not file.exists():
        return {}
    read = json.loads(file.read_text(encoding="utf-8"))
    return {name: Count(**values) for name, values in read.items()}


def _keep(file: Path | None, counts: dict[str, Count]) -> None:
    if file is not None:
        told = {name: asdict(count) for name, count in counts.items()}
        file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--short", action="store_true", help="as often as the tests do")
    size.add_argument("--long", action="store_true", help="as often as before a release")
    parser.add_argument("--minutes", type=float, metavar="N", help="stop after so many minutes")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="other moments")
    parser.add_argument("--add", type=Path, metavar="FILE", help="add to the counts kept here")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="what begins with these names")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
