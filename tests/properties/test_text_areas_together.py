"""Two to four people type in one conversation, each in the real program, over a bad connection.

After every step each text area shows the notes of its session, and every caret, selection and view
is still at its text. In the end all have the same notes, with the same authors.
Each commit runs a third of its ten random sessions, AFSPRAAK_WHOLE_TABLE=1 all ten, or as many as
`AFSPRAAK_TOGETHER_SESSIONS` says. The name of a session is its seed, which repeats it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets.text_area import Selection

from afspraak.data.crdt import replica
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage import changes_on_disk, durable_replica
from afspraak.data.sync import hosts
from afspraak.data.text.graphemes import ceiling, next_boundary, previous_boundary
from afspraak.data.text.sanitize import clean_text
from afspraak.tui.controllers import autosave, sharing

from ..support.amount import SAMPLE, share
from ..support.conversations.people import Person, all_dead, authored, key_of, wired
from ..support.servers.remotes import folder_remotes

LONG = int(os.environ.get("AFSPRAAK_TOGETHER_SESSIONS", "0"))
SEEDS = range(LONG) if LONG else share(range(SAMPLE % 50 * 10, SAMPLE % 50 * 10 + 10), of=3)
STEPS = 40
SIZES = ((80, 24), (60, 20), (120, 40))

NOTES = "## Looking back\n\n" + "".join(
    f"{number} a line that is longer than the room there is for it, with 漢字, e\u0301 and 😀\n\n"
    for number in range(9)
)
LETTERS = ("a", "b", "z", "é", "漢", "字", "😀", "\u0301", " ", "#", "[")
PASTES = ("one\ntwo\nthree", "x", "\n", "👩‍👩‍👧 e\u0301\r\n漢字\u2028end\n", "word " * 40)
MOVES = (
    *("left", "right", "up", "down", "home", "end", "ctrl+left", "ctrl+right"),
    *("pageup", "pagedown", "shift+left", "shift+right", "shift+up", "shift+down", "shift+end"),
)
ERASING = ("backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k", "ctrl+x")

ACTIONS = {
    "type": 10,
    "enter": 2,
    "erase": 5,
    "paste": 2,
    "type over": 3,
    "undo": 2,
    "redo": 1,
    "move": 4,
    "go near": 5,
    "news": 16,
    "announce": 2,
    "save": 1,
    "cut or mend": 2,
    "be killed": 1,
}


class Play:
    """One session: its users, and their random actions."""

    def __init__(self, people: Sequence[Person], chance: random.Random) -> None:
        self.people, self.chance = people, chance
        self.done: list[str] = []

    async def step(self) -> None:
        """One random action; then every screen is checked."""
        number = self.chance.randrange(len(self.people))
        person = self.people[number]
        (what,) = self.chance.choices(tuple(ACTIONS), tuple(ACTIONS.values()))
        self.done.append(f"{number} {what}")
        await getattr(self, f"_{what.replace(' ', '_')}")(person)
        for one in self.people:
            assert one.editor.text == one.session.notes.text == one.mirror.text

    async def _type(self, person: Person) -> None:
        for _ in range(self.chance.randint(1, 4)):
            letter = self.chance.choice(LETTERS)
            start, end = sorted(person.selected())
            expected = Write(start, end - start, letter)
            if letter != person.editor.text[start:end]:
                await self._edit(person, expected, key=letter)

    async def _enter(self, person: Person) -> None:
        start, end = sorted(person.selected())
        if person.editor.text[start:end] != "\n":
            await self._edit(person, Write(start, end - start, "\n"), key="enter")

    async def _paste(self, person: Person) -> None:
        pasted = self.chance.choice(PASTES)
        start, end = sorted(person.selected())
        await self._edit(person, Write(start, end - start, clean_text(pasted)), paste=pasted)

    async def _erase(self, person: Person) -> None:
        start, end = sorted(person.selected())
        key = self.chance.choice(ERASING)
        expected = None
        if start < end and key in ("backspace", "delete", "ctrl+x"):
            expected = Write(start, end - start, "")
        elif key == "backspace" and start:
            begin = previous_boundary(person.editor.text, start)
            expected = Write(begin, start - begin, "")
        elif key == "delete" and start < len(person.editor.text):
            expected = Write(start, next_boundary(person.editor.text, start) - start, "")
        await self._edit(person, expected, key=key)

    async def _type_over(self, person: Person) -> None:
        self._go(person, self._near(person), self._near(person))
        await self.chance.choice((self._type, self._erase, self._paste))(person)

    async def _undo(self, person: Person, key: str = "desk.undo") -> None:
        before = list(person.mirror.names)
        await person.press(key_of(key))
        if before != person.mirror.names:
            there = ceiling(person.mirror.text, person.mirror.last_change)
            assert person.selected() == (there, there), "the caret goes there"

    async def _redo(self, person: Person) -> None:
        await self._undo(person, "desk.redo")

    async def _move(self, person: Person) -> None:
        for _ in range(self.chance.randint(1, 3)):
            await person.press(self.chance.choice(MOVES))

    async def _go_near(self, person: Person) -> None:
        place = self._near(person)
        self._go(person, place, place + self.chance.choice((0, 0, 0, 3, -3)))
        await person.quiet()

    async def _news(self, person: Person) -> None:
        names, selected = list(person.mirror.names), person.selected()
        first, scrolled = names[slice(*person.first_row())], person.editor.scroll_offset.y
        room: list[int] = []
        seen = [scrolled]
        stop = person.session.subscribe(lambda _: room.append(person.editor.max_scroll_y))
        stop_seeing = person.session.subscribe(lambda _: seen.append(person.editor.scroll_offset.y))
        person.news()
        stop()
        stop_seeing()
        await person.quiet()
        for was, now in zip(selected, person.selected(), strict=True):
            assert_stayed(names, was, person.mirror.names, now, person.editor.text)
        _assert_same_view(person, min(seen), first, min(room, default=scrolled))

    async def _announce(self, person: Person) -> None:
        person.desk.controllers.sharing.announce()

    async def _save(self, person: Person) -> None:
        await person.press(key_of("desk.save"))

    async def _cut_or_mend(self, person: Person) -> None:
        person.wire.cut = not person.wire.cut

    async def _be_killed(self, person: Person) -> None:
        text = person.session.notes.text
        await person.die()
        assert Session.open_read_only(person.path).notes.text == text, "all of it was on disk"
        await person.sit_down()

    def _near(self, person: Person) -> int:
        """A random position, often near a present or earlier caret of another."""
        other = self.chance.choice(self.people)
        places = (other.selected()[1], self.chance.randint(0, len(person.editor.text)))
        place = self.chance.choice(places) + self.chance.randint(-2, 2)
        return min(max(0, place), len(person.editor.text))

    def _go(self, person: Person, start: int, end: int) -> None:
        location = person.editor.location
        with person.app._context():
            person.editor.selection = Selection(location(max(0, start)), location(max(0, end)))

    async def _edit(
        self, person: Person, expected: Write | None, *, key: str = "", paste: str = ""
    ) -> None:
        """Type, and check the position of the text and of the caret after it."""
        names = list(person.mirror.names)
        person.mirror.writes.clear()
        person.mirror.typed.clear()
        if paste:
            await person.paste(paste)
        else:
            await person.press(key, key if len(key) == 1 else None)
        for write in person.mirror.writes:
            if expected is not None:
                assert write == expected
            start, end = person.selected()
            assert start == end
            if write.text:
                (typed,) = person.mirror.typed
                behind = person.mirror.names.index(typed[len(write.text) - 1]) + 1
                assert end == ceiling(person.mirror.text, behind), "it is behind what was typed"
                assert person.mirror.text[:behind].endswith(write.text)
                continue
            if expected is None and key in ("ctrl+k", "ctrl+x"):
                continue  # a line that is deleted leaves the caret in its column
            left, right = names[: write.start], names[write.start + write.deleted :]
            assert_stayed(left + right, write.start, person.mirror.names, end, person.mirror.text)


def assert_stayed(
    before: Sequence[int], was: int, after: Sequence[int], now: int, text: str
) -> None:
    """A caret is still behind the character it was behind, and before what is left behind it.

    Where that is inside a cluster of `text`, which is the text afterwards, it is at the cluster's
    end.
    """
    places = {name: place for place, name in enumerate(after)}
    left = next((places[name] + 1 for name in reversed(before[:was]) if name in places), 0)
    right = next((places[name] for name in before[was:] if name in places), len(after))
    if was == 0 or before[was - 1] in places:
        right = left
    assert now == ceiling(text, now), "no caret stands inside a cluster"
    assert left <= now <= ceiling(text, right)


def _assert_same_view(person: Person, scrolled: int, first: Sequence[int], room: int) -> None:
    """The view begins with something of its first row; else there once was no text for that below.

    `scrolled` and `room` are how far it was and could be scrolled at least, while all this came
    in: a view that is at the top of the text stays there.
    """
    if not scrolled:
        assert not person.editor.scroll_offset.y
        return
    places = {name: place for place, name in enumerate(person.mirror.names)}
    rows = {person.row(places[name]) for name in first if name in places}
    if rows and max(rows) <= room:
        assert person.editor.scroll_offset.y in rows


async def play(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    size = chance.choice(SIZES)
    folder_remotes(folder / "shared")
    people: list[Person] = []
    for number in range(chance.randint(2, 4)):
        path = folder / f"nb{number}" / "talk.json"
        _bring(path, folder / "shared", people[0].path if people else None)
        people.append(Person(path, size, chance))
    game = Play(people, chance)
    try:
        for person in people:
            await person.sit_down()
        for _ in range(STEPS):
            await game.step()
        for _ in range(2):
            for person in people:
                person.wire.cut, person.wire.calm = False, True
                await game._news(person)
        for person in people:
            assert not person.link.error
            assert person.editor.text == person.session.notes.text
            assert authored(person.session) == authored(people[0].session)
            await person.leave()
    except BaseException:
        print(f"seed {seed}:", *game.done, sep="\n  ")
        raise
    finally:
        await all_dead(people)
    print(f"seed {seed}: {len(people)} people, {len(game.done)} steps")


def _bring(path: Path, shared: Path, first: Path | None) -> None:
    """A notebook with the shared conversation."""
    if first is None:
        session = Session.create(
            path, build_conversation(NewConversation("manager", "Jan", "Anna")), me=MANAGER
        )
        session.merge_text(NOTES)
    else:
        copy = Replica()
        copy.apply(Session.open_read_only(first).sync.update_since(Replica().state_vector))
        session = Session.from_replica(path, copy)
        session.me = session.writer = EMPLOYEE
    session.sync.set_remote_address(LocalFolder(str(shared)))
    session.save()
    session.close()


@pytest.mark.parametrize("seed", SEEDS)
async def test_all_text_areas_converge_and_no_caret_jumps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # Clients order what is written at one place, and the clock saves: both by the seed here.
    clients = random.Random(seed)
    for module in (replica, durable_replica, changes_on_disk):
        monkeypatch.setattr(module, "random_client", lambda: clients.getrandbits(31) | 1)
    monkeypatch.setattr(autosave, "POLL_SECONDS", 3600)
    monkeypatch.setattr(sharing, "ANNOUNCE_SECONDS", 3600)
    monkeypatch.setattr(hosts, "FolderRemote", wired)
    monkeypatch.setattr(hosts, "random_log_id", lambda: clients.getrandbits(31) | 1)
    await play(tmp_path, seed)
