"""A place for shared updates, whatever it is made of."""

from __future__ import annotations

import threading
from collections.abc import Callable

from afspraak.data.crdt.replica import Replica
from afspraak.data.sync.handshake import replica_from_updates, shake_hands
from afspraak.data.sync.remote import Presence, Remote
from afspraak.data.text.splice import Splice

from ...support.servers.remotes import RemoteFactory
from ...support.servers.waiting import PATIENCE, read_updates, shake_hands_until, wait_until

EMPTY = Replica().state_vector


class Writer:
    """Makes updates, each of which builds on the one before."""

    def __init__(self) -> None:
        self.replica = Replica()

    def write(self, text: str) -> bytes:
        end = len(self.replica.notes)
        return self.replica.edit([Splice(end, 0, text, "manager")])[1]


def met(store: Remote) -> str:
    """The notes as somebody finds them who comes there with nothing."""
    return replica_from_updates(shake_hands(store, EMPTY).updates).notes.text


def test_what_one_appends_the_other_reads_once(place: RemoteFactory) -> None:
    mine, theirs, jan = place(1), place(2), Writer()
    shake_hands(mine, EMPTY)
    seen = shake_hands(theirs, EMPTY).offsets
    said = [jan.write("one "), jan.write("two ")]
    for update in said:
        mine.append(update)
    assert list(read_updates(theirs, seen, 2)) == said
    seen = theirs.read_since(seen).offsets
    assert list(theirs.read_since(seen).updates) == []
    third = jan.write("three ")
    mine.append(third)
    assert list(read_updates(theirs, seen, 1)) == [third]


def test_one_s_own_do_not_come_back(place: RemoteFactory) -> None:
    mine, theirs, jan, anna = place(1), place(2), Writer(), Writer()
    seen = shake_hands(mine, EMPTY).offsets
    shake_hands(theirs, EMPTY)
    mine.append(jan.write("mine "))
    answer = anna.write("theirs ")
    theirs.append(answer)
    assert list(read_updates(mine, seen, 1)) == [answer]


def test_a_later_session_finds_what_earlier_ones_left(place: RemoteFactory) -> None:
    first, jan = place(1), Writer()
    shake_hands(first, EMPTY)
    first.append(jan.write("early"))
    first.close()
    assert met(place(3)) == "early"


def test_only_what_is_lacking_is_told(place: RemoteFactory) -> None:
    mine, theirs, jan = place(1), place(2), Writer()
    shake_hands(mine, EMPTY)
    mine.append(jan.write("x" * 10_000))
    state = jan.replica.state_vector
    shake_hands_until(theirs, EMPTY, lambda text: text == "x" * 10_000)
    mine.append(jan.write("y"))
    shake_hands_until(theirs, EMPTY, lambda text: text.endswith("y"))
    told = shake_hands(theirs, state)
    assert sum(map(len, told.updates)) < 100
    assert told.snapshot == jan.replica.snapshot


def test_who_is_here_is_seen_until_they_leave(place: RemoteFactory) -> None:
    mine, theirs = place(1), place(2)
    for store in (mine, theirs):
        shake_hands(store, EMPTY)
    assert list(theirs.read_presence()) == []
    mine.announce(Presence("ignored", "manager", "notes", 12))
    wait_until(theirs, lambda: bool(theirs.read_presence()))
    (seen,) = theirs.read_presence()
    assert seen._replace(login="") == Presence("", "manager", "notes", 12)
    assert seen.login != "ignored"
    mine.announce(Presence("", "manager", "agreements", 0, "a1"))
    wait_until(theirs, lambda: theirs.read_presence()[0].row == "a1")
    assert theirs.read_presence()[0].pane == "agreements"
    assert list(mine.read_presence()) == []
    mine.close()
    wait_until(theirs, lambda: not theirs.read_presence())


def test_news_is_told(place: RemoteFactory) -> None:
    mine, theirs = place(1), place(2)
    for store in (mine, theirs):
        shake_hands(store, EMPTY)
    told = threading.Event()
    stop = theirs.watch(told.set)
    happenings: list[Callable[[], None]] = [
        lambda: mine.append(Writer().write("x")),
        lambda: mine.announce(Presence("", "manager", "notes")),
        mine.close,
    ]
    for happening in happenings:
        # What was told before may still read_updates: only something new counts.
        while told.wait(0.3):
            told.clear()
        happening()
        assert told.wait(PATIENCE)
    stop()


def test_a_large_update_arrives_whole(place: RemoteFactory) -> None:
    mine, theirs, jan = place(1), place(2), Writer()
    shake_hands(mine, EMPTY)
    seen = shake_hands(theirs, EMPTY).offsets
    large = jan.write("".join(map(chr, range(0x20, 0x2000))) * 100)
    mine.append(large)
    assert list(read_updates(theirs, seen, 1)) == [large]
