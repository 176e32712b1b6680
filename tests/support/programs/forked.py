"""Start afspraak from a fork server: a process of its own, without the imports of an interpreter.

A start of `python -m afspraak` takes 0.2 to 0.4 s of processor time, nearly all of it for imports
that are the same each time. Tests that start the program get it from a process that has imported
it already (`fork_server.py`). With AFSPRAAK_WHOLE_TABLE=1 every start is a new interpreter.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ...checkout import IMPORT_ROOT, ROOT
from ..amount import WHOLE
from .run import program_path

_READ_AT_START = ("TEXTUAL_", "ESCDELAY", "LD_", "LOCPATH", "GLIBC_", "MALLOC_")
"""How the names of variables begin that the dynamic loader, the C library or Textual reads once."""


class ForkedProcess:
    """A process that a fork server started: a part of the interface of `subprocess.Popen`."""

    def __init__(self, answers: int) -> None:
        """`answers` is the end of the pipe through which the server answers."""
        self._answers = answers
        self._read = b""
        self.returncode: int | None = None
        while b"\n" not in self._read:
            self._take()
        number, _, self._read = self._read.partition(b"\n")
        self.pid = int(number)

    def poll(self) -> int | None:
        """Return the exit status, or None while it runs."""
        if self.returncode is None and select.select([self._answers], [], [], 0)[0]:
            self._end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return the exit status. Raises TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._answers], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("afspraak", timeout or 0.0)
            self._end()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal if it runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9."""
        self.send_signal(signal.SIGKILL)

    def _end(self) -> None:
        while b"\n" not in self._read:
            self._take()
        self.returncode = os.waitstatus_to_exitcode(int(self._read))
        os.close(self._answers)

    def _take(self) -> None:
        data = os.read(self._answers, 64)
        assert data, "the fork server ended"
        self._read += data


class _Server:
    """A running fork server."""

    def __init__(self, python: str, path: str) -> None:
        ours, theirs = socket.socketpair()
        self._requests = ours
        self._owner = os.getpid()
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "LANG": "C.UTF-8"}
        self._process = subprocess.Popen(
            [python, program_path("fork_server"), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=environment,
        )
        theirs.close()
        atexit.register(self.close)

    def start(self, request: Mapping[str, object], streams: Sequence[int]) -> ForkedProcess:
        answers, end = os.pipe()
        body = json.dumps(request).encode()
        socket.send_fds(self._requests, [len(body).to_bytes(8)], [*streams, end])
        self._requests.sendall(body)
        os.close(end)
        return ForkedProcess(answers)

    def close(self) -> None:
        if os.getpid() == self._owner:
            self._requests.close()
            self._process.wait()


_servers: dict[tuple[str, str], _Server] = {}
_starting = threading.Lock()


def can_fork(environment: Mapping[str, str]) -> bool:
    """Return whether a forked process can be the same as a new interpreter in this environment.

    It cannot where the start of an interpreter, or an import, reads a variable that is set.
    """
    if WHOLE or not hasattr(os, "pidfd_open"):
        return False
    if any(name.startswith(_READ_AT_START) for name in environment):
        return False
    usual = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    if any(name.startswith("PYTHON") and name not in usual for name in environment):
        return False
    locale = next(
        (environment[n] for n in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(n)), ""
    )
    return locale.lower().replace("-", "").endswith(".utf8")


def fork(
    words: Sequence[str],
    streams: Sequence[int],
    environment: Mapping[str, str],
    folder: Path,
    *,
    python: str = sys.executable,
    user: int | None = None,
    session: bool = False,
    terminal: bool = False,
) -> ForkedProcess:
    """Start `python -m afspraak` with these words; `can_fork` tells whether it is possible.

    `streams` are its stdin, stdout and stderr. `user` is the number of another user. With
    `session` it leads a session of its own; with `terminal` stdin is the terminal of that.
    """
    umask = os.umask(0)
    os.umask(umask)
    request = {
        "words": list(words),
        "environment": dict(environment),
        "folder": str(folder),
        "user": user,
        "session": session or terminal,
        "terminal": terminal,
        "umask": umask,
        "program": str(ROOT / "__main__.py"),
    }
    with _starting:
        key = python, environment.get("PYTHONPATH", str(IMPORT_ROOT))
        if key not in _servers:
            _servers[key] = _Server(*key)
        return _servers[key].start(request, streams)


def run(
    words: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    *,
    python: str = sys.executable,
    user: int | None = None,
    given: str | None = None,
    session: bool = False,
    errors: str = "strict",
) -> subprocess.CompletedProcess[str]:
    """Run a command of afspraak to its end, without a terminal, and capture its output.

    It reads `given`, or nothing.
    """
    command = [python, "-m", "afspraak", *words]
    if not can_fork(environment):
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            errors=errors,
            cwd=folder,
            env=environment,
            user=user,
            group=user,
            extra_groups=[] if user is not None else None,
            start_new_session=session,
            **({"stdin": subprocess.DEVNULL} if given is None else {"input": given}),
        )
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    source = os.open(os.devnull, os.O_RDONLY) if given is None else _filled(given)
    streams = (source, out_end, err_end)
    try:
        process = fork(
            words, streams, environment, folder, python=python, user=user, session=session
        )
    finally:
        for descriptor in streams:
            os.close(descriptor)
    output, complaints = (part.decode(errors=errors) for part in _read_all(out, err))
    return subprocess.CompletedProcess(command, process.wait(), output, complaints)


def _filled(given: str) -> int:
    """The end of a pipe that holds a text."""
    end, into = os.pipe()
    data = given.encode()

    def write() -> None:
        with suppress(BrokenPipeError), os.fdopen(into, "wb") as pipe:
            pipe.write(data)

    threading.Thread(target=write, daemon=True).start()
    return end


def _read_all(*descriptors: int) -> list[bytes]:
    """Read pipes to their ends, and close them."""
    found = dict.fromkeys(descriptors, b"")
    with selectors.DefaultSelector() as waiting:
        for each in descriptors:
            waiting.register(each, selectors.EVENT_READ)
        while waiting.get_map():
            for key, _ in waiting.select():
                if data := os.read(key.fd, 1 << 16):
                    found[key.fd] += data
                else:
                    waiting.unregister(key.fd)
                    os.close(key.fd)
    return list(found.values())
