"""`python -m tests.fuzz TARGET…`: fuzz parsers and report failures.

The fuzzing is coverage-guided, by atheris (the extra `fuzz`). `--large` works without atheris: it
repeats a piece of valid input up to a megabyte. `--try FILE…` reports whether inputs stay within
the limits, and `--minimise FILE` minimises an input that does not.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from ..support.isolation import isolate
from .bounds import Broken, held
from .minimise import shortest
from .mutation import many
from .targets import TARGETS

_PROGRESS = re.compile(r"#(\d+)\s+(INITED|DONE)\s+cov: (\d+) ft: (\d+) corp: (\d+)")


def main() -> int:
    """Do the requested work; return 1 if a limit was exceeded."""
    options = _options()
    # What is read may change the user's own settings, notebook and cache: there are none here.
    with tempfile.TemporaryDirectory(prefix="afspraak-fuzz-") as home:
        isolate(Path(home))
        os.environ.update(RUST_BACKTRACE="0", LANG="C.UTF-8")
        options.found.mkdir(parents=True, exist_ok=True)
        if options.tried:
            return max(_tried(options.targets[0], path) for path in options.tried)
        if options.minimise:
            return _minimised(options.targets[0], options.minimise)
        one = _large if options.large else _guided
        return max([one(name, options) for name in options.targets or TARGETS])


def _guided(name: str, options: argparse.Namespace) -> int:
    corpus = options.corpus / name if options.corpus else Path(tempfile.mkdtemp())
    corpus.mkdir(parents=True, exist_ok=True)
    package = (__package__ or "").rpartition(".")[0]
    words = (name, options.seconds, corpus, options.found, options.bytes)
    child = subprocess.run(
        [sys.executable, "-m", f"{package}.fuzz.engine", *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    told = {match[2]: match for match in _PROGRESS.finditer(child.stderr)}
    broken = [line for line in child.stderr.splitlines() if line.startswith("BROKEN ")]
    broken += [line for line in child.stderr.splitlines() if "mutation.py" in line]
    if "DONE" in told and "INITED" in told:
        first, last = told["INITED"], told["DONE"]
        print(f"{name:13} {int(last[1]):>9,} inputs  coverage {first[3]} -> {last[3]}  "
              f"features {first[4]} -> {last[4]}  corpus {last[5]}  broken {len(broken)}",
              flush=True)  # fmt: skip
    else:
        print(f"{name:13} ended by itself:\n{child.stderr[-2000:]}", flush=True)
    print(*broken, sep="\n", end="\n" if broken else "", flush=True)
    if not options.corpus:
        shutil.rmtree(corpus)
    return 1 if broken or "DONE" not in told else 0


def _large(name: str, options: argparse.Namespace) -> int:
    known: set[str] = set()
    count, worst = 0, 0.0
    random = Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="afspraak-fuzz-") as room:
        reader = TARGETS[name](Path(room))
        end = time.monotonic() + options.seconds
        while time.monotonic() < end:
            data = many(random.choice(reader.seeds), random, reader.most)
            began = time.process_time()
            count += 1
            try:
                held(reader, data, reader.seconds)
            except Broken as broken:
                if broken.where not in known:
                    known.add(broken.where)
                    kept = options.found / f"{name}-large-{len(known)}"
                    kept.write_bytes(data)
                    print(f"BROKEN {kept.name}: {broken}", flush=True)
            worst = max(worst, time.process_time() - began)
    print(
        f"{name:13} {count:>9,} inputs of {reader.most >> 10} kB  slowest {worst:.2f} s", flush=True
    )
    return 1 if known else 0


def _tried(name: str, path: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="afspraak-fuzz-") as room:
        try:
            held(TARGETS[name](Path(room)), path.read_bytes())
        except Broken as broken:
            print(f"{path}: {broken}")
            return 1
    print(f"{path}: within the bounds")
    return 0


def _minimised(name: str, path: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="afspraak-fuzz-") as room:
        short = shortest(TARGETS[name](Path(room)), path.read_bytes())
    if short is None:
        print(f"{path}: within the bounds")
        return 0
    path.with_name(f"{path.name}.min").write_bytes(short)
    print(f"{path}.min: {len(short)} bytes\n{short[:400]!r}")
    return 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET",
                        help=f"what to try, else all of {', '.join(TARGETS)}")  # fmt: skip
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--bytes", type=int, default=1 << 15, help="the longest input (32768)")
    parser.add_argument("--large", action="store_true", help="a megabyte of the same, unguided")
    parser.add_argument("--seed", type=int, default=1, help="of chance, with --large (1)")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="go on with this corpus")
    parser.add_argument("--found", type=Path, metavar="FOLDER", default=Path("fuzz-found"),
                        help="where to keep what broke a bound (fuzz-found/)")  # fmt: skip
    parser.add_argument("--try", dest="tried", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--minimise", type=Path, metavar="FILE")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no target: {', '.join(sorted(unknown))}")
    if (options.tried or options.minimise) and len(options.targets) != 1:
        parser.error("name the one target that the file is for")
    return options


if __name__ == "__main__":
    sys.exit(main())
