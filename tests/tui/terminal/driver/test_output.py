"""Output to a terminal that may stall."""

from __future__ import annotations

import os
import pty
import threading
import tty
from collections.abc import Iterator

import pytest

from afspraak.tui.terminal.driver.output import TerminalOutput

PATIENCE = 30.0


class End:
    """The two ends of a pty, and an output to it."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.freed = threading.Event()
        self.line = TerminalOutput(self.slave, self.freed.set)

    def read(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            found += os.read(self.master, 1 << 16)
        return found


@pytest.fixture
def end() -> Iterator[End]:
    end = End()
    yield end
    end.line.close(0)
    os.close(end.master)
    os.close(end.slave)


def test_output_that_the_terminal_accepts_is_written_at_once(end: End) -> None:
    end.line.send(b"hello")
    assert end.line.is_drained
    assert end.read(5) == b"hello"
    assert threading.active_count() == 1 or not any(t.name == "line" for t in threading.enumerate())


def test_sending_does_not_wait_for_a_stalled_terminal(end: End) -> None:
    sent = bytes(range(256)) * 4096
    for start in range(0, len(sent), 1000):
        end.line.send(sent[start : start + 1000])  # would never come back if it waited
    held_up = not end.line.is_drained
    assert held_up
    assert end.read(len(sent)) == sent
    assert end.freed.wait(PATIENCE)
    assert end.line.is_drained
    end.line.send(b"on")
    assert end.read(2) == b"on"


def test_the_shells_descriptor_stays_blocking(end: End) -> None:
    """Non-blocking mode belongs to an open file description, and that of the shell is not ours."""
    assert os.get_blocking(end.slave)


def test_closing_does_not_wait_for_a_stalled_terminal(end: End) -> None:
    end.line.send(b"x" * (1 << 20))
    end.line.close(0.01)
    end.line.send(b"nothing more")
    assert end.line.is_drained


def test_what_is_sent_after_closing_reaches_no_file_that_is_opened_then(end: End) -> None:
    """The number of the descriptor is free, and the next file that is opened gets it."""
    reading, writing = os.pipe2(os.O_NONBLOCK)
    number = os.dup(end.slave)
    os.close(number)
    line = TerminalOutput(end.slave, lambda: None)
    assert os.isatty(number), "the output took the lowest free number"
    assert line.close(0)
    os.dup2(writing, number)
    line.send(b"confidential")
    with pytest.raises(BlockingIOError):
        os.read(reading, 1)
    for each in (reading, writing, number):
        os.close(each)


def test_closing_a_stalled_output_ends_its_thread_and_frees_its_descriptor() -> None:
    reading, writing = os.pipe()
    others = threading.enumerate()
    line = TerminalOutput(writing, lambda: None)
    line.send(b"x" * (1 << 20))
    writers = [thread for thread in threading.enumerate() if thread not in others]
    assert writers
    assert not line.close(0.01)
    for writer in writers:
        writer.join(PATIENCE)
        assert not writer.is_alive()
    os.close(writing)
    os.set_blocking(reading, False)
    while os.read(reading, 1 << 16):  # raises BlockingIOError while something may still write
        pass
    os.close(reading)


def test_output_after_a_hangup_is_discarded_silently() -> None:
    master, slave = pty.openpty()
    line = TerminalOutput(slave, lambda: None)
    os.close(master)
    line.send(b"x" * (1 << 20))
    line.send(b"y")
    line.close(PATIENCE)
    os.close(slave)


def test_without_an_own_descriptor_a_thread_writes() -> None:
    """A pipe has no path to open, and a terminal of another user cannot be opened."""
    reading, writing = os.pipe()
    freed = threading.Event()
    line = TerminalOutput(writing, freed.set)
    line.send(b"a" * 100_000)
    found = b""
    while len(found) < 100_000:
        found += os.read(reading, 1 << 16)
    assert freed.wait(PATIENCE)
    line.close(PATIENCE)
    os.close(reading)
    os.close(writing)
