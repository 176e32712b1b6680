"""Conversation files in a notebook, for queries."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from afspraak.data.errors import StorageError
from afspraak.data.ids import EMPLOYEE, MANAGER, Slug
from afspraak.data.model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
)
from afspraak.data.model.fields import to_fields
from afspraak.data.notebook.summary import Summary, read_summary
from afspraak.data.storage.database import ConversationDatabase
from afspraak.data.storage.tables import to_tables
from afspraak.data.system.user import login_name

JAN = Partner(MANAGER, "Jan Bakker", "manager", login_name())
ANNA = Partner(EMPLOYEE, "Anna de Vries", "employee")


def kept(
    folder: Path,
    slug: str,
    *agreements: Agreement,
    notes: str = "",
    title: str = "planning",
    when: date | None = None,
    created: str = "",
    previous: str = "",
    more: tuple[ChecklistItem, ...] = (),
    approvals: tuple[Approval, ...] = (),
) -> Path:
    """A conversation file, written over any existing one."""
    folder.mkdir(exist_ok=True)
    conversation = Conversation(
        Header(
            title=title,
            date=when,
            created=created,
            previous=Slug(previous),
            goals="Grow\nin the région",
            in_short="Proud of the harbour",
        ),
        (JAN, ANNA),
        more,
        agreements=agreements,
        approvals=approvals,
    )
    path = folder / f"{slug}.json"
    database = ConversationDatabase(path)
    if path.exists():
        path.unlink()
    database.replace(
        to_tables(to_fields(conversation), [NoteLine(line) for line in notes.split("\n")])
    )
    database.save()
    return path


def summarise(path: Path) -> Summary:
    """The summary of a conversation, read from its file and not from the index."""
    try:
        return read_summary(path)[0]
    except StorageError as error:
        return Summary(Slug(path.stem), str(path), fault=error.message)
