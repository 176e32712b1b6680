"""The module `os` with injected faults, as storage sees it."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from afspraak.data.storage import json_storage
from afspraak.data.storage.journal import discard, journal, journal_files, journal_format
from afspraak.data.system.files import atomic_files, descriptors, folder_lock

NAMES = {"open", "read", "write", "fsync", "fdatasync", "ftruncate", "close", "fchmod", "chmod"}
NAMES |= {"replace", "rename", "link", "unlink"}
STORE = (
    atomic_files,
    descriptors,
    folder_lock,
    journal_format,
    journal_files,
    journal,
    discard,
    json_storage,
)


class Killed(BaseException):
    """A simulated kill -9: nothing after it has an effect."""


class FaultyOs(ModuleType):
    """The module `os`, whose call number `fail_at` fails, counted over NAMES.

    `how`: "instead" fails without doing it, "late" does it and then fails, "from then on" fails
    that call and all later ones, "killed" likewise, but as if the process were no more, and
    "short" writes only the half.
    """

    def __init__(self, fail_at: int, how: str, code: int) -> None:
        super().__init__("os")
        self.calls = 0
        self.fired: str | None = None
        self.fail_at = fail_at
        self.how = how
        self.code = code

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return self._guarded(name, real) if name in NAMES else real

    def _guarded(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> Any:
            self.calls += 1
            due = self.calls == self.fail_at
            if self.how in ("from then on", "killed"):
                due = self.calls >= self.fail_at
            if not due:
                return real(*values, **named)
            if self.how == "short":
                if name != "write":
                    return real(*values, **named)
                self.fired = self.fired or name
                descriptor, data = values
                return real(descriptor, bytes(data)[: len(data) // 2])
            self.fired = self.fired or name
            if self.how == "late" or name == "close":  # Linux closes even where close() fails
                result = real(*values, **named)
                if name == "open":
                    os.close(result)
            if self.how == "killed":
                raise Killed
            raise OSError(self.code, os.strerror(self.code))

        return call


def inject(monkeypatch: pytest.MonkeyPatch, faulty: FaultyOs) -> None:
    for module in STORE:
        if hasattr(module, "os"):
            monkeypatch.setattr(module, "os", faulty)
