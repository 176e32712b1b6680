"""Database errors are reported in one line of the server's words, or in ours."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from afspraak.data.sync.reconnecting_remote import PermanentFailure
from afspraak.data.sync.remote import ShareEnded

psycopg = pytest.importorskip("psycopg")

from afspraak.data.sync.postgres.connection import translate_error  # noqa: E402 - it needs psycopg

ADDRESS = "postgresql://jan@box.example/afspraak"


def told(words: str) -> str:
    """The message for an error of psycopg."""
    return str(translate_error(psycopg.OperationalError(words), ADDRESS))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("it is odd", "it is odd"),
        ("it is odd\nand more of it\n", "it is odd"),
        ('connection to server at "box" failed: FATAL:  it is odd', "it is odd"),
        ('connection to "x" failed: connection to "y" failed: it is odd', "it is odd"),
        ("FATAL:  it is odd", "it is odd"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_the_message_of_the_server_is_one_line(words: str, reason: str) -> None:
    assert told(words) == f"box.example: {reason}"


@pytest.mark.parametrize("words", ["", "\n"])
def test_an_error_without_message_is_a_dropped_connection(words: str) -> None:
    assert told(words) == "the line to box.example dropped"


@pytest.mark.parametrize(
    ("words", "hopeless"),
    [
        ('password authentication failed for user "jan"', True),
        ("fe_sendauth: no password supplied", True),
        ('no pg_hba.conf entry for host "x"', True),
        ('role "jan" does not exist', True),
        ('permission denied for database "afspraak"', True),
        ('role "jan" is not permitted to log in', True),
        ("the database system is in a bad mood", False),
    ],
)
def test_failures_that_need_action_are_permanent(words: str, hopeless: bool) -> None:
    found = translate_error(psycopg.OperationalError(words), ADDRESS)
    assert isinstance(found, PermanentFailure) is hopeless


GONE = (
    "There is no room for afspraak in this database yet. Whoever looks after it can make it: "
    f"afspraak db init {ADDRESS}"
)
IN_WORDS: Mapping[str, str] = {
    "25006": "box.example can only be read at present",
    "53100": "the disk of box.example is full",
    "57P01": "the line to box.example dropped",
    "42501": "It is not shared any more, or not with you. Your notebook keeps all of it.",
    **dict.fromkeys(("3F000", "42P01", "42883"), GONE),
}
ENDED = ("42501", "3F000", "42P01", "42883")
"""The codes that say that there is no such share: it may come back, so it is looked for again."""


@pytest.mark.parametrize("state", IN_WORDS)
def test_an_error_code_has_our_message(state: str) -> None:
    error = psycopg.errors.lookup(state)("whatever it says")
    found = translate_error(error, ADDRESS)
    assert str(found) == IN_WORDS[state]
    assert not isinstance(found, PermanentFailure)
    assert isinstance(found, ShareEnded) is (state in ENDED)
