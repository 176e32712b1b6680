"""Private answers, and how they are merged into the shared ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...ids import NOBODY, Login, PartnerId, RowId
from ...text.sanitize import clean_text
from ..conversation import Conversation, Header
from ..fields import FieldKey, Fields, Value, rows
from .hidden_ratings import own_hidden_ratings


def private_file_partner(private: Fields) -> PartnerId:
    """Return the id of the partner whose private file this is; "" if it does not say."""
    named = (PartnerId(row_id) for (table, row_id), row in rows(private).items()
             if table == "partner" and row.get("deleted") is not True)  # fmt: skip
    return next(named, NOBODY)


def answers_of(fields: Fields, partner: PartnerId | None) -> dict[RowId, str]:
    """Return a partner's private answers in the fields of a private file: item id -> text."""
    remarks = {row_id: row.get(f"remark/{partner}") for (_, row_id), row in rows(fields).items()}
    return {row_id: str(text) for row_id, text in remarks.items() if text}


def reassign_private_file(private: Fields, me: PartnerId, login: Login) -> dict[FieldKey, Value]:
    """Return the fields to set in a private file so that it belongs to partner `me`.

    Answers that the user wrote while the program took them for another partner become those of
    `me`. Answers of another login stay unchanged.
    """
    result: dict[FieldKey, Value] = {
        FieldKey("partner", RowId(me), "login"): login,
        FieldKey("partner", RowId(me), "deleted"): False,
    }
    before = private_file_partner(private)
    if before in ("", me):
        return result
    result[FieldKey("partner", RowId(before), "deleted")] = True
    if private.get(FieldKey("partner", RowId(before), "login")) == login:
        own_answers = answers_of(private, me)
        for item, text in answers_of(private, before).items():
            result[FieldKey("item", item, f"remark/{me}")] = append_missing_text(
                own_answers.get(item, ""), text
            )
            result[FieldKey("item", item, f"remark/{before}")] = ""
        for item, rating in own_hidden_ratings(private, before).items():
            result[FieldKey("item", item, f"rating/{me}")] = rating
            result[FieldKey("item", item, f"rating/{before}")] = "undiscussed"
    return result


def append_missing_text(present: str, more: str) -> str:
    """Append `more` to a text on a new line, unless the text has those lines already.

    Nothing of either is lost, and appending the same again changes nothing.
    """
    present, more = clean_text(present).strip(), clean_text(more).strip()
    if f"\n{more}\n" in f"\n{present}\n" or not more:
        return present
    if not present or f"\n{present}\n" in f"\n{more}\n":
        return more
    return f"{present}\n{more}"


def answers_to_share(
    conversation: Conversation, private: Mapping[RowId, str], me: PartnerId
) -> dict[RowId, str]:
    """Return the shared answers after a partner shows their private ones: item id -> text.

    Only those of existing items, and only where the shared answer changes.
    """
    shown: dict[RowId, str] = {}
    for item in conversation.checklist:
        if text := private.get(item.id):
            before = item.remarks.get(me, "")
            if (after := append_missing_text(before, text)) != before.strip():
                shown[item.id] = after
    return shown


def are_hidden_on(day: date, header: Header) -> bool:
    """Return whether a screen hides private answers on a day, until the user shows them.

    From the day of the talk on the other partner may see the screen.
    """
    return header.date is not None and header.date <= day
