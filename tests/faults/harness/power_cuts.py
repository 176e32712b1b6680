"""Checks of the disk after a power cut: of a save, of a journal, of typing and saving."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from afspraak.data.errors import StorageError
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_reader import read_journals
from afspraak.data.storage.json_storage import DurableStorage
from afspraak.data.storage.strict_json import Tables, parse_tables
from afspraak.data.system.files.atomic_files import previous_copy

from .counts import Count
from .jobs import begun, mark
from .power import Found, Recording, cuts

ZERO, OLD, NEW = ({"header": {"1": {"word": word}}} for word in ("zero", "old", "new"))


class Work(NamedTuple):
    """A piece of work whose cuts are checked."""

    name: str
    prepare: Callable[[Path], None]
    """Create the initial files, which count as synced."""
    act: Callable[[Recording], None]
    """Do the work, with its guarantees."""
    broken: Callable[[Path, Found], str]
    """The fault of a possible disk; "" for none."""


def _prepare_save(folder: Path) -> None:
    there = DurableStorage(folder / "a.json")
    there.write(ZERO)
    there.write(OLD)


def _save(recording: Recording) -> None:
    there = DurableStorage(recording.root / "a.json")
    there.read()
    there.write(NEW)
    recording.promise("saved")


def _broken_save(folder: Path, found: Found) -> str:
    path = folder / "a.json"
    tables = DurableStorage(path).read()
    if "saved" in found.said and tables != NEW:
        return "what was saved is gone"
    if tables not in (OLD, NEW):
        return "neither the old nor the new"
    kept: Tables = parse_tables(previous_copy(path).read_bytes())
    return "" if kept in (ZERO, OLD, NEW) else "the previous copy is another one"


def _append(recording: Recording) -> None:
    journal = Journal.create(recording.root / "talk.log", 7)
    for number in range(3):
        journal.append(b"%d" % number)
    journal.fsync()
    recording.promise(3)
    journal.append(b"3")
    journal.append_all([b"4", b"5"])
    journal.fsync()
    recording.promise(6)
    journal.append(b"6")


def _broken_append(folder: Path, found: Found) -> str:
    frames = [frame for one in read_journals(folder / "talk.log") for frame in one.frames]
    if frames != [b"%d" % number for number in range(len(frames))]:
        return "what is in the journal was never typed"
    promised = max(found.said, default=0, key=lambda said: int(str(said)))
    return "" if len(frames) >= int(str(promised)) else f"{len(frames)} of {promised} are there"


def _prepare_talk(folder: Path) -> None:
    begun(folder / "talk.json")


def _talk(recording: Recording) -> None:
    with closing(Session.open(recording.root / "talk.json")) as session:
        for number in range(3):
            session.apply(Write(len(session.notes), 0, mark(number), True))
            session.replicas.fsync_journals()
            recording.promise(number)
        session.save()
        session.apply(Write(len(session.notes), 0, mark(3), True))
        session.replicas.fsync_journals()
        recording.promise(3)


def _broken_talk(folder: Path, found: Found) -> str:
    session = Session.open_read_only(folder / "talk.json")
    text = session.notes.text
    gone = [mark(int(str(number))) for number in found.said if mark(int(str(number))) not in text]
    return f"{gone} were synced and are gone" if gone else ""


WORKS: Mapping[str, Work] = {
    "save": Work("a save", _prepare_save, _save, _broken_save),
    "append": Work("a journal", lambda folder: None, _append, _broken_append),
    "talk": Work("typing, saving, cutting the journal", _prepare_talk, _talk, _broken_talk),
}


def recorded(work: Work, folder: Path, without: int | None = None) -> Recording:
    """The recorded calls of the work."""
    folder.mkdir(parents=True)
    work.prepare(folder)
    recording = Recording(folder, without)
    with recording.running():
        work.act(recording)
    return recording


def cut(
    work: Work, folder: Path, without: int | None = None, most: int | None = None, seed: int = 0
) -> Count:
    """Check every disk that a cut may leave, or a sample of `most` of them.

    `without` leaves out a sync, by its number.
    """
    count = Count(f"the power cut, during {work.name}")
    disks = list(cuts(recorded(work, folder / "work", without)))
    if most is not None and len(disks) > most:
        disks = random.Random(seed).sample(disks, most)
    for found in disks:
        room = folder / "found"
        found.put(room)
        count.rounds += 1
        count.acknowledged += len(found.said)
        try:
            broken = work.broken(room, found)
        except (StorageError, OSError) as error:
            count.unreadable += 1
            broken = str(error)
        else:
            count.lost += bool(broken)
        if broken:
            count.wrong.append(f"cut after {found.after}: {broken}")
        shutil.rmtree(room)
    return count


def syncs(work: Work, folder: Path) -> int:
    """The number of syncs of the work."""
    return recorded(work, folder).syncs
