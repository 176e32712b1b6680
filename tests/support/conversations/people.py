"""People at their desks who share a conversation over an unreliable connection."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from textual import events
from textual._context import active_app
from textual.geometry import Offset

from afspraak.data.errors import RemoteError
from afspraak.data.model.changes import Changes
from afspraak.data.model.edits import Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.listeners import SessionEvent
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import Settings
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.remote import (
    CarriedUpdate,
    HandshakeReply,
    LogOffsets,
    Presence,
    ReceivedUpdates,
)
from afspraak.tui.app import application as program
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.keys import table as keys
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens.desk.desk import Desk
from afspraak.widgets.notes.editor import NotesEditor

from .killing import kill

_new = count()


def key_of(binding: str) -> str:
    """The first key of a binding, by its id."""
    row = next(row for row in keys.KEYS if row.id == binding)
    return USUAL_KEYMAP.keys_of(row).split(",")[0]


class Wire(FolderRemote):
    """The real shared folder, but updates of others arrive late, twice, in any order, or not
    yet."""

    def __init__(self, folder: Path, client: int, chance: random.Random) -> None:
        super().__init__(folder, client)
        self._chance = chance
        self._held: list[CarriedUpdate] = []
        self._so_far: LogOffsets = {}
        self.cut = False
        """Whether nothing comes through, either way."""
        self.calm = False
        """Whether everything comes at once."""

    def append(self, update: bytes) -> None:
        self._check()
        super().append(update)

    def handshake(self, state_vector: bytes) -> HandshakeReply:
        self._check()
        met = super().handshake(state_vector)
        self._so_far = met.offsets
        return met

    def read_since(self, offsets: LogOffsets) -> ReceivedUpdates:
        self._check()
        arrived = super().read_since(self._so_far)
        self._so_far = arrived.offsets
        self._held += arrived.updates
        count = len(self._held)
        if not self.calm:
            self._chance.shuffle(self._held)
            count = self._chance.randint(0, count)
        given, self._held = self._held[:count], self._held[count:]
        if not self.calm:
            self._held += [update for update in given if self._chance.random() < 0.2]  # once more
        return ReceivedUpdates(given, arrived.offsets)

    def announce(self, presence: Presence) -> None:
        self._check()
        super().announce(presence)

    def read_presence(self) -> Sequence[Presence]:
        self._check()
        return super().read_presence()

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Do nothing: the test calls `news`."""
        return lambda: None

    def _check(self) -> None:
        if self.cut:
            raise RemoteError("storage.reason.other", text="cut off")


class Mirror:
    """The notes of a session with a unique name for every character."""

    def __init__(self, session: Session) -> None:
        self.text = session.notes.text
        self.names = [next(_new) for _ in self.text]
        self.typed: list[list[int]] = []
        """The names of what came with each edit of this person's, since this was last emptied."""
        self.writes: list[Write] = []
        """The edits themselves, each with a boundary."""
        self.last_change = 0
        """Where the last change ended."""
        session.subscribe(self._noticed)

    def _noticed(self, notice: SessionEvent) -> None:
        if not isinstance(notice, Changes):
            return
        for start, deleted, text, _ in notice.splices:
            end = start + deleted
            if not deleted and not text:
                continue
            if text != self.text[start:end]:  # else only its author is another
                named = [next(_new) for _ in text]
                self.text = self.text[:start] + text + self.text[end:]
                self.names[start:end] = named
            if notice.written:
                self.typed.append(self.names[start : start + len(text)])
                self.writes.append(Write(start, deleted, text))
            self.last_change = start + len(text)


class _App(AfspraakApp):
    """The real application, which reports when a key has had its effect."""

    CSS_PATH = str(Path(program.__file__).with_name("afspraak.tcss"))
    person: Person

    def _key_settled(self) -> None:
        super()._key_settled()
        self.person.given.set()


class Person:
    """A person with a separate notebook and terminal: `sit_down`, type, `die`."""

    def __init__(self, path: Path, size: tuple[int, int], chance: random.Random) -> None:
        self.path, self._size, self.chance = path, size, chance
        self.given = asyncio.Event()
        self.wire: Wire

    async def sit_down(self) -> None:
        """Start the program, with the notes in focus."""
        self.app = app = _App(Notebook(self.path.parent), Settings(), self.path)
        app.person = self
        self._leave = asyncio.Event()
        seated = asyncio.Event()
        self._sitting = asyncio.create_task(self._sit(seated))
        waiting = asyncio.create_task(seated.wait())
        await asyncio.wait((waiting, self._sitting), return_when=asyncio.FIRST_COMPLETED)
        if not seated.is_set():
            self._sitting.result()
        assert isinstance(app.screen, Desk)
        self.desk = app.screen
        self.session = self.desk.session
        self.mirror = Mirror(self.session)
        link = self.desk.controllers.sharing.sync_client
        assert link is not None
        self.link = link
        assert isinstance(link.remote, Wire)
        self.wire = link.remote
        await self.press(key_of("desk.pane.notes"))

    @property
    def editor(self) -> NotesEditor:
        return self.desk.query_one(NotesEditor)

    async def press(self, key: str, character: str | None = None) -> None:
        """Press a key, and wait for its effect."""
        await self._give(events.Key(key, character))

    async def paste(self, text: str) -> None:
        await self._give(events.Paste(text))

    def news(self) -> None:
        """Let the program look for updates."""
        self.desk.controllers.sharing.sync()

    async def quiet(self) -> None:
        """Wait until everything is processed and drawn."""
        with self.app._context():
            for _ in range(2):
                await self.app.wait_until_settled()
                self.app.screen._on_timer_update()
        assert self.app.crash is None, self.app.crash

    async def die(self) -> None:
        """Simulate a kill: nothing is saved or reported, and the locks are released."""
        self.link.close()
        kill(self.session)
        await self.stand_up()

    async def leave(self) -> None:
        """Quit normally."""
        with self.app._context():
            assert self.desk.close_session(ask=False)
        await self.stand_up()

    async def stand_up(self) -> None:
        """End the application, in any state."""
        self._leave.set()
        await self._sitting

    # What they see

    def first_row(self) -> tuple[int, int]:
        """Start and end of the first row of the view."""
        y = self.editor.scroll_offset.y
        begin, end = (
            self.editor.position(self.editor.wrapped_document.offset_to_location(Offset(0, row)))
            for row in (y, y + 1)
        )
        return begin, end if end > begin else len(self.editor.text)

    def row(self, position: int) -> int:
        """The text row of a position, from the beginning of the text."""
        wrapped = self.editor.wrapped_document
        return wrapped.location_to_offset(self.editor.location(position)).y

    def selected(self) -> tuple[int, int]:
        """The selection as positions: its anchor, and the caret."""
        start, end = self.editor.selection
        return self.editor.position(start), self.editor.position(end)

    async def _sit(self, seated: asyncio.Event) -> None:
        async with self.app.run_test(size=self._size) as pilot:
            await pilot.pause()
            seated.set()
            await self._leave.wait()

    async def _give(self, event: events.Event) -> None:
        self.given.clear()
        assert self.app._driver is not None
        with self.app._context():
            self.app._driver.send_message(event)
        await asyncio.wait_for(self.given.wait(), 10)
        await self.quiet()


def wired(folder: Path, client: int, _restoration: object = None) -> Wire:
    """Replaces the folder remote: the wire of the person whose program asks."""
    app = active_app.get()
    assert isinstance(app, _App)
    return Wire(folder, client, app.person.chance)


def authored(session: Session) -> list[tuple[str, str]]:
    """The lines of the notes with their authors."""
    return [(line.text, line.by) for line in session.notes.note_lines()]


async def all_dead(people: Iterable[Person]) -> None:
    """Stop all people, in any state."""
    for person in people:
        with suppress(Exception):
            await asyncio.wait_for(person.stand_up(), 10)
