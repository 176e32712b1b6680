"""A program whose loop is stuck ends when its terminal hangs up, and not before.

It is not the leader of a session, so the system sends it no signal then.
"""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from afspraak.data.system import child_processes
from afspraak.tui.app import shutdown
from afspraak.tui.app.shutdown import TIMEOUT, Shutdown

from ...checkout import IMPORT_ROOT
from ...support.terminal.terminal import PATIENCE

STUCK = """
import hashlib, sys
from afspraak.tui.app.shutdown import Shutdown

def note(word):
    with open(sys.argv[1], "a") as file:
        file.write(word + " ")

shutdown = Shutdown()
shutdown.set_callbacks(*(lambda word=word: note(word) for word in sys.argv[2:]))
shutdown.watch()
print("watching", flush=True)
# A call that no signal interrupts, so that Python runs no handler in this thread.
hashlib.pbkdf2_hmac("sha256", b"", b"", 10 ** 9)
"""


class Stuck:
    """A stuck program with a terminal for input and one for output."""

    def __init__(self, noted: Path) -> None:
        self._noted = noted
        self._masters, slaves = zip(*(pty.openpty() for _ in range(2)), strict=True)
        words = (sys.executable, "-c", STUCK, str(noted), "leave", "fsync", "restore")
        self.process = subprocess.Popen(
            words, stdin=slaves[0], stdout=subprocess.PIPE, stderr=slaves[1],
            env={**os.environ, "PYTHONPATH": str(IMPORT_ROOT)},
        )  # fmt: skip
        for end in slaves:
            os.close(end)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"watching\n"

    @property
    def noted(self) -> list[str]:
        """The callbacks that were called, in order."""
        return self._noted.read_text().split() if self._noted.exists() else []

    def hang_up(self, number: int) -> None:
        """Close the terminal of the input, 0, or that of the output, 1."""
        os.close(self._masters[number])

    def close(self) -> None:
        """Release everything."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        for end in self._masters:
            with suppress(OSError):
                os.close(end)


@pytest.fixture
def stuck(tmp_path: Path) -> Iterator[Stuck]:
    program = Stuck(tmp_path / "noted")
    yield program
    program.close()


@pytest.mark.parametrize("end", [0, 1], ids=["input", "output"])
def test_either_terminal_that_hangs_up_ends_the_program(stuck: Stuck, end: int) -> None:
    assert stuck.process.poll() is None and stuck.noted == []
    stuck.hang_up(end)
    assert stuck.process.wait(PATIENCE) == 128 + signal.SIGHUP
    assert stuck.noted == ["leave", "fsync", "restore"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_program_with_its_own_status(
    stuck: Stuck, number: signal.Signals
) -> None:
    stuck.process.send_signal(number)
    began = time.monotonic()
    assert stuck.process.wait(PATIENCE) == 128 + number
    assert time.monotonic() - began >= TIMEOUT, "it had that long to leave in order"
    assert stuck.noted == ["leave", "fsync", "restore"]


def test_the_program_ends_before_a_session_manager_loses_patience() -> None:
    """The first to do so kills five seconds after its signal."""
    assert 1 <= TIMEOUT <= 4


def test_a_second_signal_changes_nothing(stuck: Stuck) -> None:
    stuck.process.send_signal(signal.SIGQUIT)
    while not stuck.noted:
        assert stuck.process.poll() is None
    stuck.process.send_signal(signal.SIGTERM)
    assert stuck.process.wait(PATIENCE) == 128 + signal.SIGQUIT
    assert stuck.noted == ["leave", "fsync", "restore"]


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("number", [signal.SIGTERM, None])
def test_programs_that_were_started_end_too_even_if_leaving_fails(
    number: int | None, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []
    ended = threading.Event()

    def leave() -> None:
        done.append("leave")
        if fails:
            raise RuntimeError("the loop is closed")

    def leave_process(status: int) -> None:
        done.append(status)
        ended.set()

    monkeypatch.setattr(child_processes, "hang_up", lambda: done.append("hang up"))
    monkeypatch.setattr(child_processes, "kill_all", lambda: done.append("kill"))
    monkeypatch.setattr(shutdown, "TIMEOUT", 0.0)
    monkeypatch.setattr(os, "_exit", leave_process)
    ending = Shutdown()
    ending.set_callbacks(leave, lambda: done.append("fsync"), lambda: done.append("restore"))
    ending.begin() if number is None else ending.begin(number)
    ending.begin(signal.SIGINT)
    assert ended.wait(PATIENCE)
    status = 128 + (number or signal.SIGHUP)
    assert done == ["hang up", "leave", "fsync", "restore", "kill", status]
