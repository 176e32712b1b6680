"""Two programs in one conversation: time of a key to the other screen, and bytes between them."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from statistics import median

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, Slug
from afspraak.data.model.remote_address import (
    LocalFolder,
    PostgresDatabase,
    RemoteAddress,
    parse_host,
)
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.system.user import login_name

from ...checkout import IMPORT_ROOT
from ...support.servers import postgres
from ...support.servers.postgres import Server
from ...support.servers.sshd import keygen, sshd, why_no_sshd
from ...support.terminal.terminal import key, sequence
from ..bench import Bench, visible
from ..figures import Measure
from ..program import Program
from ..subjects import AFSPRAAK, ours

GROUP = "Two in one conversation"
HERE, THERE = "on one machine", "over SSH (loopback)"
DATABASE = "over PostgreSQL (loopback)"
OTHER, OWN = "key to the other's screen", "key to one's own screen"
WIRE, WIRE_ALONE = "bytes on the wire while typing", "bytes on the wire of one key alone"
_TYPED = "the quick brown fox jumps over the lazy dog "
_ALONE = "quizzes"


def once(bench: Bench, number: int) -> None:
    """Type in one program and watch the other."""
    with bench.tried(f"two {HERE}"), pair(bench, HERE, "") as (jan, anna):
        _type(bench, HERE, jan, anna, None)
    if reason := why_no_sshd():
        if not number:
            bench.say(f"two {THERE}: not measured, {reason}")
    else:
        with (
            bench.tried(f"two {THERE}"),
            _box(bench.folder / "box") as line,
            pair(bench, THERE, "box", line.call) as (jan, anna),
        ):
            _type(bench, THERE, jan, anna, line.wire)
    if reason := postgres.why_not():
        if not number:
            bench.say(f"two {DATABASE}: not measured, {reason}")
        return
    with (
        bench.tried(f"two {DATABASE}"),
        postgres.server(on_disk=True) as server,
        closing(Wire(server.port)) as wire,
        pair(bench, DATABASE, "", database=(server, wire.port)) as (jan, anna),
    ):
        _type(bench, DATABASE, jan, anna, wire)


def _type(bench: Bench, case: str, jan: Program, anna: Program, wire: Wire | None) -> None:
    """Anna types, Jan watches; each key follows once the previous one is on both screens."""
    anna.press(sequence(key("desk.pane.notes")).encode())
    own, other = [], []
    before = wire.passed if wire else 0
    for length in range(1, len(_TYPED) + 1):
        sent = anna.send(_TYPED[length - 1].encode())
        if _TYPED[length - 1] == " ":
            continue  # it cannot be seen
        own.append(seen(anna, _TYPED[:length]) - sent)
        other.append(seen(jan, _TYPED[:length]) - sent)
    add = bench.figures.add
    add(Measure(GROUP, OWN, "ms", case), AFSPRAAK, median(own) * 1e3)
    add(Measure(GROUP, OTHER, "ms", case), AFSPRAAK, median(other) * 1e3)
    if wire is None:
        return
    for program in (anna, jan):
        program.quiet(1.0)
    add(Measure(GROUP, WIRE, "B", case), AFSPRAAK, (wire.passed - before) / len(_TYPED))
    before = wire.passed
    for letter in _ALONE:
        anna.send(letter.encode())
        anna.quiet(0.6)
    add(Measure(GROUP, WIRE_ALONE, "B", case), AFSPRAAK, (wire.passed - before) / len(_ALONE))


def seen(program: Program, text: str) -> float:
    """The moment at which a text appeared on a screen."""
    return program.until(lambda: visible(program, (text,)))


@contextmanager
def pair(
    bench: Bench,
    case: str,
    host: str,
    more: Mapping[str, str] | None = None,
    database: tuple[Server, int] | None = None,
) -> Iterator[tuple[Program, Program]]:
    """Jan, who is on the machine with the shared folder, and Anna, who comes from `host`.

    With a database they share there; Anna reaches it through a port of her own.
    """
    base = bench.folder / "together"
    shutil.rmtree(base, ignore_errors=True)
    shared = base / "shared"
    shared.mkdir(parents=True)
    environment = {**bench.environment, "AFSPRAAK_SHARED": str(shared), **(more or {})}
    with _shared_place(shared):
        folder = str(shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug(""))))
    places: list[RemoteAddress] = [LocalFolder(folder), parse_host(host).share(folder)]
    if database is not None:
        server, port = database
        with closing(PostgresHost(server.url("jan"))) as there:
            talk = there.create_share(Login("anna"), ShareMetadata("", (), Slug("")))
        places = [PostgresDatabase(server.url("jan")).share(talk)]
        hers = server.url("anna").replace(f":{server.port}/", f":{port}/")
        places.append(PostgresDatabase(hers).share(talk))
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    jan = Session.create(base / "jan" / "talk.json", conversation, me=MANAGER)
    replica = Replica()
    replica.apply(jan.sync.update_since(replica.state_vector))
    anna = Session.from_replica(base / "anna" / "talk.json", replica)
    anna.set_partner(EMPLOYEE)
    for session, where in zip((jan, anna), places, strict=True):
        session.sync.set_remote_address(where)
        session.save()
        session.close()
    command = ours("--notebook")
    with (
        Program([*command, str(base / "jan"), "open", "talk"], base, environment) as jans,
        Program([*command, str(base / "anna"), "open", "talk"], base, environment) as annas,
    ):
        for program, name in ((jans, "Anna"), (annas, "Jan")):
            seen(program, f"{name}: checklist")
            program.quiet()
        bench.say(f"typing {case}")
        yield jans, annas


@contextmanager
def _shared_place(folder: Path) -> Iterator[None]:
    before = os.environ.get("AFSPRAAK_SHARED")
    os.environ["AFSPRAAK_SHARED"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("AFSPRAAK_SHARED")
        if before is not None:
            os.environ["AFSPRAAK_SHARED"] = before


class Wire:
    """A relay to a port of this machine that counts the bytes."""

    def __init__(self, port: int) -> None:
        self.passed = 0
        """Bytes of TCP, both ways."""
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        """Where to connect instead."""
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop accepting connections."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                for one, other in ((near, far), (far, near)):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self.passed += len(data)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


class _Line:
    """The command by which programs reach an sshd through a wire."""

    def __init__(self, folder: Path, wire: Wire) -> None:
        self.wire = wire
        config = folder / "client"
        config.write_text(
            f"Host box\n HostName 127.0.0.1\n Port {wire.port}\n"
            f" User {login_name()}\n IdentityFile {folder}/key\n HostKeyAlias box\n"
            f" UserKnownHostsFile {folder}/known\n"
        )
        (folder / "known").write_text(f"box {(folder / 'host.pub').read_text()}")
        self._config = config

    @property
    def call(self) -> dict[str, str]:
        """The environment variable for a program."""
        shared = self._config.parents[1] / "together" / "shared"
        there = ["env", f"AFSPRAAK_SHARED={shared}", f"PYTHONPATH={IMPORT_ROOT}"]
        return {
            "AFSPRAAK_SSH": shlex.join(["ssh", "-F", str(self._config)]),
            "AFSPRAAK_REMOTE": shlex.join([*there, sys.executable, "-m", "afspraak"]),
        }


@contextmanager
def _box(folder: Path) -> Iterator[_Line]:
    folder.mkdir()
    keygen(folder / "key")
    (folder / login_name()).write_text((folder / "key.pub").read_text())
    try:
        with sshd(folder, [login_name()]) as port, closing(Wire(port)) as wire:
            yield _Line(folder, wire)
    finally:
        shutil.rmtree(folder)
