"""The bounds of the user's own edits in a shared conversation.

What other replicas would refuse, they would lack for ever. Own edits end at seven eighths of what
others accept, so that what two partners write at the same time fits too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..errors import UsageError
from ..model.fields import Fields
from ..text.splice import Splice
from .admission.limits import (
    MAX_CLIENTS,
    MAX_DOCUMENT_BYTES,
    MAX_FIELDS,
    MAX_LINES,
    MAX_VALUE_BYTES,
)
from .admission.structs import decode_update

_MAX_BYTES, _MAX_LINES, _MAX_FIELDS, _MAX_CLIENTS = (
    bound // 8 * 7 for bound in (MAX_DOCUMENT_BYTES, MAX_LINES, MAX_FIELDS, MAX_CLIENTS)
)
_OVERHEAD = 64
"""The most bytes of a splice or a field beside its text."""


class Amount(NamedTuple):
    """How much an edit adds, or a document holds."""

    size: int = 0
    """In bytes."""
    lines: int = 0
    fields: int = 0
    clients: int = 0
    longest: int = 0
    """The bytes of the longest text of a field."""


MEASURED_FROM = Amount(_MAX_BYTES, _MAX_LINES)
"""Below these amounts, an estimate that is too high is good enough."""


def amount_of(splices: Iterable[Splice], fields: Fields, present: Fields) -> Amount:
    """Return how much an edit adds to a document that has the `present` fields."""
    texts = [splice.text for splice in splices]
    values = [len(str(value).encode()) for value in fields.values()]
    size = sum(len(text.encode()) + _OVERHEAD for text in texts)
    size += sum(values) + sum(len(key) + _OVERHEAD for key in fields)
    lines = sum(text.count("\n") for text in texts)
    new = sum(key not in present for key in fields)
    return Amount(size, lines, new, 0, max(values, default=0))


def refuse_excess(present: Amount, added: Amount) -> None:
    """Raise UsageError if a shared document with this amount cannot take an edit."""
    if added.longest > MAX_VALUE_BYTES:
        raise UsageError(
            "sharing.limit.field", size=_kilobytes(added.longest), most=MAX_VALUE_BYTES >> 10
        )
    room = (_MAX_BYTES - present.size) >> 10
    if (
        room <= 0
        or (added.lines and present.lines >= _MAX_LINES)
        or (added.fields and present.fields + added.fields > _MAX_FIELDS)
        or (added.clients and present.clients + added.clients > _MAX_CLIENTS)
    ):
        raise UsageError("sharing.limit.full")
    if present.size + added.size > _MAX_BYTES:
        raise UsageError("sharing.limit.edit", size=_kilobytes(added.size), room=room)
    if present.lines + added.lines > _MAX_LINES:
        room = _MAX_LINES - present.lines
        raise UsageError("sharing.limit.lines", count=added.lines, room=room)


def refuse_unshareable(document: bytes, fields: int) -> None:
    """Raise UsageError if other replicas would refuse a whole document as too large."""
    content = decode_update(document)
    if content.longest_value > MAX_VALUE_BYTES:
        size = _kilobytes(content.longest_value)
        raise UsageError("sharing.limit.field", size=size, most=MAX_VALUE_BYTES >> 10)
    if len(document) > _MAX_BYTES:
        size = _kilobytes(len(document))
        raise UsageError("sharing.limit.document", size=size, most=_MAX_BYTES >> 10)
    if content.lines > _MAX_LINES:
        raise UsageError("sharing.limit.document_lines", count=content.lines, most=_MAX_LINES)
    if fields > _MAX_FIELDS or len(content.clients) > _MAX_CLIENTS:
        raise UsageError("sharing.limit.parts")


def _kilobytes(size: int) -> int:
    return -(-size >> 10)
