"""An answer is one line of text of a limited length."""

from __future__ import annotations

import io
import sys

import pytest

from afspraak.data.errors import UsageError
from afspraak.tui.cli.commands.prompt import MAX_ANSWER_LENGTH, read_answer, read_hidden


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("zebra\n", "zebra"),
        ("zebra\r\n", "zebra"),
        ("zebra", "zebra"),
        ("zebra\nnext line\n", "zebra"),
        (" zebra \n", " zebra "),
        ("\n", ""),
        ("x" * 1000 + "\n", "x" * 1000),
        ("x" * 1000 + "\r\n", "x" * 1000),
    ],
)
def test_one_line_is_the_answer(monkeypatch: pytest.MonkeyPatch, given: str, answer: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(given, newline=""))
    assert read_answer() == answer
    monkeypatch.setattr("getpass.getpass", lambda _: answer)
    assert read_hidden("Passphrase: ") == answer


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "ended without an answer"),
        ("x" * (MAX_ANSWER_LENGTH + 1) + "\n", "at most 1000 characters"),
        ("\udcff\n", "not text in the encoding"),
    ],
)
def test_anything_else_is_refused(monkeypatch: pytest.MonkeyPatch, given: str, told: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(given, newline=""))
    with pytest.raises(UsageError, match=told):
        read_answer()

    def hidden(_: str) -> str:
        if not given:
            raise EOFError
        return given.removesuffix("\n")

    monkeypatch.setattr("getpass.getpass", hidden)
    with pytest.raises(UsageError, match=told):
        read_hidden("Passphrase: ")


def test_bytes_that_the_terminal_cannot_decode_are_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def undecodable(_: str = "") -> str:
        return b"\xff".decode()

    monkeypatch.setattr("getpass.getpass", undecodable)
    with pytest.raises(UsageError, match="not text in the encoding"):
        read_hidden("Passphrase: ")
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\n"), encoding="utf-8", errors="strict")
    )
    with pytest.raises(UsageError, match="not text in the encoding"):
        read_answer()


def test_without_standard_input_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="ended without an answer"):
        read_answer()
