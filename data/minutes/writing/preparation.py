"""The preparation that was discussed, and what was parked for the next conversation."""

from __future__ import annotations

from collections.abc import Iterator

from ...i18n.catalogue import Catalogue
from ...model.conversation import ChecklistItem, Conversation
from ..edition import Edition
from ..markup.entries import entry, typed_label
from ..markup.inline import Place, escape
from ..names import Names
from ..wording import by_section, is_competency, item_text
from .competencies import answers


def discussed(conversation: Conversation, edition: Edition, words: Catalogue) -> Iterator[str]:
    """Yield the chapter of the ticked items, with what was shared at them."""
    groups = discussed_items(conversation)
    if not groups:
        return
    names = Names(conversation, edition, words)
    yield f"## {words('minutes.points')}"
    for section, items in groups:
        if section:
            yield f"### {escape(section, Place.HEADING)}"
        lines: list[str] = []
        for item in items:
            remarks = list(answers(item, names))
            told = "" if remarks else f" {words('minutes.points.discussed')}"
            lines += [f"- **{typed_label(item_text(item))}:**{told}", *remarks]
        yield "\n".join(lines)


def parked(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    """Yield the chapter of the parked items, by title alone."""
    groups = parked_items(conversation)
    if not groups:
        return
    yield f"## {words('minutes.parked')}"
    yield "\n".join(
        entry(typed_label(section or words("minutes.parked.other")), item_text(item))
        for section, items in groups
        for item in items
    )


def discussed_items(conversation: Conversation) -> list[tuple[str, list[ChecklistItem]]]:
    """Return the ticked items by section; competencies have a chapter of their own."""
    done = (item for item in _shared_items(conversation) if item.state == "done")
    return by_section(item for item in done if not is_competency(item))


def parked_items(conversation: Conversation) -> list[tuple[str, list[ChecklistItem]]]:
    """Return the parked items by section, competencies too."""
    return by_section(item for item in _shared_items(conversation) if item.state == "parked")


def _shared_items(conversation: Conversation) -> Iterator[ChecklistItem]:
    """Yield the items that are no reminders for oneself."""
    return (item for item in conversation.checklist if item.kind != "reminder")
