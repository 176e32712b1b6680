"""A real terminal for the program: a pty, a process, and an emulator of its screen."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from rich.cells import cell_len

from afspraak.tui.keys import table as keys

from ...checkout import IMPORT_ROOT
from ..programs import forked
from ..users import User
from .answers import Answering
from .emulator import Emulator

PATIENCE = 30.0
"""Seconds until an expected event counts as missing; a limit, never a wait."""

BYTES: Mapping[str, str] = {
    "enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "space": " ",
    "backspace": "\x7f", "delete": "\x1b[3~", "up": "\x1b[A", "down": "\x1b[B",
    "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
    "f6": "\x1b[17~", "f7": "\x1b[18~", "shift+f7": "\x1b[18;2~", "f11": "\x1b[23~",
    "shift+f8": "\x1b[19;2~",
    "f8": "\x1b[19~", "f9": "\x1b[20~", "f12": "\x1b[24~", "slash": "/", "question_mark": "?",
    "f10": "\x1b[21~", "ctrl+home": "\x1b[1;5H", "ctrl+end": "\x1b[1;5F",
}  # fmt: skip
"""The bytes that xterm sends for a key, by Textual's name of the key."""


def sequence(key: str) -> str:
    """The bytes that a key sends."""
    if key in BYTES:
        return BYTES[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[-1]) & 0x1F)
    return key


def key(binding: str) -> str:
    """The first key of a binding, by its id in the key table.

    Another one than Esc where there is one: what follows an Esc too soon is read together with it.
    """
    row = next(row for row in keys.KEYS if row.id == binding)
    names = row.keys.split(",")
    return next((name for name in names if name != "escape"), names[0])


class Terminal:
    """`afspraak` on a terminal of `columns` by `rows`."""

    def __init__(
        self,
        folder: Path,
        *words: str,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        user: User | None = None,
        program: Sequence[str] = (),
        apart: bool = False,
        fresh: bool = False,
    ) -> None:
        """`user` runs it, where it is not to be the one who runs the tests.

        `program` is what is run instead of `python -m` this package. With `apart` the keys come
        from another terminal than the one that shows the screens. `fresh` is for a new interpreter,
        which is a child of this process: its imports, stops and core dumps can be watched.
        """
        self.screen = Emulator(columns, rows)
        self.sent = 0
        """Bytes that the program sent."""
        self.raw = b""
        """The bytes themselves."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._master = master
        self._keys, keys_slave = pty.openpty() if apart else (master, slave)
        fcntl.ioctl(keys_slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.tty = os.ttyname(keys_slave)
        """The file of the terminal that keys come from."""
        self._modes = termios.tcgetattr(keys_slave)
        self.answering = Answering(self.screen, self.reply)
        """What answers the program's questions; a test may answer in its place."""
        python, login = sys.executable, {}
        if user is not None:
            os.fchown(slave, user.number, -1)
            python, login = user.python, user.environment
        variables = {
            **os.environ,
            "TERM": "xterm-256color",
            "PYTHONPATH": str(IMPORT_ROOT),
            "COLUMNS": "",
            "LINES": "",
            **login,
            **(environment or {}),
        }
        number = user.number if user else None
        streams = keys_slave, slave, slave
        self.process: subprocess.Popen[bytes] | forked.ForkedProcess
        if not program and not fresh and forked.can_fork(variables):
            self.process = forked.fork(
                words, streams, variables, folder, python=python, user=number, terminal=True
            )
        else:
            self.process = subprocess.Popen(
                [*(program or (python, "-m", "afspraak")), *words],
                stdin=keys_slave,
                stdout=slave,
                stderr=slave,
                cwd=folder,
                env=variables,
                user=number,
                group=number,
                extra_groups=[] if user else None,
                start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads yet
            )
        for end in {slave, keys_slave}:
            os.close(end)

    def press(self, *names: str) -> None:
        """Press keys, by Textual's names or as text to type."""
        for name in names:
            os.write(self._keys, sequence(name).encode())
            # A lone Esc followed at once by another key would be Alt with that key.
            if name == "escape":
                self.read(0.2)

    def do(self, *bindings: str) -> None:
        """Press the keys of bindings, by their ids."""
        self.press(*(key(binding) for binding in bindings))

    def write_minutes(self, binding: str) -> None:
        """Press the key that writes minutes, and choose the full record."""
        self.do(binding)
        self.wait(lambda seen: "Which minutes?" in seen.text or "Welk verslag?" in seen.text)
        self.press("enter")

    def type(self, text: str) -> None:
        """Type text."""
        self.send(text.encode())

    def send(self, data: bytes) -> None:
        """Send bytes as they are, in one write."""
        os.write(self._keys, data)

    def click(self, words: str, into: int = 0, *, times: int = 1) -> None:
        """Click on the cell `into` the first of these words on the screen."""
        rows = self.wait(words).screen.display
        y = next(number for number, row in enumerate(rows) if words in row)
        self.click_at(self._cell(rows[y], words) + into, y, times=times)

    def click_at(self, x: int, y: int, *, times: int = 1) -> None:
        """Click on a cell, counted from 0, as a terminal reports it in SGR mode."""
        for _ in range(times):
            self.send(f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m".encode())

    def wheel(self, x: int, y: int, *, up: bool = False) -> None:
        """Turn the wheel by one step over a cell, counted from 0."""
        self.send(f"\x1b[<{64 if up else 65};{x + 1};{y + 1}M".encode())

    @staticmethod
    def _cell(row: str, words: str) -> int:
        return cell_len(row[: row.index(words)])

    def has_output(self, seconds: float) -> bool:
        """Whether output is available, now or within `seconds`; nothing is read."""
        return bool(select.select([self._master], [], [], seconds)[0])

    @property
    def lines(self) -> list[str]:
        """The screen without trailing spaces."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def _padded(self) -> str:
        """The whole screen with trailing spaces, as a text that was typed may end in one."""
        return "\n".join(self.screen.display)

    @property
    def unbroken(self) -> str:
        """The screen without blanks and walls: for a path, which may wrap at any letter."""
        return "".join(self.text.replace("│", "").split())

    def wait(self, seen: str | Callable[[Terminal], bool], *, early: bool = False) -> Terminal:
        """Read until a text (or a condition) is on the screen.

        The first picture stands before the program reacts to signals; it counts only with `early`.
        """
        end = time.monotonic() + PATIENCE
        is_over = False
        while not self._is_seen(seen, early):
            left = end - time.monotonic()
            if left <= 0 or is_over:
                raise AssertionError(f"never seen: {seen!r}; on the screen:\n{self.text}")
            # After its last bytes the terminal is looked at once more.
            is_over = not self.read(left) and self.process.poll() is not None
        return self

    def _is_seen(self, seen: str | Callable[[Terminal], bool], early: bool) -> bool:
        if self._is_first_picture and not early:
            return False
        return seen(self) if callable(seen) else seen in self._padded

    def first_look(self) -> Terminal:
        """Read and close what the first screen of a joined conversation says."""
        self.wait("You have joined").press("enter")
        return self.wait_gone("You have joined")

    def wait_gone(self, text: str) -> Terminal:
        """Read until a text is not on the screen any more."""
        return self.wait(lambda terminal: text not in terminal.text)

    def resize(self, columns: int, rows: int) -> None:
        """Resize the window."""
        self.screen.resize(rows, columns)
        for end in {self._master, self._keys}:
            fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.killpg(self.process.pid, signal.SIGWINCH)

    def ended(self) -> int:
        """Read until the program ends; return its exit status."""
        end = time.monotonic() + PATIENCE
        while (status := self.process.poll()) is None:
            if time.monotonic() > end:
                raise AssertionError(f"it does not end; on the screen:\n{self.text}")
            self.read(0.05)
        self.read(0.05)
        return status

    @property
    def restored(self) -> bool:
        """Whether modes, screen and cursor of the terminal are as before the program."""
        shown = 25 << 5 in self.screen.mode
        return not self._is_raw() and shown and not (self._on(b"1049") or self._on(b"2004"))

    @property
    def taken(self) -> bool:
        """Whether the program controls the terminal and reads every key."""
        return self._is_raw() and self._on(b"1049") and self._on(b"2004")

    @property
    def _is_first_picture(self) -> bool:
        """Whether the screen was drawn before the application runs."""
        return self._on(b"1049") and not self._on(b"2004")

    def _is_raw(self) -> bool:
        tty = os.open(self.tty, os.O_RDWR | os.O_NOCTTY)
        modes = termios.tcgetattr(tty)
        os.close(tty)
        return modes != self._modes

    def _on(self, mode: bytes) -> bool:
        """Whether the last setting of a private mode turned it on."""
        return self.raw.rfind(b"\x1b[?%bh" % mode) > self.raw.rfind(b"\x1b[?%bl" % mode)

    def hang_up(self, *, keys: bool = True, picture: bool = True) -> None:
        """Close the terminal: that of the keys, that of the output, or both."""
        ends = {self._keys} if keys else set()
        if picture:
            ends.add(self._master)
        for end in ends:
            os.close(end)
        self._master = -1 if self._master in ends else self._master
        self._keys = -1 if self._keys in ends else self._keys

    def kill(self) -> None:
        """kill -9."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """Release everything, in any state of the program."""
        if self.process.poll() is None:
            self.kill()
        for end in {self._master, self._keys} - {-1}:
            os.close(end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reply(self, answer: bytes) -> None:
        """Send an answer to a query of the program, if input is possible."""
        if self._keys >= 0:
            os.write(self._keys, answer)

    def read(self, seconds: float) -> bool:
        """Read output for `seconds`; return False if the other end is closed."""
        if self._master < 0:
            time.sleep(min(seconds, 0.02))
            return True
        ready, _, _ = select.select([self._master], [], [], max(0.0, min(seconds, 0.5)))
        if not ready:
            return True
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self.sent += len(data)
        self.raw += data
        self.answering.feed(data)
        return bool(data)


def begun(start: Callable[..., Terminal], **options: object) -> Terminal:
    """The desk of a new conversation with Anna."""
    words = ("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-03")
    return start(*words, **options).wait("Looking back")


def tables(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    """The tables of that conversation file, by table and document."""
    path = folder / "nb" / "anna-de-vries-planning-2027.json"
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
