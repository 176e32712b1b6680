"""Both ends of a connection accept any message or raise our own errors."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import RemoteError
from afspraak.data.ids import Slug
from afspraak.data.sync.folder import parents, shared_folders
from afspraak.data.sync.shares import Share, ShareMetadata
from afspraak.data.sync.ssh.connection import SshConnection
from afspraak.data.sync.ssh.protocol import (
    BANNER,
    Kind,
    Message,
    MessageReader,
    encode_message,
    json_message,
)
from afspraak.data.sync.ssh.remote import SshRemote
from afspraak.data.sync.ssh.server import serve

from ..support.amount import tries

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**70) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
WORDS = st.dictionaries(
    st.sampled_from(["folder", "at", "others", "login", "clients", "created", "names", "text"]),
    JSON,
).map(lambda words: json.dumps(words).encode())
BODIES = WORDS | st.binary(max_size=60) | st.just(b"") | st.just(Replica().state_vector)
MESSAGES = st.lists(st.builds(Message, st.sampled_from(Kind), BODIES), max_size=12)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Share:
    """A shared folder on a machine without others."""
    shared = tmp_path / "shared"
    shared.mkdir()
    monkeypatch.setenv("AFSPRAAK_SHARED", str(shared))
    monkeypatch.setattr(parents, "PARENT_FOLDERS", (shared,))
    shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    (offer,) = shared_folders.list_shares()
    return offer


@settings(max_examples=tries(60), suppress_health_check=list(HealthCheck))
@given(before=MESSAGES, after=MESSAGES)
def test_the_server_answers_every_message_and_continues(
    here: Share, tmp_path: Path, before: list[Message], after: list[Message]
) -> None:
    entering = json_message(Kind.ENTER, folder=here.id)
    told = [*before, entering, *after, Message(Kind.PING), Message(Kind.BYE)]
    told = [one for one in told if one.kind is not Kind.BYE or one is told[-1]]
    reading, writing = os.pipe()
    os.write(writing, b"".join(map(encode_message, told)))
    os.close(writing)
    answers, going = os.pipe()
    serving = threading.Thread(target=serve, args=(tmp_path / "nb", reading, going))
    serving.start()
    incoming = MessageReader(answers)
    assert incoming.read_line(100) == b"\n"
    assert (incoming.read_line(100) or b"").startswith(BANNER)
    said = []
    while (one := incoming.read(30.0)) is not None:
        said.append(one.kind)
        if one.kind is Kind.DONE and said[-2:] == [Kind.PONG, Kind.DONE]:
            break
    serving.join()
    for descriptor in (reading, answers, going):
        os.close(descriptor)
    assert [kind for kind in said if kind is not Kind.HERE][-2:] == [Kind.PONG, Kind.DONE]
    assert not (tmp_path / "nb").exists(), "nothing said was a conversation"


class _Babbler(SshConnection):
    """A connection whose other end sends anything."""

    def __init__(self, said: list[Message]) -> None:
        self.host = "box"
        self._said = iter(said)
        self.over = threading.Event()

    def request(self, asked: Message) -> dict[str, object]:
        return {}

    def send(self, sent: Message) -> None:
        pass

    def read_next(self) -> Message | None:
        if (said := next(self._said, None)) is None:
            self.over.wait()
        return said

    def abort(self) -> None:
        self.over.set()

    close = abort


@settings(max_examples=tries(200), suppress_health_check=list(HealthCheck))
@given(said=MESSAGES)
def test_the_caller_accepts_any_answer(
    said: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_SSH", "/nowhere/ssh")
    thrown: list[object] = []
    monkeypatch.setattr(threading, "excepthook", thrown.append)
    line = _Babbler(said)
    store = SshRemote("box", Message(Kind.ENTER), "en", line)
    told = threading.Event()
    store.watch(told.set)
    for _ in range(3):
        try:
            if (met := store.handshake(Replica().state_vector)) is not None:
                store.read_since(met.offsets)
                for here in store.read_presence():
                    assert all(w.isprintable() for w in here if isinstance(w, str))
        except RemoteError:
            pass
        told.wait(0.002)
    store.close()
    line.over.set()
    assert thrown == []
