"""The user's side: a conversation with content of both, and its live session in a shared folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest.mock import patch

from afspraak.data.approval.content_digest import content
from afspraak.data.crdt import replica
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import (
    Agreement,
    ChecklistItem,
    Conversation,
    Header,
    Partner,
    Progress,
)
from afspraak.data.model.edits import (
    AddProgress,
    Answer,
    Approve,
    Change,
    Edit,
    Rate,
    Tick,
    Write,
)
from afspraak.data.model.fields import FieldKey, Fields, Value
from afspraak.data.session.approval_entry import enter_stance
from afspraak.data.session.session import Session
from afspraak.data.session.sync_endpoint import SyncEndpoint
from afspraak.data.storage import durable_replica
from afspraak.data.storage.journal.journal_format import MAGIC, encode_frame
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.sync_client import SyncClient
from afspraak.data.system.user import login_of
from afspraak.data.text.splice import Splice

from ...support.conversations.killing import kill

ATTACKER = 65534
"""The user (nobody) who owns the other partner's logs, where we may give them away."""
ALPHABET = "ΑΒΓΔΘΛΞΠΣΦΨΩ𐎠𐎡"
"""What the user types, and nobody else does: it shows who wrote a text."""
_OF_PROGRESS = ("agreement", "at", "by", "text", "percent")
ITEMS, AGREEMENTS = ("i1", "i2"), ("a1", "a2")
_AT = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
_MOMENT = "2026-12-03T10:00:00Z"


class Template(NamedTuple):
    """The files of a conversation that both have, and its document."""

    files: dict[str, bytes]
    document: bytes
    user_client: int


@contextmanager
def numbered_clients(first: int) -> Iterator[None]:
    """Number the clients of new replicas in ascending order: a script always does the same."""
    last = first

    def following() -> int:
        nonlocal last
        last += 2
        return last

    with (
        patch.object(replica, "random_client", following),
        patch.object(durable_replica, "random_client", following),
    ):
        yield


def make_template(room: Path) -> Template:
    """Write a conversation in an empty folder, as both have it before the script begins."""
    with numbered_clients(1000):
        path = room / "anna.json"
        partners = (
            Partner(MANAGER, "Jan Bakker", "manager"),
            Partner(EMPLOYEE, "Anna de Vries", "employee", login_of(ATTACKER)),
        )
        conversation = Conversation(
            Header("planning 2027", created=_MOMENT, kind="planning"),
            partners,
            tuple(
                ChecklistItem(RowId(item), "Competencies", item, kind="competency", order=item)
                for item in ITEMS
            ),
            agreements=tuple(
                Agreement(RowId(row), text=row, owner="Anna de Vries", order=row)
                for row in AGREEMENTS
            ),
        )
        session = Session.create(path, conversation, me=MANAGER, clock=lambda: _AT)
        session.set_partner(MANAGER)
        session.apply(Write(0, 0, "ΑΒΓΔ\nΩΨ𐎠Φ\n"))
        session.apply(Answer(RowId("i1"), MANAGER, "ΑΒΓ"))
        session.apply(Rate(RowId("i1"), MANAGER, "growing"))
        other = Replica(2002)
        other.apply(session.sync.update_since(Replica(1).state_vector))
        session.sync.receive(other.edit([Splice(5, 0, "hers ë😀\n", EMPLOYEE)])[1])
        session.apply(Tick(RowId("i2"), "done"))
        _approve(session)
        session.finish()
        document, client = session.replicas.shared.replica.document(), session.sync.client
        session.close()
    files = {entry.name: entry.read_bytes() for entry in room.iterdir() if entry.is_file()}
    return Template(files, document, client)


class Scene:
    """A live session of the manager, and a shared folder that the other one writes into."""

    def __init__(self, room: Path, template: Template) -> None:
        """`room` is an empty folder."""
        self.template = template
        self.path = room / "notebook" / "anna.json"
        self.shared = room / "shared"
        self.path.parent.mkdir()
        self.shared.mkdir()
        for name, data in template.files.items():
            self.path.with_name(name).write_bytes(data)
        self.written: list[bytes] = [template.document]
        """The updates that the user's program made, after the template."""
        self.clients = {template.user_client}
        """The clients of the user's sessions."""
        self.frames: list[bytes] = []
        """The updates that the other one wrote."""
        self.own_fields: dict[FieldKey, Value] = {}
        """What the user has entered and only the user may change."""
        self._openings = 0
        self.open()

    def open(self) -> None:
        """Open the conversation and connect."""
        self._openings += 1
        with self._recording(), numbered_clients(5000 + 100 * self._openings):
            self.session = Session.open(self.path, clock=lambda: _AT)
        self.clients.add(self.session.sync.client)
        self.session.sync.subscribe_updates(self.written.append)
        remote = FolderRemote(self.shared, self.session.sync.client)
        self.client = SyncClient(self.session.sync, remote)
        if not self.own_fields:
            self.own_fields = self._own_fields()

    def close(self) -> None:
        """Disconnect, save and close."""
        self.client.close()
        self.session.close()

    def _reopen(self) -> None:
        self.close()
        self.open()

    def _die(self) -> None:
        """End the session without saving: the journal has everything."""
        self.client.close()
        kill(self.session)
        self.open()

    def write_log(self, log: int, data: bytes) -> None:
        """Append bytes to one of the other's logs."""
        path = self.shared / f"{login_of(ATTACKER)}.{log}.afl"
        is_new = not path.exists()
        with path.open("ab") as file:
            file.write(MAGIC * is_new + data)
        if is_new and os.geteuid() == 0:
            os.chown(path, ATTACKER, ATTACKER)

    def write_update(self, log: int, update: bytes) -> None:
        """Append an update to one of the other's logs."""
        self.frames.append(update)
        self.write_log(log, encode_frame(update))

    def act(self, name: str, random: Random) -> None:
        """Let the user do something."""
        actions: dict[str, Callable[[], object]] = {
            "type": lambda: self.session.apply(self._typing(random)),
            "edit": lambda: self._edit(random),
            "undo": random.choice((self.session.undo, self.session.redo)),
            "approve": lambda: _approve(self.session),
            "save": self.session.save,
            "reopen": self._reopen,
            "kill": self._die,
        }
        before = self._own_fields()
        actions[name]()
        if name in ("edit", "undo", "approve"):
            after = self._own_fields()
            for key in before.keys() | after.keys():
                if key not in after:
                    self.own_fields.pop(key, None)
                elif before.get(key) != after[key]:
                    self.own_fields[key] = after[key]

    def _own_fields(self) -> dict[FieldKey, Value]:
        fields = self.session.fields
        return {key: value for key, value in fields.items() if is_own(key, fields)}

    @contextmanager
    def _recording(self) -> Iterator[None]:
        """Add to `written` what a session writes before anybody can subscribe to it."""
        record = SyncEndpoint.record

        def recorded(endpoint: SyncEndpoint, update: bytes) -> None:
            self.written.append(update)
            record(endpoint, update)

        with patch.object(SyncEndpoint, "record", recorded):
            yield

    def _typing(self, random: Random) -> Write:
        length = len(self.session.notes)
        start = random.choice((length, random.randint(0, length), random.randint(0, length)))
        deleted = min(random.choice((0, 0, 0, 1, 4, length)), length - start)
        text = "".join(random.choices(ALPHABET, k=random.choice((0, 1, 1, 3, 9))))
        return Write(start, deleted, text + random.choice(("", "", "\n")), random.random() < 0.5)

    def _edit(self, random: Random) -> None:
        text = "".join(random.choices(ALPHABET, k=random.choice((0, 1, 5))))
        item, row = RowId(random.choice(ITEMS)), RowId(random.choice(AGREEMENTS))
        edits: tuple[Edit, ...] = (
            Answer(item, MANAGER, text),
            Rate(item, MANAGER, random.choice(("growing", "mastered"))),
            Tick(item, random.choice(("open", "done", "parked"))),
            Change("agreement", row, {"text": text, "deleted": random.random() < 0.2}),
            Change("header", values={"goals": text}),
            AddProgress(Progress(RowId(f"p{random.randrange(4)}"), row, _MOMENT, MANAGER, text, 5)),
        )
        self.session.apply(random.choice(edits))


def is_own(key: FieldKey, fields: Fields) -> bool:
    """Whether only the user may write a field."""
    match key.table:
        case "item":
            return key.attribute in (f"remark/{MANAGER}", f"rating/{MANAGER}")
        case "partner":
            return key.id == RowId(MANAGER) and key.attribute == "login"
        case "progress":
            by = fields.get(FieldKey("progress", key.id, "by"))
            return by == MANAGER and key.attribute in _OF_PROGRESS
    return key.table == "approval" and key.id == RowId(MANAGER)


def _approve(session: Session) -> None:
    now = content(session.fields, session.notes.note_lines())
    edit: Approve = enter_stance(session, MANAGER, now, "agreed")
    session.apply(edit)
