"""The errors that a user may meet. Their text is in the user's words and language."""

from __future__ import annotations


class AfspraakError(Exception):
    """An error to show to the user; `str()` is the whole message, without a traceback."""


class UsageError(AfspraakError):
    """The request itself is wrong: an unknown reference, a template that does not parse."""


class NotFoundError(AfspraakError):
    """What was asked for does not exist: no conversation of that name."""


class StorageError(AfspraakError):
    """Data could not be read or written. The message names the file and the cause."""

    cause = ""
    """The cause alone, if known."""
