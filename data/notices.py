"""What happened to a user's files without being asked for, until a screen or a command says it."""

from __future__ import annotations

_waiting: list[str] = []


def notice(message: str) -> None:
    """Have a message, in the user's words, shown at the next occasion."""
    _waiting.append(message)


def taken() -> list[str]:
    """Take the messages that nobody has shown yet."""
    messages = _waiting[:]
    _waiting.clear()
    return messages
