"""A place for shared updates, whatever it is made of."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ...data.sharing.store import Presence
from .conftest import Place

PATIENCE = 30.0


def test_what_one_appends_the_other_reads_once(place: Place) -> None:
    mine, theirs = place(1), place(2)
    mine.append(b"one")
    mine.append(b"two")
    arrived = theirs.read_since({})
    assert list(arrived.updates) == [b"one", b"two"]
    assert list(theirs.read_since(arrived.seen).updates) == []
    mine.append(b"three")
    assert list(theirs.read_since(arrived.seen).updates) == [b"three"]
    own = mine.read_since({})
    assert list(own.updates) == [b"one", b"two", b"three"]
    mine.append(b"four")
    assert list(mine.read_since(own.seen).updates) == []  # one's own do not come back


def test_a_later_session_reads_what_earlier_ones_left(place: Place) -> None:
    first = place(1)
    first.append(b"early")
    first.close()
    assert list(place(3).read_since({}).updates) == [b"early"]


def test_who_is_here_is_seen_until_they_leave(place: Place) -> None:
    mine, theirs = place(1), place(2)
    assert list(theirs.present()) == []
    mine.announce(Presence("ignored", "manager", "notes", 12))
    (seen,) = theirs.present()
    assert seen._replace(login="") == Presence("", "manager", "notes", 12)
    assert seen.login != "ignored"
    mine.announce(Presence("", "manager", "agreements", 0, "a1"))
    (seen,) = theirs.present()
    assert (seen.pane, seen.row) == ("agreements", "a1")
    assert list(mine.present()) == []
    mine.close()
    assert list(theirs.present()) == []


def test_news_is_told(place: Place) -> None:
    mine, theirs = place(1), place(2)
    told = threading.Event()
    stop = theirs.watch(told.set)
    happenings: list[Callable[[], None]] = [
        lambda: mine.append(b"x"),
        lambda: mine.announce(Presence("", "manager", "notes")),
        mine.close,
    ]
    for happening in happenings:
        # What was told before may still come: only something new counts.
        while told.wait(0.05):
            told.clear()
        happening()
        assert told.wait(PATIENCE)
    stop()


def test_a_large_update_arrives_whole(place: Place) -> None:
    mine, theirs = place(1), place(2)
    large = bytes(range(256)) * 8192
    mine.append(large)
    assert list(theirs.read_since({}).updates) == [large]
