"""kill -9 at random moments of processes that write files, without a screen."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from afspraak.data.errors import StorageError
from afspraak.data.exchange.export import session_minutes as minutes
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.lifecycle.archiving import unarchive
from afspraak.data.lifecycle.deletion import tidy, undelete
from afspraak.data.lifecycle.renaming import rename
from afspraak.data.notebook.follow_up import find_follow_up
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.places.folders import archive_of, deletions
from afspraak.data.notebook.places.record import needs_tidying
from afspraak.data.session.session import Session
from afspraak.data.storage.journal.discard import discard_orphaned
from afspraak.data.storage.journal.journal_files import orphaned_journals
from afspraak.data.storage.journal.journal_reader import read_journals
from afspraak.data.storage.json_storage import DurableStorage
from afspraak.data.storage.strict_json import parse_tables
from afspraak.data.system.files.atomic_files import previous_copy

from .counts import Bound, Count
from .jobs import begun, exported_notes, mark, size
from .nursery import Child, Nursery

FRESH = 12
"""Rounds after which everything starts again, because long notes take ever longer to read."""


class Kind:
    """A kind of killed process: its initial files, and the checks after the kill."""

    name = ""
    job = ""
    pause = 0.01
    """The longest time in seconds between an acknowledgement and the kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last = -1
        """The last number that is known to be safe."""
        self.next = 0
        """The number to go on with: a job may have begun on one that is not safe yet."""
        self.prepare()

    def prepare(self) -> None:
        """Create the initial files of the job."""

    def arguments(self) -> tuple[object, ...]:
        """The arguments of the job."""
        raise NotImplementedError

    def missing(self, acknowledged: Iterable[int]) -> int:
        """The number of lost acknowledgements. Raises if a file is unreadable."""
        raise NotImplementedError


class Saving(Kind):
    name, job = "a file saved", "saving"

    def prepare(self) -> None:
        self.path = self.folder / "a.json"

    def arguments(self) -> tuple[object, ...]:
        return (self.path,)

    def missing(self, acknowledged: Iterable[int]) -> int:
        tables = DurableStorage(self.path).read()
        last = max(acknowledged, default=self.last)
        if tables is None:
            return int(last >= 0)
        n = int(tables["count"]["1"]["n"])
        whole = len(tables["count"]["1"]["lines"]) == size(n, 2000)
        assert whole and n <= last + 1
        if n:
            kept = parse_tables(previous_copy(self.path).read_bytes())["count"]["1"]["n"]
            assert n - 1 <= kept <= n
        self.last = n
        return max(0, last - n)


class Appending(Kind):
    name, job = "a journal added to", "appending"
    client = 0

    def arguments(self) -> tuple[object, ...]:
        self.client += 1
        return self.folder / "log", self.client

    def missing(self, acknowledged: Iterable[int]) -> int:
        told = set(acknowledged)
        lost = 0
        for found in read_journals(self.folder / "log"):
            assert not found.damaged and not found.in_use and found.client == self.client
            for n, payload in enumerate(found.frames):
                assert payload == b"%d " % n + b"y" * size(n, 200000)
            lost += len(told - set(range(len(found.frames))))
            told.clear()
        discard_orphaned(orphaned_journals(self.folder / "log"))
        assert not list(self.folder.iterdir()) or not list((self.folder / "log").iterdir())
        return lost + len(told)


class Compacting(Kind):
    name, job = "typing and saving, the journal cut", "compacting"

    def prepare(self) -> None:
        self.path = self.folder / "talk.json"
        begun(self.path)

    def arguments(self) -> tuple[object, ...]:
        return self.path, self.next

    def missing(self, acknowledged: Iterable[int]) -> int:
        session = Session.open_read_only(self.path)
        assert not session.replicas.damaged_journals
        return self.gone(session.notes.text, acknowledged)

    def gone(self, text: str, acknowledged: Iterable[int]) -> int:
        """The number of lost acknowledgements, and of lost earlier ones, in the text."""
        upto = max([self.last, *acknowledged])
        lost = [n for n in range(upto + 1) if mark(n) not in text]
        self.last = upto
        while mark(self.last + 1) in text:
            self.last += 1
        self.next = self.last + 1
        return len(lost)


class CarryingOver(Compacting):
    name, job, pause = "carrying over into a follow-up", "carrying_over", 0.03

    def missing(self, acknowledged: Iterable[int]) -> int:
        slugs = Notebook(self.folder).slugs()
        assert len(slugs) <= 2, "a second follow-up was begun"
        before = Session.open_read_only(self.path).full_conversation()
        assert [one.slug for one in Notebook(self.folder).summaries()], "the list is empty"
        found = find_follow_up(self.path, "progress")
        agreed = (
            before.agreements
            if found is None
            else Session.open_read_only(found).conversation.agreements
        )
        assert found or not list(acknowledged)
        lost = self.gone(" ".join(one.text for one in agreed), acknowledged)
        self.next = len(before.agreements)  # the last one may not have been carried over yet
        return lost


class Merging(Compacting):
    name, job, pause = "merging a copy", "merging", 0.03

    def prepare(self) -> None:
        super().prepare()
        self.copy = self.folder / "copy" / "talk.json"
        shutil.copytree(self.folder, self.copy.parent)

    def arguments(self) -> tuple[object, ...]:
        return self.path, self.copy, self.next

    def missing(self, acknowledged: Iterable[int]) -> int:
        lost = super().missing(acknowledged)
        text = Session.open_read_only(self.copy).notes.text
        while mark(self.next) in text:
            self.next += 1
        return lost


class Exporting(Compacting):
    name, job = "minutes exported", "exporting"

    def prepare(self) -> None:
        super().prepare()
        self.target = self.folder / "minutes.md"

    def arguments(self) -> tuple[object, ...]:
        return self.path, self.target, self.next

    def missing(self, acknowledged: Iterable[int]) -> int:
        last = max([self.last, *acknowledged])
        if not self.target.exists():
            return int(last >= 0)
        n = self.whole(self.target)
        if n:
            assert n - 1 <= self.whole(previous_copy(self.target)) <= n
        self.last, self.next = n, n + 1
        return max(0, last - n)

    def whole(self, target: Path) -> int:
        """The number of the minutes in the file, which must be complete."""
        text = target.read_text(encoding="utf-8")
        n = int(text.split("<", 1)[1].split(">", 1)[0].replace("\\", ""))
        look = Session.open_read_only(self.path)
        look.merge_text(exported_notes(n))
        language = look.conversation.header.language
        whole = _undated(text, language) == _undated(minutes(look), language)
        assert whole, "the minutes are not whole"
        return n


class PuttingAway(Compacting):
    name, job, pause = "renamed, archived and deleted", "putting_away", 0.1

    def arguments(self) -> tuple[object, ...]:
        return self.folder, self.next

    def missing(self, acknowledged: Iterable[int]) -> int:
        tidy(self.folder)
        assert not needs_tidying(self.folder), "the move was not completed"
        places = [self.folder, archive_of(self.folder), *(d.folder for d in deletions(self.folder))]
        (path,) = (path for place in places for path in place.glob("*.json"))
        if path.parent == archive_of(self.folder):
            path = unarchive(self.folder, path)
        elif path.parent != self.folder:
            path = undelete(self.folder, deletions(self.folder)[0])
        if path != self.path:
            rename(self.folder, path, "talk")
        known = [
            f"talk{part}.{end}" for part in ("", ".private") for end in ("json", "json~", "log")
        ]
        strange = {each.name for each in self.folder.iterdir()} - {*known, ".moved"}
        assert not strange, f"not brought back: {strange}"
        return super().missing(acknowledged)


def _undated(text: str, language: str) -> list[str]:
    """The lines of minutes except the time of the last change: job and check merge at their own."""
    label = f"- **{catalogue(language)('minutes.as_of')}:**"
    lines = text.split("\n")
    dated = [line for line in lines if line.startswith(label)]
    assert len(dated) == 1, "the minutes do not tell when they were like this"
    return [line for line in lines if line not in dated]


KINDS: Mapping[str, type[Kind]] = {
    kind.job: kind
    for kind in (Saving, Appending, Compacting, CarryingOver, Merging, Exporting, PuttingAway)
}
"""The kinds of killed processes, by the name of their job."""


def kills(
    kind: type[Kind],
    folder: Path,
    bound: Bound,
    nursery: Nursery,
    chance: random.Random,
    told: Callable[[Count], None] = lambda _: None,
) -> Count:
    """Kill the job of this kind as often as `bound` allows, with a check after each kill."""
    count = Count(kind.name)
    it: Kind | None = None
    for number in bound:
        if it is None or number % FRESH == 0:
            room = folder / f"{kind.job}-{number}"
            room.mkdir(parents=True)
            it = kind(room)
        heard = chance.choice((0, 0, 1, 1, 2, 3, 5, 8))
        seconds = chance.random() * kind.pause
        with nursery.killed(kind.job, *it.arguments(), heard=heard, seconds=seconds) as child:
            count.rounds += 1
            count.acknowledged += len(child.acknowledged)
            _look(it, child, count)
            if count.wrong:
                it = None
        if number % FRESH == FRESH - 1 and it is not None and not count.wrong:
            shutil.rmtree(it.folder)
        told(count)
    return count


def _look(it: Kind, child: Child, count: Count) -> None:
    if child.status != -9:
        count.wrong.append(f"{it.job} ended by itself with {child.status} in {it.folder}")
        return
    try:
        lost = it.missing(child.acknowledged)
    except (StorageError, AssertionError, KeyError, ValueError, OSError) as error:
        count.unreadable += 1
        count.wrong.append(f"{it.job} in {it.folder}: {type(error).__name__} {error}")
        return
    count.lost += lost
    if lost:
        count.wrong.append(f"{it.job} in {it.folder}: {lost} of {child.acknowledged} lost")
