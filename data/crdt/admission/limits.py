"""The bounds of what another replica may send.

They are far beyond any conversation (a very long one has 200 kB), and far below what a conversation
file may hold (64 MiB): a document within them can always be saved.
"""

from __future__ import annotations

MAX_NUMBER = 1 << 53
"""Client numbers are smaller (JavaScript's integers)."""
MAX_CLOCK = 1 << 31
"""Clocks are smaller: sums of a clock and a length stay within the 32 bits of the library."""
MAX_UPDATE_BYTES = 8 << 20
"""The largest update."""
MAX_DOCUMENT_BYTES = 8 << 20
"""The size of a document beyond which nothing is added to it."""
MAX_UNMEASURED_BYTES = 1 << 20
"""The bytes of new updates after which a large document is measured again."""
MAX_CLIENTS = 10_000
"""The most clients of a document; each session that writes is one."""
MAX_FIELDS = 20_000
"""The most fields of a document."""
MAX_LINES = 200_000
"""The most line feeds that were ever written in the notes."""
MAX_KEY_BYTES = 1_000
"""The longest key of a field."""
MAX_VALUE_BYTES = 1 << 20
"""The longest text of a field."""
MAX_WAITING = 100_000
"""The most updates that wait for missing ones; as many ranges of early deletions may wait."""
MAX_WAITING_BYTES = 16 << 20
"""The most bytes of updates that wait for missing ones."""
