"""Where a conversation is shared: a folder here, or on a machine that SSH reaches."""

from __future__ import annotations

from typing import NamedTuple


class Where(NamedTuple):
    """A shared folder; as text `/folder`, or `host:/folder` as scp writes it."""

    host: str
    """What the user calls the machine in SSH's words; empty for this one."""
    folder: str

    @classmethod
    def parse(cls, text: str) -> Where:
        """Read it back from its text."""
        if text.startswith("/"):
            return cls("", text)
        host, _, folder = text.partition(":/")
        return cls(host, f"/{folder}")

    def __str__(self) -> str:
        return f"{self.host}:{self.folder}" if self.host else self.folder


def somebody(text: str) -> tuple[str, str]:
    """The host and the login in `host:login`, as a user gives them; a host is not needed."""
    host, _, login = text.rpartition(":")
    return host, login
