"""Work of a process until it is killed: each job acknowledges a number once it is safe.

A job continues with existing files, so that each round starts with those of the previous kill.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from afspraak.data.errors import StorageError
from afspraak.data.exchange.export import export_session
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.lifecycle.archiving import archive, unarchive
from afspraak.data.lifecycle.deletion import delete, plan_deletion, undelete
from afspraak.data.lifecycle.renaming import rename
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.notebook.follow_up import follow_up_defaults, make_follow_up
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.json_storage import DurableStorage
from afspraak.data.sync.merge_file import merge
from afspraak.data.system.files.folder_lock import lock_folder

from .nursery import acknowledge

MOST_TRIES = 4
"""The number of attempts: two faults may each hit another attempt."""
BATCH = 4
"""The number of typed texts before a save makes the journal superfluous."""


def begun(path: Path) -> None:
    """A new conversation with empty notes."""
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", date=date(2026, 12, 3))
    )
    with closing(Session.create(path, conversation, me=MANAGER)) as session:
        session.merge_text("")


def mark(number: int) -> str:
    """The text in the notes for the number."""
    return f"<{number}>"


def size(number: int, most: int) -> int:
    """A length that rises and falls from one number to the next."""
    return number * 7919 % most


def saving(path: str) -> None:
    """Save tables of all sizes, one after the other."""
    there = DurableStorage(Path(path))
    tables = there.read()
    for n in count(tables["count"]["1"]["n"] + 1 if tables else 0):
        there.write({"count": {"1": {"n": n, "lines": ["x" * 80] * size(n, 2000)}}})
        acknowledge(n)


def appending(folder: str, client: str) -> None:
    """Add updates of all sizes to a journal."""
    journal = Journal.create(Path(folder), int(client))
    for n in count():
        journal.append(b"%d " % n + b"y" * size(n, 200000))
        acknowledge(n)


def compacting(path: str, first: str) -> None:
    """Type, with occasional saves: the journal is truncated each time, and removed at the end."""
    for n in count(int(first), BATCH):
        with closing(Session.open(Path(path))) as session:
            for number in range(n, n + BATCH):
                session.apply(Write(len(session.notes), 0, mark(number), True))
                acknowledge(number)
                if number % 2:
                    session.save()


def carrying_over(path: str, first: str) -> None:
    """Make an agreement and carry it over into the follow-up, repeatedly."""
    there = Path(path)
    for n in count(int(first)):
        with closing(Session.open(there)) as session:
            session.apply(
                AddAgreement(Agreement(id=RowId(f"agreed-{n}"), text=mark(n), order=f"a{n:08d}"))
            )
            previous = session.full_conversation()
        make_follow_up(there, previous, follow_up_defaults(previous, MANAGER))
        acknowledge(n)


def merging(path: str, copy: str, first: str) -> None:
    """Type in a copy of the conversation, and merge it into the first one, repeatedly."""
    for n in count(int(first)):
        with closing(Session.open(Path(copy))) as session:
            session.apply(Write(0, 0, mark(n), True))
        merge(Path(path), Path(copy))
        acknowledge(n)


def exporting(path: str, target: str, first: str) -> None:
    """Export different minutes each time."""
    session = Session.open_read_only(Path(path))
    for n in count(int(first)):
        session.merge_text(exported_notes(n))
        export_session(session, Path(target))
        acknowledge(n)


def putting_away(folder: str, first: str) -> None:
    """Type in the only conversation, and rename, archive, delete and bring it back, repeatedly."""
    notebook = Path(folder)
    for n in count(int(first)):
        path = notebook / "talk.json"
        session = Session.open(path)
        session.apply(Write(len(session.notes), 0, mark(n), True))
        for durable in session.replicas:
            durable.close()  # without a save, so that the journal goes along
        acknowledge(n)
        path = rename(notebook, path, "another")
        path = unarchive(notebook, archive(notebook, path))
        path = undelete(notebook, delete(plan_deletion(notebook, path)))
        rename(notebook, path, "talk")


def exported_notes(number: int) -> str:
    """The notes from which the minutes with this number are made."""
    return mark(number) + "\n\nwords" * size(number, 300)


def saving_once(path: str) -> None:
    """Save once; two marker calls delimit the calls of the save in a trace."""
    _once(Path(path), _save)


def typing_once(path: str) -> None:
    """Like `saving_once`, after typing two words: the first creates the journal, the save truncates
    it."""
    _once(Path(path), _type)


def _once(path: Path, act: Callable[[Path], Callable[[], None]]) -> None:
    """Get ready, wait for a signal, act, and act again until that works.

    What was said about each time goes to `<path>.said`, as JSON: "" for nothing.
    """
    _warm(path, act)
    # Where strace keeps a close() from being called, a lock stays: no use waiting long for that.
    getattr(lock_folder, "__wrapped__").__defaults__ = (0.1,)  # noqa: B009
    ready = act(path)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    acknowledge(0)
    signal.sigwait({signal.SIGUSR1})
    os.sched_yield()
    said = [_said(ready)]
    os.sched_yield()
    said.append(_said(ready))
    while said[-1] and len(said) < MOST_TRIES:
        said.append(_said(ready))
    path.with_name(f"{path.name}.said").write_text(json.dumps(said), encoding="utf-8")


def _said(act: Callable[[], None]) -> str:
    try:
        act()
    except StorageError as error:
        return str(error) or "?"
    return ""


def _warm(path: Path, act: Callable[[Path], Callable[[], None]]) -> None:
    """Import lazily loaded modules, so that a trace has only the calls of a save."""
    with TemporaryDirectory() as name:
        copy = Path(name) / path.name
        shutil.copy(path, copy)
        ready = act(copy)
        ready()
        shutil.rmtree(name)
        _said(ready)
        Path(name).mkdir()


def _save(path: Path) -> Callable[[], None]:
    there = DurableStorage(path)
    there.read()
    return lambda: there.write({"header": {"1": {"word": "new"}}})


def _type(path: Path) -> Callable[[], None]:
    session = Session.open(path)

    def act() -> None:
        session.apply(Write(len(session.notes), 0, "first ", True))
        session.apply(Write(len(session.notes), 0, "second ", True))
        session.save()

    return act


JOBS: Mapping[str, Callable[..., None]] = {
    job.__name__: job
    for job in (
        saving,
        appending,
        compacting,
        carrying_over,
        merging,
        exporting,
        putting_away,
        saving_once,
        typing_once,
    )
}
"""The jobs by name."""
