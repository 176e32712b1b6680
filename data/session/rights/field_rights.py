"""Who may write which fields, and what becomes of those that the other partner may not write.

An update of the other partner is not refused for that: the program that sent it would be out of
step for ever. Instead, this partner's own notebook puts back what changed under its partner's name.
It only takes its partner's name back and never writes under the name of the other, so two notebooks
cannot undo each other's corrections in turn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum, auto

from ...approval.stances import stance_to_put_back
from ...ids import NOBODY, Login, PartnerId, RowId
from ...model.fields import FieldKey, Fields, Value

FieldsBefore = Mapping[FieldKey, Value | None]
"""Fields -> their value; None if there is none."""


class Right(Enum):
    """A rule about the fields of one partner."""

    ONLY_OWNER = auto()
    """Only the partner writes it: the value before comes back."""
    OWNER_ONCE_SET = auto()
    """As ONLY_OWNER, once it has a value: an invitation names the login of the invited partner."""
    AUTHOR = auto()
    """As ONLY_OWNER; and nobody else names the partner as the author: that becomes nobody."""
    STANCE = auto()
    """The other may enter a stance for the partner, who sees that (`approval/stances.py`)."""


RIGHTS: Mapping[tuple[str, str], Right] = {
    ("item", "remark"): Right.ONLY_OWNER,
    ("item", "rating"): Right.ONLY_OWNER,
    ("partner", "login"): Right.OWNER_ONCE_SET,
    ("progress", "agreement"): Right.ONLY_OWNER,
    ("progress", "at"): Right.ONLY_OWNER,
    ("progress", "by"): Right.AUTHOR,
    ("progress", "text"): Right.ONLY_OWNER,
    ("progress", "percent"): Right.ONLY_OWNER,
    ("approval", ""): Right.STANCE,
}
"""Table and column -> the rule; "" is any column. Both partners may write all other fields.

The names of the partners are free too: either may correct how a name is spelled.
"""


def fields_to_put_back(
    previous: FieldsBefore, fields: Fields, me: PartnerId, logins: Collection[Login]
) -> FieldsBefore:
    """Return what partner `me` has to set after a change by the other partner.

    `previous` are the changed fields before, `fields` all fields now, and `logins` those of `me`.
    """
    result: dict[FieldKey, Value | None] = {}
    stance_changed = False
    for key, before in previous.items():
        column, _, rest = key.attribute.partition("/")
        right = RIGHTS.get((key.table, column)) or RIGHTS.get((key.table, ""))
        if right is None:
            continue
        now = fields.get(key)
        if right is Right.STANCE:
            stance_changed |= key.id == RowId(me)
        elif _owner(key, rest, previous, fields) == me:
            if now != before and (before or right is not Right.OWNER_ONCE_SET):
                result[key] = before
        elif right is Right.AUTHOR and now == me:
            result[key] = NOBODY
    if stance_changed:
        result |= stance_to_put_back(previous, fields, me, logins)
    return result


def _owner(key: FieldKey, rest: str, previous: FieldsBefore, fields: Fields) -> str:
    """Return the id of the partner under whose name a field was before a change."""
    if key.table != "progress":
        return rest or key.id
    author = FieldKey("progress", RowId(key.id), "by")
    return str((previous[author] if author in previous else fields.get(author)) or NOBODY)
