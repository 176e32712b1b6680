"""`python -m tests.fuzz.partner`: play a hostile partner against live sessions, and count.

Each script is played in a second process, which is started again if it dies: the script that it was
playing is then kept. `--minimise FILE` shortens what was kept.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ...checkout import ROOT
from ...support.isolation import isolate
from .engine import COUNTS, CURRENT
from .minimise import cause_of, shortest_script

_HIGHEST = ("features", "branches", "corpus", "slowest_step", "slowest_script", "memory")
"""Counts of which those of several processes are not added up."""


def main() -> int:
    """Do the requested work; return 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.partner", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long (60)")
    parser.add_argument("--seed", type=int, default=1, help="of chance (1)")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="go on with this corpus")
    parser.add_argument("--found", type=Path, metavar="FOLDER", default=Path("fuzz-found"),
                        help="where to keep what was found (fuzz-found/)")  # fmt: skip
    parser.add_argument("--try", dest="tried", type=Path, metavar="FILE")
    parser.add_argument("--minimise", type=Path, metavar="FILE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="afspraak-fuzz-", dir=_memory_disk()) as folder:
        room = Path(folder)
        isolate(room / "home")
        if options.tried:
            print(cause := cause_of(options.tried.read_bytes()) or "within the bounds")
            return int(cause != "within the bounds")
        if options.minimise:
            return _minimised(options.minimise)
        corpus = options.corpus or room / "corpus"
        for made in (corpus, options.found):
            made.mkdir(parents=True, exist_ok=True)
        return _fuzz(room, corpus, options.found, options.seconds, options.seed)


def _fuzz(room: Path, corpus: Path, found: Path, seconds: float, seed: int) -> int:
    began, deaths, broken = time.monotonic(), 0, 0
    totals: Counter[str] = Counter()
    while (left := seconds - (time.monotonic() - began)) > 0:
        (room / COUNTS).unlink(missing_ok=True)
        words = (room, corpus, found, left, seed + deaths)
        module = f"{__package__}.engine"
        child = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        broken += child.stdout.count("BROKEN ")
        print(child.stdout, end="", flush=True)
        _add(totals, room / COUNTS)
        _report(totals, deaths, broken)
        if child.returncode:
            deaths += 1
            kept = found / f"partner-death-{seed}-{deaths}"
            if not (room / CURRENT).exists():
                print(child.stderr[-2000:])
                return 1
            (room / CURRENT).replace(kept)
            name = signal.Signals(-child.returncode).name if child.returncode < 0 else "an error"
            print(f"DIED of {name}: {kept}\n{child.stderr[-2000:]}", flush=True)
    _report(totals, deaths, broken)
    return int(bool(deaths or broken))


def _report(totals: Counter[str], deaths: int, broken: int) -> None:
    print(
        f"{totals['seconds']:,.0f} s: {totals['scripts']:,} scripts with {totals['steps']:,} "
        f"steps, {totals['frames']:,} updates of the partner received, {totals['changes']:,} "
        f"times the document changed\n"
        f"{totals['branches']:,} branches, {totals['features']:,} features, corpus "
        f"{totals['corpus']:,}\n"
        f"slowest step {totals['slowest_step']:.2f} s and script {totals['slowest_script']:.2f} s "
        f"(traced), most memory {totals['memory'] >> 20} MiB\n"
        f"{deaths} deaths, {broken} other finds",
        flush=True,
    )


def _add(totals: Counter[str], path: Path) -> None:
    counts = json.loads(path.read_text()) if path.exists() else {}
    for name, value in counts.items():
        totals[name] = max(totals[name], value) if name in _HIGHEST else totals[name] + value


def _minimised(path: Path) -> int:
    short = shortest_script(path.read_bytes())
    if short is None:
        print(f"{path}: within the bounds")
        return 0
    path.with_name(f"{path.name}.min").write_bytes(short)
    print(f"{path}.min: {cause_of(short)}\n{short.decode()}")
    return 1


def _memory_disk() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    assert Path.cwd() == ROOT, "run it in the root of the checkout"
    sys.exit(main())
