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


def read_parked(lines: Sequence[str]) -> Iterator[ChecklistItem]:
    """Yield the items that were parked."""
    for entry in entries(lines):
        yield ChecklistItem(RowId(""), entry.name, unescape(entry.text), state="parked")


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
            items[found[0]] = replace(items[found[0]], remarks=_remarks(entry, names))
    yield from items


def in_order(items: Sequence[ChecklistItem]) -> tuple[ChecklistItem, ...]:
    """Return the items as one checklist, by section, with ids and order."""
    sections = list(dict.fromkeys(item.section for item in items))
    ordered = sorted(items, key=lambda item: sections.index(item.section))
    keys = evenly_spaced_keys(len(ordered))
    return tuple(
        replace(item, id=RowId(new_id()), order=key)
        for item, key in zip(ordered, keys, strict=True)
    )


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
        RowId(""), section, text, kind="competency", state="done", ratings=ratings, earlier=earlier
    )
