"""The language of the screens: each application, and each call of a command, has its own.

It is a context variable, as Textual's own `active_app` is: tasks and workers inherit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..data.i18n.catalogue import Catalogue, Message, catalogue

_spoken: ContextVar[Catalogue] = ContextVar("spoken")


def speak(words: Catalogue) -> None:
    """Show texts of this catalogue from here on, in this context."""
    _spoken.set(words)


@contextmanager
def speaking(words: Catalogue) -> Iterator[None]:
    """Show texts of this catalogue while the block runs, and in the tasks that it starts."""
    before = _spoken.set(words)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> Catalogue:
    """Return the catalogue of the running application or command; English outside of one."""
    return _spoken.get(catalogue("en"))


def tr(message: str | Message, /, **values: object) -> str:
    """Return a Message, or the message under a key, in the language of the screens.

    Raises KeyError for an unknown key.
    """
    return spoken()(message, **values)


def plural(key: str, count: int, **values: object) -> str:
    """Return a message that depends on a number: see `Message.counted`."""
    return tr(Message.counted(key, count, **values))
