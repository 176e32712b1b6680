"""Competencies: rating them, seeing two views side by side, and naming them in one line.

Ratings are words and never add up to a mark: nothing here counts over several competencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..i18n.catalogue import catalogue
from ..text.sanitize import clean_line, clean_text
from .conversation import RATINGS, ChecklistItem, Conversation, Rating
from .edits import AddItem, Change, Delete, FieldEdit, Reorder, new_id
from .fractional_index import evenly_spaced_keys, keys_to_insert

LEVELS: Mapping[Rating, int] = {"mastered": 3, "growing": 2, "improve": 1, "undiscussed": 0}
"""How many of three parts are filled where a rating is drawn."""

View = Literal["far", "near", "one", "same", "none"]
"""How two views of a competency lie: two steps apart, one step apart, told by one partner only, the
same, or told by nobody. Not discussed is no view."""

VIEWS: tuple[View, ...] = ("far", "near", "one", "same", "none")
"""From the biggest difference, and so the first to talk about, to what needs no talk (yet)."""

_SPECIAL = re.compile(r'[,;"]')
_NAMES = re.compile(
    r"""[^\S\n]*(?P<quoted>"(?:[^"]|"")*")[^\S\n]*(?=[,;\n]|\Z)|(?P<plain>[^,;\n]+)"""
)
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class RatingComparison:
    """A competency, and how the partners' views of it lie."""

    item: ChecklistItem
    view: View


def next_rating(rating: Rating | None) -> Rating:
    """The rating that follows when somebody steps through them; nothing is followed by the best."""
    return RATINGS[(RATINGS.index(rating) + 1) % len(RATINGS)] if rating else RATINGS[0]


def competency_items(conversation: Conversation) -> tuple[ChecklistItem, ...]:
    """The checklist items that are competencies, in order."""
    return tuple(item for item in conversation.checklist if item.kind == "competency")


def competencies_of(conversation: Conversation) -> tuple[str, ...]:
    """The names of the competencies, in order and each once: what a follow-up can take over."""
    return _once(item.text for item in competency_items(conversation))


def view_of(item: ChecklistItem) -> View:
    """How the views of a competency lie."""
    levels = [LEVELS[rating] for rating in item.ratings.values() if rating != "undiscussed"]
    if len(levels) < 2:
        return "one" if levels else "none"
    apart = max(levels) - min(levels)
    return "far" if apart > 1 else "near" if apart else "same"


def compare_ratings(conversation: Conversation) -> tuple[RatingComparison, ...]:
    """The competencies with the biggest difference first; alike ones keep their order."""
    rows = [RatingComparison(item, view_of(item)) for item in competency_items(conversation)]
    return tuple(sorted(rows, key=lambda row: VIEWS.index(row.view)))


def parse_names(text: str) -> tuple[str, ...]:
    """The names in a line, between commas or semicolons, each once whatever its capitals.

    A name between double quotes is taken whole, as in a table of comma separated values.
    """
    found = _NAMES.finditer(clean_text(text))
    return _once(m["plain"] or m["quoted"][1:-1].replace('""', '"') for m in found)


def in_one_line(names: Iterable[str]) -> str:
    """Names as `parse_names` reads them back."""
    return ", ".join(_quoted(name) if _SPECIAL.search(name) else name for name in names)


def competency_edits(
    conversation: Conversation, before: Sequence[str], after: Sequence[str]
) -> list[FieldEdit]:
    """What makes `after` of the competencies, where a person was shown `before` to change.

    A new name becomes an item behind the last competency; a name that was taken out deletes its
    item, and with it the ratings. A name written with other capitals renames. What the other
    partner added meanwhile stays, and what they took out stays away.
    """
    items = competency_items(conversation)
    there = {clean_line(item.text).casefold() for item in items}
    wanted = {name.casefold(): name for name in after}
    gone = {name.casefold() for name in before} - set(wanted)
    rewritten = set(after) - set(before)
    edits: list[FieldEdit] = []
    for item in items:
        folded = clean_line(item.text).casefold()
        if folded in gone:
            edits.append(Delete("item", item.id))
        elif wanted.get(folded) in rewritten:
            edits.append(Change("item", item.id, {"text": wanted[folded]}))
    # One that was there when the form opened and is not any more is the other partner's doing.
    new = [name for folded, name in wanted.items() if folded not in there and name in rewritten]
    return [*_additions(conversation, new), *edits]


def with_competencies(
    checklist: Sequence[ChecklistItem], names: Sequence[str], language: str
) -> tuple[ChecklistItem, ...]:
    """A checklist to begin with, in which these names stand for all its competencies.

    One that the checklist has already keeps its question; without names nothing changes.
    """
    if not names:
        return tuple(checklist)
    known = {item.text.casefold(): item for item in checklist if item.kind == "competency"}
    section = _section(checklist, language)
    chosen = [
        replace(known[name.casefold()], section=section)
        if name.casefold() in known
        else _competency(name, section)
        for name in names
    ]
    place_of_first = next(
        (n for n, item in enumerate(checklist) if item.kind == "competency"), len(checklist)
    )
    rest = [item for item in checklist if item.kind != "competency"]
    rows = [*rest[:place_of_first], *chosen, *rest[place_of_first:]]
    orders = evenly_spaced_keys(len(rows))
    return tuple(replace(row, order=order) for row, order in zip(rows, orders, strict=True))


def grounds(conversation: Conversation) -> tuple[str, ...]:
    """What an agreement can be based on: lines of the job profile and goals, and competencies."""
    header = conversation.header
    lines = [*clean_text(header.job).splitlines(), *clean_text(header.goals).splitlines()]
    told = [_BULLET.sub("", line) for line in lines]
    return _once([*told, *competencies_of(conversation)])


def _additions(conversation: Conversation, names: Sequence[str]) -> list[FieldEdit]:
    """New competencies behind the last one, or at the end of their section, or of the list."""
    section = _section(conversation.checklist, conversation.header.language)
    rows = list(conversation.checklist)
    inside = [n for n, row in enumerate(rows) if row.kind == "competency"] or [
        n for n, row in enumerate(rows) if row.section == section
    ]
    index = inside[-1] + 1 if inside else len(rows)
    edits: list[FieldEdit] = []
    for number, name in enumerate(names):
        item = _competency(name, section)
        orders = dict(
            keys_to_insert(item.id, index + number, [(row.id, row.order) for row in rows])
        )
        item = replace(item, order=orders.pop(item.id))
        rows = [replace(row, order=orders.get(row.id, row.order)) for row in rows]
        rows.insert(index + number, item)
        edits.append(AddItem(item))
        if orders:
            edits.append(Reorder("item", orders))
    return edits


def _competency(name: str, section: str) -> ChecklistItem:
    return ChecklistItem(new_id(), section, name, kind="competency")


def _section(checklist: Sequence[ChecklistItem], language: str) -> str:
    """The heading under which competencies stand: that of the last one, else the usual words."""
    sections = [item.section for item in checklist if item.kind == "competency"]
    return sections[-1] if sections else catalogue(language)("competencies.section")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """The names that hold anything, each once whatever its capitals."""
    found: dict[str, str] = {}
    for name in map(clean_line, names):
        if name:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())
