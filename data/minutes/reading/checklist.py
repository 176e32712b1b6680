"""The checklist read back: what was discussed and parked, and the competencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...i18n.catalogue import Catalogue
from ...ids import PartnerId, RowId
from ...model.conversation import RATINGS, ChecklistItem, Rating
from ...model.edits import new_id
from ...model.fractional_index import evenly_spaced_keys
from ..markup.inline import unescape
from ..names import ORDER, Names
from .lines import Entry, entries, parts, table_rows


def read_discussed(lines: Sequence[str], names: Names) -> Iterator[ChecklistItem]:
    """Yield the items that were discussed."""
    for section, below in parts(lines, "### "):
        for entry in entries(below):
            remarks = _remarks(entry, names)
            yield ChecklistItem(
                RowId(""), unescape(section), entry.name, state="done", remarks=remarks
            )


def read_parked(lines: Sequence[str], words: Catalogue) -> Iterator[ChecklistItem]:
    """Yield the items that were parked."""
    competencies, other = words("competencies.section"), words("minutes.parked.other")
    is_first = True
    for entry in entries(lines):
        # Items without a section come first.
        is_first = is_first and entry.name == other
        yield ChecklistItem(
            RowId(""),
            "" if is_first else entry.name,
            unescape(entry.text),
            state="parked",
            kind="competency" if entry.name == competencies else "question",
        )


def read_competencies(
    lines: Sequence[str],
    names: Names,
    words: Catalogue,
) -> Iterator[ChecklistItem]:
    """Yield the competencies, with ratings and answers."""
    section = words("competencies.section")
    items = [_competency(cells, section, words) for cells in table_rows(lines)]
    start = 0
    for entry in entries(lines):
        # Competencies may have the same text: their answers are in the order of the table.
        found = [at for at in range(start, len(items)) if items[at].text == entry.name]
        if found:
            start = found[0] + 1
            remarks = _remarks(entry, names)
            items[found[0]] = replace(items[found[0]], state="done", remarks=remarks)
    yield from items


def in_order(
    discussed: Sequence[ChecklistItem],
    competencies: Sequence[ChecklistItem],
    parked: Sequence[ChecklistItem],
) -> tuple[ChecklistItem, ...]:
    """Return the items as one checklist, by section, with ids and order.

    Each of the three has its items in the order of the checklist. A parked competency with a rating
    stands in two of them, and becomes one item.
    """
    items = [*discussed, *_with_parked(competencies, parked)]
    sections = _merged(_sections(discussed), _sections(parked))
    sections += [section for section in _sections(competencies) if section not in sections]
    ordered = sorted(items, key=lambda item: sections.index(item.section))
    keys = evenly_spaced_keys(len(ordered))
    return tuple(
        replace(item, id=RowId(new_id()), order=key)
        for item, key in zip(ordered, keys, strict=True)
    )


def _with_parked(
    competencies: Sequence[ChecklistItem], parked: Sequence[ChecklistItem]
) -> list[ChecklistItem]:
    """Return both, in their orders, and once what is in both."""
    items: list[ChecklistItem] = []
    rest = list(competencies)
    for item in parked:
        same = (
            place
            for place, rated in enumerate(rest)
            if (rated.section, rated.text) == (item.section, item.text) and not rated.remarks
        )
        place = next(same, None)
        if place is None:
            items.append(item)
        else:
            items += [*rest[:place], replace(rest[place], state="parked")]
            rest = rest[place + 1 :]
    return items + rest


def _sections(items: Sequence[ChecklistItem]) -> list[str]:
    return list(dict.fromkeys(item.section for item in items))


def _merged(some: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return all of two selections from one list, as far as they tell in the order of that list."""
    merged: list[str] = []
    rest = list(others)
    for each in some:
        if each in rest:
            place = rest.index(each)
            merged += rest[:place]
            rest = rest[place + 1 :]
        if each not in merged:
            merged.append(each)
    return [*merged, *(each for each in rest if each not in merged)]


def _remarks(entry: Entry, names: Names) -> dict[PartnerId, str]:
    found: dict[PartnerId, str] = {}
    for below in entry.entries():
        by = names.partner_of(below.name)
        if by:
            found[by] = below.value
    return found


def _competency(
    cells: Sequence[str],
    section: str,
    words: Catalogue,
) -> ChecklistItem:
    text, *told = [*cells, "", "", ""][:3]
    ratings: dict[PartnerId, Rating] = {}
    earlier: dict[PartnerId, Rating] = {}
    for by, cell in zip(ORDER, told, strict=True):
        for rating in RATINGS:
            word = words(f"conversation.rating.{rating}")
            if cell == word or cell.startswith(f"{word} ("):
                ratings[by] = rating
            if cell.endswith(f"({words('minutes.rating_before', rating=word)})"):
                earlier[by] = rating
    return ChecklistItem(
        RowId(""), section, text, kind="competency", ratings=ratings, earlier=earlier
    )
