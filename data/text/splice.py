"""One change of a text, wherever texts are changed."""

from __future__ import annotations

from typing import NamedTuple


class Splice(NamedTuple):
    """One change of the text: at `start`, `deleted` code points out, `text` by author `by` in."""

    start: int
    deleted: int
    text: str
    by: str = ""
