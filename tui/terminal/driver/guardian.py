"""A second process that restores the terminal if this one dies.

SIGKILL, and crashes in C (SIGSEGV, SIGABRT and others), run no Python. So a shell of 2 MB waits at
the end of a socket, on which it receives the bytes that undo the terminal's modes. When the socket
closes, because this process died, it writes the last of them to the terminal. At a crash in C,
`faulthandler` writes its report to the same socket and blocks, and so delays the end of this
process, until the terminal is restored: only then does the user's shell draw its prompt. The
guardian has a session of its own: signals of the terminal and the process group do not reach it,
and job control does not stop it.
"""

from __future__ import annotations

import faulthandler
import fcntl
import os
import socket
import termios
import tty
from contextlib import suppress
from typing import Any

_SHELL = "/bin/sh"
_SCRIPT = """\
trap '' HUP INT QUIT TERM TSTP TTIN TTOU
cd /
undo=
give_back() {
    [ -z "$undo" ] && return
    printf %s "$undo" >&4
    stty "$@" <&3
    undo=
}
while IFS= read -r line; do
    case $line in
    "Fatal Python error"*) give_back "$@"; while read -r line; do :; done ;;
    *) undo=$line ;;
    esac
done
give_back "$@"
"""
_KEYS, _SCREEN = 3, 4
"""The guardian's descriptors of the terminal: for keys, and for output."""
_SEND_BUFFER = 8192
"""The send buffer of the socket, in bytes. Each write, however short, takes some hundreds of it:
there is room for a dozen updates, but `faulthandler`'s report, of hundreds of writes, blocks."""
_FIRST_FREE = 10
"""The first descriptor number above all that the guardian uses."""
_LOCAL = {"echo": termios.ECHO, "icanon": termios.ICANON, "iexten": termios.IEXTEN,
          "isig": termios.ISIG}  # fmt: skip
_INPUT = {"ixon": termios.IXON, "ixoff": termios.IXOFF, "icrnl": termios.ICRNL,
          "inlcr": termios.INLCR, "igncr": termios.IGNCR}  # fmt: skip
"""The input flags that a driver changes, by their names in `stty` (POSIX)."""


class Guardian:
    """The guardian process; it ends after this one. If it cannot be started, updates do nothing."""

    def __init__(self, keys: int, screen: int, attributes: list[Any]) -> None:
        """Start the process.

        `keys` and `screen` are descriptors of the terminal, `attributes` its `tcgetattr` at the
        beginning.
        """
        self._socket: socket.socket | None = None
        self._sent_undo = ""
        with suppress(OSError):
            self._start(keys, screen, [_SHELL, "-c", _SCRIPT, "guardian", *stty(attributes)])

    def _start(self, keys: int, screen: int, command: list[str]) -> None:
        ours, its = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        read = (its.fileno(), keys, screen)
        moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _FIRST_FREE) for end in read]
        its.close()
        moves = [
            (os.POSIX_SPAWN_DUP2, end, target)
            for end, target in zip(moved, (0, _KEYS, _SCREEN), strict=True)
        ]
        quiet = [(os.POSIX_SPAWN_OPEN, end, os.devnull, os.O_WRONLY, 0) for end in (1, 2)]
        environment = {"PATH": os.environ.get("PATH", os.defpath)}
        options = {"file_actions": [*moves, *quiet], "setsigmask": []}
        try:
            try:
                os.posix_spawn(
                    _SHELL,
                    command,
                    environment,
                    setsid=True,
                    **options,  # type: ignore[arg-type]
                )
            except NotImplementedError:  # the script ignores the signals of this session
                os.posix_spawn(_SHELL, command, environment, **options)  # type: ignore[arg-type]
        except OSError:
            ours.close()
            raise
        finally:
            for end in moved:
                os.close(end)
        self._socket = ours
        faulthandler.enable(ours.fileno())

    def update(self, undo: str) -> None:
        """Set the bytes to send to the terminal if this process dies now; "" for none.

        A write is short, so it is atomic and never blocks.
        """
        if self._socket is None or undo == self._sent_undo:
            return
        with suppress(OSError):  # it was killed; or it is behind, and will get the next update
            self._socket.send(undo.encode() + b"\n", socket.MSG_DONTWAIT)
            self._sent_undo = undo


def stty(attributes: list[Any]) -> list[str]:
    """Return the operands of `stty` that restore those flags."""
    return [
        name if attributes[target] & flag else f"-{name}"
        for target, flags in ((tty.LFLAG, _LOCAL), (tty.IFLAG, _INPUT))
        for name, flag in flags.items()
    ]
