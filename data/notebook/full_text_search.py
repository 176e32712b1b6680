"""Full text search over the index, with queries as a person types them."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..i18n.catalogue import Message
from ..ids import Slug
from ..model.agreement_label import agreement_label
from ..text.graphemes import ceiling, floor
from ..text.sanitize import clean_line

_BEGIN, _END = "\x02", "\x03"
"""Marks around each word that was found; text is cleaned, so it cannot contain them."""

_MAX_WORDS = 32
"""Further words are ignored: nobody types more, and SQLite has limits."""


class Hit(NamedTuple):
    """A matching line; some of the words may be in the names or title of its conversation."""

    slug: Slug
    path: Path
    partner: str
    title: str
    date: date | None
    place: str
    """The kind of text: see `index_writer.TextKind`."""
    number: int | str
    """The line of the notes (from 1), or the number of the agreement within its kind; else 0."""
    label: str
    """The kind of the agreement, the section of the item, the author of the remark; else empty."""
    text: str
    spans: tuple[tuple[int, int], ...]
    """The matched words in the text: (start, end), in code points."""

    def location_label(self) -> Message:
        """Return the location in the conversation: `notes 12`, `R1`."""
        if self.place == "agreement":
            return agreement_label(self.label, self.number)
        return Message(f"search.place.{self.place}", number=self.number, label=self.label)

    def conversation(self) -> str:
        """Return the conversation: the other partner and the title."""
        return " · ".join(part for part in (self.partner, self.title) if part) or self.slug

    def excerpt(self, before: int = 40, after: int = 120) -> list[tuple[str, bool]]:
        """Return the text around the first match: (piece, whether it is a match).

        At most `before` code points before that word and `after` from it on; `…` stands for more.
        """
        first = self.spans[0][0] if self.spans else 0
        begin, end = floor(self.text, first - before), ceiling(self.text, first + after)
        pieces: list[tuple[str, bool]] = [("…", False)] if begin else []
        at = begin
        for start, stop in self.spans:
            if start >= end:
                break
            pieces += [(self.text[at:start], False), (self.text[start : min(stop, end)], True)]
            at = min(stop, end)
        pieces.append((self.text[at:end], False))
        if end < len(self.text):
            pieces.append(("…", False))
        return [(text, found) for text, found in pieces if text]


def fts_query(words: str) -> str:
    """Return an FTS5 query for typed text, or "" if there is no word in it.

    Each word is a quoted string, so that no typed word is an operator, and matches as a prefix. All
    of them must match; at least one in the line itself.
    """
    typed = [word for word in clean_line(words).split() if any(map(str.isalnum, word))]
    quoted = ['"' + word.replace('"', '""') + '"*' for word in typed[:_MAX_WORDS]]
    if not quoted:
        return ""
    return f"({' AND '.join(quoted)}) AND text : ({' OR '.join(quoted)})"


def search_hits(
    connection: sqlite3.Connection, folder: Path, words: str, limit: int = -1
) -> list[Hit]:
    """Return the hits, those of the newest conversation first. Raises sqlite3.Error."""
    wanted = fts_query(words)
    if not wanted:
        return []
    rows = connection.execute(
        "SELECT name, partner, title, date, place, number, label, highlight(words, 0, ?, ?)"
        " FROM words JOIN line ON line.id = words.rowid JOIN file ON file.id = line.file"
        " WHERE words MATCH ? AND copy_of = x'' ORDER BY date DESC, name, line.id LIMIT ?",
        (_BEGIN, _END, wanted, limit),
    )
    hits = []
    for name, partner, title, day, place, number, label, marked in rows:
        path = folder / os.fsdecode(name)
        text, spans = _parse_marks(marked)
        on = date.fromisoformat(day) if day else None
        hits.append(
            Hit(Slug(path.stem), path, partner, title, on, place, number, label, text, spans)
        )
    return hits


def _parse_marks(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text without the marks, and the spans between them."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    before, *marked_pieces = marked.split(_BEGIN)
    parts.append(before)
    at += len(before)
    for piece in marked_pieces:
        word, _, after = piece.partition(_END)
        spans.append((at, at + len(word)))
        parts += [word, after]
        at += len(word) + len(after)
    return "".join(parts), tuple(spans)
