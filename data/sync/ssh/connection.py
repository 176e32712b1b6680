"""A connection to afspraak on another machine: plain `ssh`, with the user's configuration.

`$AFSPRAAK_SSH` replaces the command `ssh`, `$AFSPRAAK_REMOTE` the command `afspraak` on the other
machine; both are split as a shell would. Keys, agents and jump hosts are left to SSH.
"""

from __future__ import annotations

import os
import queue
import shlex
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from ...errors import RemoteError, UsageError
from ...ids import Login
from ...model.remote_address import SshMachine
from ...system import child_processes
from ...text.sanitize import clean_line, clip
from ..reconnecting_remote import PermanentFailure
from ..shares import Restoration
from .protocol import (
    BANNER,
    RESTORING_VERSION,
    VERSION,
    Kind,
    Message,
    MessageReader,
    encode_message,
    json_message,
    protocol_error,
)

REPLY_TIMEOUT = 30.0
"""Seconds within which a machine must answer in the background, jump hosts included."""
PING_SECONDS = 10.0
"""Seconds of silence after which a PING is sent."""

_MAX_BANNER_BYTES = 65536
"""Bytes of login-shell output to skip before afspraak's banner."""
_MAX_STDERR_BYTES = 4096
_LEAVING_SECONDS = 1.0
_REMOTE_COMMAND = (
    """sh -c 'PATH="$PATH:$HOME/.local/bin:$HOME/bin:/usr/local/bin"; exec afspraak sync --stdio'"""
)
"""The command for the other machine, whatever its shell: a program that SSH starts often lacks the
folder of pipx, uv and pip in its PATH."""

_STDERR_CAUSES = (
    ("host key verification failed", "sharing.ssh.host_key"),
    ("remote host identification has changed", "sharing.ssh.host_key"),
    ("permission denied", "sharing.ssh.denied"),
    ("could not resolve hostname", "sharing.ssh.unknown"),
)
"""OpenSSH's texts, in lower case, and their message keys; the first match counts."""


class SshConnection:
    """One connection. Requests are answered in order; `send` queues messages for a thread."""

    def __init__(self, host: str, *, ask: bool, language: str) -> None:
        """Connect to a host, which answers in a language.

        With `ask`, SSH may ask for passwords and the like on the terminal.

        Raises UsageError if `host` is no valid host name, and RemoteError.
        """
        if not SshMachine(host).is_valid:
            raise UsageError("sharing.ssh.no_host", host=clean_line(host))
        self.host = host
        self.login = Login("")
        """This user's login on the other machine."""
        self.version = 1
        """The version of the messages that the other end speaks."""
        self._ask = ask
        self._stderr = bytearray()
        self._out: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._process = self._start_process()
        assert self._process.stdout is not None and self._process.stdin is not None
        self._in = MessageReader(self._process.stdout.fileno())
        self._listening = threading.Thread(target=self._read_stderr, daemon=True)
        self._listening.start()
        threading.Thread(target=self._write, daemon=True).start()
        try:
            self._await_banner(None if ask else REPLY_TIMEOUT)
            welcome = self.request(json_message(Kind.HELLO, version=VERSION, language=language))
            self.login = Login(clean_line(str(welcome.get("login", ""))))
            version = welcome.get("version")
            self.version = version if isinstance(version, int) else 1
        except BaseException:
            self.abort()
            raise
        self._ask = False
        child_processes.move_to_background(self._process)

    def request(self, message: Message) -> dict[str, Any]:
        """Send a request and wait for the answer. Raises the other end's error, and RemoteError.

        Not for a connection on which notifications arrive.
        """
        self.send(message)
        answer = self.read(REPLY_TIMEOUT)
        if answer is None:
            raise self.disconnect_error()
        if answer.checked.kind is not Kind.DONE:
            raise protocol_error()
        return answer.json_body

    def restore_share(self, folder: str, restoration: Restoration) -> bool:
        """Make what is lacking of an own share; return whether it is there then, as `request`."""
        if self.version < RESTORING_VERSION:
            return False
        words = {"login": restoration.invited, "folder": folder, **restoration.metadata._asdict()}
        return self.request(json_message(Kind.SHARE, **words)).get("folder") == folder

    def send(self, message: Message) -> None:
        """Queue a message; do not wait."""
        self._out.put(encode_message(message))

    def read(self, timeout: float) -> Message | None:
        """Return the next message; None if the connection ended, or after `timeout` seconds."""
        try:
            return self._in.read(timeout)
        except TimeoutError:
            return None

    def read_next(self) -> Message | None:
        """Wait for the next message and return it; None if the connection ended or is dead."""
        for silence in (PING_SECONDS, PING_SECONDS):
            try:
                return self._in.read(silence)
            except TimeoutError:
                self.send(Message(Kind.PING))
        return None

    def close(self) -> None:
        """Leave, and wait briefly until the other end has stored all messages sent before."""
        self.send(Message(Kind.BYE))
        self._out.put(None)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVING_SECONDS)
        self.abort()

    def abort(self) -> None:
        """Kill the connection at once."""
        self._out.put(None)
        with suppress(OSError):
            self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVING_SECONDS)

    def disconnect_error(self) -> RemoteError:
        """Return the error for the end of the connection, with its cause."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVING_SECONDS)
        self._listening.join(_LEAVING_SECONDS)
        status = self._process.poll()
        text = self._stderr.decode(errors="replace")
        if status in (126, 127):  # of the shell there; those of SSH itself are 255
            if program := os.environ.get("AFSPRAAK_REMOTE", ""):
                named = clip(clean_line(program), 200)
                return PermanentFailure("sharing.ssh.not_named", host=self.host, program=named)
            return PermanentFailure("sharing.ssh.missing", host=self.host)
        for words, key in _STDERR_CAUSES:
            if words in text.lower():
                return PermanentFailure(key, host=self.host)
        if lines := [line for line in map(clean_line, text.splitlines()) if line]:
            reason = clip(lines[-1], 200)
            return RemoteError("sharing.ssh.trouble", host=self.host, reason=reason)
        return RemoteError("sharing.ssh.dropped", host=self.host)

    def _start_process(self) -> subprocess.Popen[bytes]:
        command = shlex.split(os.environ.get("AFSPRAAK_SSH", "")) or ["ssh"]
        remote_command = os.environ.get("AFSPRAAK_REMOTE", "")
        remote_command = f"{remote_command} sync --stdio" if remote_command else _REMOTE_COMMAND
        options = [] if self._ask else ["-o", "BatchMode=yes"]
        try:
            with child_processes.unblock_signals():
                process = subprocess.Popen(  # noqa: S603 - the user's own; the host is no option
                    [*command, "-T", *options, "--", self.host, remote_command],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    bufsize=0,
                    # Without a controlling terminal it cannot ask anything across the screen.
                    start_new_session=not self._ask,
                )
            child_processes.register(process, foreground=self._ask)
            return process
        except OSError as error:
            reason = clean_line(error.strerror or str(error))
            raise RemoteError("sharing.ssh.no_ssh", program=command[0], reason=reason) from error

    def _await_banner(self, timeout: float | None) -> None:
        """Read until afspraak's banner; skip output of the login shell before it."""
        length = 0
        while length < _MAX_BANNER_BYTES:
            try:
                line = self._in.read_line(_MAX_BANNER_BYTES - length, timeout)
            except TimeoutError:
                raise RemoteError("sharing.ssh.silent", host=self.host) from None
            if line is None:
                raise self._no_banner_error()
            length += len(line)
            if line.startswith(BANNER):
                return
        raise RemoteError("sharing.ssh.chatter", host=self.host)

    def _no_banner_error(self) -> RemoteError:
        """Return the error for a connection that ended before the banner."""
        reason = self.disconnect_error()
        if self._process.poll() == 2:  # argparse's exit status for unknown arguments
            return PermanentFailure("sharing.ssh.outdated", host=self.host)
        return reason

    def _write(self) -> None:
        assert self._process.stdin is not None
        with suppress(OSError), self._process.stdin as stream:
            while (data := self._out.get()) is not None:
                # Send queued messages together: one packet of SSH instead of many.
                while not self._out.empty() and len(data) < _MAX_BANNER_BYTES:
                    more = self._out.get()
                    if more is None:
                        self._out.put(None)
                        break
                    data += more
                while data:
                    data = data[stream.write(data) :]

    def _read_stderr(self) -> None:
        assert self._process.stderr is not None
        with suppress(OSError), self._process.stderr as stream:
            for line in stream:
                if self._ask:
                    print(clean_line(line.decode(errors="replace")), file=sys.stderr)  # noqa: T201 - as SSH would
                self._stderr += line
                del self._stderr[:-_MAX_STDERR_BYTES]
