"""A text that is no TOML: why, in the language of the user, with line and column."""

from __future__ import annotations

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.settings.toml_reader import TomlFault, parse

FAULTS = [
    ("a = 1\n? = 2", 2, 1, "statement"),
    ("a = 1 2", 1, 7, "rest"),
    ("a = 1\na = 2", 2, 6, "taken"),
    ("[a]\n[b]\n[a]", 3, 3, "twice"),
    ("a = { b = 1, b = 2 }", 1, 19, "twice"),
    ("a = { b = 1 }\n[a.c]", 2, 5, "twice"),
    ("a = [1]\n[[a]]", 2, 4, "complete"),
    ("[a", 1, 3, "heading"),
    ("[[a]\n", 1, 4, "heading"),
    ("a\n", 1, 2, "equals"),
    ("[]", 1, 2, "key"),
    ("a = [1 2]", 1, 8, "list"),
    ("a = { b = 1", 1, 12, "table"),
    ('a = "\\d"', 1, 8, "backslash"),
    ('a = "\\u12"', 1, 8, "escape"),
    ('a = "\\ud800"', 1, 12, "escape"),
    ('a = "b\n', 1, 7, "quotes"),
    ("a = 'b\n", 1, 7, "quotes"),
    ('a = """b\n', 1, 9, "quotes"),
    ("a = '''b", 1, 9, "quotes"),
    ('a = "\x1b"', 1, 6, "character"),
    ("a = '\x1b'", 1, 6, "character"),
    ("a = 2026-02-31", 1, 5, "date"),
    ("b = 1\na = geen\n", 2, 5, "value"),
]


def fault_of(text: str) -> TomlFault:
    with pytest.raises(TomlFault) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(("text", "line", "column", "reason"), FAULTS)
def test_a_fault_has_line_column_and_reason(text: str, line: int, column: int, reason: str) -> None:
    fault = fault_of(text)
    cause = fault.message.values["cause"]
    assert (fault.line, fault.message.values["column"]) == (line, column)
    assert getattr(cause, "key", cause) == f"toml.{reason}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [fault[0] for fault in FAULTS])
def test_nothing_is_said_in_the_words_of_the_parser(text: str, language: str) -> None:
    message = fault_of(text).message
    said = catalogue(language)(message)
    words = ("Invalid", "Expected", "Cannot", "Unclosed", "Illegal", "Duplicate", "Un")
    assert not any(word in said for word in words), said
    assert said.isprintable()


def test_a_name_that_is_there_twice_is_told() -> None:
    fault = fault_of("[record.notice]\n[record.notice]")
    assert catalogue("nl")(fault.message).endswith("‘record.notice’ staat er al")


def test_too_many_brackets_and_digits_are_told_without_a_column() -> None:
    for text in ("a = " + "[" * 100_000, "a = " + "9" * 5_000):
        said = catalogue("nl")(fault_of(text).message)
        assert said.startswith("dit is geen geldige TOML: ")
