"""Parked competencies in minutes: told by title alone, they are known by the catalogues."""

from __future__ import annotations

from dataclasses import replace

from ..model.conversation import ChecklistItem, Conversation
from ..templates.kind_library import Library


def with_known_competencies(conversation: Conversation, library: Library) -> Conversation:
    """Return a conversation in which parked items that are competencies of a catalogue are such.

    The catalogues are those of all kinds in its language: a competency goes along from one kind to
    the next.
    """
    if not any(map(_may_be_one, conversation.checklist)):
        return conversation
    language = conversation.header.language
    known = {
        item.text.casefold()
        for found in library.kinds
        if found.kind is not None and found.language == language
        for item in found.kind.competency_items()
    }
    checklist = tuple(
        replace(item, kind="competency")
        if _may_be_one(item) and item.text.casefold() in known
        else item
        for item in conversation.checklist
    )
    return replace(conversation, checklist=checklist)


def _may_be_one(item: ChecklistItem) -> bool:
    return item.state == "parked" and item.kind == "question"
