"""A splice: one change of a text."""

from __future__ import annotations

from typing import NamedTuple

from ..ids import NOBODY, PartnerId


class Splice(NamedTuple):
    """At code point `start` (from 0), `text` by author `by` replaces `deleted` code points."""

    start: int
    deleted: int
    text: str
    by: PartnerId = NOBODY
