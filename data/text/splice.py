"""A splice: one change of a text."""

from __future__ import annotations

from typing import NamedTuple


class Splice(NamedTuple):
    """At code point `start` (from 0), `text` by author `by` replaces `deleted` code points."""

    start: int
    deleted: int
    text: str
    by: str = ""
