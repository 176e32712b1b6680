"""What is wrong with a text that is no TOML: the sentences of tomllib as messages of our own."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from ..i18n.catalogue import Message
from ..text.lazy_pattern import lazy_pattern
from ..text.sanitize import clip

_LONGEST = 40
"""The most code points that are quoted from the file."""

_REASONS: tuple[tuple[str, str], ...] = (
    (r"Invalid statement", "statement"),
    (r"Expected newline or end of document after a statement", "rest"),
    (r"Cannot declare (?P<name>.+) twice", "twice"),
    (r"Duplicate inline table key (?P<name>.+)", "twice"),
    (r"Cannot (?:mutate immutable|redefine) namespace (?P<name>.+)", "complete"),
    (r"Cannot overwrite a value", "taken"),
    (r"Expected '(?P<found>\]\]?)' at the end of .+", "heading"),
    (r"Expected '=' after a key in a key/value pair", "equals"),
    (r"Invalid initial character for a key part", "key"),
    (r"Unclosed array", "list"),
    (r"Unclosed inline table", "table"),
    (r"Unescaped '\\' in a string", "backslash"),
    (r"Invalid hex value|Escaped character is not a Unicode scalar value", "escape"),
    (r"(?:Found invalid|Illegal) character '\\n'", "quotes"),
    (r"(?:Found invalid|Illegal) character (?P<found>.+)", "character"),
    (r"Unterminated string|Expected (?:\"'+\"|'\"+')", "quotes"),
    (r"Invalid date or datetime", "date"),
    (r"Invalid value", "value"),
)
"""Patterns of what tomllib says, and the message `toml.<reason>` instead."""
_POSITION = lazy_pattern(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class SyntaxFault(NamedTuple):
    """Why a text is no TOML, and where; line 0 is the text as a whole."""

    line: int
    reason: Message


def syntax_fault(error: Exception, text: str) -> SyntaxFault:
    """Return what an error of tomllib about a text says."""
    if isinstance(error, RecursionError):
        return SyntaxFault(1, Message("template.syntax_at_all", cause=Message("toml.deep")))
    said = str(error)
    position = _POSITION.search(said)
    if position is None:
        return SyntaxFault(1, Message("template.syntax_at_all", cause=_cause(said)))
    line, column = _end_of(text)
    if position[1]:
        line, column = int(position[1]), int(position[2])
    cause = _cause(said[: position.start()])
    return SyntaxFault(line, Message("template.syntax", column=column, cause=cause))


def _end_of(text: str) -> tuple[int, int]:
    """Return line and column behind the last character that is no line end."""
    lines = text.rstrip("\r\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def _cause(said: str) -> Message:
    for pattern, reason in _REASONS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            values = {name: _quoted(value) for name, value in found.groupdict().items()}
            return Message(f"toml.{reason}", **values)
    return Message("toml.other")


def _quoted(written: str) -> str:
    """Return a text, or the parts of a name, from how Python writes them."""
    try:
        value = ast.literal_eval(written)
    except (ValueError, SyntaxError):
        value = written
    if isinstance(value, tuple):
        value = ".".join(str(part) for part in value)
    if isinstance(value, str) and len(value) == 1 and not value.isprintable():
        value = f"U+{ord(value):04X}"
    return clip(str(value), _LONGEST)
