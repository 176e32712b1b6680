"""Notices: what happened to a user's files unasked, until it is shown to them.

Whatever opens or saves a conversation adds them; screens and the command line show them.
"""

from __future__ import annotations

from collections import deque

_messages: deque[str] = deque(maxlen=100)
_brief: deque[str] = deque(maxlen=100)


def add_notice(text: str, brief: str) -> None:
    """Add a message in the user's words; `brief` is for one line of a screen."""
    _messages.append(text)
    _brief.append(brief)


def take_brief_notices() -> list[str]:
    """Return and clear the brief lines; the messages remain for `take_notices`."""
    lines = list(_brief)
    _brief.clear()
    return lines


def take_notices() -> list[str]:
    """Return and clear the messages that nobody has seen in full."""
    messages = list(_messages)
    _messages.clear()
    _brief.clear()
    return messages
