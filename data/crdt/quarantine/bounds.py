"""The bounds of the quarantine."""

from __future__ import annotations

MAX_ADDRESS_BYTES = 1 << 30
"""The address space of the process."""
MAX_EAGER_BYTES = 256 << 10
"""The largest document that is examined after each update; a very long conversation has 200 kB."""
MAX_UNEXAMINED = 64
"""The number of small updates after which a larger document is examined."""
MAX_SMALL_BYTES = 256
"""The most bytes of small updates in one question."""
MAX_BATCH_BYTES = 1 << 20
"""The most bytes of updates in one question, unless a single one has more."""
MAX_BATCH = 64
"""The most updates in one question."""
MAX_CULPRITS = 3
"""The number of harmful updates after which nothing more is taken from others in this session."""


def cpu_seconds(size: int) -> int:
    """Return the seconds of processor time for a question about this many bytes."""
    return 1 + 4 * size // (1 << 20)


def wall_seconds(size: int) -> float:
    """Return the seconds after which a question about this many bytes has no answer.

    More than the processor time, as the machine may be busy.
    """
    return 2.0 + 3 * cpu_seconds(size)
