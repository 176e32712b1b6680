"""Sharing over PostgreSQL, by number of conversations and of simultaneous programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

import psycopg

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import MANAGER, Login, Slug
from afspraak.data.model.fields import to_fields
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.sync.fetch_shares import fetch_shares
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import LogOffsets
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.text.splice import Splice

from ...checkout import IMPORT_ROOT
from ...support.servers import postgres
from ...support.servers.postgres import Server
from ..bench import Bench
from ..crowd import PAYLOAD
from ..figures import Measure
from ..subjects import AFSPRAAK

GROUP = "Over PostgreSQL, by the number of conversations in it"
CROWD = "Over PostgreSQL, programs at once"
SEEN, MEET, OFFERS = "a key until the other has it", "to enter a conversation", "what is shared"
WRITE, SIZE = "updates a second, one writer", "on disk, a conversation"
FOUND = "all of one's taken in"
_COUNTS = (1, 100, 1_000, 10_000)
_PROGRAMS = ((2, 0), (50, 0), (20, 180), (200, 0))
"""Pairs of (programs in meetings of two, programs of people who prepare alone)."""
_MINE = 20
"""The number of conversations of one manager."""
_KEYS = 200
_PROCESSES = 20
_PAUSE = 0.25
"""Seconds between two keys: 48 words a minute."""


def once(bench: Bench, number: int) -> None:
    """Fill a database step by step, and measure after each step."""
    if reason := postgres.why_not():
        if not number:
            bench.say(f"database: not measured, {reason}")
        return
    with bench.tried("database"), postgres.server(on_disk=True) as server:
        counts = _COUNTS[:2] if bench.quick else _COUNTS
        filled = 0
        for count in counts:
            bench.say(f"a database of {count:,} conversations")
            _fill(server, filled, count)
            filled = count
            _measured(bench, server, f"{count:,} conversations", count)
        for meeting, alone in _PROGRAMS[:1] if bench.quick else _PROGRAMS:
            bench.say(f"{meeting + alone} programs at once")
            _crowd(bench, server, meeting, alone)


def _add(bench: Bench, name: str, unit: str, case: str, *values: float, group: str = GROUP) -> None:
    bench.figures.add(Measure(group, name, unit, case), AFSPRAAK, *values)


def _fill(server: Server, first: int, last: int) -> None:
    """Conversations as they lie there after a year: a snapshot of each of both, and 50 keys.

    The first ones are jan's and anna's; the others are between people who only have names.
    """
    snapshot = _document()
    with psycopg.connect(server.administrator) as connection:
        connection.execute(
            "create temporary table new (id uuid, owner name, other name) on commit drop"
        )
        with connection.cursor().copy("copy new from stdin") as copy:
            for number in range(first, last):
                pair = ("jan", "anna") if number < _MINE else (f"m{number // 10}", f"e{number}")
                copy.write_row((uuid4(), *pair))
        about = json.dumps(
            ShareMetadata("Planning 2027", ("Jan Bakker", "Anna de Vries"), Slug("anna"))._asdict()
        )
        connection.execute(
            "insert into afspraak.conversation (id, owner, about) select id, owner, %s from new",
            (about,),
        )
        connection.execute(
            "insert into afspraak.member (conversation, login) "
            "select id, who from new, unnest(array[owner, other]) as who"
        )
        connection.execute(
            "insert into afspraak.update (conversation, author, client, n, payload) "
            "select id, who, 1, 1, %s from new, unnest(array[owner, other]) as who",
            (snapshot,),
        )
        connection.execute(
            "insert into afspraak.update (conversation, author, client, n, payload) "
            "select id, owner, 2, n, decode(repeat(md5(id::text || n), 2), 'hex') "
            "from new, generate_series(1, 50) as n"
        )
    with psycopg.connect(server.administrator, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")


def _document() -> bytes:
    """A document of some 10 kB, like a conversation after a talk."""
    replica = Replica()
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    replica.edit((), to_fields(conversation))
    for number in range(60):
        text = f"{number}: what was said about the runbook, the portal and the course.\n"
        replica.edit([Splice(len(replica.notes), 0, text, MANAGER)])
    return replica.document()


def _measured(bench: Bench, server: Server, case: str, count: int) -> None:
    jan, anna = server.url("jan"), server.url("anna")
    with closing(PostgresHost(jan)) as host:
        times = [_timed(host.list_shares) for _ in range(21)]
        talk = host.list_shares()[0].id
    _add(bench, OFFERS, "ms", case, median(times) * 1e3)
    times = []
    for _ in range(11):
        began = time.perf_counter()
        with closing(PostgresRemote(anna, talk)) as store:
            shake_hands(store, Replica().state_vector)
            times.append(time.perf_counter() - began)
    _add(bench, MEET, "ms", case, median(times) * 1e3)
    with closing(PostgresRemote(jan, talk)) as one, closing(PostgresRemote(anna, talk)) as other:
        shake_hands(one, Replica().state_vector)
        seen = shake_hands(other, Replica().state_vector).offsets
        _add(bench, SEEN, "ms", case, median(_latencies(one, other, seen)) * 1e3)
    _add(bench, WRITE, "/s", case, _throughput(jan, talk))
    if count >= _MINE:
        notebook = bench.folder / f"taken-in-{count}"
        with closing(PostgresHost(anna)) as host:
            began = time.perf_counter()
            taken = fetch_shares(host, notebook)
            took = time.perf_counter() - began
        assert taken.new == _MINE and not taken.faults, taken
        _add(bench, f"{FOUND} ({_MINE})", "ms", case, took * 1e3)
    with psycopg.connect(server.administrator) as connection:
        told = connection.execute(
            "select sum(pg_total_relation_size(oid)) from pg_class "
            "where relnamespace = 'afspraak'::regnamespace and relkind = 'r'"
        ).fetchone()
    assert told is not None
    _add(bench, SIZE, "B", case, float(told[0]) / count)


def _timed(done: Callable[[], object]) -> float:
    began = time.perf_counter()
    done()
    return time.perf_counter() - began


def _latencies(one: PostgresRemote, other: PostgresRemote, seen: LogOffsets) -> Iterator[float]:
    came = threading.Event()
    other.watch(came.set)
    for _ in range(_KEYS):
        came.clear()
        began = time.perf_counter()
        one.append(bytes(PAYLOAD))
        while not (arrived := other.read_since(seen)).updates:
            assert came.wait(10), "nothing came"
            came.clear()
        yield time.perf_counter() - began
        seen = arrived.offsets


def _throughput(address: str, talk: str) -> float:
    """Updates a second of one writer who does not wait; waiting updates are sent together."""
    with closing(PostgresRemote(address, talk)) as store:
        shake_hands(store, Replica().state_vector)
        began = time.perf_counter()
        for _ in range(2_000):
            store.append(bytes(PAYLOAD))
        while store.unacknowledged:
            time.sleep(0.001)
        return 2_000 / (time.perf_counter() - began)


def _crowd(bench: Bench, server: Server, meeting: int, alone: int) -> None:
    """Run this number of programs, and measure memory and processor time of the server."""
    programs, pairs = meeting + alone, meeting // 2
    case = f"{programs} programs, {meeting if alone else 'all'} of them in meetings of two"
    with closing(PostgresHost(server.url("jan"))) as host:
        talks = [
            host.create_share(Login("anna"), ShareMetadata("", (), Slug("")))
            for _ in range(pairs + alone)
        ]
    before = _memory(server.processes())
    with ExitStack() as stack:
        crowd = [
            stack.enter_context(_process(bench, server, talks[:pairs], talks[pairs:], number))
            for number in range(min(_PROCESSES, pairs))
        ]
        for process in crowd:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
        processes = server.processes()
        used = _processor(processes)
        began = time.monotonic()
        for process in crowd:
            _say(process)
        told = [json.loads(process.stdout.readline()) for process in crowd if process.stdout]
        took = time.monotonic() - began
        used = _processor(processes) - used
        grown = _memory(server.processes()) - before
        for process in crowd:
            _say(process)
    latencies = sorted(one * 1e3 for report in told for one in report["latencies"])
    sent = sum(report["sent"] for report in told)
    assert all(report["done"] for report in told), "every key was seen"
    shares = quantiles(latencies, n=100)

    def add(name: str, unit: str, value: float) -> None:
        _add(bench, name, unit, case, value, group=CROWD)

    add("a key until the other has it, median", "ms", median(latencies))
    add("a key until the other has it, 95 of 100", "ms", shares[94])
    add("a key until the other has it, 99 of 100", "ms", shares[98])
    add("keys a second, all together", "/s", sent / took)
    add("the server's processor, of one core", "%", 100 * used / took)
    add("the server's memory, a program", "MB", grown / programs / 1e6)


def _process(
    bench: Bench, server: Server, meeting: Sequence[str], alone: Sequence[str], number: int
) -> subprocess.Popen[str]:
    """One process, with its share of the conversations."""
    seconds = 5 if bench.quick else 20
    words = ["--writer", server.url("jan"), "--reader", server.url("anna")]
    words += ["--seconds", str(seconds), "--pause", str(_PAUSE)]
    words += ["--meeting", *meeting[number::_PROCESSES], "--alone", *alone[number::_PROCESSES]]
    return subprocess.Popen(
        [sys.executable, "-m", "afspraak.tests.benchmarks.crowd", *words],
        cwd=IMPORT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _say(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def _memory(processes: Sequence[int]) -> float:
    """Bytes of memory; shared pages are divided among their processes."""
    total = 0
    for number in processes:
        with suppress(OSError):  # it has just ended
            told = Path(f"/proc/{number}/smaps_rollup").read_text().split()
            total += int(told[told.index("Pss:") + 1]) * 1024
    return total


def _processor(processes: Sequence[int]) -> float:
    """Seconds of processor time so far."""
    ticks = 0
    for number in processes:
        with suppress(OSError):
            told = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")
