"""kill -9 of a database server during typing: it keeps acknowledged updates, both continue.

The two programs are never restarted: they reconnect automatically when the server is back.
"""

from __future__ import annotations

import random
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import psycopg

from afspraak.data.errors import RemoteError, StorageError
from afspraak.data.model.remote_address import RemoteAddress
from afspraak.data.session.session import Session
from afspraak.data.sync.handshake import replica_from_updates

from ...support.programs.run import command, environment
from ...support.servers.postgres import Server, free_port
from ...support.servers.synced_session import session_content
from .counts import Bound, Count
from .sharing_kills import over_a_database, seated

_PATIENCE = 60.0
_A_FEW = 10
"""The least number of marks that the server acknowledges between two kills."""


class Typist:
    """A program that types continuously, and reports the acknowledgements of the database."""

    def __init__(self, path: Path, where: RemoteAddress, name: str) -> None:
        self.path, self._name = path, name
        self.typed = self.kept = -1
        """The numbers of the last marks that its own notebook, and that the database has."""
        self.notes = ""
        """A digest of its notes; empty while it types."""
        self._process = subprocess.Popen(
            command("database_typist", str(path), str(where), name),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._news = threading.Condition()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def wait(self, happened: Callable[[], bool], what: str) -> None:
        """Wait for a condition; AssertionError if it never holds."""
        with self._news:
            came = self._news.wait_for(lambda: happened() or not self._runs, _PATIENCE)
        assert came and self._runs, f"{self._name}: {what}"

    def stop(self) -> None:
        """Stop typing, and continue with the rest."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reading.join()
        assert self._process.stdout is not None and self._process.stdin is not None
        self._process.stdout.close()
        self._process.stdin.close()

    def marks(self, last: int) -> set[str]:
        return {f"<{self._name}{number}>" for number in range(last + 1)}

    @property
    def _runs(self) -> bool:
        return self._process.poll() is None

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, _, rest = line.removesuffix("\n").partition(" ")
            with self._news:
                if word == "typed":
                    self.typed = int(rest)
                elif word == "kept":
                    self.kept = int(rest)
                elif word == "notes":
                    self.notes = rest
                self._news.notify_all()
        with self._news:
            self._news.notify_all()


def kills(
    folder: Path,
    bound: Bound,
    chance: random.Random,
    server: Server,
    told: Callable[[Count], None] = lambda _: None,
) -> Count:
    """Kill a server over which two programs type, once a round."""
    count = Count("a database server, killed while two type")
    _, where = places = over_a_database(server).places()
    typists = [
        Typist(one.path, place, name)
        for one, place, name in zip(seated(folder, places), places, "ja", strict=True)
    ]
    try:
        for _ in bound:
            count.rounds += 1
            count.lost += len(_killed(server, where.share_id, typists, chance))
            told(count)
        _both_end_with_all(typists)
        count.acknowledged = sum(typist.kept + 1 for typist in typists)
        count.lost += len(wanted(typists) - in_database(server, where.share_id))
    except (StorageError, RemoteError, AssertionError) as error:
        count.wrong.append(f"{folder}: {type(error).__name__} {error}")
    finally:
        for typist in typists:
            typist.kill()
    sessions = [Session.open_read_only(typist.path) for typist in typists]
    for session in sessions:
        count.lost += len(wanted(typists) - _marks(session.notes.text))
    if len({session_content(session) for session in sessions}) != 1:
        count.wrong.append(f"{folder}: the notebooks differ")
    return count


def _killed(
    server: Server, talk: str, typists: Sequence[Typist], chance: random.Random
) -> set[str]:
    """Kill and restart the server; return the marks that it acknowledged and lost."""
    for typist in typists:
        enough = typist.kept + _A_FEW
        typist.wait(
            lambda typist=typist, enough=enough: typist.kept >= enough,  # type: ignore[misc]
            "the database acknowledges nothing any more",
        )
    time.sleep(chance.random() * 0.05)  # anywhere between two acknowledgements
    server.kill()
    # Aside, where neither of the two can come and tell it again what it forgot.
    aside = replace(server, port=free_port())
    aside.start()
    acknowledged = {mark for typist in typists for mark in typist.marks(typist.kept)}
    lost = acknowledged - in_database(aside, talk)
    aside.stop()
    server.start()
    return lost


def _both_end_with_all(typists: Sequence[Typist]) -> None:
    """Stop typing, and wait until the database and both notebooks have everything."""
    for typist in typists:
        typist.stop()
    for typist in typists:
        typist.wait(lambda typist=typist: bool(typist.notes), "it does not stop")  # type: ignore[misc]
    for typist, other in (typists, reversed(typists)):
        typist.wait(
            lambda one=typist, other=other: (  # type: ignore[misc]
                one.kept == one.typed and one.notes == other.notes
            ),
            "it did not go on by itself",
        )


def wanted(typists: Sequence[Typist]) -> set[str]:
    """All typed marks."""
    return {mark for typist in typists for mark in typist.marks(typist.typed)}


def in_database(server: Server, talk: str) -> set[str]:
    """The marks of a conversation in a database."""
    with psycopg.connect(server.administrator) as connection:
        rows = connection.execute(
            "select payload from afspraak.update where conversation = %s", (talk,)
        ).fetchall()
    return _marks(replica_from_updates(payload for (payload,) in rows).notes.text)


def _marks(text: str) -> set[str]:
    """The marks in a text: at its end, complete, and each once."""
    found = re.findall(r"<[ja]\d+>", text)
    assert text.endswith("".join(found)), "something is torn"
    assert len(set(found)) == len(found), "a mark stands there twice"
    return set(found)
