"""The server's end of an SSH connection: it opens shared folders for the user of the login.

It does nothing that this user could not do at a prompt, so that a key may be bound to `afspraak
sync --stdio` in `authorized_keys`. It ends if a client sends nothing, not even a PING.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from ...errors import AfspraakError, UsageError
from ...i18n.catalogue import catalogue
from ...ids import Login, PartnerId
from ...session.user import SYSTEM_USER, User
from ..folder import shared_folders
from ..hosts import LocalHost
from ..remote import CarriedUpdate, FilesRemoved, LogOffsets, Remote, ShareEnded, parse_presence
from ..shares import Restoration, ShareMetadata
from .notebook_copy import NotebookCopyRemote
from .protocol import (
    BANNER,
    OWN_UPDATES_VERSION,
    VERSION,
    Kind,
    Message,
    MessageReader,
    encode_message,
    json_message,
)

_SILENCE_SECONDS = 40.0
"""The longest silence of a client, in seconds; a client sends something every ten."""

_NOBODY_HERE: Mapping[str, object] = {"others": [], "left": False}
"""What a client knows before it is told who is here."""


def serve(notebook: Path, input_fd: int, output_fd: int, *, user: User = SYSTEM_USER) -> None:
    """Answer messages from one file descriptor on another, until the connection ends.

    `notebook` is the folder with the user's own copies.
    """
    with closing(_Server(notebook, input_fd, output_fd, user=user)) as server:
        server.run()


class _Server:
    """One connection."""

    def __init__(self, notebook: Path, input_fd: int, output_fd: int, *, user: User) -> None:
        self._notebook = notebook
        self._user = user
        self._words = catalogue("en")
        """The language of the client, from its HELLO."""
        self._version = 1
        """The version of the messages to the client."""
        self._in = MessageReader(input_fd)
        self._output_fd = output_fd
        self._write_lock = threading.Lock()
        self._host = LocalHost()
        self._remote: Remote | None = None
        self._stop_watching: Callable[[], None] = lambda: None
        self._remote_lock = threading.Lock()
        self._offsets: LogOffsets | None = None
        self._sent_presences: object = _NOBODY_HERE
        self._changed = threading.Event()
        self._ended = False
        self._handlers: Mapping[Kind, Callable[[Message], None]] = {
            Kind.HELLO: self._hello,
            Kind.OFFERS: self._offers,
            Kind.ENTER: self._enter,
            Kind.COPY: self._copy,
            Kind.PERSON: self._person,
            Kind.SHARE: self._share,
            Kind.WITHDRAW: self._withdraw,
            Kind.MEET: self._handshake,
            Kind.UPDATE: self._update,
            Kind.HERE: self._announce,
            Kind.PING: lambda _: self._send(Message(Kind.PONG)),
        }

    def run(self) -> None:
        """Answer until the connection ends."""
        self._write(b"\n" + BANNER + b"%d\n" % VERSION)
        threading.Thread(target=self._send_changes_forever, daemon=True).start()
        with suppress(TimeoutError, BrokenPipeError):
            while (message := self._in.read(_SILENCE_SECONDS)) is not None:
                if message.kind is Kind.BYE:
                    self._close_remote()
                    self._send(json_message(Kind.DONE))
                    return
                handler = self._handlers.get(message.kind, self._unknown)
                try:
                    handler(message)
                except AfspraakError as error:
                    self._refuse(error)

    def close(self) -> None:
        """Close the remote."""
        self._ended = True
        self._changed.set()
        with suppress(AfspraakError):
            self._close_remote()

    def _hello(self, message: Message) -> None:
        body = message.json_body
        self._words = catalogue(str(body.get("language", "")))
        version = body.get("version")
        self._version = min(version, VERSION) if isinstance(version, int) else 1
        self._send(json_message(Kind.DONE, version=VERSION, login=self._host.login))

    def _offers(self, _: Message) -> None:
        offers = [
            {"folder": share.id, "mine": self._host.is_mine(share.id), **share.to_dict()}
            for share in self._host.list_shares()
        ]
        self._send(json_message(Kind.DONE, offers=offers))

    def _enter(self, message: Message) -> None:
        folder = self._shared_folder(message)
        whole = shared_folders.has_metadata(Path(folder))
        self._use_remote(self._host.open_remote(folder), whole=whole)

    def _copy(self, message: Message) -> None:
        body = message.json_body
        values = body.get("clients")
        clients = (
            {value for value in values if isinstance(value, int)}
            if isinstance(values, list)
            else ()
        )
        created, partner = str(body.get("created", "")), PartnerId(str(body.get("partner", "")))
        self._use_remote(
            NotebookCopyRemote(self._notebook, created, set(clients), partner, user=self._user)
        )

    def _person(self, message: Message) -> None:
        person = self._host.find_person(str(message.json_body.get("text", "")))
        self._send(json_message(Kind.DONE, **person._asdict()))

    def _share(self, message: Message) -> None:
        body = message.json_body
        try:
            metadata = ShareMetadata.from_dict(body)
        except (TypeError, AttributeError):
            raise UsageError("sharing.ssh.garbled") from None
        login, folder = Login(str(body.get("login", ""))), str(body.get("folder", ""))
        if not folder:
            folder = self._host.create_share(login, metadata)
        elif not self._host.restore_share(folder, Restoration(login, metadata, lambda: True)):
            folder = ""
        self._send(json_message(Kind.DONE, folder=folder))

    def _withdraw(self, message: Message) -> None:
        folder = self._shared_folder(message)
        self._close_remote()
        if message.json_body.get("erase") is True:
            self._host.erase(folder)
        self._host.withdraw(folder)
        self._send(json_message(Kind.DONE))

    def _shared_folder(self, message: Message) -> str:
        """Return the folder of a request, if it is a share: no other path is accepted."""
        folder = str(message.json_body.get("folder", ""))
        for share in self._host.list_shares():
            if share.id == folder:
                return folder
        raise ShareEnded("sharing.ended.there")

    def _use_remote(self, remote: Remote, **answer: object) -> None:
        self._close_remote()
        self._remote = remote
        self._stop_watching = remote.watch(self._changed.set)
        self._send(json_message(Kind.DONE, **answer))

    def _close_remote(self) -> None:
        self._stop_watching()
        with self._remote_lock:
            self._offsets, self._sent_presences = None, _NOBODY_HERE
            remote, self._remote = self._remote, None
        if remote is not None:
            remote.close()

    def _handshake(self, message: Message) -> None:
        with self._remote_lock:
            try:
                reply = self._open_remote.handshake(message.body)
            except ValueError:
                raise UsageError("sharing.ssh.garbled") from None
            assert reply is not None, "a remote on this machine replies at once"
            self._send(*map(self._carry, reply.updates), Message(Kind.MET, reply.snapshot))
            self._offsets, self._sent_presences = reply.offsets, _NOBODY_HERE
        self._changed.set()

    def _update(self, message: Message) -> None:
        if message.body:
            self._open_remote.append(message.body)

    def _announce(self, message: Message) -> None:
        presence = parse_presence("", message.json_body.get("at"))
        if presence is None:
            raise UsageError("sharing.ssh.garbled")
        self._open_remote.announce(presence)

    def _unknown(self, _: Message) -> None:
        raise UsageError("sharing.ssh.garbled")

    @property
    def _open_remote(self) -> Remote:
        if self._remote is None:
            raise ShareEnded("sharing.ended.there")
        return self._remote

    def _send_changes_forever(self) -> None:
        """Send others' updates and presences, in a thread, as fast as the connection takes them."""
        with suppress(BrokenPipeError):
            while self._changed.wait() and not self._ended:
                self._changed.clear()
                try:
                    self._send_changes()
                except AfspraakError as error:
                    self._refuse(error)

    def _send_changes(self) -> None:
        with self._remote_lock:
            if self._remote is None or self._offsets is None:
                return
            arrived = self._remote.read_since(self._offsets)
            self._send(*map(self._carry, arrived.updates))
            self._offsets = arrived.offsets
            others = [list(presence) for presence in self._remote.read_presence()]
            presences = {"others": others, "left": self._remote.has_other_left}
            if presences != self._sent_presences:
                self._sent_presences = presences
                self._send(json_message(Kind.HERE, **presences))

    def _refuse(self, error: AfspraakError) -> None:
        kinds = {
            "usage": isinstance(error, UsageError),
            "ended": isinstance(error, ShareEnded),
            "removed": isinstance(error, FilesRemoved),
        }
        self._send(json_message(Kind.REFUSED, text=self._words(error.message), **kinds))

    def _carry(self, update: CarriedUpdate) -> Message:
        tells_writer = update.is_own and self._version >= OWN_UPDATES_VERSION
        return Message(Kind.OWN_UPDATE if tells_writer else Kind.UPDATE, update.data)

    def _send(self, *messages: Message) -> None:
        self._write(b"".join(map(encode_message, messages)))

    def _write(self, data: bytes) -> None:
        with self._write_lock:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._output_fd, rest) :]
