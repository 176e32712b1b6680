"""A process that leaves the terminal as it was found when this one could not.

SIGKILL, and crashes in C (SIGSEGV, SIGABRT and others), run no Python. So a shell of 2 MB waits at
the end of a socket. It is told what undoes the modes that are set, and when the socket ends,
because this process did, it sends the last of that to the terminal. `faulthandler` announces a
crash in C, and has to wait with its report, and so with the end of this process, until all is
undone: only then does the user's shell draw its prompt. The guardian has a session of its own:
signals from the terminal and to the process group do not reach it, and job control does not stop
it.
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
"""The descriptors of the guardian for the terminal that keys come from, and the one that shows."""
_ROOM = 8192
"""So much the socket holds, in bytes, of which every write, however short, takes some hundreds:
room for a dozen tellings, but not for what `faulthandler` reports, in hundreds of writes."""
_FREE = 10
"""From here on a descriptor is none of those."""
_LOCAL = {"echo": termios.ECHO, "icanon": termios.ICANON, "iexten": termios.IEXTEN,
          "isig": termios.ISIG}  # fmt: skip
_INPUT = {"ixon": termios.IXON, "ixoff": termios.IXOFF, "icrnl": termios.ICRNL,
          "inlcr": termios.INLCR, "igncr": termios.IGNCR}  # fmt: skip
"""The flags that a driver changes, as POSIX names them for `stty`."""


class Guardian:
    """The process, and what it was told. A system that cannot start one goes without.

    It ends with this process.
    """

    def __init__(self, keys: int, screen: int, attributes: list[Any]) -> None:
        """Start it.

        `keys` and `screen` are descriptors of the terminal, `attributes` what `tcgetattr` said of
        it when it was found.
        """
        self._socket: socket.socket | None = None
        self._told = ""
        with suppress(OSError):
            self._start(keys, screen, [_SHELL, "-c", _SCRIPT, "guardian", *stty(attributes)])

    def _start(self, keys: int, screen: int, command: list[str]) -> None:
        ours, its = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ROOM)
        read = (its.fileno(), keys, screen)
        moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _FREE) for end in read]
        its.close()
        places = [
            (os.POSIX_SPAWN_DUP2, end, place)
            for end, place in zip(moved, (0, _KEYS, _SCREEN), strict=True)
        ]
        quiet = [(os.POSIX_SPAWN_OPEN, end, os.devnull, os.O_WRONLY, 0) for end in (1, 2)]
        environment = {"PATH": os.environ.get("PATH", os.defpath)}
        options = {"file_actions": [*places, *quiet], "setsigmask": []}
        try:
            try:
                os.posix_spawn(
                    _SHELL,
                    command,
                    environment,
                    setsid=True,
                    **options,  # type: ignore[arg-type]
                )
            except NotImplementedError:  # an old system: what the script ignores has to do
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
        """Say what is to be sent to the terminal if this process ends now; "" is nothing.

        It is short, so that all of it or nothing is written, and never waits.
        """
        if self._socket is None or undo == self._told:
            return
        with suppress(OSError):  # it was killed; or it is behind, and will be told the next
            self._socket.send(undo.encode() + b"\n", socket.MSG_DONTWAIT)
            self._told = undo


def stty(attributes: list[Any]) -> list[str]:
    """Return the operands of `stty` that bring those flags to what they were."""
    return [
        name if attributes[place] & flag else f"-{name}"
        for place, flags in ((tty.LFLAG, _LOCAL), (tty.IFLAG, _INPUT))
        for name, flag in flags.items()
    ]
