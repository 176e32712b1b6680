"""The data stored about one person, as Markdown and as JSON-ready values.

In the Markdown all typed text is escaped, so that it reads back as the same text without markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..exchange.export_log import Export
from ..i18n.catalogue import Catalogue
from ..ids import NOBODY, PartnerId, RowId
from ..minutes.wording import choice_in_words, field_label
from ..model.fields import SINGLETON_ID, SPECS, TABLES, FieldKey, Fields, Value, rows, spec_of
from ..text.markdown import escape_block, escape_line
from ..text.sanitize import clean_line, clean_text
from .subject_access import StoredConversation, SubjectData

_TECHNICAL = {
    *("deleted", "looked", "id", "conversation", "refused", "client", "removed_text"),
    *(spec.prefix or name for (_, name), spec in SPECS.items() if not spec.about),
}
"""Columns that mean nothing to a reader; only the JSON has them."""
_TITLE = {"header": "title", "partner": "name", "progress": "at", "approval": "at"}
"""The attribute that names a row, if it is not `text`."""


def subject_data_markdown(words: Catalogue, data: SubjectData) -> str:
    """Return the data as Markdown with a final line break."""
    blocks = [
        f"# {words('subject_access.title', name=escape_line(data.person))}",
        words("subject_access.intro", count=len(data.conversations), notebook=_path(data.notebook)),
    ]
    if data.logins:
        blocks.append(
            f"{words('subject_access.logins')}: {', '.join(map(escape_line, data.logins))}"
        )
    for talk in data.conversations:
        blocks += _conversation(words, talk)
    blocks += _other_copies(words, data)
    return "\n\n".join(blocks) + "\n"


def subject_data_json(words: Catalogue, data: SubjectData) -> dict[str, Any]:
    """Return the data as JSON-ready values. Text is cleaned as for a screen."""
    values = {
        "person": data.person,
        "logins": data.logins,
        "notebook": str(data.notebook),
        "conversations": [_talk_json(words, talk) for talk in data.conversations],
        "index": {"path": str(data.index), "lines": data.indexed},
        "shared_folders": list(map(str, data.other_shares)),
        "mentioned_in": data.mentioned,
        "unread": list(map(words, data.unreadable)),
    }
    cleaned: dict[str, Any] = _cleaned(values)
    return cleaned


def _conversation(words: Catalogue, talk: StoredConversation) -> Iterator[str]:
    title = str(talk.fields.get(FieldKey("header", SINGLETON_ID, "title"), "")) or talk.slug
    yield f"## {escape_line(title)}"
    facts = [(words("subject_access.slug"), escape_line(talk.slug))]
    if talk.role:
        facts.append((words("subject_access.role"), words(f"conversation.role.{talk.role}")))
    if talk.fault:
        facts.append((words("subject_access.fault"), escape_line(words(talk.fault))))
    yield "\n".join(f"- **{label}:** {text}" for label, text in facts)
    names = _names(talk.fields)
    present = _rows(talk.fields, removed=False)
    for table in TABLES:
        if found := [row for row in present if row[0] == table]:
            yield f"### {words(f'subject_access.table.{table}')}"
            yield "\n".join(_row(words, table, row, names) for _, row in found)
    if written := _notes_by_author(words, talk.notes, names):
        yield f"### {words('subject_access.table.notes')}"
        yield from written
    removed = [_row(words, table, row, names) for table, row in _rows(talk.fields, removed=True)]
    removed += _earlier_values(words, talk, names)
    if removed or talk.removed_lines:
        yield f"### {words('subject_access.removed')}"
        yield words("subject_access.removed.why")
        if removed:
            yield "\n".join(removed)
        yield from _notes_by_author(words, talk.removed_lines, names)
    if talk.editor_leftovers:
        yield f"### {words('subject_access.editor')}"
        yield words("subject_access.editor.why")
        yield from _notes_by_author(
            words, [(NOBODY, line) for line in talk.editor_leftovers], names
        )
    if private := _rows_with_ids(talk.private):
        yield f"### {words('subject_access.private')}"
        yield words("subject_access.private.why")
        yield "\n".join(
            _row(words, table, {**_question(table, row_id, talk.fields), **row}, names)
            for table, row_id, row in private
        )
    yield from _file_section(words, talk)


def _earlier_values(
    words: Catalogue, talk: StoredConversation, names: Mapping[str, str]
) -> Iterator[str]:
    """Yield the earlier values of fields, each with the row that it belongs to."""
    for key, values in sorted(talk.earlier.items()):
        if not key.table or _is_technical(key.attribute):
            continue
        title = FieldKey(*key.row, _TITLE.get(key.table, "text"))
        about = escape_line(str(talk.fields.get(title, "")))
        about = about or words(f"subject_access.table.{key.table}")
        label = _label(words, key.table, key.attribute, names)
        for value in values:
            shown = _value(words, key.table, key.attribute, value, names)
            yield f"- **{about}**, {label}: {shown}"


def _file_section(words: Catalogue, talk: StoredConversation) -> Iterator[str]:
    yield f"### {words('subject_access.places')}"
    lines = [
        f"- {_path(entry.path)}: {words(f'subject_access.file.{entry.what}')} ({entry.size} bytes)"
        for entry in talk.files
    ]
    if talk.checkpoints:
        first, last = talk.checkpoints[0], talk.checkpoints[-1]
        lines.append(
            "- "
            + words(
                "subject_access.checkpoints", count=len(talk.checkpoints), first=first, last=last
            )
        )
    if talk.shared_in:
        lines.append(f"- {_path(talk.shared_in)}: {words('subject_access.shared')}")
    lines += [f"- {_path(entry.file)}: {_exported(words, entry)}" for entry in talk.exports]
    yield "\n".join(lines)


def _exported(words: Catalogue, export: Export) -> str:
    existing = export.existing_files
    same = "unchanged" if export.unchanged_files == existing else "changed"
    state = words(f"subject_access.export.{same if existing else 'gone'}")
    return f"{words('subject_access.export', at=escape_line(export.at))}; {state}"


def _other_copies(words: Catalogue, data: SubjectData) -> Iterator[str]:
    lines = []
    if data.indexed:
        lines.append(words("subject_access.index", path=_path(data.index), count=data.indexed))
    lines += [
        f"{_path(str(address))}: {words('subject_access.shared')}" for address in data.other_shares
    ]
    if data.mentioned:
        lines.append(
            words("subject_access.mentioned", slugs=", ".join(map(escape_line, data.mentioned)))
        )
    lines += [
        words("subject_access.unread", reason=escape_line(words(reason)))
        for reason in data.unreadable
    ]
    yield f"## {words('subject_access.elsewhere')}"
    yield "\n".join(f"- {line}" for line in [*lines, words("subject_access.not_known")])


def _rows(fields: Fields, *, removed: bool) -> list[tuple[str, Mapping[str, Value]]]:
    """Return the rows with content, in the order of the tables and of the rows."""
    found = [
        (table, row_id, row)
        for table, row_id, row in _rows_with_ids(fields)
        if (row.get("deleted") is True) == removed
    ]
    return [(table, row) for table, _, row in found]


def _rows_with_ids(fields: Fields) -> list[tuple[str, RowId, Mapping[str, Value]]]:
    table_order = {table: number for number, table in enumerate(TABLES)}
    found = [
        (table, row_id, {"partner": row_id, **row} if table == "approval" else row)
        for (table, row_id), row in rows(fields).items()
        if any(value not in ("", False) for name, value in row.items() if not _is_technical(name))
    ]
    return sorted(
        found, key=lambda entry: (table_order[entry[0]], str(entry[2].get("order", "")), entry[1])
    )


def _question(table: str, row_id: RowId, fields: Fields) -> Mapping[str, Value]:
    text = fields.get(FieldKey(table, row_id, "text"), "")
    return {"text": text} if text else {}


def _row(words: Catalogue, table: str, row: Mapping[str, Value], names: Mapping[str, str]) -> str:
    title = _TITLE.get(table, "text")
    lines = [
        f"- **{escape_line(str(row.get(title, ''))) or words(f'subject_access.table.{table}')}**"
    ]
    for name, value in sorted(row.items()):
        if not _is_technical(name) and name != title and value != "":
            label = _label(words, table, name, names)
            lines.append(f"  - {label}: {_value(words, table, name, value, names)}")
    return "\n".join(lines)


def _is_technical(attribute: str) -> bool:
    return attribute.partition("/")[0] in _TECHNICAL


def _label(words: Catalogue, table: str, name: str, names: Mapping[str, str]) -> str:
    """Return the label of an attribute; that of one partner's includes their name."""
    column, _, partner = name.partition("/")
    if (key := f"subject_access.field.{column}") in words:
        label = words(key)
    elif (table, column) in SPECS:
        label = field_label(table, column, words)
    else:
        label = escape_line(column)
    return f"{label} ({escape_line(names.get(partner, partner))})" if partner else label


def _value(words: Catalogue, table: str, name: str, value: Value, names: Mapping[str, str]) -> str:
    text = str(value)
    column = name.partition("/")[0]
    if column in ("by", "partner") and text in names:
        return escape_line(names[text])
    spec = spec_of(table, name)
    if text in spec.choices and f"form.{table}.{column}.{text}" in words:
        return escape_line(choice_in_words(table, name, text, words))
    for key in (
        f"minutes.{column}.{text}",
        f"conversation.{column}.{text}",
        f"form.{column}.{text}",
    ):
        if " " not in text and key in words:
            return escape_line(words(key))
    return escape_block(text, "    ") or escape_line(text)


def _notes_by_author(
    words: Catalogue, notes: Iterable[tuple[PartnerId, str]], names: Mapping[str, str]
) -> list[str]:
    """Return notes under the names of their authors."""
    blocks: list[tuple[PartnerId, list[str]]] = []
    for by, text in notes:
        if not blocks or blocks[-1][0] != by:
            blocks.append((by, []))
        blocks[-1][1].append(clean_text(text).replace("\n", " "))
    blocks_of_text = []
    for by, lines in blocks:
        if text := escape_block("\n".join(lines)):
            author = escape_line(names.get(by, by)) or words("subject_access.nobody")
            blocks_of_text += [f"**{author}:**", text]
    return blocks_of_text


def _names(fields: Fields) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in fields.items():
        if (key.table, key.attribute) == ("partner", "name"):
            found[key.id] = clean_line(str(value)) or key.id
    return found


def _path(path: object) -> str:
    return escape_line(str(path))


def _talk_json(words: Catalogue, talk: StoredConversation) -> dict[str, Any]:
    return {
        "slug": talk.slug,
        "path": str(talk.path),
        "role": talk.role,
        "fault": words(talk.fault) if talk.fault else "",
        "fields": dict(sorted(talk.fields.items())),
        "notes": [{"by": by, "text": text} for by, text in talk.notes],
        "removed_notes": [{"by": by, "text": text} for by, text in talk.removed_lines],
        "earlier_fields": dict(sorted(talk.earlier.items())),
        "moments": talk.checkpoints,
        "editor": talk.editor_leftovers,
        "private": dict(sorted(talk.private.items())),
        "files": [
            {"path": str(entry.path), "what": entry.what, "bytes": entry.size}
            for entry in talk.files
        ],
        "shared_in": talk.shared_in,
        "exports": [
            {
                "file": str(entry.file),
                "at": entry.at,
                "there": bool(entry.existing_files),
                "unchanged": bool(entry.existing_files)
                and entry.unchanged_files == entry.existing_files,
            }
            for entry in talk.exports
        ],
    }


def _cleaned(value: Any) -> Any:
    """Return a value of JSON types with all its texts, and the keys of its objects, cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {clean_line(key): _cleaned(entry) for key, entry in value.items()}
    return list(map(_cleaned, value)) if isinstance(value, list | tuple) else value
