"""Private preparation and what both read: how the one is added to the other."""

from __future__ import annotations

from collections.abc import Mapping

from ..text.sanitize import clean_text
from .conversation import Conversation
from .fields import Fields, Value, field_key, rows


def private_file_partner(private: Fields) -> str:
    """The id of the partner whose private file this is; empty where it does not tell."""
    named = (row_id for (table, row_id), row in rows(private).items()
             if table == "partner" and row.get("deleted") is not True)  # fmt: skip
    return next(named, "")


def answers_of(fields: Fields, partner: str | None) -> dict[str, str]:
    """The private answers of one partner in the fields of a private file: item id -> text."""
    told = {row_id: row.get(f"remark/{partner}") for (_, row_id), row in rows(fields).items()}
    return {row_id: str(text) for row_id, text in told.items() if text}


def reassign_private_file(private: Fields, me: str, login: str) -> dict[str, Value]:
    """Return what to set in a private file so that partner `me`, with this login, has it.

    Answers that the user wrote while another partner was taken for them become those of `me`.
    What somebody with another login wrote there stays theirs.
    """
    told: dict[str, Value] = {
        field_key("partner", me, "login"): login,
        field_key("partner", me, "deleted"): False,
    }
    before = private_file_partner(private)
    if before in ("", me):
        return told
    told[field_key("partner", before, "deleted")] = True
    if private.get(field_key("partner", before, "login")) == login:
        kept = answers_of(private, me)
        for item, text in answers_of(private, before).items():
            told[field_key("item", item, f"remark/{me}")] = append_missing_text(
                kept.get(item, ""), text
            )
            told[field_key("item", item, f"remark/{before}")] = ""
    return told


def append_missing_text(present: str, more: str) -> str:
    """What is there with `more` under it, unless it holds those lines already.

    Nothing of either is lost, and adding the same again changes nothing.
    """
    present, more = clean_text(present).strip(), clean_text(more).strip()
    if f"\n{more}\n" in f"\n{present}\n" or not more:
        return present
    if not present or f"\n{present}\n" in f"\n{more}\n":
        return more
    return f"{present}\n{more}"


def answers_to_share(
    conversation: Conversation, private: Mapping[str, str], me: str
) -> dict[str, str]:
    """The shared answers that showing one's private ones makes: item id -> text.

    Only of items that are there, and only where it changes what the other one reads.
    """
    shown: dict[str, str] = {}
    for item in conversation.checklist:
        if text := private.get(item.id):
            before = item.remarks.get(me, "")
            if (after := append_missing_text(before, text)) != clean_text(before).strip():
                shown[item.id] = after
    return shown
