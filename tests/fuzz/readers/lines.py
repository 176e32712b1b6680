"""Readers of shared data: both ends of a connection, the shared folder, updates, snapshots."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from contextlib import closing, suppress
from pathlib import Path
from subprocess import Popen
from typing import cast

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.crdt.snapshot import decode_snapshot, encode_snapshot
from afspraak.data.crdt.time_travel import DocumentHistory
from afspraak.data.crdt.yjs_document import EMPTY_DOCUMENT
from afspraak.data.errors import RemoteError
from afspraak.data.ids import Login, Slug
from afspraak.data.model.remote_address import SshMachine
from afspraak.data.storage.journal.journal_format import MAGIC, encode_frame
from afspraak.data.sync.folder import parents, shared_folders
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.membership import join
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.sync.ssh.connection import SshConnection
from afspraak.data.sync.ssh.host import SshHost
from afspraak.data.sync.ssh.protocol import BANNER, Kind, Message, encode_message, json_message
from afspraak.data.sync.ssh.server import serve

from .. import sample
from ..mutation import in_frames, in_json, in_messages, in_update, messages, one_of
from .reader import Reader, descriptor, harmless, threads_told

_FOLDER = "afspraak-0123456789abcdef"
_HERE = "HERE"
"""A placeholder in the input for the path of the shared folder, which differs in every room."""


class _Shared(Reader):
    """A room with a shared folder, in which another session has a log and a presence."""

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self._own = sample.shared()
        self._log = MAGIC + b"".join(
            map(encode_frame, (self._own.document(), *sample.updates(sample.shared())))
        )

    def share(self, log: bytes | None = None, here: bytes = b"", offer: bytes = b"") -> Path:
        """The shared folder, created again."""
        place = self.emptied("shared")
        os.environ["AFSPRAAK_SHARED"] = str(place)
        parents.PARENT_FOLDERS = (place, place)
        folder = place / _FOLDER
        folder.mkdir()
        about = ShareMetadata("planning 2027", ("Jan Bakker", "Anna de Vries"), Slug("anna"))
        told = offer or json.dumps(about._asdict()).encode()
        (folder / "offer.json").write_bytes(told)
        (folder / "jan.7.afl").write_bytes(self._log if log is None else log)
        (folder / "jan.7.afl.here").write_bytes(here or b'["manager", "notes", 3, "i1"]')
        return folder


class SharedLog(_Shared):
    """The log of another user in a shared folder."""

    inside = staticmethod(in_frames)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self.seeds = (self._log, self._log[:-4])

    def read(self, data: bytes) -> None:
        """Meet, join, and read on."""
        folder = self.share(data)
        with closing(FolderRemote(folder, 9)) as store:
            for state in (EMPTY_DOCUMENT[:1], self._own.state_vector):
                met = store.handshake(state)
                decode_snapshot(met.snapshot)
                for update in met.updates:
                    with suppress(ReplicaError):
                        Replica().apply(update.data)
            store.read_since(met.offsets)
        host = SshHost.__new__(SshHost)
        host.address, host.login = SshMachine("box"), Login("anna")
        host.open_remote = lambda place, _=None: FolderRemote(Path(place), 9)  # type: ignore[assignment, method-assign]
        notebook = self.emptied("joined")
        offer = shared_folders.list_shares()[0]
        join(offer, notebook, host).remote.close()


class PresenceFile(_Shared):
    """The presence of another user in a shared folder."""

    inside = staticmethod(in_json)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self.seeds = (b'["manager", "notes", 3, "i1"]',)

    def read(self, data: bytes) -> None:
        """Ask where they are, while they are there."""
        folder = self.share(here=data)
        with descriptor(folder / "jan.7.afl", os.O_RDWR) as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            for one in FolderRemote(folder, 9).read_presence():
                assert all(map(harmless, (one.partner, one.pane, one.row)))


class OfferFile(_Shared):
    """The share metadata of another user."""

    inside = staticmethod(in_json)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        about = ShareMetadata("planning 2027", ("Jan Bakker", "Anna de Vries"), Slug("anna"))
        self.seeds = (json.dumps(about._asdict()).encode(),)

    def read(self, data: bytes) -> None:
        """List what is offered."""
        self.share(offer=data)
        for one in shared_folders.list_shares():
            assert all(map(harmless, (one.metadata.title, one.metadata.slug, *one.metadata.names)))


class Called(_Shared):
    """The server end of a connection."""

    inside = staticmethod(in_messages)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        entering = json_message(Kind.ENTER, folder=_HERE)
        created = sample.CONVERSATION.header.created
        copying = json_message(Kind.COPY, created=created, clients=[1001, 7], partner="employee")
        self._whole = sample.keep(room / "seed.json", self._own)
        update = sample.updates(sample.shared())[0]
        hello = json_message(Kind.HELLO, version=1, language="nl")
        rest = (
            Message(Kind.MEET, self._own.state_vector),
            Message(Kind.UPDATE, update),
            json_message(Kind.HERE, at=["employee", "notes", 3, ""]),
            Message(Kind.PING),
        )
        sharing = json_message(Kind.SHARE, login="root", title="t", names=["a", "b"], slug="s")
        talks = (
            (hello, Message(Kind.OFFERS), entering, *rest, Message(Kind.BYE)),
            (hello, copying, *rest, Message(Kind.BYE)),
            (hello, sharing, entering, json_message(Kind.WITHDRAW, folder=_HERE), *rest),
        )
        self.seeds = tuple(b"".join(map(encode_message, talk)) for talk in talks)

    def read(self, data: bytes) -> None:
        """Answer all that is said."""
        folder = self.share()
        notebook = self.emptied("nb")
        (notebook / "anna.json").write_bytes(self._whole)
        said, rest = messages(data)
        here = json.dumps(str(folder)).encode()
        told = [one._replace(body=one.body.replace(b'"HERE"', here)) for one in said]
        coming, going = self.room / "coming", self.room / "going"
        coming.write_bytes(b"".join(map(encode_message, told)) + rest)
        going.write_bytes(b"")
        with (
            threads_told(),
            descriptor(coming, os.O_RDONLY) as one,
            descriptor(going, os.O_WRONLY) as other,
        ):
            serve(notebook, one, other)


class _Pretended:
    """A process at the other end of a connection that sends a file and ignores its input."""

    def __init__(self, said: Path) -> None:
        self.stdin = Path(os.devnull).open("wb", buffering=0)  # noqa: SIM115
        self.stdout = said.open("rb", buffering=0)
        self.stderr = Path(os.devnull).open("rb", buffering=0)  # noqa: SIM115

    def wait(self, timeout: float | None = None) -> int:
        """Return at once: it has ended."""
        return 0

    def poll(self) -> int:
        """Return at once: it has ended."""
        return 0

    def kill(self) -> None:
        """Do nothing: it has ended."""
        self.stdout.close()


class _Line(SshConnection):
    """A connection whose other end is a file."""

    said: Path

    def _start_process(self) -> Popen[bytes]:
        return cast("Popen[bytes]", _Pretended(self.said))


class Calling(_Shared):
    """The caller's end of a connection: banner, offers, entering, updates."""

    inside = staticmethod(in_messages)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        done = json_message(Kind.DONE, version=1, login="anna")
        offered = {"folder": "/x/y", "owner": "jan", "title": "t", "names": ["a"], "slug": "s"}
        here = json_message(Kind.HERE, others=[["jan", "manager", "notes", 4, ""]])
        update = Message(Kind.UPDATE, self._own.document())
        met = Message(Kind.MET, self._own.snapshot)
        asked = (
            done,
            json_message(Kind.DONE, offers=[offered]),
            json_message(Kind.DONE, folder="/x/z"),
        )
        talk = (*asked, json_message(Kind.DONE), update, met, update, here, Message(Kind.PONG))
        refused = (done, json_message(Kind.REFUSED, text="no", usage=True), *talk)
        self.seeds = (
            b"".join(map(encode_message, talk)),
            b"".join(map(encode_message, refused)),
            b"welcome to box\n" + BANNER + b"1\n",
        )

    def read(self, data: bytes) -> None:
        """Call, ask what is offered, enter, and hear what comes."""
        os.environ["AFSPRAAK_SSH"] = "/nowhere/ssh"
        said = self.room / "said"
        banner = b"" if data.startswith(b"welcome") else BANNER + b"1\n"
        said.write_bytes(banner + data)
        _Line.said = said
        with threads_told():
            host = SshHost.__new__(SshHost)
            host.address = SshMachine("box")
            host._ask, host._language = False, "en"
            host._connection = _Line("box", ask=False, language="en")
            with closing(host):
                for one in host.list_shares():
                    assert all(map(harmless, (one.owner, one.metadata.title)))
                host.create_share(Login("anna"), ShareMetadata("t", ("a",), Slug("s")))
                self._listen(host)

    def _listen(self, host: SshHost) -> None:
        told = threading.Event()
        with closing(host.open_remote("/x/z")) as store:
            store.watch(told.set)
            for _ in range(4):
                with suppress(RemoteError):
                    if (met := store.handshake(self._own.state_vector)) is not None:
                        decode_snapshot(met.snapshot)
                        store.read_since(met.offsets)
                    store.read_presence()
                told.wait(0.002)
                told.clear()


class Update(Reader):
    """An update from anywhere: the document applies it completely or not at all."""

    inside = staticmethod(in_update)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        replica = sample.shared()
        self._document, self._reached = replica.document(), decode_snapshot(replica.snapshot)
        self.seeds = (*sample.updates(replica), replica.document(), EMPTY_DOCUMENT)

    def read(self, data: bytes) -> None:
        """Take it in, hand the document on, and look back in it."""
        replica = Replica(5)
        replica.apply(self._document)
        before = (replica.notes.text, dict(replica.fields))
        try:
            replica.apply(data)
        except ReplicaError:
            assert (replica.notes.text, replica.fields) == before, "what is refused changes nothing"
        other = Replica(6)
        other.apply(replica.document())
        if replica.is_complete:
            assert other.notes.text == replica.notes.text, "what is handed on is the same"
            assert other.fields == replica.fields, "what is handed on is the same"
        past = DocumentHistory(replica)
        past.notes_at(self._reached)
        past.diff_since(self._reached)
        past.fields_at(self._reached)


class StateBytes(Reader):
    """A Yjs snapshot, and the numbers in it."""

    inside = staticmethod(one_of(in_update))
    allowed = (ValueError,)

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        replica = sample.shared()
        sample.updates(replica)
        self._other = decode_snapshot(replica.snapshot)
        self.seeds = (replica.snapshot, replica.state_vector, b"\0\0")

    def read(self, data: bytes) -> None:
        """Read it, and put it together with another."""
        state = decode_snapshot(data)
        assert decode_snapshot(encode_snapshot(state)) == state, "what is written can be read"
        both = state.union(self._other)
        assert state.is_contained_in(both) and not state.difference(both)
        assert decode_snapshot(encode_snapshot(both.difference(state))) is not None
