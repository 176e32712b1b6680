"""A caller who leaves gets a confirmation that everything is saved, and the connection ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from afspraak.data.crdt.admission.limits import MAX_UPDATE_BYTES
from afspraak.data.errors import RemoteError
from afspraak.data.ids import MANAGER, Login, Slug
from afspraak.data.storage.journal.journal_format import MAX_FRAME
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.folder.shared_folders import create_share
from afspraak.data.sync.remote import Presence, data_of
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.sync.ssh.protocol import (
    BANNER,
    Kind,
    Message,
    MessageReader,
    encode_message,
    json_message,
)
from afspraak.data.sync.ssh.server import serve

from ....support.updates.writer import EMPTY_VECTOR, UpdateWriter

NOBODY = 65534

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")

HELLO = json_message(Kind.HELLO, version=1, language="en")


def answers(folder: Path, *said: Message) -> list[Kind]:
    """The kinds of the server's answers."""
    return [answer.kind for answer in spoken(folder, *said)]


def spoken(folder: Path, *said: Message) -> list[Message]:
    """The server's answers, without its banner."""
    coming, going = folder / "coming", folder / "going"
    coming.write_bytes(b"".join(map(encode_message, said)))
    going.touch()
    with coming.open("rb") as one, going.open("wb") as other:
        serve(folder / "nb", one.fileno(), other.fileno())
    heard = os.open(going, os.O_RDONLY)
    try:
        incoming = MessageReader(heard)
        assert incoming.read_line(100) == b"\n"
        assert incoming.read_line(100) == BANNER + b"4\n"
        return list(iter(incoming.read, None))
    finally:
        os.close(heard)


def test_bye_is_the_last_message_answered(tmp_path: Path, shared: Path) -> None:
    hello = json_message(Kind.HELLO, version=1, language="en")
    assert answers(tmp_path, hello) == [Kind.DONE]
    assert answers(tmp_path, hello, Message(Kind.BYE)) == [Kind.DONE, Kind.DONE]
    after = answers(tmp_path, hello, Message(Kind.BYE), Message(Kind.PING))
    assert after == [Kind.DONE, Kind.DONE]
    assert answers(tmp_path, hello, Message(Kind.PING)) == [Kind.DONE, Kind.PONG]


@pytest.mark.parametrize(
    "message",
    [
        json_message(Kind.HERE),
        json_message(Kind.HERE, at="manager"),
        json_message(Kind.HERE, at=["manager", "notes", "7", ""]),
        json_message(Kind.HERE, at=["manager", "notes", 7]),
        Message(Kind.DONE),
        Message(Kind.MEET, b"\xff"),
    ],
    ids=["nowhere", "no list", "no number", "too short", "an answer", "no state vector"],
)
def test_a_garbled_message_is_refused_and_the_connection_stays(
    tmp_path: Path, shared: Path, message: Message
) -> None:
    share = create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    enter = json_message(Kind.ENTER, folder=str(share))
    found = answers(tmp_path, HELLO, enter, message, Message(Kind.PING))
    assert found == [Kind.DONE, Kind.DONE, Kind.REFUSED, Kind.PONG]


def test_the_place_of_a_caller_is_announced(
    tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[Presence] = []
    monkeypatch.setattr(FolderRemote, "announce", lambda _, presence: announced.append(presence))
    share = create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    enter = json_message(Kind.ENTER, folder=str(share))
    here = json_message(Kind.HERE, at=["manager", "notes", 7, "row"])
    assert answers(tmp_path, HELLO, enter, here) == [Kind.DONE, Kind.DONE]
    assert announced == [Presence(Login(""), MANAGER, "notes", 7, "row")]


@pytest.fixture
def entered(shared: Path) -> tuple[Path, Message]:
    """A share with an update of this user and one of another, and the message that opens it."""
    share = create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    for log_id, text in enumerate(("mine", "theirs")):
        log = FolderRemote(share, log_id)
        log.append(UpdateWriter().write(text))
        log.close()
    (theirs,) = share.glob("*.1.afl")
    os.chown(theirs, NOBODY, -1)
    return share, json_message(Kind.ENTER, folder=str(share))


@needs_root
@pytest.mark.parametrize(
    ("version", "own_kind"),
    [(1, Kind.UPDATE), ("2", Kind.UPDATE), (2, Kind.OWN_UPDATE), (99, Kind.OWN_UPDATE)],
)
def test_a_caller_who_understands_it_is_told_what_they_wrote(
    tmp_path: Path, entered: tuple[Path, Message], version: object, own_kind: Kind
) -> None:
    hello = json_message(Kind.HELLO, version=version)
    said = spoken(tmp_path, hello, entered[1], Message(Kind.MEET, EMPTY_VECTOR))
    sent = [(answer.kind, b"mine" in answer.body, b"theirs" in answer.body) for answer in said[2:]]
    assert sent == [
        (own_kind, True, False),
        (Kind.UPDATE, False, True),
        (Kind.MET, False, False),
    ]


def test_too_large_an_update_is_skipped(tmp_path: Path, shared: Path) -> None:
    share = create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    enter = json_message(Kind.ENTER, folder=str(share))
    honest = UpdateWriter().write("honest")
    said = answers(
        tmp_path,
        HELLO,
        enter,
        Message(Kind.UPDATE, bytes(MAX_UPDATE_BYTES + 1)),
        Message(Kind.UPDATE, honest),
        Message(Kind.OWN_UPDATE, b"x"),
        Message(Kind.PING),
    )
    assert said == [Kind.DONE, Kind.DONE, Kind.REFUSED, Kind.PONG]
    assert data_of(FolderRemote(share, 9).read_since({}).updates) == [honest]


@pytest.mark.parametrize(
    ("kind", "size"),
    [(Kind.UPDATE, MAX_FRAME + 1), (Kind.MEET, (1 << 20) + 1), (Kind.COPY, (1 << 20) + 1)],
)
def test_no_more_is_read_than_a_message_can_hold(
    tmp_path: Path, shared: Path, kind: Kind, size: int
) -> None:
    head = encode_message(Message(kind))[:1] + size.to_bytes(4, "big")
    (tmp_path / "coming").write_bytes(head)
    with (tmp_path / "coming").open("rb") as coming, pytest.raises(RemoteError):
        MessageReader(coming.fileno()).read()


def test_only_a_share_can_be_entered(tmp_path: Path, shared: Path) -> None:
    enter = json_message(Kind.ENTER, folder=str(tmp_path))
    assert answers(tmp_path, HELLO, enter) == [Kind.DONE, Kind.REFUSED]


def test_a_share_is_left_before_it_is_withdrawn(
    tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has the conversation open there does not see a caller who is gone."""
    share = create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    there: list[bool] = []
    monkeypatch.setattr(FolderRemote, "close", lambda _: there.append(share.exists()))
    enter, withdraw = (
        json_message(kind, folder=str(share)) for kind in (Kind.ENTER, Kind.WITHDRAW)
    )
    found = answers(tmp_path, HELLO, enter, withdraw, Message(Kind.UPDATE, b"\0\0"))
    assert found == [Kind.DONE, Kind.DONE, Kind.DONE, Kind.REFUSED]
    assert there == [True] and not share.exists()
