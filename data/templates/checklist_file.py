"""Checklist templates: read one, report its faults by line, and merge several.

A template is a TOML file that a person can copy and change; the built-in ones in `templates/`
explain the format at their top. All texts are cleaned here (see `text/sanitize.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from ..errors import UsageError
from ..i18n.catalogue import LANGUAGES, Message
from ..ids import RowId
from ..model.conversation import (
    BELONGS,
    CONVERSATION_KINDS,
    ITEM_KINDS,
    ROLES,
    Belongs,
    ChecklistItem,
    ItemKind,
    Role,
)
from ..model.fractional_index import evenly_spaced_keys
from ..settings.toml_positions import KeyPath, key_lines
from ..settings.toml_reader import TomlFault, parse, quoted, read_text
from ..text.sanitize import clean_line

FORMAT = 1
"""The supported version of the template format."""

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """An item of a template: a short label, the whole question, and who prepares it."""

    id: RowId
    text: str
    question: str
    kind: ItemKind
    belongs: Belongs


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """A heading with its items. Sections of several templates with the same id are merged."""

    id: str
    title: str
    items: tuple[TemplateItem, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A checklist for one role, one kind of conversation and one language."""

    kind: str
    role: Role
    language: str
    title: str
    sections: tuple[TemplateSection, ...]


def parse_template(text: str, source: str) -> Template:
    """Parse a template in TOML; `source` is the file's name in messages.

    Raises UsageError with file, line and reason if the text is no valid template.
    """
    try:
        values = parse(text)
    except TomlFault as fault:
        raise _refused(fault, source) from None
    top = _Table(values, key_lines(text), source)
    if (found := top.number("format")) != FORMAT:
        reason = "newer" if found > FORMAT else "format"
        raise top.fault(reason, "format", found=found, known=FORMAT)
    top.refuse_unknown_keys("format", "kind", "role", "language", "title", "section")
    role = cast("Role", top.choice("role", ROLES))
    section_ids: dict[str, int] = {}
    item_ids: dict[str, int] = {}
    return Template(
        kind=top.choice("kind", CONVERSATION_KINDS),
        role=role,
        language=top.choice("language", LANGUAGES),
        title=top.text("title"),
        sections=tuple(
            _section(table, role, section_ids, item_ids)
            for table in top.tables("section", "no_sections")
        ),
    )


def builtin(kind: str, role: Role, language: str) -> Template:
    """Return a built-in checklist. Raises UsageError if there is none."""
    if kind not in CONVERSATION_KINDS or role not in ROLES or language not in LANGUAGES:
        known = ", ".join((*CONVERSATION_KINDS, *ROLES, *LANGUAGES))
        raise UsageError(
            "template.no_builtin",
            kind=quoted(kind),
            role=quoted(role),
            language=quoted(language),
            known=known,
        )
    name = f"{kind}.{role}.{language}.toml"
    return parse_template(_folder().joinpath(name).read_text(encoding="utf-8"), name)


def read_template(path: Path) -> Template:
    """Read a template from a person's own file, at most 256 KiB of UTF-8.

    Raises UsageError if it cannot be read (missing, a folder, a device, too big) or is invalid.
    """
    source = clean_line(str(path))
    try:
        text = read_text(path)
    except TomlFault as fault:
        raise _refused(fault, source) from None
    return parse_template(text, source)


def merge_templates(templates: Iterable[Template]) -> tuple[ChecklistItem, ...]:
    """Merge templates into one checklist, in order and each section once.

    An item for both partners that is in several templates appears once, after the items that each
    template puts before it. Other items with the same id all stay; later ones get a new id.
    """
    sections: dict[str, tuple[str, list[TemplateItem]]] = {}
    by_id: dict[RowId, TemplateItem] = {}
    seen: set[TemplateItem] = set()
    for template in templates:
        for section in template.sections:
            _, members = sections.setdefault(section.id, (section.title, []))
            for number, item in enumerate(section.items, start=1):
                earlier = by_id.get(item.id)
                if item in seen or (earlier and earlier.belongs == item.belongs == "both"):
                    continue
                seen.add(item)
                own = replace(item, id=_free_id(item, by_id)) if earlier else item
                by_id[own.id] = own
                following = (members.index(i) for i in section.items[number:] if i in members)
                members.insert(next(following, len(members)), own)
    merged = [(title, item) for title, members in sections.values() for item in members]
    return tuple(
        ChecklistItem(
            id=item.id,
            section=title,
            text=item.text,
            explanation=item.question,
            belongs=item.belongs,
            kind=item.kind,
            order=order,
        )
        for (title, item), order in zip(merged, evenly_spaced_keys(len(merged)), strict=True)
    )


def initial_notes(items: Iterable[ChecklistItem]) -> str:
    """Return the initial notes: a `## Section` heading for each section, with an empty line."""
    return "\n".join(f"## {section}\n" for section in dict.fromkeys(i.section for i in items))


def _free_id(item: TemplateItem, used: Collection[RowId]) -> RowId:
    free = RowId(f"{item.id}-{item.belongs}")
    number = 2
    while free in used:
        free = RowId(f"{item.id}-{item.belongs}-{number}")
        number += 1
    return free


def _section(
    table: _Table, role: Role, section_ids: dict[str, int], item_ids: dict[str, int]
) -> TemplateSection:
    table.refuse_unknown_keys("id", "title", "item")
    return TemplateSection(
        id=table.new_id(section_ids),
        title=table.text("title"),
        items=tuple(_item(row, role, item_ids) for row in table.tables("item", "no_items")),
    )


def _item(table: _Table, role: Role, item_ids: dict[str, int]) -> TemplateItem:
    table.refuse_unknown_keys("id", "text", "question", "kind", "belongs")
    return TemplateItem(
        id=RowId(table.new_id(item_ids)),
        text=table.text("text"),
        question=table.text("question"),
        kind=cast("ItemKind", table.choice("kind", ITEM_KINDS, "question")),
        belongs=cast("Belongs", table.choice("belongs", BELONGS, role)),
    )


class _Table:
    """One table of the file: its values, and its key path for messages."""

    def __init__(
        self,
        values: Mapping[str, Any],
        lines: Mapping[KeyPath, int],
        source: str,
        key_path: KeyPath = (),
    ) -> None:
        self._values = values
        self._lines = lines
        self._source = source
        self._key_path = key_path

    def fault(self, reason: str, key: str = "", **more: object) -> UsageError:
        """Return the error for a key of this table, or for the table as a whole."""
        message = Message(f"template.{reason}", name=quoted(key), **more)
        return _fault_at_line(self._source, self._line(key), message)

    def refuse_unknown_keys(self, *known: str) -> None:
        """Raise UsageError if the table has a key that is not `known`, such as a misspelt one."""
        for key in self._values:
            if key not in known:
                raise self.fault("unknown", key, known=", ".join(known))

    def number(self, key: str) -> int:
        value = self._value(key)
        if type(value) is not int:
            raise self.fault("not_number", key)
        return value

    def text(self, key: str) -> str:
        """Return the text under a key, cleaned. Raises UsageError if missing or empty."""
        value = self._value(key)
        if not isinstance(value, str):
            raise self.fault("not_text", key)
        cleaned = clean_line(value)
        if not cleaned:
            raise self.fault("empty", key)
        return cleaned

    def choice(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """Return the text under a key, which must be `known`; `default` if the key is missing."""
        if default is not None and key not in self._values:
            return default
        value = self.text(key)
        if value not in known:
            raise self.fault("choice", key, found=quoted(value), known=", ".join(known))
        return value

    def new_id(self, used: dict[str, int]) -> str:
        """Return the id, which must not be `used`; `used` maps each earlier id to its line."""
        value = self.text("id")
        if not _ID.fullmatch(value):
            raise self.fault("bad_id", "id", found=quoted(value))
        if value in used:
            raise self.fault("duplicate", "id", found=quoted(value), first=used[value])
        used[value] = self._line("id")
        return value

    def tables(self, key: str, reason_if_empty: str) -> list[_Table]:
        """Return the tables under a key. Raises UsageError if there are none."""
        rows = self._values.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            header = "section.item" if key == "item" else key
            raise self.fault("not_list", key, header=header)
        if not rows:
            raise self.fault(reason_if_empty)
        return [
            _Table(row, self._lines, self._source, (*self._key_path, key, index))
            for index, row in enumerate(rows)
        ]

    def _value(self, key: str) -> object:
        if key not in self._values:
            raise self.fault("missing", key)
        return self._values[key]

    def _line(self, key: str) -> int:
        return self._lines.get((*self._key_path, key), self._lines[self._key_path])


def _folder() -> Any:
    """Return the folder of the built-in templates, also in a zipped package."""
    from importlib.resources import files

    from .. import templates

    return files(templates)


def _refused(fault: TomlFault, source: str) -> UsageError:
    if fault.line:
        return _fault_at_line(source, fault.line, fault.message)
    return UsageError("template.whole", file=source, reason=fault.message)


def _fault_at_line(source: str, line: int, reason: Message) -> UsageError:
    return UsageError("template.at", file=clean_line(source), line=line, reason=reason)
