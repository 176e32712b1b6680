"""Which fields another replica may set, and to which kinds of values.

Columns of later versions hold text; choices and dates of later versions are text too. So a known
column takes its kind of value, an unknown one takes text, and an unknown table nothing.
"""

from __future__ import annotations

from functools import lru_cache

from ...ids import PARTNER_IDS
from ...model.fields import FIXED_KEYS, NEVER_SET, SINGLETON_ID, FieldKey, value_kind
from .structs import FLAG, NUMBER, TEXT

_KINDS = {"flag": FLAG, "number": NUMBER, "percent": NUMBER}
_IDS = {"header": (SINGLETON_ID,), "partner": PARTNER_IDS, "approval": PARTNER_IDS}
"""Tables whose rows are given, and the ids of those rows."""

FIXED = frozenset(key.encode() for key in FIXED_KEYS)
"""The fields that nobody changes or removes once they are set."""
_NEVER_SET = frozenset(NEVER_SET)

AUTHORS = frozenset((b"null", b'""', *(f'"{partner}"'.encode() for partner in PARTNER_IDS)))
"""The values of the attribute `by`, as JSON."""


@lru_cache(maxsize=4096)
def allowed_kinds(key: bytes) -> int:
    """Return the kinds of values that a field may have; 0 if there is no such field."""
    field_key = FieldKey.parse(key.decode())
    if field_key in _NEVER_SET:
        return 0
    if not field_key.table or field_key.id not in _IDS.get(field_key.table, (field_key.id,)):
        return 0
    return _KINDS.get(value_kind(field_key.table, field_key.attribute), TEXT)
