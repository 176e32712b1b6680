"""Checklist files (format 1): one for each kind, role and language; two of them make a kind.

All texts are cleaned here (see `text/sanitize.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from ..i18n.catalogue import LANGUAGES
from ..ids import RowId
from ..kinds.kind import Competency, Kind, KindItem, KindSection
from ..model.conversation import BELONGS, CONVERSATION_KINDS, ROLES, Belongs, Role
from .checked_table import CheckedFile, CheckedTable

FORMAT = 1
"""The version of the format that this file reads."""

_ITEM_KINDS = ("question", "competency")


@dataclass(frozen=True, slots=True)
class Checklist:
    """The list of one role, for one kind of conversation in one language."""

    kind: str
    role: Role
    language: str
    sections: tuple[KindSection, ...]


def parse_checklist(values: Mapping[str, Any], file: CheckedFile) -> Checklist:
    """Read the list in a TOML text; its faults are in `file` afterwards."""
    top = CheckedTable(file, values)
    top.check_keys(
        ("format", "kind", "role", "language", "title", "section"),
        ("format", "kind", "role", "language", "title"),
    )
    top.text("title")
    role = cast("Role", top.choice("role", ROLES, ROLES[0]))
    section_ids: dict[str, int] = {}
    item_ids: dict[str, int] = {}
    tables = list(top.tables("section", "section"))
    if not tables and not isinstance(values.get("section"), dict):
        top.report("", "no_sections")
    return Checklist(
        top.choice("kind", CONVERSATION_KINDS, CONVERSATION_KINDS[0]),
        role,
        top.choice("language", LANGUAGES, LANGUAGES[0]),
        tuple(_section(table, role, section_ids, item_ids) for table in tables),
    )


def _section(
    table: CheckedTable, role: Role, section_ids: dict[str, int], item_ids: dict[str, int]
) -> KindSection:
    table.check_keys(("id", "title", "item"), ("id", "title"))
    rows = tuple(_row(row, role, item_ids) for row in table.tables("item", "section.item"))
    if not rows and not table.is_table("item"):
        table.report("", "no_items")
    return KindSection(table.id(used=section_ids), table.text("title"), rows)


def _row(table: CheckedTable, role: Role, item_ids: dict[str, int]) -> KindItem | Competency:
    table.check_keys(("id", "text", "question", "kind", "belongs"), ("id", "text", "question"))
    row_id = RowId(table.id(used=item_ids))
    text, question = table.text("text"), table.text("question")
    belongs = cast("Belongs", table.choice("belongs", BELONGS, role))
    if table.choice("kind", _ITEM_KINDS, "question") == "competency":
        return Competency(row_id, text, question, belongs)
    return KindItem(row_id, text, question, belongs=belongs)


def list_of(kind: Kind, role: Role) -> Checklist:
    """Return the list of one role of a kind: what it asks this role."""
    sections = []
    for section in kind.sections:
        rows: list[KindItem | Competency] = []
        for row in section.rows:
            if isinstance(row, KindItem) and row.questions:
                rows.append(replace(row, belongs=role, question=row.questions[role], questions={}))
            elif row.belongs in (role, "both"):
                rows.append(row)
        sections.append(replace(section, rows=tuple(rows)))
    return Checklist(kind.id, role, kind.language, tuple(sections))


def kind_of_lists(lists: Sequence[Checklist], base: Kind, digest: str) -> Kind:
    """Return the kind that lists make; all else is that of `base`, the built-in kind."""
    sections = merge_lists(lists)
    competencies = [
        row for section in sections for row in section.rows if isinstance(row, Competency)
    ]
    return replace(base, sections=sections, competencies=tuple(competencies), digest=digest)


def merge_lists(lists: Iterable[Checklist]) -> tuple[KindSection, ...]:
    """Merge lists in order, each section once.

    An item for both partners that is in several lists appears once, after the items that each list
    puts before it. Other items with the same id all stay; later ones get a new id.
    """
    sections: dict[str, tuple[str, list[KindItem | Competency]]] = {}
    by_id: dict[RowId, KindItem | Competency] = {}
    seen: list[KindItem | Competency] = []
    for found in lists:
        for section in found.sections:
            _, members = sections.setdefault(section.id, (section.title, []))
            for number, row in enumerate(section.rows, start=1):
                earlier = by_id.get(row.id)
                if row in seen or (earlier and earlier.belongs == row.belongs == "both"):
                    continue
                seen.append(row)
                own = replace(row, id=_free_id(row, by_id)) if earlier else row
                by_id[own.id] = own
                following = (members.index(r) for r in section.rows[number:] if r in members)
                members.insert(next(following, len(members)), own)
    return tuple(
        KindSection(section_id, title, tuple(rows))
        for section_id, (title, rows) in sections.items()
    )


def _free_id(row: KindItem | Competency, used: Collection[RowId]) -> RowId:
    free = RowId(f"{row.id}-{row.belongs}")
    number = 2
    while free in used:
        free = RowId(f"{row.id}-{row.belongs}-{number}")
        number += 1
    return free
