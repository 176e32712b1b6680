"""Notices: messages on changes of files that the user did not request, until they are shown.

Functions that open or save a conversation add them; screens and the command line show them.
"""

from __future__ import annotations

from collections import deque

from ..i18n.catalogue import Message


class Notices:
    """The last hundred messages in the user's language, each with a brief form."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque(maxlen=100)
        self._brief: deque[Message] = deque(maxlen=100)

    def add(self, message: Message, brief: Message) -> None:
        """Add a message; `brief` is for one line of a screen."""
        self._messages.append(message)
        self._brief.append(brief)

    def take_brief(self) -> list[Message]:
        """Return and clear the brief lines; the messages remain for `take`."""
        lines = list(self._brief)
        self._brief.clear()
        return lines

    def take(self) -> list[Message]:
        """Return and clear the messages that nobody has seen in full."""
        messages = list(self._messages)
        self._messages.clear()
        self._brief.clear()
        return messages
