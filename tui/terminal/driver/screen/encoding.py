"""Ask the terminal whether it decodes UTF-8, because the locale may be wrong.

UTF-8 bytes are control characters (C1) to a terminal with another encoding, and wreck its screen.
So only ASCII is drawn until it has answered. The query draws two letters whose bytes are harmless
in every encoding, and then asks for the cursor position.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

_ROW = 2
"""Not row 1: the answer for a cursor there looks like the modified key F3."""
QUERY = f"\x1b[{_ROW};1Hçé\x1b[6n"
"""The letters take two columns in UTF-8; three where characters of ambiguous width (UAX #11) are
wide, as é is and ç is not; and four in Latin-1, in double-byte encodings, and where no high byte
is a character."""
_MAX_COLUMNS = 16
"""The most columns that the four bytes take, if each is drawn as `<C3>`."""
REPEAT_QUERY = "\ré\x1b[4b\x1b[6n"
"""Follows QUERY: asks whether the terminal repeats a character of several bytes (REP), which is as
harmless. tmux up to 3.3 repeats ASCII only, GNU screen nothing."""
ERASE = f"\x1b[{_ROW};1H\x1b[K"
QUERIES = QUERY + REPEAT_QUERY + ERASE
"""What is sent: each of the two queries is answered."""
FIRST_FRAME_DELAY = 0.2
"""Seconds for which the first frame waits for the answer, rather than being drawn in ASCII."""
LOCALE_FALLBACK_SECONDS = 2.0
"""Seconds without an answer after which the locale decides."""

_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")
"""The variables that set the encoding, in the order of precedence of POSIX (XBD 8.2)."""
_COERCED = "C.UTF-8"
"""The value to which Python itself sets LC_CTYPE in the C locale (PEP 538)."""


class Repertoire(Enum):
    """The characters that may be sent to a terminal."""

    ASCII = "ascii"
    UNAMBIGUOUS = "unambiguous"
    """All of Unicode except ambiguous width, which the terminal draws two columns wide."""
    CONSOLE = "console"
    """All of Unicode, of which the fonts of the Linux console lack some signs."""
    UNICODE = "unicode"


def answers_query(row: int, column: int) -> bool:
    """Return whether a cursor position (row and column from 0) can be the answer to QUERY.

    The answer to an earlier query may still be under way, with another position.
    """
    return row == _ROW - 1 and column <= _MAX_COLUMNS


def decode_answer(column: int) -> Repertoire:
    """Return the repertoire of a terminal with the cursor in this column (from 0) after QUERY."""
    return {2: Repertoire.UNICODE, 3: Repertoire.UNAMBIGUOUS}.get(column, Repertoire.ASCII)


def decode_repeat_answer(column: int) -> bool:
    """Return whether a terminal with the cursor in this column after REPEAT_QUERY repeats."""
    return column == 1 + 4


def on_terminal(repertoire: Repertoire, term: str) -> Repertoire:
    """Return the repertoire of a terminal of a type (TERM) that decodes as `repertoire` says."""
    is_console = repertoire is Repertoire.UNICODE and term.split("-", maxsplit=1)[0] == "linux"
    return Repertoire.CONSOLE if is_console else repertoire


def from_locale(environment: Mapping[str, str]) -> Repertoire:
    """Return the repertoire by the locale."""
    name, value = next(((name, environment[name]) for name in _VARIABLES
                        if environment.get(name)), ("", ""))  # fmt: skip
    coerced = name == "LC_CTYPE" and value == _COERCED and environment.get("LANG") in _NO_LOCALE
    utf_8 = value.lower().replace("-", "").partition("@")[0].endswith("utf8")
    return Repertoire.UNICODE if utf_8 and not coerced else Repertoire.ASCII


_NO_LOCALE = (None, "", "C", "POSIX")
