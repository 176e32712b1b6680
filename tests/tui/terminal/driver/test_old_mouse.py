"""Mouse reports in the oldest format: three bytes that are not letters."""

from __future__ import annotations

import pytest
from textual.events import Key

from afspraak.tui.terminal.driver.input.interpreter import Interpreter
from afspraak.tui.terminal.driver.input.queries import PendingQueries
from afspraak.tui.terminal.driver.input.tokenizer import Tokenizer


def keys(*reads: bytes) -> list[str]:
    """The keys that the program received."""
    interpreter, tokenizer = Interpreter(PendingQueries()), Tokenizer()
    tokens = [token for piece in reads for token in tokenizer.feed(piece)]
    tokens += tokenizer.finish()
    messages = [message for token in tokens for message in interpreter.messages(token)]
    return [message.key for message in messages if isinstance(message, Key)]


@pytest.mark.parametrize(
    ("reads", "pressed"),
    [
        ((b"\x1b[M !!a",), ["a"]),
        ((b"\x1b[M", b" !", b"!", b"a"), ["a"]),
        ((b"b\x1b[M#\xe9\xf0a",), ["b", "a"]),
        ((b"\x1b[M abc",), ["c"]),
    ],
)
def test_old_mouse_reports_are_not_typed(reads: tuple[bytes, ...], pressed: list[str]) -> None:
    assert keys(*reads) == pressed
