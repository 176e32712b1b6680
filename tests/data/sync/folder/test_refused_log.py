"""A log whose updates are refused: it is said, costs what its size does, and leaves nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.session import Session
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.hosts import Hosts
from afspraak.data.sync.sync_client import SyncClient
from afspraak.data.sync.sync_once import sync_conversation
from afspraak.data.text.splice import Splice

from ....support.counting import calls
from ....support.screens.contexts import new_session
from ....support.servers.remotes import folder_remotes
from ....support.terminal.terminal import Terminal
from ....support.updates.crafted import (
    EMBED,
    Section,
    collected,
    root,
    sized,
    string,
    struct,
    update,
)
from ....support.users import User, reachable_folder, users, why_not

OTHER = 22

WRITE_LOG = """
import sys
from pathlib import Path
from afspraak.data.sync.folder.remote import FolderRemote
log = FolderRemote(Path(sys.argv[1]), 7)
for data in sys.argv[2:]:
    log.append(bytes.fromhex(data))
log.close()
"""
"""What a hostile partner runs: it writes these updates into their log."""


def _refused(count: int) -> list[bytes]:
    """Different updates of several kinds, all of which are refused."""
    embed = struct(EMBED, sized(b'"x"'), parent=root("notes"))
    kinds = (
        lambda number: update(Section(OTHER, 0, [collected(number + 1)])),
        lambda number: update(Section(OTHER + number, 0, [embed])),
        lambda number: update(Section(OTHER, number, [string("a", (OTHER, number + 5))])),
    )
    return [kinds[number % 3](number) for number in range(count)]


def _share(folder: Path, refused: list[bytes]) -> Path:
    """A shared conversation of Jan's, with a log of refused updates around two honest ones."""
    folder_remotes(folder / "shared")
    (folder / "jan").mkdir()
    with closing(new_session(folder / "jan")) as session:
        session.sync.set_remote_address(LocalFolder(str(folder / "shared")))
        partner = Replica(44)
        partner.receive(session.sync.update_since(partner.state_vector))
        path = session.path
    honest = [partner.edit([Splice(0, 0, text, EMPLOYEE)])[1] for text in ("after ", "honest ")]
    with closing(FolderRemote(folder / "shared", 5)) as log:
        for frame in (*refused, honest[0], *refused, honest[1]):
            log.append(frame)
    return path


def _open_and_sync(path: Path) -> int:
    """Open, synchronise, type, and close as the desk does; return how many were refused."""
    with closing(Session.open(path)) as session:
        address = session.sync.remote_address
        assert isinstance(address, LocalFolder)
        with closing(FolderRemote(Path(address.share_id), session.sync.client)) as remote:
            client = SyncClient(session.sync, remote)
            client.sync()
            assert session.notes.text.startswith("honest after ")
            client.close()
        return session.sync.refusals.count


def _files(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_refused_log_leaves_nothing_however_often_it_is_read(tmp_path: Path) -> None:
    path = _share(tmp_path, _refused(30))
    assert _open_and_sync(path) == 30
    before = _files(tmp_path)
    for _ in range(10):
        assert _open_and_sync(path) == 30, "it is said in each session"
    assert _files(tmp_path) == before
    assert not list((tmp_path / "jan").rglob("*.log"))


def test_synchronising_ten_times_leaves_nothing(tmp_path: Path) -> None:
    path = _share(tmp_path, _refused(30))
    sync_conversation(path, None, Hosts())
    before = _files(tmp_path)
    for _ in range(10):
        assert sync_conversation(path, None, Hosts()) == "same"
    assert _files(tmp_path) == before


def _children() -> set[int]:
    """The processes that this one started."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _, _, after_name = path.read_text().rpartition(")")
            if after_name.split()[1] == str(os.getpid()):
                found.add(int(path.parent.name))
    return found


def test_a_closed_session_leaves_no_process(tmp_path: Path) -> None:
    path, before = _share(tmp_path, _refused(3)), _children()
    sync_conversation(path, None, Hosts())
    assert _children() <= before


def test_the_work_grows_with_the_log_and_no_faster(tmp_path: Path) -> None:
    work = {}
    for count in (100, 200, 400):
        (tmp_path / str(count)).mkdir()
        path = _share(tmp_path / str(count), _refused(count))
        _open_and_sync(path)
        work[count] = calls(partial(_open_and_sync, path))
    assert work[400] - work[200] <= 2.2 * (work[200] - work[100])
    assert (work[400] - work[200]) / 200 < 200, "calls for each refused update"


@pytest.fixture
def two() -> Iterator[list[User]]:
    """Jan and Anna, who share a conversation."""
    with reachable_folder() as folder, users(folder, 2) as made:
        jan, anna = made
        jan.afspraak("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-03")
        jan.afspraak("share", "anna", anna.login)
        yield made


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_partner_who_sends_what_is_refused_is_named(two: list[User]) -> None:
    jan, anna = two
    (folder,) = jan.shared.iterdir()
    data = [each.hex() for each in _refused(3)]
    anna.run([anna.python, "-c", WRITE_LOG, str(folder), *data])
    done = jan.afspraak("sync", "anna", check=False)
    assert done.returncode == 1, "nothing is new"
    assert done.stderr == (
        "afspraak: anna-de-vries-planning-2027: The notebook of Anna de Vries sent 3 things that "
        "could damage this conversation. They were refused; everything else is shared as before.\n"
    )
    assert "Another notebook of yours sent 3 things" in anna.afspraak("join", jan.login).stderr
    environment = {"AFSPRAAK_TODAY": "2026-12-03"}
    with Terminal(jan.home, "open", "anna", user=jan, environment=environment) as ours:
        ours.wait("Something from Anna was refused · F10 tells more")
        ours.do("desk.share")
        ours.wait("sent 3 things")
        ours.do("help.close")
        ours.wait_gone("was refused")
        ours.do("app.leave")
        assert ours.ended() == 0
