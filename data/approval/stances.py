"""Merge stances: a partner's own stance takes precedence over one that was entered for them.

The document keeps either of two concurrent stances. Nobody enters a stance for a partner where they
see that partner's own (`approval_entry.py`), so one that replaced it was entered without knowledge
of it, and the own stance is restored here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ids import NOBODY, PartnerId, RowId
from ..model.changes import Changes
from ..model.fields import STANCE_DEFAULTS, FieldKey, Fields

if TYPE_CHECKING:
    from ..crdt.replica import Replica


def own_stance(fields: Fields, partner: PartnerId | None) -> Fields:
    """Return the fields of the stance that a partner took themselves; empty if there is none."""
    if partner is None or not _has_stance(fields, partner, own=True):
        return {}
    keys = {name: FieldKey("approval", RowId(partner), name) for name in STANCE_DEFAULTS}
    return {key: fields.get(key, STANCE_DEFAULTS[name]) for name, key in keys.items()}


def restore_own_stance(replica: Replica, stance: Fields) -> tuple[Changes, bytes]:
    """Restore a partner's own stance if one that was entered for them replaced it."""
    partner = next((PartnerId(key.id) for key in stance), NOBODY)
    if not partner or not _has_stance(replica.fields, partner, own=False):
        return Changes(), b""
    return replica.edit((), stance, undoable=False)


def _has_stance(fields: Fields, partner: PartnerId, *, own: bool) -> bool:
    given = FieldKey("approval", RowId(partner), "digest") in fields
    deleted = fields.get(FieldKey("approval", RowId(partner), "deleted")) is True
    return (
        given
        and not deleted
        and (fields.get(FieldKey("approval", RowId(partner), "own")) is True) == own
    )
