"""The process of the quarantine: what it has, and that it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from afspraak.data.crdt.quarantine.frames import (
    HEAD_BYTES,
    Kind,
    Verdict,
    VerdictKind,
    decode_head,
    decode_parts,
    decode_verdict,
    encode_frame,
    encode_verdict,
)
from afspraak.data.crdt.quarantine.process import ProcessDied, QuarantineProcess
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE
from afspraak.data.system import child_processes
from afspraak.data.text.splice import Splice

from ....support.programs.run import command, environment
from ....support.servers.waiting import PATIENCE
from ....support.updates.passing import other_of, receiver

SECRET = "She expects to leave in March"


def test_a_frame_is_decoded_as_it_was_encoded() -> None:
    frame = encode_frame(Kind.EXAMINE, [b"", b"one", bytes(300)])
    assert decode_head(frame[:HEAD_BYTES]) == (Kind.EXAMINE, len(frame) - HEAD_BYTES)
    assert decode_parts(frame[HEAD_BYTES:]) == [b"", b"one", bytes(300)]


@pytest.mark.parametrize("content", [b"\0", b"\0\0\0\2a"])
def test_half_a_frame_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="half"):
        decode_parts(content)


@pytest.mark.parametrize("head", [b"\xff\0\0\0\0", b"\1\xff\xff\xff\xff"])
def test_the_head_of_no_frame_is_refused(head: bytes) -> None:
    with pytest.raises(ValueError, match=r"frame|Kind"):
        decode_head(head)


def test_a_verdict_is_decoded_as_it_was_encoded() -> None:
    verdict = Verdict(VerdictKind.REFUSED, "too large ë")
    assert decode_verdict(encode_verdict(verdict)) == verdict


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can look into the process")
def test_it_has_nothing_of_the_user_but_what_the_pipe_brings() -> None:
    os.environ["AFSPRAAK_SECRET"] = SECRET
    try:
        with receiver() as receiving:
            receiving.replica.edit([Splice(0, 0, SECRET, EMPLOYEE)])
            receiving.receive(*other_of(receiving.replica, ["a"]))
            of_process = Path(f"/proc/{receiving.processes[0].pid}")
            assert (of_process / "environ").read_bytes() == b""
            arguments = (of_process / "cmdline").read_bytes()
            assert SECRET.encode() not in arguments
            assert not any(each.startswith(b"/tmp/pytest") for each in arguments.split(b"\0"))
            assert (of_process / "cwd").resolve() == Path("/")
            opened = {each.resolve().as_posix() for each in (of_process / "fd").iterdir()}
            assert {each for each in opened if "pipe:" not in each} == {"/dev/null"}
    finally:
        del os.environ["AFSPRAAK_SECRET"]


def test_it_is_limited_and_leaves_no_core_file() -> None:
    with receiver() as receiving:
        receiving.receive(*other_of(receiving.replica, ["a"]))
        limits = Path(f"/proc/{receiving.processes[0].pid}/limits").read_text(encoding="ascii")
    found = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()}
    assert found["Max core file size"] == ["0", "0"]
    assert found["Max file size"] == ["0", "0"]
    assert found["Max address space"] == [str(1 << 30)] * 2
    assert int(found["Max cpu time"][0]) < 10


def test_keys_and_hang_ups_of_the_terminal_do_not_reach_it() -> None:
    process = QuarantineProcess()
    assert os.getsid(process.pid) == process.pid
    process.close()


def test_it_ends_with_the_quarantine() -> None:
    with receiver() as receiving:
        receiving.receive(*other_of(receiving.replica, ["a"]))
        pid = receiving.processes[0].pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_ends_when_the_program_ends_all_its_processes() -> None:
    with receiver() as receiving:
        receiving.receive(*other_of(receiving.replica, ["a"]))
        child_processes.kill_all()
        with pytest.raises(ProcessDied):
            receiving.processes[0].ask(Kind.EXAMINE, [], 0)


def test_it_ends_when_the_session_is_killed() -> None:
    with subprocess.Popen(
        command("hold_in_quarantine"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as session:
        assert session.stdout is not None
        pid = int(session.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        session.send_signal(signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while _lives(pid):
        assert time.monotonic() < end, "it outlived the session"
        time.sleep(0.01)


def _lives(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_it_ends_at_what_is_no_frame() -> None:
    process = QuarantineProcess()
    with pytest.raises(ProcessDied):
        process.ask(Kind.EXAMINE, [], 0)  # without a document


def test_a_document_that_admission_refuses_is_answered() -> None:
    process = QuarantineProcess()
    try:
        parts = [Replica().client.to_bytes(8, "big"), b"no document"]
        assert process.ask(Kind.OPEN, parts, 0).kind is Kind.REFUSED
    finally:
        process.close()
