"""kill -9 of somebody who shares: what was acknowledged is in both notebooks."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ...data.replica import Replica
from ...data.session import Session
from ...data.sharing.folder import FolderStore
from ...data.sharing.link import Link
from ..sharing.conftest import folder_place
from ..sharing.test_link import Seat

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("AFSPRAAK_KILL_ROUNDS", "6"))

_TYPIST = f"""
import sys
from pathlib import Path
from {ROOT.name}.data.edits import Write
from {ROOT.name}.data.session import Session
from {ROOT.name}.data.sharing.folder import FolderStore
from {ROOT.name}.data.sharing.link import Link
session = Session.open(Path(sys.argv[1]))
link = Link(session, FolderStore(Path(sys.argv[2]), session.client))
for number in range(int(sys.argv[3]), 10**9):
    session.do(Write(len(session.notes), 0, f"<{{number}}>", True))
    print(number, flush=True)
    if number % 50 == 0:
        session.save()
    link.take_in()
"""


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nothing_acknowledged_is_lost(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "shared"
    place = folder_place(folder)
    jan = Seat(tmp_path / "a" / "talk.json", place, None)
    path = tmp_path / "b" / "talk.json"
    replica = Replica()
    replica.apply(jan.session.since(Replica().state))
    anna = Session.take_over(path, replica)
    anna.save()
    anna.close()
    acknowledged: list[int] = []
    for _ in range(2):
        start = acknowledged[-1] + 1 if acknowledged else 0
        process = subprocess.Popen(
            [sys.executable, "-c", _TYPIST, str(path), str(folder), str(start)],
            cwd=ROOT.parent,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        heard = range(chance.randint(1, 200))
        acknowledged += [int(process.stdout.readline()) for _ in heard]
        assert jan.link is not None
        jan.link.take_in()
        process.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
        process.wait()
        assert [here.login for here in jan.link.others] == []
    assert jan.link is not None
    jan.link.take_in()
    for number in acknowledged:
        assert f"<{number}>" in jan.session.notes.text
    again = Session.open(path)
    link = Link(again, FolderStore(folder, again.client))
    jan.link.take_in()  # what was kept and not yet acknowledged comes along with her return
    assert again.notes.text == jan.session.notes.text
    link.close()
    again.close()
    jan.close()
