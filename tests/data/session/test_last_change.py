"""The moment of the last change, and the zone: stored in the conversation, so without a clock."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tzlocal

from afspraak.data.approval.content_digest import content
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId, Slug
from afspraak.data.model.conversation import Agreement, Approval, Conversation, Header, Progress
from afspraak.data.model.edits import Tick, Write
from afspraak.data.model.last_change import last_change
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session

from ...support.conversations.copies import copied

START = datetime(2026, 12, 3, 14, 2, 30).astimezone()


class Clock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def test_an_edit_is_the_last_change_to_the_minute(path: Path) -> None:
    clock = Clock()
    with closing(Session.open(path, clock=clock)) as session:
        before = last_change(session.conversation)
        session.apply(Write(0, 0, "a"))
        first = last_change(session.conversation)
        assert first != before
        assert datetime.fromisoformat(first) == START.replace(second=0)
        clock.now += timedelta(minutes=5)
        session.undo()
        assert datetime.fromisoformat(last_change(session.conversation)) == clock.now.replace(
            second=0
        )
    with closing(Session.open(path, clock=Clock())) as session:
        assert datetime.fromisoformat(last_change(session.conversation)) == clock.now.replace(
            second=0
        )


def test_looking_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    Session.open(path).close()
    assert path.read_bytes() == before


def test_of_two_partners_the_later_change_counts_on_both_sides(path: Path) -> None:
    copy = copied(path)
    early, late = Clock(), Clock()
    late.now += timedelta(minutes=3)
    with (
        closing(Session.open(path, clock=early)) as ours,
        closing(Session.open(copy, clock=late)) as theirs,
    ):
        theirs.me = EMPLOYEE
        item = ours.conversation.checklist[0].id
        theirs.apply(Write(0, 0, "a"))
        ours.apply(Tick(item, "done"))
        ours.sync.receive(theirs.sync.update_since(ours.sync.state_vector))
        theirs.sync.receive(ours.sync.update_since(theirs.sync.state_vector))
        moments = {last_change(session.conversation) for session in (ours, theirs)}
        assert [datetime.fromisoformat(moment) for moment in moments] == [
            late.now.replace(second=0)
        ]


def test_the_time_of_a_change_is_no_content_that_is_approved(path: Path) -> None:
    with closing(Session.open(path, clock=Clock())) as session:
        before = content(session.fields, session.notes.note_lines())
        session.apply(Write(0, 0, "a"))
        session.apply(Write(0, 1, ""))
        assert session.conversation.header.changed
        assert content(session.fields, session.notes.note_lines()) == before


@pytest.mark.parametrize(
    ("conversation", "expected"),
    [
        (Conversation(Header()), ""),
        (Conversation(Header(created="nonsense")), ""),
        (Conversation(Header(created="2026-12-01T09:00:00Z")), "2026-12-01T09:00:00+00:00"),
        (
            Conversation(
                Header(created="2026-12-01T09:00:00Z", changed={MANAGER: "2026-12-02T09:00:00Z"}),
                agreements=(
                    Agreement(
                        RowId("a"),
                        created="2026-12-02T10:00:00Z",
                        progress=(Progress(RowId("p"), RowId("a"), "2026-12-04T10:00:00Z"),),
                    ),
                ),
                approvals=(Approval(MANAGER, "0" * 64, "2026-12-03T10:00:00Z"),),
            ),
            "2026-12-04T10:00:00+00:00",
        ),
        (
            Conversation(Header(), approvals=(Approval(MANAGER, "", "2026-12-03T10:00:00Z"),)),
            "",
        ),
    ],
)
def test_the_latest_time_in_a_conversation_counts(
    conversation: Conversation, expected: str
) -> None:
    assert last_change(conversation) == expected


@pytest.mark.parametrize(
    ("machine", "zone"),
    [("Europe/Amsterdam", "Europe/Amsterdam"), (None, "UTC"), (LookupError("no zone"), "UTC")],
)
def test_a_conversation_begins_in_the_zone_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, machine: str | Exception | None, zone: str
) -> None:
    def found() -> str | None:
        if isinstance(machine, Exception):
            raise machine
        return machine

    monkeypatch.setattr(tzlocal, "get_localzone_name", found)
    talk = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    assert talk.header.zone == zone


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "2027-06-01T09:00:00"),
        ({MANAGER: "soon"}, "2027-06-01T09:00:00"),
        ({MANAGER: "2026-12-09T08:00:00Z"}, "2026-12-10T12:00:00"),
        ({MANAGER: "2027-06-02T08:00:00Z"}, "2027-06-02T08:00:00"),
    ],
)
def test_what_was_carried_over_is_no_change_of_a_later_conversation(
    changed: dict[PartnerId, str], told: str
) -> None:
    carried = Agreement(RowId("a"), created="2026-12-10T12:00:00Z", carried_from=Slug("before"))
    header = Header(created="2027-06-01T09:00:00Z", changed=changed)
    assert last_change(Conversation(header, agreements=(carried,))) == f"{told}+00:00"
