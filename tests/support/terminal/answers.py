"""Answer the queries of a program, as a terminal does.

Programs query the cursor, the colours, the type and the abilities of a terminal. pyte answers few
of those, and draws parts of some. Here queries are taken out of the stream and answered from the
emulated screen; the rest goes on to pyte.

This terminal can do what most can: synchronised output (2026) and the kitty keyboard protocol's
flags, in xterm's 256 colours. It does not report its size in band (2048): a resize is a SIGWINCH.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pyte

_QUESTION = re.compile(
    rb"\x1b\[(?:[<=>][\d;:]*[ -/]*[@-~]|\??[\d;:]*[ -/]*[cnpqtu]|\?[\d;]*m)"
    rb"|\x1b\]1[012];\?(?:\x07|\x1b\\)"
    rb"|\x1b[P_^X][^\x1b]*\x1b\\"
)
"""Removed sequences: queries, and sequences that pyte would misread or draw."""
_BEGUN = re.compile(rb"\x1b(?:\[[<=>?]?[\d;:]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?)?$")
"""The beginning of an unfinished sequence."""
_REPEAT = re.compile(rb"([ -~]|[\xc2-\xf4][\x80-\xbf]+)\x1b\[(\d*)b")
"""REP, which pyte does not know, behind the character that is to be repeated."""
_CHARACTER = re.compile(rb"(?:[ -~]|[\xc2-\xf4][\x80-\xbf]+)$")
"""The last character, which the next piece may repeat."""
_PARTS = re.compile(rb"\x1b\[([<=>?]?)([\d;:]*)([ -/]*)([@-~])")
_MODES = frozenset({1, 5, 6, 7, 12, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026})
"""The private modes that this terminal knows."""
_FOREGROUND, _BACKGROUND = b"rgb:d0d0/d0d0/d0d0", b"rgb:0000/0000/0000"


def repeated(data: bytes) -> bytes:
    """Output with each character that is to be repeated (REP) as often as it is to stand there."""
    return _REPEAT.sub(lambda found: found[1] * (1 + int(found[2] or 1)), data)


class Answering:
    """Feeds a screen with the output of a program; `reply` receives the answers."""

    def __init__(
        self, screen: pyte.Screen, reply: Callable[[bytes], object], *, repeats: bool = True
    ) -> None:
        self._screen = screen
        self._repeats = repeats
        self._stream = pyte.ByteStream(screen)
        self.reply = reply
        """What takes an answer to the program."""
        self._begun = self._last = b""
        self._keyboard = [0]

    def feed(self, data: bytes) -> None:
        """Process output of the program, in pieces of any size."""
        data = self._begun + data
        begun = _BEGUN.search(data)
        cut = begun.start() if begun else len(data)
        data, self._begun = data[:cut], data[cut:]
        if self._repeats:
            last = self._last
            self._last = (_CHARACTER.search(last + data) or [b""])[0]
            data = repeated(last + data).removeprefix(last)
        done = 0
        for question in _QUESTION.finditer(data):
            self._stream.feed(data[done : question.start()])
            done = question.end()
            if answer := self._answer(question.group()):
                self.reply(answer)
        self._stream.feed(data[done:])

    def use_latin_1(self) -> None:
        """Decode Latin-1 from now on, in which many bytes of UTF-8 are C1 controls."""
        self._stream.select_other_charset("@")

    def _answer(self, asked: bytes) -> bytes:
        """The answer to one query; empty if a terminal sends none."""
        if asked.startswith(b"\x1b]"):
            colour = _BACKGROUND if asked.startswith(b"\x1b]11") else _FOREGROUND
            end = b"\x07" if asked.endswith(b"\x07") else b"\x1b\\"
            return asked[:5] + colour + end
        if asked.startswith(b"\x1bP"):
            return {b"+q": b"\x1bP0+r\x1b\\", b"$q": b"\x1bP0$r\x1b\\"}.get(asked[2:4], b"")
        parts = _PARTS.fullmatch(asked)
        if parts is None:
            return b""
        mark, values, between, final = parts.groups()
        match (mark, values, between, final):
            case (b"", b"" | b"0", b"", b"c"):
                return b"\x1b[?62;22c"
            case (b">", b"" | b"0", b"", b"c"):
                return b"\x1b[>41;330;0c"
            case (b"", b"5", b"", b"n"):
                return b"\x1b[0n"
            case (b"" | b"?", b"6", b"", b"n"):
                return b"\x1b[%b%d;%dR" % (mark, *self._cursor())
            case (b"?", _, b"$", b"p") if values.isdigit():
                return b"\x1b[?%b;%d$y" % (values, self._mode(int(values)))
            case (b">", b"" | b"0", b"", b"q"):
                return b"\x1bP>|pyte\x1b\\"
            case (b"", b"18", b"", b"t"):
                return b"\x1b[8;%d;%dt" % (self._screen.lines, self._screen.columns)
            case (b"?", b"", b"", b"u"):
                return b"\x1b[?%du" % self._keyboard[-1]
            case (b">" | b"<" | b"=", _, b"", b"u"):
                self._set_keyboard(mark, values)
        return b""

    def _cursor(self) -> tuple[int, int]:
        """Row and column from 1; after the last column the cursor is still on it."""
        cursor = self._screen.cursor
        return cursor.y + 1, min(cursor.x + 1, self._screen.columns)

    def _mode(self, mode: int) -> int:
        """1 set, 2 not set, 0 unknown (DECRPM)."""
        if mode not in _MODES:
            return 0
        return 1 if mode << 5 in self._screen.mode else 2

    def _set_keyboard(self, mark: bytes, values: bytes) -> None:
        """Push (>), pop (<) or set (=) the kitty keyboard flags."""
        number = int(re.match(rb"\d*", values)[0] or b"0")  # type: ignore[index]
        if mark == b">":
            self._keyboard.append(number)
        elif mark == b"<":
            del self._keyboard[max(1, len(self._keyboard) - max(1, number)) :]
        else:
            self._keyboard[-1] = number
