"""`python -m tests.mutation --floor tui`: change the program, and report which test detects it.

First `--record`: run the tests named once and record which functions each calls. Then a random
sample: each mutation is made in a copy of the checkout, and the tests that call the function run
until one fails. `--broad` runs more tests against a survivor. A person judges whether a survivor
changes the behaviour of the program at all.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from random import Random

from .mutations import Mutation, by_line, compiles, mutations
from .running import ROOT, Copy
from .selection import Calls, capped, choose, existing

_FLOORS = ("tui", "widgets", "data")
_CALLS = Path(tempfile.gettempdir()) / "afspraak-mutation-calls.json"


def main() -> int:
    """Record, or try a sample; 1 if a mutation survived."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="afspraak-mutation-") as room:
        if options.record is not None:
            return _record(Copy(Path(room) / "0"), options)
        if not options.calls.exists():
            print(f"There is no {options.calls}: --record first.")
            return 2
        sample = _sample(options)
        if options.survivors:
            left = set(options.survivors.read_text().splitlines())
            sample = [each for each in sample if f"{_told(*each)}\tSURVIVED" in left]
        if options.list:
            for file, each in sample:
                print(f"{file}:{each.line}\t{each.function}\t{each.what}")
            return 0
        return _try(sample, Path(room), options)


def _record(copy: Copy, options: argparse.Namespace) -> int:
    folder = copy.root.parent / "calls"
    folder.mkdir()
    words = ["-p", f"{__package__}.calls", "-n", str(options.jobs), *options.record]
    code, output = copy.pytest(words, environment={"AFSPRAAK_CALLS": str(folder)})
    calls = json.loads(options.calls.read_text()) if options.calls.exists() else {}
    for part in folder.iterdir():
        calls |= json.loads(part.read_text())
    options.calls.write_text(json.dumps(calls))
    print(output[-2000:])
    print(f"{len(calls)} test functions in {options.calls}")
    return code or 0


def _sample(options: argparse.Namespace) -> list[tuple[str, Mutation]]:
    """Return random mutations of a floor: a line each, every line that can change alike likely."""
    chance = Random(options.seed)
    lines: list[tuple[str, Sequence[Mutation]]] = []
    for path in sorted((ROOT / options.floor).rglob("*.py")):
        file = str(path.relative_to(ROOT))
        if file.startswith("data/i18n/locale/") or not any(each in file for each in options.only):
            continue
        lines += [(file, group) for group in by_line(mutations(path.read_text()))]
    chance.shuffle(lines)
    sample: list[tuple[str, Mutation]] = []
    for file, group in lines:
        if len(sample) == options.count:
            break
        mutation = chance.choice(group)
        if compiles(mutation.apply((ROOT / file).read_text())):
            sample.append((file, mutation))
    return sample


def _try(sample: list[tuple[str, Mutation]], room: Path, options: argparse.Namespace) -> int:
    calls = existing(ROOT, json.loads(options.calls.read_text()))
    copies: Queue[Copy] = Queue()
    for number in range(options.jobs):
        copies.put(Copy(room / str(number)))

    def one(chosen: tuple[str, Mutation]) -> str:
        copy = copies.get()
        try:
            return _noticed(copy, calls, *chosen, options)
        finally:
            copies.put(copy)

    survived = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for (file, mutation), result in zip(sample, pool.map(one, sample), strict=True):
            by = result or "SURVIVED"
            survived += not result
            print(f"{_told(file, mutation)}\t{by}", flush=True)
    print(f"\n{options.floor}, seed {options.seed}: {len(sample)} mutations, "
          f"{len(sample) - survived} noticed, {survived} survived")  # fmt: skip
    return 1 if survived else 0


def _told(file: str, mutation: Mutation) -> str:
    return f"{file}:{mutation.line}\t{mutation.what}"


def _noticed(
    copy: Copy, calls: Calls, file: str, mutation: Mutation, options: argparse.Namespace
) -> str:
    """Return the test that fails with a mutation and passes without it; "" if none does."""
    choices = choose(copy.root, calls, file, mutation.function)
    first, rest = capped(choices, options.seconds)
    if options.broad:
        more, _ = capped([each for each in choices if each.test in set(rest)], options.broad)
    else:
        more = []
    mutated = mutation.apply((copy.root / file).read_text())
    for tests, seconds in ((first, options.seconds), (more, options.broad)):
        left = list(tests)
        while left:
            with copy.broken(file, mutated):
                found = copy.run(left, 60 + 3 * seconds)
            if not found:
                break
            if "::" not in found or not copy.run([found], 120):
                return found
            # It fails by itself: go on with those behind it.
            name = found.partition("[")[0]
            left = left[left.index(name) + 1 :] if name in left else []
    return ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--floor", choices=_FLOORS, default="tui")
    parser.add_argument("--only", action="append", metavar="PART", default=None,
                        help="only files that have this in their path")  # fmt: skip
    parser.add_argument("--count", type=int, default=40, help="how many mutations (40)")
    parser.add_argument("--seed", type=int, default=14, help="of chance (14)")
    parser.add_argument("--seconds", type=float, default=30,
                        help="how long the tests of one mutation take together (30)")  # fmt: skip
    parser.add_argument("--broad", type=float, default=0, metavar="SECONDS",
                        help="then run a survivor against more tests (0)")  # fmt: skip
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    parser.add_argument("--survivors", type=Path, metavar="LOG",
                        help="of the same sample, only those that an earlier run left")  # fmt: skip
    parser.add_argument("--list", action="store_true", help="list the sample, and run nothing")
    parser.add_argument("--calls", type=Path, default=_CALLS, help=f"the record ({_CALLS})")
    parser.add_argument("--record", nargs="+", metavar="TESTS",
                        help="run these tests once and record what each calls")  # fmt: skip
    options = parser.parse_args()
    options.only = options.only or [""]
    return options


if __name__ == "__main__":
    sys.exit(main())
