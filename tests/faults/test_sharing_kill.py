"""kill -9 of either one of two who share and type: what was acknowledged is in both notebooks."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ...data.session import Session
from ...data.sharing.folder import FolderStore
from ...data.sharing.link import Link
from ..sharing.conftest import folder_place
from ..sharing.test_link import Seat, content

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("AFSPRAAK_KILL_ROUNDS", "3"))
KILLS = 3
"""How often one of the two is killed in a round, before both are."""

_TYPIST = f"""
import sys
import time
from pathlib import Path
from {ROOT.name}.data.edits import Write
from {ROOT.name}.data.session import Session
from {ROOT.name}.data.sharing.folder import FolderStore
from {ROOT.name}.data.sharing.link import Link
session = Session.open(Path(sys.argv[1]))
link = Link(session, FolderStore(Path(sys.argv[2]), session.client))
for number in range(int(sys.argv[3]), 10**9):
    session.do(Write(len(session.notes), 0, f"<{{sys.argv[4]}}{{number}}>", True))
    print(number, flush=True)
    if number % 50 == 0:
        session.save()
    link.take_in()
    time.sleep(0.002)  # or the one who is not killed writes thousands, which takes long to read
"""


class Typist:
    """A process that types marks, tells of each that was done, and takes in what the other does."""

    def __init__(self, path: Path, folder: Path, name: str) -> None:
        self.path, self._folder, self._name = path, folder, name
        self.done: list[int] = []
        """The numbers of the marks that were acknowledged."""

    def start(self) -> None:
        first = self.done[-1] + 1 if self.done else 0
        arguments = [str(self.path), str(self._folder), str(first), self._name]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TYPIST, *arguments],
            cwd=ROOT.parent,
            stdout=subprocess.PIPE,
            text=True,
        )

    def hear(self, count: int) -> None:
        """Let it type so many marks more."""
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


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nothing_acknowledged_is_lost_on_either_side(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "shared"
    place = folder_place(folder)
    seats = [Seat(tmp_path / "a" / "talk.json", place, None)]
    seats.append(Seat(tmp_path / "b" / "talk.json", place, seats[0].session))
    for seat in seats:
        seat.close()
    typists = [Typist(seat.path, folder, name) for seat, name in zip(seats, "ja", strict=True)]
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
    print(f"seed {seed}:", *(f"{len(typist.done)} marks" for typist in typists))
    sessions = [Session.open(typist.path) for typist in typists]
    for session, typist in zip(sessions, typists, strict=True):
        assert not missing(typist.marks, session), "in one's own notebook it is at once"
    links = [Link(session, FolderStore(folder, session.client)) for session in sessions]
    for _ in range(2):  # what was kept and not yet handed on comes along with a return
        for link in links:
            link.take_in()
    assert content(sessions[0]) == content(sessions[1])
    for typist in typists:
        assert not missing(typist.marks, sessions[0])
    for link, session in zip(links, sessions, strict=True):
        link.close()
        session.close()
    kept = [Session.look(typist.path) for typist in typists]
    assert content(kept[0]) == content(kept[1])


def missing(marks: set[str], session: Session) -> set[str]:
    """The marks that are not in the notes."""
    text = session.notes.text
    return {mark for mark in marks if mark not in text}
