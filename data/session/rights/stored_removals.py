"""What the other partner removed of this partner's text, in the private file for the next session.

Without it, an undo that arrives in a later session than the removal would bring the text back by
nobody. It counts only while the conversation is exactly as it was stored.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b

from ...crdt.replica import Replica
from ...crdt.snapshot import decode_snapshot, encode_snapshot
from ...ids import PartnerId
from ...model.fields import SINGLETON_ID, FieldKey, Fields
from .own_text import RemovedRun

REMOVED_TEXT_KEY = FieldKey("header", SINGLETON_ID, "removed_text")
"""The removed runs of text, as JSON; in the private file."""
_MAX_STORED = 10_000
"""The most code points that are stored, those that were removed last: the file keeps each value."""


def removals_in(fields: Fields, replica: Replica) -> tuple[PartnerId | None, Sequence[RemovedRun]]:
    """Return whose text was removed, and the runs; None without any that count."""
    stored = str(fields.get(REMOVED_TEXT_KEY, ""))
    if not stored:
        return None, ()
    try:
        state, partner, runs = json.loads(stored)
        removed = [(int(first), int(last), str(text)) for first, last, text in runs]
    except (ValueError, TypeError, RecursionError):
        return None, ()
    return (PartnerId(str(partner)), removed) if state == _state(replica) else (None, ())


def removal_fields(
    partner: PartnerId | None, removed: Sequence[RemovedRun], replica: Replica
) -> dict[FieldKey, str]:
    """Return the field of the private file with what was removed of a partner's text."""
    room, kept = _MAX_STORED, list[RemovedRun]()
    for run in reversed(removed):
        room -= len(run[2])
        if room < 0:
            break
        kept.insert(0, run)
    value = (
        json.dumps([_state(replica), partner, kept], ensure_ascii=False) if partner and kept else ""
    )
    return {REMOVED_TEXT_KEY: value}


def _state(replica: Replica) -> str:
    snapshot = encode_snapshot(decode_snapshot(replica.snapshot))
    return blake2b(snapshot, digest_size=16).hexdigest()
