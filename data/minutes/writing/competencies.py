"""The competencies in the minutes: a table of ratings, and what the partners wrote at them."""

from __future__ import annotations

from collections.abc import Iterator

from ...i18n.catalogue import Catalogue
from ...ids import PartnerId
from ...model.conversation import ChecklistItem, Conversation
from ...text.sanitize import clean_line
from ..edition import Edition
from ..left_out import is_discussed, rates
from ..markup.entries import block_entry, cell, table, typed_label
from ..names import ORDER, Names
from ..wording import by_section, is_competency, item_text


def competencies(conversation: Conversation, edition: Edition, words: Catalogue) -> Iterator[str]:
    """Yield the blocks of the chapter: only competencies that somebody rated."""
    rated = rated_items(conversation)
    if not rated:
        return
    names = Names(conversation, edition, words)
    yield f"## {words('minutes.competencies')}"
    has_earlier = any(item.earlier.get(by) for item in rated for by in ORDER)
    yield words("minutes.competencies.told_before" if has_earlier else "minutes.competencies.told")
    head = [words("minutes.competency"), *(names.role(by) for by in ORDER)]
    rows = [[cell(item_text(item)), *(_rating(item, by, words) for by in ORDER)] for item in rated]
    yield table([head, *rows])
    said: list[str] = []
    for item in filter(is_discussed, rated):
        if remarks := list(answers(item, names)):
            said += [f"- **{typed_label(item_text(item))}:**", *remarks]
    if said:
        yield "\n".join(said)


def rated_items(conversation: Conversation) -> list[ChecklistItem]:
    """Return the competencies with a rating now, in the order of the minutes."""
    items = [item for item in conversation.checklist if is_competency(item)]
    return [
        item
        for _, group in by_section(items)
        for item in group
        if any(rates(item, by) for by in ORDER)
    ]


def answers(item: ChecklistItem, names: Names) -> Iterator[str]:
    """Yield what the partners shared at an item, each as an entry below it."""
    for by in ORDER:
        remark = item.remarks.get(by, "")
        if clean_line(remark):
            yield block_entry(typed_label(names.short(by)), remark, "  ")


def _rating(item: ChecklistItem, by: PartnerId, words: Catalogue) -> str:
    now = item.ratings.get(by, "undiscussed")
    text = "" if now == "undiscussed" else words(f"conversation.rating.{now}")
    before = item.earlier.get(by)
    if before is None:
        return text
    was = words("minutes.rating_before", rating=words(f"conversation.rating.{before}"))
    return f"{text} ({was})".lstrip()
