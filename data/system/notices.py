"""What happened to a user's files without being asked for, until it is shown to them.

It is found deep down, by whatever opens or saves a conversation; screens and the command line ask
here whether there is anything to say.
"""

from __future__ import annotations

from collections import deque

_messages: deque[str] = deque(maxlen=100)
_brief: deque[str] = deque(maxlen=100)


def add_notice(text: str, brief: str) -> None:
    """Have a message shown, in the user's words; `brief` is for one line of a screen."""
    _messages.append(text)
    _brief.append(brief)


def take_brief_notices() -> list[str]:
    """Take the lines that no screen has shown yet; the messages still wait for `taken`."""
    lines = list(_brief)
    _brief.clear()
    return lines


def take_notices() -> list[str]:
    """Take the messages that nobody has been told in full."""
    messages = list(_messages)
    _messages.clear()
    _brief.clear()
    return messages
