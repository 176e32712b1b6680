"""Standard input, output and error of the command line.

Text is cleaned and written in the encoding of the terminal, with readable substitutes for what that
lacks. Documents and JSON go to files and pipes as UTF-8 bytes, whatever the locale. A failure of
stdout raises OutputError; failures of stderr are ignored.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, TextIO, cast

from ...data.errors import AfspraakError
from ...data.text.sanitize import clean_text

_ENCODING_ERRORS = "afspraak.readable"

_ASCII_FALLBACKS = {
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("–—−‐‑", "-"),
    **dict.fromkeys("•·●", "*"),
    "→": "->",
    "←": "<-",
    "×": "x",
    "€": "EUR",
    "ß": "ss",
    "ł": "l",
    "Ł": "L",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "\u200d": "",
    "\ufe0f": "",
}
"""Substitutes for characters other than ASCII letters with accents."""


class OutputError(AfspraakError):
    """Raised if standard output cannot be written."""


class SanitizingStream:
    """A text stream that cleans text before writing it; otherwise it acts as the wrapped stream."""

    def __init__(self, stream: TextIO, descriptor: int) -> None:
        self.unfiltered = stream
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        """Write text, cleaned. Raises OutputError if this is stdout and writing fails."""
        with self.handling_errors():
            self.unfiltered.write(clean_text(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Flush the stream. Raises OutputError as `write` does."""
        with self.handling_errors():
            self.unfiltered.flush()

    @contextmanager
    def handling_errors(self) -> Iterator[None]:
        """Turn an OSError of stdout into OutputError; ignore one of stderr."""
        try:
            yield
        except BrokenPipeError:
            _discard(self._descriptor)
            if self._descriptor == 1:
                raise
        except OSError as error:
            _discard(self._descriptor)
            if self._descriptor == 1:
                from ...data.system.error_causes import cause_of

                raise OutputError("cli.output", reason=cause_of(error)) from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self.unfiltered, name)


def write_bytes(data: bytes) -> None:
    """Write a UTF-8 document to stdout. Raises OutputError.

    A file or pipe gets the bytes as they are, whatever the locale; a terminal gets cleaned text.
    """
    stream = sys.stdout
    if stream.isatty():
        stream.write(data.decode("utf-8", "replace"))
        return
    stream.flush()
    with stream.handling_errors() if isinstance(stream, SanitizingStream) else nullcontext():
        stream.buffer.write(data)
        stream.buffer.flush()


def write_styled(stream: TextIO, text: str) -> None:
    """Write text that is clean except for our own control sequences."""
    if isinstance(stream, SanitizingStream):
        with stream.handling_errors():
            stream.unfiltered.write(text)
    else:
        stream.write(text)


@contextmanager
def standard_streams() -> Iterator[None]:
    """Install sanitizing streams while a command runs, and flush them at the end."""
    _open_missing()
    codecs.register_error(_ENCODING_ERRORS, _replace_unencodable)
    _set_errors(sys.stdout, _ENCODING_ERRORS)
    _set_errors(sys.stderr, _ENCODING_ERRORS)
    before = sys.stdout, sys.stderr
    sys.stdout = cast(TextIO, SanitizingStream(sys.stdout, 1))
    sys.stderr = cast(TextIO, SanitizingStream(sys.stderr, 2))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        # Flush now: a failure when Python exits would print Python's own message.
        for descriptor, stream in enumerate(before, 1):
            try:
                stream.flush()
            except OSError:
                _discard(descriptor)


def _open_missing() -> None:
    """Open closed standard streams, so that no file of the notebook gets their number.

    Standard output is opened for reading: writing to it fails, as on a closed stream.
    """
    for descriptor, name, flags, mode in (
        (0, "stdin", os.O_RDONLY, "r"),
        (1, "stdout", os.O_RDONLY, "w"),
        (2, "stderr", os.O_WRONLY, "w"),
    ):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, flags)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)
            os.set_inheritable(descriptor, True)
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def _set_errors(stream: TextIO, errors: str) -> None:
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors=errors)


def _discard(descriptor: int) -> None:
    """Redirect the descriptor to /dev/null, so that later writes do not fail again."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def _replace_unencodable(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that the encoding lacks: letters without accents, else "?"."""
    import unicodedata

    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = []
    for character in error.object[error.start : error.end]:
        letters = [
            letter
            for letter in unicodedata.normalize("NFKD", character)
            if not unicodedata.combining(letter)
        ]
        plain = "".join(letters)
        found.append(_ASCII_FALLBACKS.get(character, plain if plain.isascii() else "?"))
    return "".join(found), error.end
