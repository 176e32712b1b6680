"""Sanitise a document that holds text of another program."""

from __future__ import annotations

from ..ids import NOBODY
from ..model.changes import Changes
from ..model.fields import clean_value
from ..text.sanitize import unclean_spans
from ..text.splice import Splice
from .replica import Replica


def sanitize_replica(replica: Replica) -> tuple[Changes, bytes]:
    """Replace unsafe characters (`text/sanitize.py`); return the changes and the update."""
    splices = []
    growth = 0
    for start, end, text in unclean_spans(replica.notes.text):
        splices.append(Splice(start + growth, end - start, text, NOBODY))
        growth += len(text) - (end - start)
    fields = {
        key: clean
        for key, value in replica.fields.items()
        if key.table and (clean := clean_value(key.attribute, value)) != value
    }
    return replica.edit(splices, fields, undoable=False)
