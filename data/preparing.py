"""Private preparation and what both read: how the one is added to the other."""

from __future__ import annotations

from collections.abc import Mapping

from .conversation import Conversation
from .fields import Fields, rows
from .text import clean_text


def answers_of(fields: Fields, partner: str | None) -> dict[str, str]:
    """The private answers of one partner in the fields of a private file: item id -> text."""
    told = {row_id: row.get(f"remark/{partner}") for (_, row_id), row in rows(fields).items()}
    return {row_id: str(text) for row_id, text in told.items() if text}


def together(present: str, more: str) -> str:
    """What is there with `more` under it, unless it holds those lines already.

    Nothing of either is lost, and adding the same again changes nothing.
    """
    present, more = clean_text(present).strip(), clean_text(more).strip()
    if f"\n{more}\n" in f"\n{present}\n" or not more:
        return present
    if not present or f"\n{present}\n" in f"\n{more}\n":
        return more
    return f"{present}\n{more}"


def to_show(conversation: Conversation, private: Mapping[str, str], me: str) -> dict[str, str]:
    """The shared answers that showing one's private ones makes: item id -> text.

    Only of items that are there, and only where it changes what the other one reads.
    """
    shown: dict[str, str] = {}
    for item in conversation.checklist:
        if text := private.get(item.id):
            before = item.remarks.get(me, "")
            if (after := together(before, text)) != clean_text(before).strip():
                shown[item.id] = after
    return shown
