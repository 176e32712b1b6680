"""The end of a line that is called: it opens shared folders for the user whom SSH let in.

It does nothing that this user could not do there at a prompt, so that a key may be bound to
`afspraak sync --stdio` in `authorized_keys`. It ends when nothing came for a while: who calls asks
now and then whether it is there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from ...errors import AfspraakError, StorageError, UsageError
from ...i18n.catalogue import set_language, tr
from ..hosts import LocalHost
from ..remote import LogOffsets, Presence, Remote
from ..shares import ShareMetadata
from .notebook_copy import NotebookCopyRemote
from .protocol import BANNER, VERSION, Kind, Message, MessageReader, encode_message, json_message

_SILENCE_SECONDS = 40.0
"""So long nothing may come; who calls says something every ten seconds."""


def serve(notebook: Path, coming: int, going: int) -> None:
    """Answer what comes from one file descriptor on another, until it ends.

    `notebook` is where the user's own copies are.
    """
    with closing(_Server(notebook, coming, going)) as served:
        served.run()


class _Server:
    """One line that was called."""

    def __init__(self, notebook: Path, coming: int, going: int) -> None:
        self._notebook = notebook
        self._in = MessageReader(coming)
        self._going = going
        self._saying = threading.Lock()
        self._here = LocalHost()
        self._remote: Remote | None = None
        self._stop_watching: Callable[[], None] = lambda: None
        self._reading = threading.Lock()
        self._seen: LogOffsets | None = None
        self._shown: object = []
        self._news = threading.Event()
        self._over = False
        self._answers: Mapping[Kind, Callable[[Message], None]] = {
            Kind.HELLO: self._hello,
            Kind.OFFERS: self._offers,
            Kind.ENTER: self._enter,
            Kind.COPY: self._copy,
            Kind.SHARE: self._share,
            Kind.WITHDRAW: self._withdraw,
            Kind.MEET: self._meet,
            Kind.UPDATE: self._update,
            Kind.HERE: self._announce,
            Kind.PING: lambda _: self._say(Message(Kind.PONG)),
        }

    def run(self) -> None:
        """Answer until the line ends."""
        self._write(b"\n" + BANNER + b"%d\n" % VERSION)
        threading.Thread(target=self._send_news, daemon=True).start()
        with suppress(TimeoutError, BrokenPipeError):
            while (came := self._in.read(_SILENCE_SECONDS)) is not None:
                if came.kind is Kind.BYE:
                    self._close_remote()
                    self._say(json_message(Kind.DONE))
                    return
                answer = self._answers.get(came.kind, self._unknown)
                try:
                    answer(came)
                except AfspraakError as error:
                    self._refuse(error)

    def close(self) -> None:
        """Leave the folder."""
        self._over = True
        self._news.set()
        with suppress(AfspraakError):
            self._close_remote()

    def _hello(self, came: Message) -> None:
        set_language(str(came.json_body.get("language", "")))
        self._say(json_message(Kind.DONE, version=VERSION, login=self._here.login))

    def _offers(self, _: Message) -> None:
        offers = [{"folder": one.id, **one.to_dict()} for one in self._here.list_shares()]
        self._say(json_message(Kind.DONE, offers=offers))

    def _enter(self, came: Message) -> None:
        self._use_remote(self._here.open_remote(self._shared_folder(came)))

    def _copy(self, came: Message) -> None:
        words = came.json_body
        told = words.get("clients")
        clients = {one for one in told if isinstance(one, int)} if isinstance(told, list) else ()
        created, partner = str(words.get("created", "")), str(words.get("partner", ""))
        self._use_remote(NotebookCopyRemote(self._notebook, created, set(clients), partner))

    def _share(self, came: Message) -> None:
        words = came.json_body
        try:
            about = ShareMetadata.from_dict(words)
        except (TypeError, AttributeError):
            raise UsageError(tr("sharing.ssh.garbled")) from None
        folder = self._here.create_share(str(words.get("login", "")), about)
        self._say(json_message(Kind.DONE, folder=folder))

    def _withdraw(self, came: Message) -> None:
        folder = self._shared_folder(came)
        self._close_remote()
        self._here.withdraw(folder)
        self._say(json_message(Kind.DONE))

    def _shared_folder(self, came: Message) -> str:
        """The folder that is meant, if it is offered: no other path counts."""
        folder = str(came.json_body.get("folder", ""))
        for one in self._here.list_shares():
            if one.id == folder:
                return folder
        raise StorageError(tr("sharing.ended.there"))

    def _use_remote(self, store: Remote) -> None:
        self._close_remote()
        self._remote = store
        self._stop_watching = store.watch(self._news.set)
        self._say(json_message(Kind.DONE))

    def _close_remote(self) -> None:
        self._stop_watching()
        with self._reading:
            self._seen, self._shown = None, []
            store, self._remote = self._remote, None
        if store is not None:
            store.close()

    def _meet(self, came: Message) -> None:
        with self._reading:
            met = self._open_remote.handshake(came.body)
            assert met is not None, "what is on this machine is told at once"
            for update in met.updates:
                self._say(Message(Kind.UPDATE, update))
            self._say(Message(Kind.MET, met.snapshot))
            self._seen, self._shown = met.offsets, []
        self._news.set()

    def _update(self, came: Message) -> None:
        if came.body:
            self._open_remote.append(came.body)

    def _announce(self, came: Message) -> None:
        match came.json_body.get("at"):
            case [partner, pane, int(position), row]:
                where = Presence("", str(partner), str(pane), position, str(row))
                self._open_remote.announce(where)
            case _:
                raise UsageError(tr("sharing.ssh.garbled"))

    def _unknown(self, _: Message) -> None:
        raise UsageError(tr("sharing.ssh.garbled"))

    @property
    def _open_remote(self) -> Remote:
        if self._remote is None:
            raise StorageError(tr("sharing.ended.there"))
        return self._remote

    def _send_news(self) -> None:
        """Tell what others do, in a thread; as fast as the line takes it."""
        with suppress(BrokenPipeError):
            while self._news.wait() and not self._over:
                self._news.clear()
                try:
                    self._tell()
                except AfspraakError as error:
                    self._refuse(error)

    def _tell(self) -> None:
        with self._reading:
            if self._remote is None or self._seen is None:
                return
            arrived = self._remote.read_since(self._seen)
            for update in arrived.updates:
                self._say(Message(Kind.UPDATE, update))
            self._seen = arrived.offsets
            here = [list(one) for one in self._remote.read_presence()]
            if here != self._shown:
                self._shown = here
                self._say(json_message(Kind.HERE, others=here))

    def _refuse(self, error: AfspraakError) -> None:
        usage = isinstance(error, UsageError)
        self._say(json_message(Kind.REFUSED, text=str(error), usage=usage))

    def _say(self, said: Message) -> None:
        self._write(encode_message(said))

    def _write(self, data: bytes) -> None:
        with self._saying:
            while data:
                data = data[os.write(self._going, data) :]
