"""A rating is sent only when both have rated, or on the day of the talk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from afspraak.data.exchange.json_format import to_json_value
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId, Slug
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import Rating
from afspraak.data.model.edits import Change, Rate
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path

from ...support.conversations.copies import copied, done

TALK = date(2026, 12, 10)
ITEM = RowId("communication")


class Clock:
    """A wall clock on a day that a test sets."""

    def __init__(self) -> None:
        self.day = TALK - timedelta(days=3)

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, 30)  # noqa: DTZ001


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def both(path: Path, clock: Clock) -> Iterator[tuple[Session, Session]]:
    """The sessions of the manager and of the employee, a week before the talk."""
    done(path, Change("header", values={"date": TALK.isoformat()}))
    other = copied(path)
    private_path(other).unlink(missing_ok=True)
    with (
        closing(Session.open(path, clock=clock)) as jan,
        closing(Session.open(other, clock=clock)) as anna,
    ):
        jan.set_partner(MANAGER)
        anna.set_partner(EMPLOYEE)
        yield jan, anna


def exchange(one: Session, other: Session) -> None:
    for _ in range(2):
        one.sync.receive(other.sync.update_since(one.sync.state_vector))
        other.sync.receive(one.sync.update_since(other.sync.state_vector))


def seen(session: Session, item: RowId = ITEM) -> dict[PartnerId, Rating]:
    found = session.conversation_as_seen().item(item)
    assert found is not None
    return dict(found.ratings)


def sent(session: Session) -> dict[PartnerId, Rating]:
    found = session.conversation.item(ITEM)
    assert found is not None
    return dict(found.ratings)


def test_the_other_sees_a_rating_only_after_rating_too(both: tuple[Session, Session]) -> None:
    jan, anna = both
    jan.apply(Rate(ITEM, MANAGER, "improve"))
    exchange(jan, anna)
    assert seen(jan) == {MANAGER: "improve"}
    assert seen(anna) == sent(jan) == {}
    item = anna.conversation.item(ITEM)
    assert item is not None and list(item.rated) == [MANAGER]

    anna.apply(Rate(ITEM, EMPLOYEE, "growing"))
    exchange(jan, anna)
    assert seen(jan) == seen(anna) == {MANAGER: "improve", EMPLOYEE: "growing"}
    item = anna.conversation.item(ITEM)
    assert item is not None and not any(item.rated.values())


def test_nothing_that_leaves_the_notebook_has_the_rating(both: tuple[Session, Session]) -> None:
    jan, _ = both
    before = jan.sync.update_since(b"\0").count(b"improve")
    jan.apply(Rate(ITEM, MANAGER, "improve"))
    jan.save()
    whole = jan.full_conversation()
    assert jan.sync.update_since(b"\0").count(b"improve") == before
    item = json.loads(jan.path.read_text("utf-8"))["checklist"]
    assert not any("rating/manager" in row for row in item.values())
    assert [each["ratings"] for each in to_json_value(whole, Slug("anna"))["checklist"]
            if each["id"] == ITEM] == [{}]  # fmt: skip
    assert "| verbetering nodig" not in write_minutes(whole)
    private = json.loads(private_path(jan.path).read_text("utf-8"))["checklist"]
    assert [row["rating/manager"] for row in private.values()] == ["improve"]


def test_on_the_day_of_the_talk_the_ratings_are_shown(
    both: tuple[Session, Session], clock: Clock
) -> None:
    jan, anna = both
    jan.apply(Rate(ITEM, MANAGER, "improve"))
    path = jan.path
    jan.close()
    clock.day = TALK
    with closing(Session.open(path, clock=clock)) as again:
        exchange(again, anna)
        assert seen(anna) == {MANAGER: "improve"}
        again.apply(Rate(ITEM, MANAGER, "growing"))
        exchange(again, anna)
        assert seen(anna) == {MANAGER: "growing"}


def test_a_rating_that_is_undone_is_no_rating(both: tuple[Session, Session]) -> None:
    jan, anna = both
    jan.apply(Rate(ITEM, MANAGER, "improve"))
    assert jan.undo()
    anna.apply(Rate(ITEM, EMPLOYEE, "growing"))
    exchange(jan, anna)
    assert seen(jan) == {}, "Anna's stays hidden too"
    assert seen(anna) == {EMPLOYEE: "growing"}
    assert jan.redo()
    exchange(jan, anna)
    assert seen(jan) == seen(anna) == {MANAGER: "improve", EMPLOYEE: "growing"}


def test_a_talk_that_is_brought_forward_shows_the_ratings(both: tuple[Session, Session]) -> None:
    jan, anna = both
    jan.apply(Rate(ITEM, MANAGER, "improve"))
    anna.apply(Change("header", values={"date": (TALK - timedelta(days=5)).isoformat()}))
    exchange(jan, anna)
    assert seen(anna) == {MANAGER: "improve"}


def test_a_guest_at_the_keyboard_does_not_see_them(both: tuple[Session, Session]) -> None:
    jan, _ = both
    jan.apply(Rate(ITEM, MANAGER, "improve"))
    jan.writer = EMPLOYEE
    assert seen(jan) == {}
    jan.apply(Rate(ITEM, EMPLOYEE, "growing"))
    assert seen(jan) == {MANAGER: "improve", EMPLOYEE: "growing"}


def test_without_a_day_or_a_share_a_rating_is_shown_at_once(path: Path, clock: Clock) -> None:
    with closing(Session.open(path, clock=clock)) as session:
        session.apply(Rate(ITEM, MANAGER, "improve"))
        assert sent(session) == {MANAGER: "improve"}
