"""A fork server: it imports afspraak once, and forks a process for each start of it.

    fork_server.py DESCRIPTOR

The descriptor is that of a socket. Each request is a length (8 bytes), with the descriptors of
stdin, stdout, stderr and of a pipe for the answer, and then as many bytes of JSON. The answer is
two lines: the number of the process, and at its end the status that `os.waitpid` gave.

The forked process is like a new interpreter that has imported everything already: its own user,
session, folder, environment, terminal and standard streams. It ends without taking its modules
apart, which would take longer than most commands.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
import termios
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

_HEAD = 8
_DESCRIPTORS = 4
_PR_SET_DUMPABLE = 4


def main() -> None:
    """Serve until the socket is closed at the other end."""
    requests = socket.socket(fileno=int(sys.argv[1]))
    os.environ.setdefault("TEXTUAL_FPS", "250")  # as the program does before it imports Textual
    _import_everything()
    gc.collect()
    gc.freeze()
    waiting = selectors.DefaultSelector()
    waiting.register(requests, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.data is not None:
                waiting.unregister(key.fd)
                os.close(key.fd)
                _answer_end(*key.data)
                continue
            request = _receive(requests)
            if request is None:
                return
            asked, descriptors = request
            number = os.fork()
            if number == 0:
                _become(asked, descriptors)
            for descriptor in descriptors[:3]:
                os.close(descriptor)
            os.write(descriptors[3], b"%d\n" % number)
            watched = os.pidfd_open(number)
            waiting.register(watched, selectors.EVENT_READ, (number, descriptors[3]))


def _import_everything() -> None:
    for name in ("data", "widgets", "tui"):
        floor = importlib.import_module(f"afspraak.{name}")
        for module in pkgutil.walk_packages(floor.__path__, f"{floor.__name__}."):
            importlib.import_module(module.name)


def _receive(requests: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    head, descriptors, _, _ = socket.recv_fds(requests, _HEAD, _DESCRIPTORS)
    if not head:
        return None
    left, parts = int.from_bytes(head), []
    while left:
        parts.append(requests.recv(min(left, 1 << 20)))
        left -= len(parts[-1])
    return json.loads(b"".join(parts)), descriptors


def _answer_end(number: int, descriptor: int) -> None:
    _, status = os.waitpid(number, 0)
    with suppress(BrokenPipeError):  # nobody may ask any more
        os.write(descriptor, b"%d\n" % status)
    os.close(descriptor)


def _become(asked: dict[str, Any], descriptors: list[int]) -> None:
    """Be the process that is asked for; never return."""
    status = 1
    try:
        _settle(asked, descriptors)
        status = _run()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _settle(asked: dict[str, Any], descriptors: list[int]) -> None:
    """Take the streams, folder, session, user and environment, in the order of `subprocess`."""
    copies = [fcntl.fcntl(each, fcntl.F_DUPFD, 64) for each in descriptors[:3]]
    for number, copy in enumerate(copies):
        os.dup2(copy, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.chdir(asked["folder"])
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    if asked["session"]:
        os.setsid()
    if (user := asked["user"]) is not None:
        os.setgroups([])
        os.setregid(user, user)
        os.setreuid(user, user)
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)  # as after the start of a program
    if asked["terminal"]:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.umask(asked["umask"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    sys.path[0] = str(Path.cwd())
    sys.argv = [asked["program"], *asked["words"]]
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = open(  # noqa: SIM115 - it stays open until the end of the process
            number,
            "w" if number else "r",
            encoding="utf-8",
            errors="backslashreplace" if name == "stderr" else "strict",
            buffering=-1,
            closefd=False,
        )
        if name == "stderr":
            stream.reconfigure(line_buffering=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _run() -> int:
    """Run the command line to the end of its process; return the exit status."""
    from afspraak.tui.cli.main import main as run

    try:
        status = _status(run())
    except SystemExit as end:
        status = _status(end.code)
    except BaseException:
        traceback.print_exc()
        status = 1
    for thread in threading.enumerate():  # an interpreter waits for them too
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            status = status or 120
    return status


def _status(code: object) -> int:
    if code is None or isinstance(code, int):
        return (code or 0) & 0xFF
    print(code, file=sys.stderr)
    return 1


if __name__ == "__main__":
    main()
