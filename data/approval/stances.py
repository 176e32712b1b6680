"""Merge stances: a partner's own stance takes precedence over one that was entered for them.

The document keeps either of two concurrent stances. Nobody enters a stance for a partner where they
see that partner's own (`approval_entry.py`), so one that replaced it was entered without knowledge
of it, and the own stance is restored here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ..ids import NOBODY, PARTNER_IDS, Login, PartnerId, RowId
from ..model.changes import Changes
from ..model.fields import STANCE_DEFAULTS, FieldKey, Fields, Value
from ..text.sanitize import clean_line

if TYPE_CHECKING:
    from ..crdt.replica import Replica

_Row = Mapping[str, Value | None]
"""Attribute -> value; None if there is none."""
_ATTRIBUTES = (*STANCE_DEFAULTS, "deleted")


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


def stance_to_put_back(
    previous: Mapping[FieldKey, Value | None],
    fields: Fields,
    partner: PartnerId,
    logins: Collection[Login],
) -> Mapping[FieldKey, Value | None]:
    """Return what to set after the other partner changed the stance of `partner`.

    The other may enter one for a partner who has none of their own, and it names who entered it:
    not one of the partner's own `logins`. Anything else is put back as it was. `previous` are the
    fields that changed, before; None is no value.
    """
    keys = {name: FieldKey("approval", RowId(partner), name) for name in _ATTRIBUTES}
    now = {name: fields.get(key) for name, key in keys.items()}
    before = {name: previous.get(key, now[name]) for name, key in keys.items()}
    if not _is_own(before):
        if not _is_given(now):
            return {}
        if not _is_own(now) and not _is_login(now["entered_by"], logins):
            return {}
        other = next(each for each in PARTNER_IDS if each != partner)
        login = fields.get(FieldKey("partner", RowId(other), "login"))
        if now["own"] is not True and login and not _is_login(login, logins):
            return {keys["entered_by"]: login}
    return {key: before[name] for name, key in keys.items()}


def _is_given(row: _Row) -> bool:
    given = any(value is not None for name, value in row.items() if name != "deleted")
    return given and row["deleted"] is not True


def _is_own(row: _Row) -> bool:
    """Return whether a stance counts as the partner's own.

    That of a version that did not record who entered it does.
    """
    entered_by = row["entered_by"]
    is_anonymous = not isinstance(entered_by, str) or not clean_line(entered_by).strip()
    return _is_given(row) and (row["own"] is True or is_anonymous)


def _is_login(value: Value | None, logins: Collection[Login]) -> bool:
    """Return whether a value names one of these logins, whatever is around it."""
    found = clean_line(str(value)).strip().casefold()
    return any(found == login.casefold() for login in logins)


def _has_stance(fields: Fields, partner: PartnerId, *, own: bool) -> bool:
    given = FieldKey("approval", RowId(partner), "digest") in fields
    deleted = fields.get(FieldKey("approval", RowId(partner), "deleted")) is True
    return (
        given
        and not deleted
        and (fields.get(FieldKey("approval", RowId(partner), "own")) is True) == own
    )
