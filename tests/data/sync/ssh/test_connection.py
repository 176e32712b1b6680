"""Connecting to another machine: its faults, and connections that drop or go dead."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import RemoteError, UsageError
from afspraak.data.ids import Login, PartnerId, Slug
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.reconnecting_remote import PermanentFailure
from afspraak.data.sync.remote import Presence
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.sync.ssh import connection
from afspraak.data.sync.ssh.connection import SshConnection
from afspraak.data.sync.ssh.host import SshHost
from afspraak.data.sync.ssh.protocol import Kind, Message, json_message
from afspraak.data.sync.ssh.remote import SshRemote

from ....support.servers.remotes import notes_at
from ....support.servers.waiting import PATIENCE, read_updates, shake_hands_until, wait_until
from ....support.updates.writer import EMPTY_VECTOR, UpdateWriter

pytestmark = pytest.mark.usefixtures("shared", "ssh")


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("wrong-key", "another key"),
        ("closed", "did not let you in"),
        ("nowhere", "knows no machine called nowhere"),
        ("bare", "on bare, which .AFSPRAAK_REMOTE names"),
        ("old", "too old"),
    ],
)
def test_permanent_failures_are_reported_and_not_retried(host: str, told: str) -> None:
    with pytest.raises(PermanentFailure, match=told) as error:
        SshConnection(host, ask=False, language="en")
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    ("host", "told"),
    [("refusing", "Connection .+refused"), ("endless", "says much"), ("babbling", "is not what")],
)
def test_temporary_failures_are_reported(host: str, told: str) -> None:
    with pytest.raises(RemoteError, match=told) as error:
        SshConnection(host, ask=False, language="en")
    assert not isinstance(error.value, PermanentFailure)
    assert str(error.value).isprintable()


def test_a_silent_machine_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "REPLY_TIMEOUT", 0.5)
    with pytest.raises(RemoteError, match="no afspraak answers"):
        SshConnection("silent", ask=False, language="en")


@pytest.mark.parametrize("host", ["", "-oProxyCommand=x", "a b", "a\x1b[2J", "a\nb"])
def test_an_invalid_host_name_is_never_called(host: str, ssh: Path) -> None:
    with pytest.raises(UsageError, match="not the name of a machine") as error:
        SshConnection(host, ask=False, language="en")
    assert str(error.value).isprintable()
    assert list(ssh.iterdir()) == []


def test_a_missing_ssh_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_SSH", "/nowhere/ssh")
    with pytest.raises(RemoteError, match="cannot be started"):
        SshConnection("box", ask=False, language="en")


def test_login_shell_output_is_skipped_and_refusals_are_in_the_callers_language() -> None:
    host = SshHost("chatty", ask=False, language="nl")
    assert host.list_shares() == []
    with pytest.raises(UsageError, match="heeft de loginnaam ‘nobody-here’"):
        host.create_share(Login("nobody-here"), ShareMetadata("", (), Slug("")))
    host.close()


def test_only_offered_shares_can_be_entered(tmp_path: Path) -> None:
    for folder in (str(tmp_path), "/etc", ".."):
        host = SshHost("box", ask=False)
        with (
            pytest.raises(RemoteError, match="not shared any more"),
            closing(host.open_remote(folder)) as remote,
        ):
            shake_hands(remote, EMPTY_VECTOR)
        host.close()


@pytest.fixture
def distant() -> Iterator[SshRemote]:
    folder = shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    store = SshRemote("box", json_message(Kind.ENTER, folder=str(folder)), "en")
    yield store
    store.close()


def lines(ssh: Path) -> list[int]:
    """The process ids of the started connections, the newest last."""
    return [int(path.name) for path in sorted(ssh.iterdir(), key=lambda p: p.stat().st_mtime_ns)]


def test_a_dropped_connection_is_reopened_automatically(distant: SshRemote, ssh: Path) -> None:
    jan = UpdateWriter()
    shake_hands(distant, EMPTY_VECTOR)
    distant.append(jan.write("before "))
    shake_hands_until(distant, EMPTY_VECTOR, lambda text: text == "before ")
    os.kill(lines(ssh)[-1], signal.SIGKILL)

    def dropped() -> bool:
        try:
            distant.read_presence()
        except RemoteError:
            return True
        return False

    wait_until(distant, dropped)
    with pytest.raises(RemoteError):
        distant.append(jan.write("meanwhile "))  # `Link` tells it anew when they meet again
    wait_until(distant, lambda: len(lines(ssh)) >= 2)

    def again() -> bool:
        try:
            return notes_at(distant) == "before "
        except RemoteError:
            return False

    end = time.monotonic() + PATIENCE
    while not again():
        assert time.monotonic() < end
        time.sleep(0.02)
    distant.append(jan.replica.update_since(EMPTY_VECTOR))
    shake_hands_until(distant, EMPTY_VECTOR, lambda text: text == "before meanwhile ")


def test_a_dead_connection_is_detected(
    distant: SshRemote, ssh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PING_SECONDS", 0.3)
    shake_hands(distant, EMPTY_VECTOR)
    *earlier, number = lines(ssh)  # on a busy machine a slow one may have been given up already
    os.kill(number, signal.SIGSTOP)  # as when a cable is pulled: no end, and no answer either
    wait_until(distant, lambda: len(lines(ssh)) > len(earlier) + 1)
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{number}").exists():
        assert time.monotonic() < end, "what is dead is not left behind"
        time.sleep(0.02)


def test_updates_of_a_partner_arrive_over_ssh(distant: SshRemote) -> None:
    theirs = SshHost("box", ask=False)
    (only,) = theirs.list_shares()
    other = theirs.open_remote(only.id)
    shake_hands(other, EMPTY_VECTOR)
    seen = shake_hands(distant, EMPTY_VECTOR).offsets
    update = UpdateWriter().write("hello")
    other.append(update)
    other.announce(Presence(Login("x"), PartnerId("man\x1b[2Jager"), "no\ntes", -5, "a\x07"))
    assert list(read_updates(distant, seen, 1)) == [update]
    wait_until(distant, lambda: bool(distant.read_presence()))
    (here,) = distant.read_presence()
    assert here.position == 0
    assert all(word.isprintable() for word in here if isinstance(word, str))
    other.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of another")
def test_it_is_told_that_the_other_left_for_good_and_came_back(distant: SshRemote) -> None:
    shake_hands(distant, EMPTY_VECTOR)
    (share,) = shared_folders.list_shares()
    mark = Path(share.id, "other.left")
    mark.touch()
    os.chown(mark, 65534, -1)
    wait_until(distant, lambda: distant.has_other_left)
    mark.unlink()
    wait_until(distant, lambda: not distant.has_other_left)


class Foreign:
    """A connection whose other end answers a handshake with one message of its own."""

    def __init__(self, answer: Message) -> None:
        self.answer, self.asked = answer, threading.Event()

    def request(self, _: Message) -> dict[str, object]:
        return {}

    def send(self, _: Message) -> None:
        self.asked.set()

    def read_next(self) -> Message:
        self.asked.wait(PATIENCE)
        return self.answer

    def abort(self) -> None:
        """There is nothing to end."""

    close = abort


@pytest.mark.parametrize(
    "answer",
    [
        Message(Kind.MET, b"\xff\xff foreign"),
        Message(Kind.HERE, b"\xff\xff foreign"),
        Message(Kind.HELLO),
        json_message(Kind.REFUSED, text="no"),
    ],
)
def test_a_foreign_answer_to_a_handshake_is_a_fault(answer: Message) -> None:
    foreign = cast(SshConnection, Foreign(answer))
    remote = SshRemote("nowhere", json_message(Kind.ENTER, folder="/x"), "en", foreign)

    def fault() -> str:
        try:
            reply = remote.handshake(EMPTY_VECTOR)
        except RemoteError as error:
            return str(error)
        assert reply is None
        return ""

    wait_until(remote, lambda: bool(fault()))
    assert ("no" if answer.kind is Kind.REFUSED else "not what afspraak says") in fault()
    remote.close()


def test_a_withdrawn_share_is_reported(distant: SshRemote) -> None:
    shake_hands(distant, EMPTY_VECTOR)
    host = SshHost("box", ask=False)
    (only,) = host.list_shares()
    host.withdraw(only.id)
    host.close()

    def gone() -> bool:
        try:
            distant.handshake(Replica().state_vector)
        except RemoteError as error:
            return "not shared any more" in str(error)
        return False

    wait_until(distant, gone)
