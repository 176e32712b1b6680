"""Whether a terminal decodes UTF-8: it is asked, since the locale is only what somebody set.

Bytes of UTF-8 are control characters (C1) for a terminal of another encoding, and wreck it. So
nothing but ASCII is drawn until it has answered, but for two letters whose bytes are harmless in
every encoding, after which it is asked where its cursor is.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

_ROW = 2
"""The answer for a cursor in row 1 looks like the modified key F3."""
QUERY = f"\x1b[{_ROW};1Hçé\x1b[6n"
"""Two columns in UTF-8, three where characters of ambiguous width (UAX #11) are wide, as é is and
ç is not; four in Latin-1, in double-byte encodings, and where no high byte is a character."""
_WIDEST = 16
"""The most columns that the four bytes of the two letters take, where each is drawn as `<C3>`."""
ERASE = f"\x1b[{_ROW};1H\x1b[K"
FIRST_FRAME_DELAY = 0.2
"""Seconds for which the first frame waits for the answer, rather than being drawn in ASCII."""
LOCALE_FALLBACK_SECONDS = 2.0
"""Seconds after which a terminal that does not answer is taken to be what the locale says."""

_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")
"""Those that say the encoding, in the order that POSIX gives them (XBD 8.2)."""
_COERCED = "C.UTF-8"
"""What Python sets LC_CTYPE to by itself where it finds the C locale (PEP 538)."""


class Repertoire(Enum):
    """The characters that may be sent to a terminal."""

    ASCII = "ascii"
    UNAMBIGUOUS = "unambiguous"
    """All of Unicode but those of ambiguous width, which it draws two columns wide."""
    UNICODE = "unicode"


def answers_query(row: int, column: int) -> bool:
    """Return whether a cursor at this row and column (both from 0) can be the answer to QUESTION.

    An answer to an earlier question may still be on its way, and tells of another place.
    """
    return row == _ROW - 1 and column <= _WIDEST


def decode_answer(column: int) -> Repertoire:
    """Return what a terminal can draw whose cursor was in this column (from 0) after QUESTION."""
    return {2: Repertoire.UNICODE, 3: Repertoire.UNAMBIGUOUS}.get(column, Repertoire.ASCII)


def from_locale(environment: Mapping[str, str]) -> Repertoire:
    """Return what the locale says of the terminal."""
    name, value = next(((name, environment[name]) for name in _VARIABLES
                        if environment.get(name)), ("", ""))  # fmt: skip
    coerced = name == "LC_CTYPE" and value == _COERCED and environment.get("LANG") in _NO_LOCALE
    utf_8 = value.lower().replace("-", "").partition("@")[0].endswith("utf8")
    return Repertoire.UNICODE if utf_8 and not coerced else Repertoire.ASCII


_NO_LOCALE = (None, "", "C", "POSIX")
