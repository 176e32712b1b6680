"""What the quarantine costs: time of a key of the other partner, and memory of a shared session."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from statistics import median

from afspraak.data.crdt.quarantine.quarantine import Quarantine
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.fields import FieldKey
from afspraak.data.session.session import Session
from afspraak.data.text.splice import Splice

from ...support.terminal.terminal import key, sequence
from ..bench import Bench
from ..documents import sentence
from ..figures import Measure
from ..program import Program
from ..subjects import AFSPRAAK, ours
from .together import HERE, pair, seen

GROUP = "Quarantine"
CASE = "a document of 50 kB"
TRIED, NOT_TRIED = "a key of the other that is tried first", "a key of the other"
SHARED, NOT_SHARED = "memory, shared, another is present", "memory, not shared"
_BYTES = 50_000
_KEYS = 100
_PAUSE = 0.02
"""Seconds between two keys, as no processor keeps all in its caches while nobody types."""
_TYPED = "the quick brown fox "


def once(bench: Bench, number: int) -> None:
    """Receive keys with the quarantine and without it; open a conversation shared and not."""
    with bench.tried("quarantine, keys"):
        _receive(bench, number)
    with bench.tried("quarantine, memory"):
        _open(bench)


def _receive(bench: Bench, number: int) -> None:
    document = _document(random.Random(number))
    times: dict[str, list[float]] = {TRIED: [], NOT_TRIED: []}
    other, plain, guarded = Replica(), Replica(), Replica()
    for replica in (other, plain, guarded):
        replica.apply(document)
    with closing(Quarantine(guarded)) as quarantine:
        for _ in range(_KEYS):
            key_pressed = other.edit([Splice(len(other.notes), 0, "x", EMPLOYEE)])[1]
            time.sleep(_PAUSE)
            began = time.perf_counter()
            plain.receive(key_pressed)
            between = time.perf_counter()
            _pass(quarantine, guarded, key_pressed)
            times[NOT_TRIED].append(between - began)
            times[TRIED].append(time.perf_counter() - between)
    for name, seconds in times.items():
        bench.figures.add(Measure(GROUP, name, "ms", CASE), AFSPRAAK, median(seconds) * 1e3)


def _pass(quarantine: Quarantine, replica: Replica, update: bytes) -> None:
    def take(_: int) -> None:
        replica.receive(update)

    def refuse(_: int, error: ReplicaError) -> None:
        raise error

    quarantine.pass_through([update], take, refuse)


def _document(chance: random.Random) -> bytes:
    """A document that both wrote in eight sessions, here and there, with thirty agreements."""
    document = Replica().document()
    for session in range(8):
        replica = Replica()
        replica.apply(document)
        by = EMPLOYEE if session % 2 else MANAGER
        for row in range(4):
            for name in ("text", "order", "owner", "due"):
                field = FieldKey("agreement", RowId(f"{session}-{row}"), name)
                replica.edit((), {field: sentence(chance, 4)})
        while len(replica.document()) < _BYTES * (session + 1) // 8:
            place = chance.choice([len(replica.notes), chance.randrange(len(replica.notes) + 1)])
            replica.edit([Splice(place, 0, sentence(chance, 6), by)])
            if chance.random() < 0.3:
                place = chance.randrange(len(replica.notes) - 8)
                replica.edit([Splice(place, chance.randrange(1, 8), "")])
        document = replica.document()
    return document


def _open(bench: Bench) -> None:
    with pair(bench, HERE, "") as (jan, anna):
        alone = bench.folder / "together" / "alone"
        replica = Session.open_read_only(bench.folder / "together" / "anna" / "talk.json")
        Session.from_replica(alone / "talk.json", replica.replicas.shared.replica).close()
        command = [*ours("--notebook"), str(alone), "open", "talk"]
        with Program(command, bench.folder, bench.environment) as unshared:
            unshared.quiet(1.0)
            for program in (anna, unshared):
                program.press(sequence(key("desk.pane.notes")).encode())
                program.send(_TYPED.encode())
            seen(jan, _TYPED.strip())
            for program in (jan, unshared):
                program.quiet(1.0)
            for name, program in ((SHARED, jan), (NOT_SHARED, unshared)):
                memory = sum(map(_memory, _family(program.process.pid)))
                bench.figures.add(Measure(GROUP, name, "MB", HERE), AFSPRAAK, memory)


def _family(process: int) -> Iterator[int]:
    """A process and its descendants."""
    yield process
    for thread in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # it has just ended
            children = (thread / "children").read_text("ascii")
            for child in children.split():
                yield from _family(int(child))


def _memory(process: int) -> float:
    """The memory of a process in MB; shared pages are divided among their processes."""
    words = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").split()
    return int(words[words.index("Pss:") + 1]) / 1024
