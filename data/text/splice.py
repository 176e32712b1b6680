"""A splice: one change of a text."""

from __future__ import annotations

from typing import NamedTuple


class Splice(NamedTuple):
    """One change: at `start`, `deleted` code points are replaced by `text` of author `by`."""

    start: int
    deleted: int
    text: str
    by: str = ""
