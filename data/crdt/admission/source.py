"""Where an update comes from: that decides the bounds and the rights that apply to it."""

from __future__ import annotations

from enum import IntEnum


class Source(IntEnum):
    """The source of an update; of what several carry, the lowest counts."""

    FILES = 0
    """The user's own files and journals: no bounds."""
    OWN = 1
    """Another replica, and this user wrote it."""
    OTHER = 2
    """Another replica, and the other partner wrote it."""

    @property
    def is_foreign(self) -> bool:
        """Whether the bounds on what other replicas send apply."""
        return self is not Source.FILES
