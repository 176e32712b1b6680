"""A line to afspraak on another machine: plain `ssh`, with the user's own configuration.

`$AFSPRAAK_SSH` is what to call instead of `ssh`, `$AFSPRAAK_REMOTE` what to call there instead of
`afspraak`; both as a shell would split them. Keys, agents and jump hosts are SSH's own affair.
"""

from __future__ import annotations

import os
import queue
import re
import shlex
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from ...errors import StorageError, UsageError
from ...i18n.catalogue import current_language, tr
from ...system import child_processes
from ...text.sanitize import clean_line, clip
from ..reconnecting_remote import PermanentFailure
from .protocol import (
    BANNER,
    VERSION,
    Kind,
    Message,
    MessageReader,
    encode_message,
    json_message,
    protocol_error,
)

REPLY_TIMEOUT = 30.0
"""Seconds in which a machine answers a call in the background, jump hosts included."""
PING_SECONDS = 10.0
"""So long may nothing come before the other end is asked whether it is there."""

_MAX_BANNER_BYTES = 65536
"""Bytes that a login shell may say before afspraak does."""
_MAX_STDERR_BYTES = 4096
_LEAVING_SECONDS = 1.0
_REMOTE_COMMAND = """sh -c 'PATH="$PATH:$HOME/.local/bin"; exec afspraak sync --stdio'"""
"""The command for the other machine's shell, any shell: where SSH starts programs, the folder in
which pipx and pip put them for one user is often not searched."""

_STDERR_CAUSES = (
    ("host key verification failed", "sharing.ssh.host_key"),
    ("remote host identification has changed", "sharing.ssh.host_key"),
    ("permission denied", "sharing.ssh.denied"),
    ("could not resolve hostname", "sharing.ssh.unknown"),
)
"""What OpenSSH says, in lower case, and what it means; the first that is found counts."""


class SshConnection:
    """One connection. Requests are answered in turn; what is posted goes when the line has room."""

    def __init__(self, host: str, *, ask: bool) -> None:
        """Call a host. With `ask`, SSH may ask for passwords and the like on the terminal.

        Raises UsageError for what is no host, and StoreError.
        """
        if host.startswith("-") or not host.isprintable() or not re.fullmatch(r"\S+", host):
            raise UsageError(tr("sharing.ssh.no_host", host=clean_line(host)))
        self.host = host
        self.login = ""
        """This user's login name there."""
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
            welcome = self.request(
                json_message(Kind.HELLO, version=VERSION, language=current_language())
            )
            self.login = clean_line(str(welcome.get("login", "")))
        except BaseException:
            self.abort()
            raise
        self._ask = False
        child_processes.move_to_background(self._process)

    def request(self, asked: Message) -> dict[str, Any]:
        """Ask something and wait for the answer. Raises what the other end answers, and StoreError.

        Not for a line on which news comes.
        """
        self.send(asked)
        answer = self.read(REPLY_TIMEOUT)
        if answer is None:
            raise self.disconnect_error()
        if answer.checked.kind is not Kind.DONE:
            raise protocol_error()
        return answer.json_body

    def send(self, sent: Message) -> None:
        """Send something without waiting for it."""
        self._out.put(encode_message(sent))

    def read(self, timeout: float) -> Message | None:
        """What comes next; None where the line ended, or nothing came for so many seconds."""
        try:
            return self._in.read(timeout)
        except TimeoutError:
            return None

    def read_next(self) -> Message | None:
        """What comes next, however long that takes; None where the line ended or is dead."""
        for silence in (PING_SECONDS, PING_SECONDS):
            try:
                return self._in.read(silence)
            except TimeoutError:
                self.send(Message(Kind.PING))
        return None

    def close(self) -> None:
        """Say goodbye. What was posted before is kept there then, if the line works."""
        self.send(Message(Kind.BYE))
        self._out.put(None)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVING_SECONDS)
        self.abort()

    def abort(self) -> None:
        """End it at once."""
        self._out.put(None)
        with suppress(OSError):
            self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVING_SECONDS)

    def disconnect_error(self) -> StorageError:
        """Why the line ended, in the user's words."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVING_SECONDS)
        self._listening.join(_LEAVING_SECONDS)
        status = self._process.poll()
        told = self._stderr.decode(errors="replace")
        for said, meaning in _STDERR_CAUSES:
            if said in told.lower():
                return PermanentFailure(tr(meaning, host=self.host))
        if status in (126, 127):
            return PermanentFailure(tr("sharing.ssh.missing", host=self.host))
        if lines := [line for line in map(clean_line, told.splitlines()) if line]:
            reason = clip(lines[-1], 200)
            return StorageError(tr("sharing.ssh.trouble", host=self.host, reason=reason))
        return StorageError(tr("sharing.ssh.dropped", host=self.host))

    def _start_process(self) -> subprocess.Popen[bytes]:
        call = shlex.split(os.environ.get("AFSPRAAK_SSH", "")) or ["ssh"]
        there = os.environ.get("AFSPRAAK_REMOTE", "")
        there = f"{there} sync --stdio" if there else _REMOTE_COMMAND
        quiet = [] if self._ask else ["-o", "BatchMode=yes"]
        try:
            with child_processes.unblock_signals():
                process = subprocess.Popen(  # noqa: S603 - the user's own; the host is no option
                    [*call, "-T", *quiet, "--", self.host, there],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    bufsize=0,
                    # Without a terminal of its own it cannot ask anything across the screen.
                    start_new_session=not self._ask,
                )
            child_processes.register(process, foreground=self._ask)
            return process
        except OSError as error:
            reason = clean_line(error.strerror or str(error))
            raise StorageError(tr("sharing.ssh.no_ssh", program=call[0], reason=reason)) from error

    def _await_banner(self, patience: float | None) -> None:
        """Read until afspraak speaks, past what the login shell has to say."""
        heard = 0
        while heard < _MAX_BANNER_BYTES:
            try:
                line = self._in.read_line(_MAX_BANNER_BYTES - heard, patience)
            except TimeoutError:
                raise StorageError(tr("sharing.ssh.silent", host=self.host)) from None
            if line is None:
                raise self._no_banner_error()
            heard += len(line)
            if line.startswith(BANNER):
                return
        raise StorageError(tr("sharing.ssh.chatter", host=self.host))

    def _no_banner_error(self) -> StorageError:
        """Why afspraak did not speak."""
        reason = self.disconnect_error()
        if self._process.poll() == 2:  # how argparse leaves where it does not know the words
            return PermanentFailure(tr("sharing.ssh.outdated", host=self.host))
        return reason

    def _write(self) -> None:
        assert self._process.stdin is not None
        with suppress(OSError), self._process.stdin as stream:
            while (data := self._out.get()) is not None:
                # What waits goes along: one packet of SSH instead of many.
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
            for said in stream:
                if self._ask:
                    print(clean_line(said.decode(errors="replace")), file=sys.stderr)  # noqa: T201 - as SSH would
                self._stderr += said
                del self._stderr[:-_MAX_STDERR_BYTES]
