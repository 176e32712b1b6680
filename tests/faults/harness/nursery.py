"""Processes to kill by the thousand, forked from one with all modules loaded.

    python -m tests.faults.nursery

Each line on standard input names a job and its arguments. The process forks; the child does the job
and acknowledges safe data on the common standard output. A line there is `pid N`, an acknowledged
number, or `ended STATUS` after the child has ended.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from ...checkout import IMPORT_ROOT


def acknowledge(number: int) -> None:
    """Report that something is safe, in one write that a kill cannot divide."""
    os.write(1, b"%d\n" % number)


def main() -> None:
    """Do the jobs of standard input until it ends."""
    from . import jobs

    for package in (
        "data.lifecycle.deletion",
        "data.notebook.follow_up",
        "data.sync.merge_file",
        "data.exchange.export",
        "data.notebook.index",
    ):
        importlib.import_module(f"afspraak.{package}")
    for line in sys.stdin:
        name, *arguments = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            try:
                os.write(1, b"pid %d\n" % os.getpid())
                jobs.JOBS[name](*arguments)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        os.write(1, b"ended %d\n" % os.waitstatus_to_exitcode(status))


class Child:
    """A child process with its job."""

    def __init__(self, pid: int, pipe: IO[bytes]) -> None:
        self.pid = pid
        self._pipe = pipe
        self.acknowledged: list[int] = []
        self.status: int | None = None
        """What it ended with, once it did; negative for a signal."""

    def hear(self, count: int) -> None:
        """Wait until it has acknowledged this number more, or ended."""
        for _ in range(count):
            if self.status is None:
                self._read()

    def kill(self) -> None:
        """kill -9; return the remaining acknowledgements."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> None:
        """Wait until it ends, and read its acknowledgements."""
        while self.status is None:
            self._read()

    def _read(self) -> None:
        line = self._pipe.readline()
        if not line:
            raise AssertionError("the nursery is gone")
        if line.startswith(b"ended "):
            self.status = int(line.split()[1])
        else:
            self.acknowledged.append(int(line))


class Nursery:
    """The parent of the children. As a context manager it ends with the block."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "afspraak.tests.faults.harness.nursery"],
            cwd=IMPORT_ROOT,
            env=os.environ | dict(environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def start(self, job: str, *arguments: object) -> Child:
        """Start a job in a child, by its name in `jobs.JOBS`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join([job, *map(str, arguments)]).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line.startswith(b"pid "), line
        return Child(int(line.split()[1]), self._process.stdout)

    @contextmanager
    def killed(self, job: str, *arguments: object, heard: int, seconds: float) -> Iterator[Child]:
        """A child that was killed this number of seconds after this number of acknowledgements."""
        child = self.start(job, *arguments)
        try:
            child.hear(heard)
            time.sleep(seconds)
        finally:
            child.kill()
        yield child

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


if __name__ == "__main__":
    main()
