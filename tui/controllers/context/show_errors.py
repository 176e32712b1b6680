"""Show the errors of an action to the user, instead of letting them end the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ....data.errors import AfspraakError
from ....widgets.language import tr


@contextmanager
def show_errors(show: Callable[[str], object]) -> Iterator[None]:
    """Pass the message of an AfspraakError in the block to `show`; the rest is skipped then."""
    try:
        yield
    except AfspraakError as error:
        show(tr(error.message))
