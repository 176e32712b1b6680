"""The interface of all readers under test."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import ClassVar

from afspraak.data.text.sanitize import clean_text

from ..bounds import MOST_BYTES, SECONDS
from ..mutation import Mutation, plain


class Reader:
    """One reader, called with the bytes it is to read.

    A call ends as if nothing had happened, or raises what the reader raised.
    """

    inside: Mutation | None = None
    """A mutation inside the format of the input, so that the input is not refused at once."""

    most: ClassVar[int] = MOST_BYTES
    """The longest input that is not refused because of its length."""

    seconds: ClassVar[float] = SECONDS
    """Processor time for one input of that length."""

    allowed: ClassVar[tuple[type[Exception], ...]] = ()
    """Errors besides our own that it raises; each is also covered by a reader here."""

    def __init__(self, room: Path) -> None:
        """`room` is an empty folder for this reader."""
        self.room = room
        self.seeds: Sequence[bytes] = ()
        """Sound input, from real files."""

    def __call__(self, data: bytes) -> None:
        """Read it."""
        try:
            self.read(data)
        except self.allowed:
            return

    def mutate(self, data: bytes, random: Random) -> bytes:
        """Hostile input made from valid input."""
        return (self.inside or plain)(data, random)

    def read(self, data: bytes) -> None:
        """Read the data as the program does, and use the result."""
        raise NotImplementedError

    def emptied(self, name: str) -> Path:
        """An empty folder in the room."""
        folder = self.room / name
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        return folder


@contextmanager
def threads_told() -> Iterator[None]:
    """Wait for the threads started in the block, and raise the exception that ended one of them."""
    thrown: list[BaseException] = []

    def note(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            thrown.append(told.exc_value)

    before, hook = set(threading.enumerate()), threading.excepthook
    threading.excepthook = note
    try:
        yield
    finally:
        for thread in set(threading.enumerate()) - before:
            thread.join(10.0)
        threading.excepthook = hook
    if thrown:
        raise thrown[0]


@contextmanager
def descriptor(path: Path, flags: int) -> Iterator[int]:
    """An open descriptor of a file."""
    found = os.open(path, flags)
    try:
        yield found
    finally:
        os.close(found)


def harmless(word: str) -> bool:
    """Whether this may be shown as it is, in one line: also what Unicode has no character for yet.

    `str.isprintable` says no to that, and which characters those are changes with Python.
    """
    return clean_text(word) == word and not {"\n", "\t"} & set(word)
