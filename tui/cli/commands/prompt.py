"""Read an answer that is typed or piped; the end of the input is an error."""

from __future__ import annotations

import sys

from ....data.errors import UsageError

MAX_ANSWER_LENGTH = 1_000
"""The most code points of an answer; a longer one is refused, not cut."""


def read_answer() -> str:
    """Read one line from stdin, without its line break.

    Raises UsageError if the input ends before a line, or the line is too long or no text.
    """
    try:
        line = sys.stdin.readline(MAX_ANSWER_LENGTH + 2) if sys.stdin else ""
    except UnicodeDecodeError:
        raise UsageError("cli.prompt.not_text") from None
    if not line:
        raise UsageError("cli.prompt.ended")
    return _checked(line.removesuffix("\n").removesuffix("\r"))


def read_hidden(question: str) -> str:
    """Read an answer from the terminal without echo. Raises UsageError as `read_answer`."""
    from getpass import getpass

    try:
        return _checked(getpass(question))
    except EOFError:
        sys.stderr.write("\n")
        raise UsageError("cli.prompt.ended") from None
    except UnicodeDecodeError:
        raise UsageError("cli.prompt.not_text") from None


def _checked(answer: str) -> str:
    if len(answer) > MAX_ANSWER_LENGTH:
        raise UsageError("cli.prompt.long", most=MAX_ANSWER_LENGTH)
    try:
        answer.encode()  # bytes that are no text arrive as lone surrogates
    except UnicodeEncodeError:
        raise UsageError("cli.prompt.not_text") from None
    return answer
