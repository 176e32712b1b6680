"""Interpret tokens from a terminal as Textual's messages."""

from __future__ import annotations

import re
from contextlib import suppress

from textual import constants, events, messages
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.message import Message

from .keyboard import alt_key, parse_number, report_keys, sequence_keys, text_keys
from .queries import PendingQueries, Query
from .tokenizer import ControlSequence, Pasted, Text, Token

_CSI = re.compile(r"\x1b\[([<=>?]?)([\d;:]*)([ -/]*)([@-~])")
_MOUSE = re.compile(r"\x1b\[<(\d+);(-?\d+);(-?\d+)[Mm]")
_POSITION = re.compile(r"\d+;\d+")
_KEY_ENDS = frozenset("u~ABCDEFHPQRS")
"""The final bytes of keys with modifiers."""
_MODIFIED_F3 = re.compile(r"1;(?:[2-9]|1[0-6])(?::\d)?")
"""The parameters with which final byte R is a key; other ones are a cursor position."""
_MAX_SIZE = (2000, 1000)
"""The most columns and rows that are believed: a sequence can claim anything."""
_MAX_PIXELS = 100_000
"""The farthest that a mouse can be from the corner, in pixels."""
_MODES = {2026: Query.SYNCHRONIZED_OUTPUT, 2048: Query.IN_BAND_RESIZE}


class Interpreter:
    """Translates one token after another.

    An answer settles its query in `queries`. Unasked reports, and sequences without a meaning, give
    no message: they are never taken for typing.
    """

    def __init__(self, queries: PendingQueries) -> None:
        """Build the interpreter; `queries` are those sent to this terminal."""
        self._queries = queries
        self._parser = XTermParser()
        """Textual's parser, used for the mouse."""

    def messages(self, token: Token) -> list[Message]:
        """Return the messages of a token; none if it has no meaning."""
        match token:
            case Text(text):
                return [*text_keys(text)]
            case Pasted(text):
                # Textual removes NUL from a paste too.
                return [events.Paste(text.replace("\x00", ""))] if text else []
        with suppress(ValueError, ArithmeticError, LookupError):
            return self._sequence(token)
        return []

    def _sequence(self, token: ControlSequence) -> list[Message]:
        sequence = token.text
        if sequence == "\x1b":
            return [events.Key("escape", "\x1b")]
        if len(sequence) == 2:
            return [alt_key(sequence[1])]
        if _MOUSE.fullmatch(sequence):
            return self._mouse(sequence)
        csi = _CSI.fullmatch(sequence)
        if csi is None:
            return [*sequence_keys(sequence)]
        match csi.groups():
            case ("", "", "", "I"):
                return [events.AppFocus()]
            case ("", "", "", "O"):
                return [events.AppBlur()]
            case ("", parameters, "", "R") if self._is_position(parameters):
                row, column = map(parse_number, parameters.split(";"))
                return [events.CursorPosition(max(0, column - 1), max(0, row - 1))]
            case ("", size, "", "t") if size.startswith("48;"):
                return self._resize(size)
            case ("?", mode, "$", "y"):
                return self._mode(mode)
            case ("", parameters, "", "R") if not _MODIFIED_F3.fullmatch(parameters):
                return []
            case ("", parameters, "", final) if final in _KEY_ENDS:
                keys = report_keys(parameters, final)
                return [*(sequence_keys(sequence) if keys is None else keys)]
            case ("", _, _, _):
                return [*sequence_keys(sequence)]
        return []

    def _is_position(self, parameters: str) -> bool:
        """Return whether this is a cursor position. Without a query it is F3 with a modifier."""
        return bool(_POSITION.fullmatch(parameters)) and self._queries.answered(
            Query.CURSOR_POSITION
        )

    def _mouse(self, sequence: str) -> list[Message]:
        if any(parse_number(part) > _MAX_PIXELS for part in re.findall(r"\d+", sequence)):
            return []
        event = self._parser.parse_mouse_code(sequence)
        return [event] if event is not None else []

    def _resize(self, size: str) -> list[Message]:
        parts = [parse_number(part.partition(":")[0]) for part in f"{size};0;0;0;0".split(";")]
        rows, columns, height, width = parts[1:5]
        if not (0 < columns <= _MAX_SIZE[0] and 0 < rows <= _MAX_SIZE[1]):
            return []
        event = events.Resize.from_dimensions((columns, rows), (width, height))
        self._parser.terminal_size = event.size
        self._parser.terminal_pixel_size = event.pixel_size
        self._parser.mouse_pixels = width > 0 and height > 0
        return [event]

    def _mode(self, report: str) -> list[Message]:
        mode, setting, *_ = (parse_number(part) for part in f"{report};0".split(";"))
        if mode in _MODES:
            self._queries.answered(_MODES[mode])
        if mode == 2026 and setting:
            return [messages.TerminalSupportsSynchronizedOutput()]
        # As Textual does, because iTerm's report is wrong.
        if mode == 2048 and constants.SMOOTH_SCROLL and not IS_ITERM:
            return [messages.InBandWindowResize.from_setting_parameter(setting)]
        return []
