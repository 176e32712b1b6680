"""kill -9 of one of two sharing programs: acknowledged marks are in both notebooks."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from afspraak.data.errors import RemoteError, StorageError
from afspraak.data.ids import Login, Slug
from afspraak.data.model.remote_address import (
    LocalFolder,
    PostgresDatabase,
    RemoteAddress,
    parse_host,
)
from afspraak.data.session.session import Session
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.hosts import NO_ORGANISATION
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.sync.sync_client import SyncClient

from ...support.programs.run import command, environment
from ...support.servers.postgres import Server
from ...support.servers.remotes import RemoteFactory
from ...support.servers.synced_session import SyncedSession, session_content
from ...support.servers.waiting import sync_all_until
from .counts import Bound, Count

KILLS = 3
"""The number of kills of one program in a round, before both are killed."""
KILLS_A_ROUND = KILLS + 2


class Between(NamedTuple):
    """The remote over which two people share."""

    name: str
    places: Callable[[], Sequence[RemoteAddress]]
    """The remote addresses of a new shared conversation, for Jan and for Anna."""


def over_a_folder(host: str = "") -> Between:
    """Jan is on the machine of the shared folder; Anna is there too, or connects through `host`."""

    def places() -> Sequence[RemoteAddress]:
        folder = str(shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug(""))))
        return LocalFolder(folder), parse_host(host).share(folder)

    return Between("over a line" if host else "on one machine", places)


def over_a_database(server: Server) -> Between:
    """Both connect to the same server."""

    def places() -> Sequence[RemoteAddress]:
        with closing(PostgresHost(server.url("jan"))) as host:
            number = host.create_share(Login("anna"), ShareMetadata("", (), Slug("")))
        return [PostgresDatabase(server.url(login)).share(number) for login in ("jan", "anna")]

    return Between("over a database", places)


class Typist:
    """A process that types marks, reports each, and applies the other's updates."""

    def __init__(self, path: Path, where: RemoteAddress, name: str) -> None:
        self.path, self._where, self._name = path, where, name
        self.done: list[int] = []
        """The numbers of the marks that were acknowledged."""

    def start(self) -> None:
        first = self.done[-1] + 1 if self.done else 0
        arguments = [str(self.path), str(self._where), str(first), self._name]
        self._process = subprocess.Popen(
            command("typist", *arguments),
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
        )

    def hear(self, count: int) -> None:
        """Let it type this number of marks more."""
        assert self._process.stdout is not None
        self.done += [int(self._process.stdout.readline()) for _ in range(count)]

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        assert self._process.stdout is not None
        self.done += [int(line) for line in self._process.stdout if line.endswith("\n")]
        self._process.wait()
        self._process.stdout.close()

    @property
    def marks(self) -> set[str]:
        return {f"<{self._name}{number}>" for number in self.done}


def kills(
    folder: Path,
    bound: Bound,
    chance: random.Random,
    between: Between,
    told: Callable[[Count], None] = lambda _: None,
) -> Count:
    """Rounds of KILLS_A_ROUND kills each, so that `rounds` counts the kills."""
    count = Count(f"two who share and type, {between.name}")
    for number in bound:
        count.rounds += KILLS_A_ROUND
        try:
            done, lost = _round(folder / str(number), chance, between.places())
            count.acknowledged += done
            count.lost += len(lost)
            if lost:
                count.wrong.append(f"{folder / str(number)}: {sorted(lost)}")
        except (StorageError, RemoteError, AssertionError) as error:
            count.unreadable += not isinstance(error, AssertionError)
            count.wrong.append(f"{folder / str(number)}: {type(error).__name__} {error}")
        told(count)
    return count


def seated(room: Path, places: Sequence[RemoteAddress]) -> list[Typist]:
    """Jan and Anna, who share a new conversation; neither types yet."""
    seats: list[SyncedSession] = []
    for name, where in zip("ja", places, strict=True):
        start = seats[0].session if seats else None
        seats.append(SyncedSession(room / name / "talk.json", _place(where), start))
    for seat in seats:
        seat.close()
    return [
        Typist(seat.path, where, name)
        for seat, where, name in zip(seats, places, "ja", strict=True)
    ]


def _place(where: RemoteAddress) -> RemoteFactory:
    return lambda _: NO_ORGANISATION.open_remote(where)


def _round(
    room: Path, chance: random.Random, places: Sequence[RemoteAddress]
) -> tuple[int, set[str]]:
    """The number of acknowledged marks, and the marks lost in any copy."""
    typists = seated(room, places)
    _type_and_kill(typists, chance)
    sessions = [Session.open(typist.path) for typist in typists]
    lost: set[str] = set()
    for session, typist in zip(sessions, typists, strict=True):
        lost |= missing(typist.marks, session)  # in one's own notebook it is at once
    links = [
        SyncClient(session.sync, NO_ORGANISATION.open_remote(where))
        for session, where in zip(sessions, places, strict=True)
    ]
    # What was kept and not yet handed on comes along with a return.
    sync_all_until(links, lambda: session_content(sessions[0]) == session_content(sessions[1]))
    for typist in typists:
        lost |= missing(typist.marks, sessions[0])
    for link, session in zip(links, sessions, strict=True):
        link.close()
        session.close()
    kept = [Session.open_read_only(typist.path) for typist in typists]
    assert session_content(kept[0]) == session_content(kept[1])
    return sum(len(typist.done) for typist in typists), lost


def _type_and_kill(typists: list[Typist], chance: random.Random) -> None:
    try:
        for typist in typists:
            typist.start()
        for _ in range(KILLS):
            victim = chance.choice(typists)
            victim.hear(chance.randint(1, 120))
            time.sleep(chance.random() * 0.01)  # anywhere between two acknowledgements
            victim.kill()
            victim.start()
        for typist in typists:
            typist.hear(chance.randint(1, 20))
    finally:
        for typist in typists:
            typist.kill()


def missing(marks: set[str], session: Session) -> set[str]:
    """The marks that are not in the notes."""
    text = session.notes.text
    return {mark for mark in marks if mark not in text}
