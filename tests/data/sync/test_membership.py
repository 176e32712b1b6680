"""A joining user is the partner with that login, never determined by elimination."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, PartnerId, RowId
from afspraak.data.model.edits import Change
from afspraak.data.model.remote_address import HostAddress, SshMachine
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.session.user import SYSTEM_USER
from afspraak.data.sync.hosts import LocalHost
from afspraak.data.sync.membership import _save_to_notebook
from afspraak.data.sync.remote import CarriedUpdate
from afspraak.data.sync.ssh.notebook_copy import NotebookCopyRemote

from ...support.logins import log_in_as


class Elsewhere(LocalHost):
    """A machine on which the user has this login."""

    def __init__(self, login: Login) -> None:
        self._login = login

    @property
    def address(self) -> HostAddress:
        return SshMachine("box")

    @property
    def login(self) -> Login:
        return self._login


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Replica:
    """A conversation that jan created and shares with anna."""
    log_in_as(monkeypatch, "jan")
    start = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    session = Session.create(tmp_path / "jan" / "talk.json", start, me=MANAGER)
    session.apply(Change("partner", RowId(EMPLOYEE), {"login": "anna"}))
    replica = Replica()
    replica.apply(session.sync.update_since(replica.state_vector))
    session.close()
    return replica


@pytest.mark.parametrize(
    ("login", "here", "me"),
    [
        ("anna", "avries", "employee"),
        # Two people may have one login, each on a machine of their own.
        ("anna", "jan", "employee"),
        ("jan", "laptop", "manager"),
        ("eva", "avries", None),
    ],
)
def test_a_joining_partner_is_known_by_the_login_of_the_share(
    there: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    login: Login, here: str, me: str | None,
) -> None:  # fmt: skip
    log_in_as(monkeypatch, here)
    updates, address = [CarriedUpdate(there.document())], SshMachine("box").share("/x")
    path = _save_to_notebook(updates, tmp_path / "nb", Elsewhere(login), address, user=SYSTEM_USER)
    assert Session.open_read_only(path).me == me
    if me is None:
        assert path.stem.startswith("jan-bakker-anna-de-vries")


@pytest.mark.parametrize(
    ("partner", "here", "me"),
    [("employee", "eva", "employee"), ("", "eva", None), ("", "anna", "employee")],
)
def test_a_copy_on_a_second_machine_belongs_to_the_same_partner(
    there: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    partner: PartnerId, here: str, me: str | None,
) -> None:  # fmt: skip
    log_in_as(monkeypatch, here)
    copy = NotebookCopyRemote(tmp_path / "nb", "", (), partner)
    copy.append(there.document())
    copy.close()
    (path,) = (one for one in (tmp_path / "nb").glob("*.json") if ".private" not in one.name)
    assert Session.open_read_only(path).me == me
