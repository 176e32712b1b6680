"""The time of a save in notebooks of different sizes, and the share of TinyDB in it."""

from __future__ import annotations

import base64
import time
from pathlib import Path

from afspraak.data.crdt.replica import Replica
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.storage.database import ConversationDatabase
from afspraak.data.storage.json_storage import DurableStorage
from afspraak.data.storage.strict_json import Tables
from afspraak.data.storage.tables import SYNC_TABLE

from ..bench import Bench
from ..documents import document
from ..figures import Measure
from ..notebooks import first
from ..subjects import AFSPRAAK
from .commands import case

GROUP = "Saving one conversation"
SAVE = "a save after one key"
TINYDB_GROUP = "A conversation file through TinyDB beside the same tables as plain JSON"
TINYDB_OPEN, TINYDB_SAVE = "opening it", "writing it"
SIZES = (2, 200)
"""Sizes of the notes in kilobytes."""
_TIMES = 15
_TINYDB_TIMES = 60
"""Repetitions: waiting for the disk takes most of a write, and varies."""


def once(bench: Bench, number: int) -> None:
    """Save the newest conversation of each notebook, in turn, after uncounted warm-up saves."""
    bench.say("saving")
    sessions = {n: Session.open(first(bench.notebook(n))) for n in bench.notebooks}
    try:
        for time_number in range(_TIMES + 1):
            for count, session in sessions.items():
                session.apply(Write(0, 0, "x"))
                began = time.perf_counter()
                session.save()
                ended = time.perf_counter()
                if time_number:
                    measure = Measure(GROUP, SAVE, "ms", case(count))
                    bench.figures.add(measure, AFSPRAAK, (ended - began) * 1e3)
    finally:
        for session in sessions.values():
            session.close()
    for size in SIZES:
        folder = bench.folder / f"saving-{number}-{size}"
        _tinydb_and_json(bench, document(folder, size).folder / "nb" / "anna.json", size)


def _tinydb_and_json(bench: Bench, path: Path, size: int) -> None:
    """Open and write the same file with and without TinyDB; both check and fsync."""
    timed = {"TinyDB": _through_tinydb, "plain JSON": _as_json}
    for time_number in range(_TINYDB_TIMES + 1):
        took = {name: timed[name](path) for name in sorted(timed, reverse=time_number % 2 == 1)}
        if not time_number:
            continue
        for place, name in enumerate((TINYDB_OPEN, TINYDB_SAVE)):
            ratio = took["TinyDB"][place] / took["plain JSON"][place]
            for told, times in took.items():
                _add(bench, name, "ms", f"{told}, {size} kB", times[place] * 1e3)
            _add(bench, name, "x", tinydb_case(size), ratio)


def tinydb_case(size: int) -> str:
    """The description of the ratio for `size` kilobytes of notes."""
    return f"TinyDB over plain JSON, {size} kB"


def _add(bench: Bench, name: str, unit: str, told: str, value: float) -> None:
    bench.figures.add(Measure(TINYDB_GROUP, name, unit, told), AFSPRAAK, value)


def _through_tinydb(path: Path) -> tuple[float, float]:
    began = time.perf_counter()
    database = ConversationDatabase(path)
    database.reload()
    rows = {name: database.table(name).all() for name in database.tables()}
    Replica().apply(base64.b64decode(rows[SYNC_TABLE][0]["document"]))
    read = time.perf_counter()
    database.replace(rows)
    database.save()
    return read - began, time.perf_counter() - read


def _as_json(path: Path) -> tuple[float, float]:
    began = time.perf_counter()
    storage = DurableStorage(path)
    tables: Tables = storage.read() or {}
    Replica().apply(base64.b64decode(tables[SYNC_TABLE]["1"]["document"]))
    read = time.perf_counter()
    storage.write(tables)
    return read - began, time.perf_counter() - read
