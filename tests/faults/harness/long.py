"""All fault kinds with their number of rounds, for the long run."""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from ...support.servers import postgres
from ...support.servers.sharing_environment import pretend_ssh, share_within
from . import file_kills, injected, power_cuts, program_kills, server_kills, sharing_kills, traced
from .counts import Bound, Count
from .nursery import Nursery

Told = Callable[[Count], None]


class Part(NamedTuple):
    """A kind of fault. `run` gets a folder, a bound and a callback for progress."""

    name: str
    short: int
    long: int
    run: Callable[[Path, Bound, Told], Count]


def parts(nursery: Nursery, seed: int) -> list[Part]:
    """All kinds; `long` counts rounds, and those of sharing have several kills each."""
    files = {name: 10_000 // len(file_kills.KINDS) + 1 for name in file_kills.KINDS}
    short = {"carrying_over": 10, "merging": 10, "exporting": 10}
    rounds = 100 // sharing_kills.KILLS_A_ROUND // 2
    found = [
        Part(f"power cut, {name}", 400, 10**6, _power_cuts(name, seed)) for name in power_cuts.WORKS
    ]
    if traced.usable():
        for name in injected.WORKS:
            found.append(Part(f"calls, {name}", 25, 10**6, _calls(name, nursery, seed, False)))
            found.append(Part(f"pairs, {name}", 25, 10**6, _calls(name, nursery, seed, True)))
    else:
        print("no strace here that may trace: no system calls fail", file=sys.stderr)
    found += [
        Part(name, short.get(name, 30), files[name], _file_kills(name, nursery, seed))
        for name in file_kills.KINDS
    ]
    found.append(Part("sharing", 2, rounds, _sharing_kills(seed, "")))
    found.append(Part("sharing over a line", 2, rounds, _sharing_kills(seed, "box")))
    found += _of_a_database(seed, rounds)
    # Last, for it is the slowest: within a given time it gets what the others left.
    found.append(Part("program", 4, 1_000, _program_kills(seed)))
    return found


def _file_kills(name: str, nursery: Nursery, seed: int) -> Callable[[Path, Bound, Told], Count]:
    kind = file_kills.KINDS[name]
    return lambda folder, bound, told: file_kills.kills(
        kind, folder, bound, nursery, random.Random(f"{seed}{name}"), told
    )


def _program_kills(seed: int) -> Callable[[Path, Bound, Told], Count]:
    return lambda folder, bound, told: program_kills.kills(folder, bound, random.Random(seed), told)


def _sharing_kills(seed: int, host: str) -> Callable[[Path, Bound, Told], Count]:
    def run(folder: Path, bound: Bound, told: Told) -> Count:
        folder.mkdir()
        with pytest.MonkeyPatch.context() as monkeypatch:
            share_within(folder, monkeypatch)
            pretend_ssh(folder, monkeypatch)
            between = sharing_kills.over_a_folder(host)
            return sharing_kills.kills(folder, bound, random.Random(seed), between, told)

    return run


def _of_a_database(seed: int, rounds: int) -> list[Part]:
    if reason := postgres.why_not():
        print(f"no server of a database can be started here: {reason}", file=sys.stderr)
        return []

    def of_who_share(folder: Path, bound: Bound, told: Told) -> Count:
        with postgres.server() as server:
            between = sharing_kills.over_a_database(server)
            return sharing_kills.kills(folder, bound, random.Random(seed), between, told)

    def of_the_server(folder: Path, bound: Bound, told: Told) -> Count:
        with postgres.server() as server:
            return server_kills.kills(folder, bound, random.Random(seed), server, told)

    return [
        Part("sharing over a database", 2, rounds, of_who_share),
        Part("the database server, killed while two type", 2, 20, of_the_server),
    ]


def _power_cuts(name: str, seed: int) -> Callable[[Path, Bound, Told], Count]:
    def run(folder: Path, bound: Bound, told: Told) -> Count:
        return power_cuts.cut(power_cuts.WORKS[name], folder, most=bound.rounds, seed=seed)

    return run


def _calls(
    name: str, nursery: Nursery, seed: int, in_pairs: bool
) -> Callable[[Path, Bound, Told], Count]:
    work = injected.WORKS[name]
    return lambda folder, bound, told: injected.fail(
        work, folder, bound, nursery, random.Random(seed), in_pairs=in_pairs, told=told
    )


@contextmanager
def telling(name: str, rounds: int) -> Iterator[Told]:
    """Show the progress on standard error, if that is a terminal."""
    last = 0.0

    def told(count: Count) -> None:
        nonlocal last
        if sys.stderr.isatty() and time.monotonic() - last > 1:
            last = time.monotonic()
            most = f" of {rounds}" if rounds < 10**6 else ""
            print(f"\r{name}: {count.rounds}{most}   ", end="", file=sys.stderr, flush=True)

    yield told
    if sys.stderr.isatty():
        print("\r" + " " * 60 + "\r", end="", file=sys.stderr, flush=True)


def run(part: Part, folder: Path, bound: Bound) -> Count:
    """Run one kind; its files remain if it failed."""
    room = folder / part.name.replace(" ", "-").replace(",", "")
    with telling(part.name, bound.rounds) as told:
        count = part.run(room, bound, told)
    if count.sound:
        shutil.rmtree(room, ignore_errors=True)
    return count
