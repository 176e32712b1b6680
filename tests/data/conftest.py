"""A conversation for tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement, Conversation
from afspraak.data.model.edits import AddAgreement, Answer, Write
from afspraak.data.notebook import index
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.summary import Summary, read_summary
from afspraak.data.session.session import Session
from afspraak.data.session.user import User

from ..support.conversations.clocks import fixed_clock
from ..support.conversations.copies import copied, done

if TYPE_CHECKING:
    from ..support.conversations.lock_keys import Key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "notebook" / "anna.json"
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", language="nl")
    )
    Session.create(path, conversation, me=MANAGER, clock=fixed_clock).close()
    return path


@pytest.fixture
def copy(path: Path) -> Path:
    """A copy of that conversation, made when it had notes and two agreements."""
    done(
        path,
        Write(0, 0, "one\ntwo\nthree\n"),
        AddAgreement(Agreement(RowId("a1"), text="Portal", order="a")),
        AddAgreement(Agreement(RowId("a2"), text="Course", kind="development", order="b")),
    )
    return copied(path)


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    (tmp_path / "nb").mkdir()
    return Notebook(tmp_path / "nb")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the files count as settled, so that unchanged files are not read again."""
    monkeypatch.setattr(index, "SETTLING_NS", -(10**15))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, in order."""
    names: list[str] = []

    def counted(path: Path, *, user: User) -> tuple[Summary, Conversation]:
        names.append(path.name)
        return read_summary(path, user=user)

    monkeypatch.setattr(index, "read_summary", counted)
    return names


@pytest.fixture
def jan(tmp_path: Path) -> Key:
    """Jan's SSH key, available after `only` is called."""
    from ..support.conversations.lock_keys import key

    return key(tmp_path / "keys", "jan")


@pytest.fixture
def anna(tmp_path: Path) -> Key:
    """Anna's SSH key, of another type."""
    from ..support.conversations.lock_keys import key

    return key(tmp_path / "keys", "anna", "rsa")


@pytest.fixture
def full(path: Path) -> Path:
    """The conversation with text in every field: `WORDS` of the tests of locking."""
    item = Session.open_read_only(path).conversation.checklist[0].id
    done(path, Write(0, 0, "Zwaluwstaart\n"))
    done(
        path,
        Write(0, 0, "Zwaluwstaart again\n"),
        AddAgreement(Agreement(RowId("a1"), text="Querulant", order="a")),
        Answer(item, MANAGER, "Xylofoon", private=True),
    )
    return path
