"""Competencies: rate them, compare the partners' ratings, and edit their names in one line.

Ratings are words and are never added up to a score: nothing here counts over several competencies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ...i18n.catalogue import catalogue
from ...ids import PartnerId, RowId
from ...lazy_dataclass import dataclass, replace
from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_line, clean_text
from ..conversation import RATINGS, ChecklistItem, Conversation, Rating
from ..edits import AddItem, Change, Delete, FieldEdit, Reorder, new_id
from ..fractional_index import evenly_spaced_keys, keys_to_insert

LEVELS: Mapping[Rating, int] = {"mastered": 3, "growing": 2, "improve": 1, "undiscussed": 0}
"""The number of filled parts, of three, when a rating is drawn."""

View = Literal["far", "near", "one", "same", "none"]
"""How two ratings of a competency compare: two steps apart, one step apart, given by one partner
only, the same, or given by nobody. Not discussed counts as no rating."""

VIEWS: tuple[View, ...] = ("far", "near", "one", "same", "none")
"""In order of importance for the conversation: the biggest difference first."""

_SPECIAL = lazy_pattern(r'[,;"]')
_NAMES = lazy_pattern(
    r"""[^\S\n]*(?P<quoted>"(?:[^"]|"")*")[^\S\n]*(?=[,;\n]|\Z)|(?P<plain>[^,;\n]+)"""
)
_BULLET = lazy_pattern(r"^\s*(?:[-*+•]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class RatingComparison:
    """A competency, and how the partners' ratings of it compare."""

    item: ChecklistItem
    view: View


def change_since(item: ChecklistItem, partner: PartnerId) -> int | None:
    """Return how many levels a partner's rating rose since the time before; None if unknown."""
    now, before = item.ratings.get(partner), item.earlier.get(partner)
    if not (now and before) or "undiscussed" in (now, before):
        return None
    return LEVELS[now] - LEVELS[before]


def agreements_on(conversation: Conversation, item: ChecklistItem) -> tuple[RowId, ...]:
    """Return the ids of the agreements about a competency: based on it, or to develop it."""
    name = item.text.casefold()
    return tuple(
        row.id
        for row in conversation.agreements
        if name
        and (
            name in row.based_on.casefold()
            or (row.kind == "development" and name in row.text.casefold())
        )
    )


def next_rating(rating: Rating | None) -> Rating:
    """Return the rating after this one in the cycle of ratings; after None, the best one."""
    return RATINGS[(RATINGS.index(rating) + 1) % len(RATINGS)] if rating else RATINGS[0]


def competency_items(conversation: Conversation) -> tuple[ChecklistItem, ...]:
    """Return the checklist items that are competencies, in order."""
    return tuple(item for item in conversation.checklist if item.kind == "competency")


def competencies_of(conversation: Conversation) -> tuple[str, ...]:
    """Return the names of the competencies, in order and without duplicates, for a follow-up."""
    return _unique(item.text for item in competency_items(conversation))


def view_of(item: ChecklistItem) -> View:
    """Return how the ratings of a competency compare."""
    levels = [LEVELS[rating] for rating in item.ratings.values() if rating != "undiscussed"]
    if len(levels) < 2:
        return "one" if levels else "none"
    distance = max(levels) - min(levels)
    return "far" if distance > 1 else "near" if distance else "same"


def compare_ratings(conversation: Conversation) -> tuple[RatingComparison, ...]:
    """Return the competencies, those with the biggest difference first; a stable sort."""
    rows = [RatingComparison(item, view_of(item)) for item in competency_items(conversation)]
    return tuple(sorted(rows, key=lambda row: VIEWS.index(row.view)))


def parse_names(text: str) -> tuple[str, ...]:
    """Return the names in a line, between commas or semicolons, without duplicates in any case.

    A name between double quotes is taken whole, as in CSV.
    """
    found = _NAMES.finditer(clean_text(text))
    return _unique(m["plain"] or m["quoted"][1:-1].replace('""', '"') for m in found)


def in_one_line(names: Iterable[str]) -> str:
    """Return names in one line, as `parse_names` reads them."""
    return ", ".join(_quoted(name) if _SPECIAL.search(name) else name for name in names)


def competency_edits(
    conversation: Conversation, before: Sequence[str], after: Sequence[str]
) -> list[FieldEdit]:
    """Return the edits for a person who was shown the names `before` and entered `after`.

    A new name becomes an item after the last competency; a removed name deletes its item, and with
    it the ratings. A name in another case renames its item. Competencies that the other partner
    added meanwhile stay, and those that they deleted stay deleted.
    """
    items = competency_items(conversation)
    present = {item.text.casefold() for item in items}
    wanted = {name.casefold(): name for name in after}
    removed = {name.casefold() for name in before} - set(wanted)
    rewritten = set(after) - set(before)
    edits: list[FieldEdit] = []
    for item in items:
        folded = item.text.casefold()
        if folded in removed:
            edits.append(Delete("item", item.id))
        elif wanted.get(folded) in rewritten:
            edits.append(Change("item", item.id, {"text": wanted[folded]}))
    # A name that was shown and exists no more was deleted by the other partner.
    new = [name for folded, name in wanted.items() if folded not in present and name in rewritten]
    return [*_additions(conversation, new), *edits]


def with_competencies(
    checklist: Sequence[ChecklistItem],
    names: Sequence[str],
    language: str,
    catalogue_items: Iterable[ChecklistItem] = (),
) -> tuple[ChecklistItem, ...]:
    """Return a kind's checklist in which these names replace its competencies.

    A competency of the checklist, or of the catalogue of the kind, keeps its question and
    behaviour; without names nothing changes.
    """
    if not names:
        return tuple(checklist)
    asked = (item for item in checklist if item.kind == "competency")
    known = {item.text.casefold(): item for item in (*catalogue_items, *asked)}
    section = _section(checklist, language)
    chosen = [
        replace(known[name.casefold()], section=section)
        if name.casefold() in known
        else _competency(name, section)
        for name in names
    ]
    first_index = next(
        (n for n, item in enumerate(checklist) if item.kind == "competency"), len(checklist)
    )
    rest = [item for item in checklist if item.kind != "competency"]
    rows = [*rest[:first_index], *chosen, *rest[first_index:]]
    orders = evenly_spaced_keys(len(rows))
    return tuple(replace(row, order=order) for row, order in zip(rows, orders, strict=True))


def to_talk_about(conversation: Conversation) -> tuple[ChecklistItem, ...]:
    """Return the competencies that a talk halfway the year is about; all if none was rated.

    Those of which the two views differed, and those that are being developed: so one of the two
    finds, or an open agreement on development names it.
    """
    items = competency_items(conversation)
    if all(view_of(item) == "none" for item in items):
        return items
    developed = " ".join(
        f"{row.based_on} {row.text}".casefold()
        for row in conversation.agreements
        if row.kind == "development" and row.status == "open"
    )
    return tuple(
        item
        for item in items
        if view_of(item) in ("far", "near")
        or {"growing", "improve"} & set(item.ratings.values())
        or (item.text and item.text.casefold() in developed)
    )


def grounds(conversation: Conversation) -> tuple[str, ...]:
    """Return the possible grounds of an agreement: lines of job profile and goals, competencies."""
    job = [_BULLET.sub("", line) for line in conversation.header.job.splitlines()]
    return _unique([*job, *goal_lines(conversation), *competencies_of(conversation)])


def goal_lines(conversation: Conversation) -> tuple[str, ...]:
    """Return the goals, one each, without list marks and duplicates."""
    return _unique(_BULLET.sub("", line) for line in conversation.header.goals.splitlines())


def earlier_ratings(conversation: Conversation) -> Mapping[RowId, Mapping[PartnerId, Rating]]:
    """Return the last ratings before this conversation: item id -> partner id -> rating."""
    return {item.id: item.earlier for item in competency_items(conversation) if item.earlier}


def _additions(conversation: Conversation, names: Sequence[str]) -> list[FieldEdit]:
    """Return edits that add competencies after the last one, else to their section or the list."""
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
    """Return the section of the last competency, else the default title of that section."""
    sections = [item.section for item in checklist if item.kind == "competency"]
    return sections[-1] if sections else catalogue(language)("competencies.section")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return the non-empty names, without duplicates in any case."""
    by_key: dict[str, str] = {}
    for name in map(clean_line, names):
        if name:
            by_key.setdefault(name.casefold(), name)
    return tuple(by_key.values())
