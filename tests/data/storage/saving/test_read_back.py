"""A save with updates of the other is read back before it replaces the last good file."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.yjs_document import YjsDocument
from afspraak.data.errors import StorageError
from afspraak.data.ids import EMPLOYEE
from afspraak.data.model.changes import Changes
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.system.files.atomic_files import previous_copy
from afspraak.data.text.splice import Splice


@pytest.fixture
def session(path: Path) -> Session:
    session = Session.open(path)
    session.apply(Write(0, 0, "first\n"))
    session.save()
    session.apply(Write(0, 0, "second\n"))
    session.save()
    return session


def _receive_line_of_anna(session: Session) -> None:
    other = Replica()
    other.apply(session.sync.update_since(b"\0"))
    _, update = other.edit([Splice(0, 0, "of Anna\n", EMPLOYEE)])
    session.sync.receive(update)


def _lose_half(document: YjsDocument) -> bytes:
    whole = document.doc.get_update()
    return whole[: len(whole) // 2]


def _forget_all(document: YjsDocument) -> bytes:
    return b"\0\0"


@pytest.mark.parametrize("encode", [_lose_half, _forget_all])
def test_a_document_that_would_not_open_is_not_written_over_one_that_does(
    session: Session, monkeypatch: pytest.MonkeyPatch, encode: object
) -> None:
    previous = previous_copy(session.path)
    before = session.path.read_bytes(), previous.read_bytes()
    _receive_line_of_anna(session)
    session.apply(Write(0, 0, "third\n"))
    with monkeypatch.context() as patched:
        patched.setattr(YjsDocument, "full_update", encode)
        with pytest.raises(StorageError) as caught:
            session.save()
    assert caught.value.message.key == "conversation_file.would_not_open"
    assert session.path.name in str(caught.value)
    assert (session.path.read_bytes(), previous.read_bytes()) == before
    session.save()
    assert Session.open_read_only(session.path).notes.lines[:2] == ["third", "of Anna"]


def test_the_own_text_of_a_refused_save_is_in_the_journal(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _receive_line_of_anna(session)
    session.apply(Write(0, 0, "third\n"))
    monkeypatch.setattr(YjsDocument, "full_update", _lose_half)
    with pytest.raises(StorageError):
        session.save()
    monkeypatch.undo()
    assert Session.open_read_only(session.path).notes.lines[0] == "third"


def test_a_table_that_differs_from_the_document_is_not_written(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _receive_line_of_anna(session)
    other = Replica()
    other.edit([Splice(0, 0, "another conversation", EMPLOYEE)])
    whole = other.document()
    monkeypatch.setattr(YjsDocument, "full_update", lambda _: whole)
    with pytest.raises(StorageError):
        session.save()


def test_a_conversation_that_nobody_shares_is_not_read_back(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    apply = Replica.apply

    def counted(replica: Replica, update: bytes) -> Changes:
        read.append(update)
        return apply(replica, update)

    session.apply(Write(0, 0, "third\n"))
    monkeypatch.setattr(Replica, "apply", counted)
    session.save()
    assert read == []
    _receive_line_of_anna(session)
    received = len(read)
    session.save()
    assert len(read) == received + 1
