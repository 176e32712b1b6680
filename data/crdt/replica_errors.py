"""The errors of a replica, and the conversion of the CRDT library's panics into them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import AfspraakError
from ..system import stderr_guard


class ReplicaError(AfspraakError):
    """The document could not carry out an operation; it is unchanged."""


class UnrelatedUpdate(ReplicaError):
    """An update creates a conversation, but the document already holds another one."""


@contextmanager
def convert_panics() -> Iterator[None]:
    """Run library code; convert its errors to ReplicaError and keep its output off the terminal.

    A panic of the library is a BaseException that is no Exception, and is printed on stderr.
    """
    stderr_guard.redirect()
    try:
        yield
    except Exception as error:
        raise ReplicaError("replica.refused", reason=str(error)) from error
    except BaseException as error:
        if not stderr_guard.is_panic(error):
            raise
        raise ReplicaError("replica.refused", reason=str(error)) from None
    finally:
        stderr_guard.restore()
