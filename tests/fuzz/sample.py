"""One conversation with all features, and the real files and messages made of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from afspraak.data.approval.content_digest import digest_of
from afspraak.data.crdt.read_marker import ReadMarker
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.snapshot import decode_snapshot
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, RowId, Slug
from afspraak.data.model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    Partner,
    Progress,
)
from afspraak.data.model.fields import SINGLETON_ID, FieldKey, to_fields
from afspraak.data.storage.durable_replica import DurableReplica
from afspraak.data.storage.tables import to_tables
from afspraak.data.text.splice import Splice

AT = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
_MOMENT = "2026-12-03T10:00:00Z"

CONVERSATION = Conversation(
    Header(
        "planning 2027",
        date=date(2026, 12, 3),
        time="10:00",
        place="Room 2",
        job="Adviser\nsenior",
        goals="Grow",
        next_on=date(2027, 6, 1),
        created="2026-11-23T09:00:00Z",
    ),
    (
        Partner(MANAGER, "Jan Bakker", "manager", Login("jan")),
        Partner(EMPLOYEE, "Anna de Vries", "employee", Login("anna")),
    ),
    (
        ChecklistItem(
            RowId("i1"), "Looking back", "What goes well", state="done", order="a",
            remarks={EMPLOYEE: "The portal\nis live"},
        ),
        ChecklistItem(RowId("i2"), "Looking back", "What can go better", "Be concrete", order="b"),
        ChecklistItem(
            RowId("i3"), "Competencies", "Advising", kind="competency", order="c",
            ratings={MANAGER: "growing", EMPLOYEE: "mastered"},
        ),
    ),
    agreements=(
        Agreement(
            RowId("a1"), text="Runbook for the portal", owner="Anna de Vries", measure="reviewed",
            due=date(2027, 3, 31), order="a", created=_MOMENT, carried_from=Slug("anna-2026"),
            progress=(Progress(RowId("p1"), RowId("a1"), _MOMENT, EMPLOYEE, "half way", 50),),
        ),
        Agreement(RowId("a2"), "development", "Course", support="time", support_by="Jan",
                  order="b"),
    ),
)  # fmt: skip
_NOTES = (
    ("## Looking back\n\nPortal went live **two weeks** early.\n", MANAGER),
    ("Handover was hard 😀: no runbook.\n\n- Appreciation: well done\n", EMPLOYEE),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n", MANAGER),
)


def shared(client: int = 1001) -> Replica:
    """The conversation of two authors, with an approval."""
    replica = Replica(client)
    replica.edit((), to_fields(CONVERSATION))
    for text, by in _NOTES:
        replica.edit([Splice(len(replica.notes), 0, text, by)])
    replica.edit([Splice(3, 7, "Back", EMPLOYEE)])
    approval = Approval(EMPLOYEE, "", _MOMENT, remark="fine")
    digest = digest_of(to_tables(replica.fields, replica.notes.note_lines()))
    told = to_fields(Conversation(Header(), approvals=(approval,)))
    replica.edit((), {**told, FieldKey("approval", RowId(EMPLOYEE), "digest"): digest})
    return replica


def private(reached: bytes) -> Replica:
    """The private preparation of the employee; `reached` is the snapshot of the read marker."""
    replica = Replica(2003)
    seen = ReadMarker(AT, decode_snapshot(reached))
    replica.edit(
        (),
        {
            FieldKey("header", SINGLETON_ID, "kind"): "private",
            FieldKey("partner", RowId(EMPLOYEE), "login"): "anna",
            FieldKey("item", RowId("i2"), "remark/employee"): "only for myself",
            **seen.fields(),
        },
    )
    return replica


def keep(path: Path, replica: Replica) -> bytes:
    """Write a replica as its file, like a session; return the content."""
    path.unlink(missing_ok=True)
    durable = DurableReplica.create(path, replica, clock=lambda: AT)
    durable.write(durable.prepare_save())
    durable.close()
    return path.read_bytes()


def updates(replica: Replica) -> list[bytes]:
    """Further edits of this replica, each as its update."""
    told = [
        replica.edit([Splice(0, 0, "One more line ë😀\n", MANAGER)])[1],
        replica.edit([Splice(2, 3, "", MANAGER)])[1],
        replica.edit((), {FieldKey("agreement", RowId("a1"), "due"): "2027-05-01"})[1],
        replica.undo()[1],
        replica.edit((), {FieldKey("item", RowId("i2"), "deleted"): True})[1],
    ]
    return [update for update in told if update]
