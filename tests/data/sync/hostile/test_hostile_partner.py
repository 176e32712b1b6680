"""A hostile partner in a folder, over SSH and in a database, with real users: no harm is done.

The partner writes its own updates past all checks of our program, while the user has the
conversation open.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from afspraak.data.crdt.admission.limits import MAX_UPDATE_BYTES
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.storage.journal.journal_format import MAGIC
from afspraak.data.text.splice import Splice

from ....support.programs.run import program_path
from ....support.servers import postgres, sshd
from ....support.servers.sshd import machine
from ....support.terminal.terminal import Terminal
from ....support.updates.attacks import ATTACKS, RESIGNATION
from ....support.users import User, reachable_folder, users, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

DAY = {"AFSPRAAK_TODAY": "2026-12-03"}
_LIMITED = ("sh", "-c", 'ulimit -d 900000; ulimit -t 90; exec "$@"', "limited")
"""Runs a program with at most so many kilobytes of data and so many seconds of processor time."""
HONEST = "an honest line"
_SPARSE_BYTES = 1 << 29
"""The size of a sparse log; two of them exceed the limit of the program."""


class Pair(NamedTuple):
    """The user and the hostile partner, and where what they share is."""

    user: User
    partner: User
    share: Callable[[str], str]
    """Shares a conversation; returns its address for the partner."""
    folder: Path
    """A folder that both can read."""
    run_there: Callable[[Sequence[str]], object]
    """Runs a command as the partner, on the machine where it is shared."""


@pytest.fixture(scope="module", params=["folder", "ssh", "database"])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    """Two users with one of the ways to share."""
    with reachable_folder() as folder:
        if request.param == "folder":
            with users(folder, 2) as (jan, anna):
                yield Pair(jan, anna, lambda name: _share_folder(jan, anna, name), folder, anna.run)
        elif request.param == "ssh":
            if reason := sshd.why_not():
                pytest.skip(reason)
            with _over_ssh(folder) as pair:
                yield pair
        else:
            if reason := postgres.why_not():
                pytest.skip(reason)
            server = request.getfixturevalue("server")
            with users(folder, 2) as (jan, anna):

                def share(name: str) -> str:
                    jan.afspraak("share", name, "anna", "--via", server.url("jan"))
                    with psycopg.connect(server.administrator) as connection:
                        asked = "select id from afspraak.conversation order by made desc limit 1"
                        ((number,),) = connection.execute(asked).fetchall()
                    return f"{server.url('anna')}#{number}"

                yield Pair(jan, anna, share, folder, anna.run)


@contextmanager
def _over_ssh(folder: Path) -> Iterator[Pair]:
    with users(folder, 3) as (jan, there, anna), machine(folder / "box", [jan, there]) as box:
        box.install(there)
        box.let_in(anna, there, "box")
        ssh = ("ssh", "-F", str(anna.home / ".ssh" / "config"), "box")

        def run_there(words: Sequence[str]) -> object:
            return anna.run([*ssh, shlex.join(words)])

        def share(name: str) -> str:
            return f"box:{_share_folder(jan, there, name)}"

        yield Pair(jan, anna, share, folder, run_there)


def _share_folder(user: User, partner: User, name: str) -> str:
    before = set(user.shared.iterdir())
    user.afspraak("share", name, partner.login)
    (made,) = set(user.shared.iterdir()) - before
    return str(made)


class Partner:
    """The hostile partner's program."""

    def __init__(self, pair: Pair, address: str) -> None:
        self._folder, user = pair.folder, pair.partner
        self._count = 0
        self._process = subprocess.Popen(
            [user.python, program_path("hostile_partner"), address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=user.home,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **user.environment}
            | {"AFSPRAAK_SSH": shlex.join(["ssh", "-F", str(user.home / ".ssh" / "config")])},
            user=user.number,
            group=user.number,
            extra_groups=[],
        )
        self.document = bytes.fromhex(self._answer())

    def write(self, *updates: bytes) -> None:
        """Write updates, one after the other."""
        assert self._process.stdin is not None
        for update in updates:
            self._count += 1
            path = self._folder / f"update-{self._count}"
            path.write_bytes(update)
            path.chmod(0o644)
            print(path, file=self._process.stdin, flush=True)
            assert self._answer() == "written"
            path.unlink()

    def close(self) -> None:
        """Let it leave."""
        self._process.communicate()
        assert self._process.returncode == 0

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def replica_of(document: bytes) -> Replica:
    """A replica of the other partner."""
    replica = Replica(7)
    replica.apply(document)
    return replica


def stored(user: User, name: str) -> dict[str, dict[str, dict[str, object]]]:
    """The tables of a conversation file of the user."""
    (path,) = (
        path
        for path in user.home.rglob(f"*{name.lower()}*.json")
        if not path.name.endswith(".private.json")
    )
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def limited(user: User, *words: str) -> Terminal:
    """The program on a terminal, with limits far above what it needs."""
    program = (*_LIMITED, user.python, "-m", "afspraak")
    return Terminal(user.home, *words, user=user, environment=DAY, program=program)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_harms_nothing(pair: Pair, attack: str) -> None:
    user, name = pair.user, f"Anna{list(ATTACKS).index(attack)}"
    user.afspraak("new", name, "--my-name", "Jan Bakker", "--date", "2026-12-03")
    user.afspraak("approve", name)
    address = pair.share(name)
    before = stored(user, name)
    with limited(user, "open", name) as terminal:
        terminal.wait("Checklist")
        terminal.do("desk.pane.notes", "notes.first")
        terminal.type("typed before, ")
        terminal.wait("typed before,")
        partner = Partner(pair, address)
        partner.write(*ATTACKS[attack](replica_of(partner.document)))
        partner.close()
        # Later the partner's program is an honest one.
        partner = Partner(pair, address)
        document = replica_of(partner.document)
        line = Splice(len(document.notes), 0, f"\n{HONEST}\n", EMPLOYEE)
        partner.write(document.edit([line])[1])
        terminal.type("typed after ")
        terminal.wait("typed before, typed after")
        terminal.do("notes.last")
        terminal.wait(HONEST)
        partner.close()
        terminal.wait("saved")
        assert "NOT SAVED" not in terminal.text
        terminal.do("app.leave")
        assert terminal.ended() == 0
    user.afspraak("check", name)
    after = stored(user, name)
    for tables in (before, after):  # what was typed above is a later edit
        del tables["header"]["1"]["changed/manager"]
    for table in ("header", "partners", "checklist", "agreements", "approvals"):
        assert after.get(table) == before.get(table)
    minutes = user.afspraak("export", name, "-o", "-").stdout
    assert "typed before, typed after" in minutes
    assert HONEST in minutes
    (notes,) = after["notes"].values()
    lines, authors = notes["lines"], notes["by"]
    assert isinstance(lines, list)
    assert isinstance(authors, list)
    assert authors[lines.index(HONEST)] == EMPLOYEE
    assert all(
        by != MANAGER for line, by in zip(lines, authors, strict=True) if RESIGNATION in line
    )
    # A program that opens it anew reads all of the partner's updates again.
    assert user.afspraak("sync", name, check=False).returncode in (0, 1)
    assert user.afspraak("export", name, "-o", "-").stdout == minutes


@pytest.mark.parametrize("pair", ["folder", "ssh"], indirect=True)  # a database has no files
def test_sparse_logs_cost_little_memory(pair: Pair) -> None:
    user, name = pair.user, "Sparse"
    user.afspraak("new", name, "--my-name", "Jan Bakker", "--date", "2026-12-03")
    address = pair.share(name)
    partner, count = Partner(pair, address), _SPARSE_BYTES // MAX_UPDATE_BYTES
    program = pair.partner.python, str(program_path("sparse_log"))
    folder, frames = address.removeprefix("box:"), (str(count), str(MAX_UPDATE_BYTES))
    for client in ("3", "5"):
        pair.run_there([*program, folder, client, MAGIC.hex(), *frames])
    with limited(user, "open", name) as terminal:
        terminal.wait("Checklist")
        terminal.do("desk.pane.notes", "notes.first")
        terminal.type("typed meanwhile ")
        document = replica_of(partner.document)
        line = Splice(len(document.notes), 0, f"\n{HONEST}\n", EMPLOYEE)
        partner.write(document.edit([line])[1])
        partner.close()
        terminal.wait("typed meanwhile")
        terminal.do("notes.last")
        terminal.wait(HONEST)
        terminal.wait("saved")
        assert "NOT SAVED" not in terminal.text
        terminal.do("app.leave")
        assert terminal.ended() == 0
    user.afspraak("check", name)
    assert HONEST in user.afspraak("export", name, "-o", "-").stdout
