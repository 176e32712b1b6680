"""A copy on a second machine is named after the other partner if the participant is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, PartnerId, RowId
from afspraak.data.model.edits import Change, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.sync.remote import Presence
from afspraak.data.sync.ssh.notebook_copy import NotebookCopyRemote
from afspraak.data.system.user import login_name


@pytest.fixture
def talk(tmp_path: Path) -> Session:
    """A conversation on another machine, in which this user is the employee."""
    start = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    session = Session.create(tmp_path / "there" / "talk.json", start, me=MANAGER)
    session.apply(Change("partner", RowId(MANAGER), {"login": "another"}))
    session.apply(Change("partner", RowId(EMPLOYEE), {"login": login_name()}))
    session.close()
    return session


def taken_in(talk: Session, notebook: Path, partner: PartnerId) -> Path:
    copy = NotebookCopyRemote(
        notebook, talk.conversation.header.created, talk.sync.clients, partner
    )
    copy.append(talk.sync.update_since(Replica().state_vector))
    copy.announce(Presence(Login("jan")))
    copy.close()
    (path,) = (one for one in notebook.glob("*.json") if ".private" not in one.name)
    return path


@pytest.mark.parametrize(
    ("partner", "me", "other"),
    [
        ("employee", "employee", "jan-bakker"),
        ("manager", "manager", "anna-de-vries"),
        ("", "employee", "jan-bakker"),
        ("nobody", "employee", "jan-bakker"),
    ],
)
def test_a_notebook_copy_is_named_after_the_partner_and_stores_its_participant(
    talk: Session, tmp_path: Path, partner: PartnerId, me: str, other: str
) -> None:
    path = taken_in(talk, tmp_path / "nb", partner)
    assert path.stem.startswith(other)
    assert Session.open_read_only(path).me == me


def test_syncing_again_updates_the_same_copy(talk: Session, tmp_path: Path) -> None:
    path = taken_in(talk, tmp_path / "nb", EMPLOYEE)
    session = Session.open(talk.path)
    session.apply(Write(0, 0, "new. "))
    session.close()
    assert taken_in(session, tmp_path / "nb", EMPLOYEE) == path
    assert Session.open_read_only(path).notes.text.startswith("new. ")


def test_an_empty_sync_creates_no_copy(tmp_path: Path) -> None:
    copy = NotebookCopyRemote(tmp_path / "nb", "", (), EMPLOYEE)
    assert copy.read_presence() == ()
    assert list(copy.read_since({}).updates) == []
    copy.close()
    assert not list(tmp_path.glob("nb/*"))
