"""In a shared conversation no own edit is made that the other partner's program would refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from afspraak.data.crdt.admission.limits import MAX_DOCUMENT_BYTES, MAX_LINES, MAX_VALUE_BYTES
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.yjs_document import YjsDocument
from afspraak.data.errors import UsageError
from afspraak.data.ids import Login
from afspraak.data.model.edits import Change, Edit, Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.session import Session
from afspraak.data.sync.hosts import Host
from afspraak.data.sync.membership import share_session

from ...support.screens.contexts import new_session

MOST = MAX_DOCUMENT_BYTES // 8 * 7
MOST_LINES = MAX_LINES // 8 * 7


class Talk:
    """Jan's session of a conversation, and a replica of Anna's, which bounds what it receives."""

    def __init__(self, folder: Path) -> None:
        self.session = new_session(folder)
        self.session.sync.set_remote_address(LocalFolder("/somewhere"))
        self.anna = Replica()
        self.anna.receive(self.session.sync.update_since(self.anna.state_vector))
        self.session.sync.subscribe_updates(self._hear)

    def _hear(self, update: bytes) -> None:
        self.anna.receive(update)

    def refused(self, edit: Edit | Callable[[], object]) -> str:
        """Why an edit or an undo is refused; it leaves no trace."""
        before = self.session.sync.snapshot
        with pytest.raises(UsageError) as error:
            edit() if callable(edit) else self.session.apply(edit)
        assert self.session.sync.snapshot == before
        return str(error.value.message)

    def is_same(self) -> bool:
        return self.anna.notes.text == self.session.notes.text


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    talk = Talk(tmp_path)
    with closing(talk.session):
        yield talk


def test_a_text_that_does_not_fit_is_refused_with_the_room_there_is(talk: Talk) -> None:
    room = (MOST - len(talk.session.sync.update_since(Replica().state_vector))) >> 10
    assert talk.refused(Write(0, 0, "a" * MOST)) == (
        f"Too long to share: 7169 kB, and there is room for {room} kB."
    )
    assert talk.refused(Write(0, 0, "é" * MAX_DOCUMENT_BYTES)).startswith("Too long to share")
    talk.session.apply(Write(0, 0, "a" * ((room << 10) - 100)))
    assert talk.is_same()
    assert talk.refused(Write(0, 0, "b")) == "The conversation is full: no more can be shared."


def test_too_many_lines_are_refused(talk: Talk) -> None:
    written = talk.session.notes.text.count("\n")
    assert talk.refused(Write(0, 0, "\n" * MAX_LINES)) == (
        f"Too long to share: {MAX_LINES} lines, with room for {MOST_LINES - written}."
    )
    talk.session.apply(Write(0, 0, "\n" * (MOST_LINES - written)))
    assert talk.is_same()
    assert talk.refused(Write(0, 0, "\n")) == "The conversation is full: no more can be shared."
    talk.session.apply(Write(0, 0, "without a line feed"))
    assert talk.is_same()


def test_too_long_a_field_is_refused(talk: Talk) -> None:
    longest = "g" * MAX_VALUE_BYTES
    assert talk.refused(Change("header", values={"goals": longest + "g"})) == (
        "Too long to share: 1025 kB; one text holds 1024 kB."
    )
    talk.session.apply(Change("header", values={"goals": longest}))
    assert talk.anna.fields == talk.session.fields


def test_an_undo_that_would_restore_too_much_is_refused(talk: Talk) -> None:
    long = "a" * (MOST // 2)
    talk.session.apply(Write(0, 0, long))
    talk.session.apply(Write(0, len(long), ""))
    assert talk.refused(talk.session.undo).startswith("Too long to share")
    assert talk.is_same()
    talk.session.sync.set_remote_address(None)
    assert talk.session.undo()


def test_a_conversation_that_is_not_shared_has_no_bounds_but_cannot_be_shared(
    tmp_path: Path,
) -> None:
    with closing(new_session(tmp_path)) as session:
        session.apply(Write(0, 0, "a" * MAX_DOCUMENT_BYTES))
        size = -(-len(session.sync.update_since(Replica().state_vector)) >> 10)
        assert _share_fault(session) == (
            f"This conversation is too large to be shared: {size} kB, of at most 7168 kB."
        )


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (Write(0, 0, "\n" * MAX_LINES), " lines were written, of at most 175000."),
        (
            Change("header", values={"goals": "g" * (MAX_VALUE_BYTES + 1)}),
            "one text holds 1024 kB.",
        ),
    ],
)
def test_what_is_too_large_is_said_at_the_share(tmp_path: Path, edit: Edit, fault: str) -> None:
    with closing(new_session(tmp_path)) as session:
        session.apply(edit)
        assert _share_fault(session).endswith(fault)


def _share_fault(session: Session) -> str:
    class _Nowhere:
        login = Login("jan")
        address = None

    with pytest.raises(UsageError) as error:
        share_session(session, Login("anna"), cast("Host", _Nowhere()))
    assert session.sync.remote_address is None
    return str(error.value.message)


def test_keys_do_not_encode_the_document(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = []
    full_update = YjsDocument.full_update

    def counted(document: YjsDocument) -> bytes:
        encoded.append(document)
        return full_update(document)

    talk.session.apply(Write(0, 0, "a" * (MOST - (500 << 10))))
    monkeypatch.setattr(YjsDocument, "full_update", counted)
    for _ in range(300):
        talk.session.apply(Write(0, 0, "k"))
    assert len(encoded) <= 2
