"""A real PostgreSQL on loopback, from Debian's packages, for the tests only."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg

from afspraak.data.sync.postgres.migrations import migrate

_PATIENCE = 30.0
_ADMINISTRATOR = "keeper"
_HBA = """
host all all 127.0.0.1/32 trust
"""
NAME = "afspraak"
"""The name of the database."""


@cache
def _programs() -> Path | None:
    """The folder of Debian's server programs, which is not in PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@cache
def why_not() -> str:
    """The reason why no server can be started here; empty if it can."""
    if _programs() is None:
        return "postgresql is not installed"
    if os.geteuid() == 0 and _user() is None:
        return "root needs a user `postgres` to start a server as"
    return ""


def _user() -> pwd.struct_passwd | None:
    """The user that runs the server if the tests run as root, which PostgreSQL refuses; else
    None."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam("postgres")
    return None


@dataclass
class Server:
    """A server that can be killed and restarted. It trusts every login."""

    folder: Path
    port: int

    def url(self, login: str, name: str = NAME) -> str:
        """The address of a database for a user."""
        return f"postgresql://{login}@127.0.0.1:{self.port}/{name}"

    @property
    def administrator(self) -> str:
        """The address for the superuser."""
        return self.url(_ADMINISTRATOR)

    def run(self, asked: str, *, name: str = NAME) -> None:
        """Run SQL as the superuser."""
        with psycopg.connect(self.url(_ADMINISTRATOR, name), autocommit=True) as connection:
            connection.execute(asked.encode())

    def let_in(self, *logins: str) -> None:
        """Create users who may share over the database."""
        for login in logins:
            self.run(f'create role "{login}" login; grant afspraak to "{login}"')

    def emptied(self, *others: str) -> None:
        """Remove all shares, and let these users share too."""
        self.run("truncate afspraak.conversation cascade")
        with psycopg.connect(self.administrator) as connection:
            known = {name for (name,) in connection.execute("select rolname::text from pg_roles")}
        self.let_in(*(login for login in others if login not in known))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = str(self.folder / "log")
        called("pg_ctl", "-D", str(self.data), "-l", log, "-o", f"-p {self.port}", "-w", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `smart`, `fast` or `immediate`."""
        called("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def kill(self) -> None:
        """kill -9 all its processes, like a failing machine."""
        self.send(signal.SIGSTOP)  # or it goes on starting others meanwhile
        killed = self.processes()
        self.send(signal.SIGKILL)
        end = time.monotonic() + _PATIENCE
        while any(map(_runs, killed)):
            assert time.monotonic() < end, "it does not die"
            time.sleep(0.01)
        # Until somebody asks what became of it, its number is still taken, and it seems to run.
        for lock in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to all of its processes."""
        for process in self.processes():
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def processes(self) -> Sequence[int]:
        """The process ids of the server and its children."""
        with suppress(OSError, ValueError, IndexError):
            head = int((self.data / "postmaster.pid").read_text().split()[0])
            told = subprocess.run(
                ["ps", "-o", "pid=", "--ppid", str(head), "-p", str(head)],
                capture_output=True,
                text=True,
                check=False,
            )
            return [int(word) for word in told.stdout.split() if _runs(int(word))]
        return []

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"


def _runs(process: int) -> bool:
    """Whether there is such a process, and it is alive."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def called(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs, as a permitted user."""
    folder = _programs()
    assert folder is not None, "it is installed"
    user = _user()
    done = subprocess.run(
        [str(folder / program), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # what it starts keeps it open
        check=False,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    assert done.returncode == 0, (program, words)


@contextmanager
def server(*, on_disk: bool = False, empty: bool = False) -> Iterator[Server]:
    """A server on a free port, with the tables of afspraak, and `PEOPLE` who may share.

    If `empty`, it has no database, tables and people of afspraak.

    It keeps its data in memory where there is enough, unless `on_disk`: to be timed, it has to wait
    for a disk.
    """
    place = None if on_disk else _quick_disk()
    folder = Path(tempfile.mkdtemp(prefix="afspraak-postgres-", dir=place))
    folder.chmod(0o755)
    owned(folder)
    port = free_port()
    made = Server(folder, port)
    try:
        called("initdb", "-D", str(made.data), "-U", _ADMINISTRATOR, "-A", "trust", "--no-sync")
        (made.data / "pg_hba.conf").write_text(_HBA)
        with (made.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"port = {port}\nlisten_addresses = '127.0.0.1'\n"
                f"unix_socket_directories = '{folder}'\nmax_connections = 300\n"
                # Inside the folder: who is killed leaves it behind.
                "dynamic_shared_memory_type = mmap\n"
            )
        made.start()
        if not empty:
            made.run(f"create database {NAME}", name="postgres")
            migrate(made.administrator)
            made.let_in(*PEOPLE)
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _quick_disk() -> Path | None:
    """A large file system in memory, if any: it survives kills too."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30
    return memory if roomy and os.access(memory, os.W_OK) else None


def owned(folder: Path) -> None:
    """Give a folder to the user that runs the server."""
    user = _user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)


def free_port() -> int:
    """A port for a server, which no outgoing connection uses while the server is down."""
    for _ in range(100):
        port = random.randrange(15_000, 32_000)
        with suppress(OSError), socket.socket() as free:
            free.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


PEOPLE = ("jan", "anna", "eve")
"""A manager, an employee, and a user without invitation."""
