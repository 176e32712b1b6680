"""Ratings that the other partner does not see yet, so that neither follows the other's.

Until both have rated a competency, or the day of the talk has come, a rating is in the private file
of who gave it. The conversation only says that there is one (`rated`), never which.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...ids import PartnerId, RowId
from ...lazy_dataclass import replace
from ..conversation import RATINGS, ChecklistItem, Conversation, Rating
from ..fields import FieldKey, Fields, Value, rows

RATED = "yes"
"""The value of `rated/<partner>` while there is a rating that the other does not see."""
_NONE: Rating = "undiscussed"


def decides_ratings(table: str, attribute: str) -> bool:
    """Return whether it depends on this attribute of a row what the other sees of the ratings."""
    column = attribute.partition("/")[0]
    if table == "item":
        return column in ("rating", "rated", "deleted")
    return table == "header" and column == "date"


def own_hidden_ratings(private: Fields, me: PartnerId | None) -> dict[RowId, Rating]:
    """Return the ratings of `me` in the fields of their private file: item id -> rating."""
    found: dict[RowId, Rating] = {}
    for (table, row_id), row in rows(private).items():
        rating = next((each for each in RATINGS if each == row.get(f"rating/{me}")), _NONE)
        if table == "item" and rating != _NONE:
            found[row_id] = rating
    return found


def is_open(
    item: ChecklistItem, me: PartnerId, day: date | None, today: date, *, shared: bool
) -> bool:
    """Return whether the other partner may see a rating that `me` gives today.

    They may from the `day` of the talk on, and once they have rated too. Without a day it depends
    on whether the conversation is `shared`: then both have to have rated.
    """
    others = {by for by, given in item.ratings.items() if given != _NONE} | set(item.rated)
    if others - {me}:
        return True
    return not shared if day is None else today >= day


def with_hidden_ratings(
    conversation: Conversation, hidden: Mapping[RowId, Rating], me: PartnerId
) -> Conversation:
    """Return the conversation as `me` sees it, with the ratings that only they see."""
    if not hidden:
        return conversation
    checklist = tuple(
        replace(item, ratings={**item.ratings, me: hidden[item.id]}) if item.id in hidden else item
        for item in conversation.checklist
    )
    return replace(conversation, checklist=checklist)


def fields_to_settle(
    conversation: Conversation,
    private: Fields,
    me: PartnerId,
    today: date,
    *,
    shared: bool,
) -> tuple[dict[FieldKey, Value], dict[FieldKey, Value]]:
    """Return the fields to set in the conversation and in the private file of `me`.

    A hidden rating that the other may see now moves into the conversation; for each other one the
    conversation says that there is one.
    """
    hidden = own_hidden_ratings(private, me)
    public: dict[FieldKey, Value] = {}
    own: dict[FieldKey, Value] = {}
    day = conversation.header.date
    for item in conversation.checklist:
        if item.id not in hidden and me not in item.rated:
            continue
        key = FieldKey("item", item.id, f"rating/{me}")
        flag = FieldKey("item", item.id, f"rated/{me}")
        if item.id in hidden and is_open(item, me, day, today, shared=shared):
            public[key], own[key] = hidden[item.id], _NONE
        elif item.id in hidden:
            if me not in item.rated:
                public[flag] = RATED
            continue
        if me in item.rated:
            public[flag] = ""
    return public, own
