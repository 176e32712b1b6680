"""The errors that a user may meet: a message key and values, rendered where a person reads them."""

from __future__ import annotations

from .i18n.catalogue import Message


class AfspraakError(Exception):
    """An error to show to the user, without a traceback: `UsageError("lock.editor", slug="anna")`.

    `message` is the whole message. `str()` is its English text, for logs and tests.
    """

    def __init__(self, message: str | Message, /, **values: object) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **values)
        super().__init__(self.message)


class UsageError(AfspraakError):
    """The request itself is wrong: an unknown reference, a template that does not parse."""


class NotFoundError(AfspraakError):
    """The requested object does not exist, such as a conversation of that name."""


class StorageError(AfspraakError):
    """Data could not be read or written. The message names the file and the cause."""

    cause: Message | None = None
    """The cause alone, if known."""


class RemoteError(AfspraakError):
    """A partner's machine, a shared folder or a database could not be reached, or refused.

    Or it answered wrongly. Nothing in the user's own notebook is lost.
    """
