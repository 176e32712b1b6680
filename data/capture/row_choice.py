"""The row of a list that a user means: by its id, its number, or words of its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..errors import NotFoundError, UsageError
from ..ids import RowId
from ..text.plain_words import has_words, search_words
from ..text.sanitize import clean_line, clip

_LONGEST = 60
"""The most code points of a text that are repeated."""


class Row(NamedTuple):
    """A row: its id, its text, and how it is listed before that, such as a number or a label."""

    id: RowId
    text: str
    sign: str


def choose_row(rows: Sequence[Row], wanted: str, kind: str) -> Row:
    """Return the row that the words mean; whole words come before beginnings of words.

    `kind` is the kind of row in errors: `item`, `agreement` or `heading`. Raises NotFoundError if
    it matches none, UsageError if it matches several; both list what there is.
    """
    plain = wanted.strip().casefold()
    signed = [row for row in rows if plain in (row.id, row.sign.casefold())]
    found = signed or _by_words(rows, search_words(wanted))
    if len(found) == 1:
        return found[0]
    values = {"wanted": clip(clean_line(wanted), _LONGEST), "rows": listed(found or rows)}
    if found:
        raise UsageError(f"capture.several_{kind}s", **values)
    raise NotFoundError(f"capture.no_{kind}", **values)


def _by_words(rows: Iterable[Row], words: Sequence[str]) -> list[Row]:
    if not words:
        return []
    split = [(row, search_words(row.text)) for row in rows]
    exact = [row for row, own in split if own == list(words)]
    whole = [row for row, own in split if set(words) <= set(own)]
    return exact or whole or [row for row, own in split if has_words(own, words)]


def listed(rows: Iterable[Row]) -> str:
    """Return the rows as lines: sign and text."""
    rows = list(rows)
    width = max((len(row.sign) for row in rows), default=0)
    return "\n".join(
        f"  {row.sign:>{width}}  {clip(clean_line(row.text), _LONGEST)}".rstrip() for row in rows
    )
