"""A Markdown file becomes a conversation: our own minutes, a task list, or just text.

Nothing that stands in the file is lost: what is not understood becomes notes, and is told.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import StorageError, UsageError
from ..i18n.catalogue import catalogue, tr
from ..minutes import wording as told
from ..minutes.likeness import likeness
from ..minutes.notes_section import untouched_headings
from ..minutes.reader import read_minutes
from ..minutes.writer import minutes
from ..model.conversation import Conversation, NoteLine
from ..model.fields import clean_value, parse_key, to_conversation, to_fields
from ..system.clock import utc_now
from ..system.descriptors import close_quietly, open_regular
from ..system.file_errors import display_path, read_error
from ..text.decoding import decode
from ..text.markdown import headings, parse, plain_text, sections
from ..text.sanitize import clean_text
from .import_tasks import Importer, read_tasks

MAX_BYTES = 1 << 19
"""Longer files are refused: minutes of a conversation are a fiftieth of this."""

MAX_LINE_LENGTH = 1 << 14
"""Characters; a text with a longer line is no Markdown that a person wrote, and is not parsed."""

MAX_MARKUP = 40_000
"""Marks, and lines twice: what the parser's time goes to, 10 to 120 µs each. Minutes of ours have
some 80 to a kilobyte where they are all agreements, and hardly any in the notes."""

_MARKS = re.compile(r"[\\*_\[\]`<&|~!]")
_FENCE = "---\n"
_ALIKE = 3
"""Of our chapters and labels so many make a text minutes of ours, though not all is understood."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of a file: a conversation, and in words what was not understood."""

    conversation: Conversation
    is_minutes: bool
    """Whether the file was minutes of ours."""
    faults: tuple[str, ...] = ()


def read_import_file(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a file, harmless, and in words what was wrong with it.

    Raises UsageError where there is no such file, StoreError where it cannot be read.
    """
    try:
        descriptor, _ = open_regular(path)
    except FileNotFoundError:
        raise UsageError(tr("notebook.reference.no_file", path=display_path(path))) from None
    data = b""
    try:
        while len(data) <= MAX_BYTES and (part := os.read(descriptor, MAX_BYTES + 1)):
            data += part
    except OSError as error:
        raise read_error(path, error) from error
    finally:
        close_quietly(descriptor)
    if len(data) > MAX_BYTES:
        raise StorageError(
            tr("exchange.import.large", file=display_path(path), limit=MAX_BYTES // 1024)
        )
    decoded = decode(data)
    faults: tuple[str, ...] = ()
    if not decoded.is_plain_utf8:
        faults = (
            tr("exchange.import.encoding", file=display_path(path), encoding=decoded.encoding),
        )
    return clean_text(decoded.text), faults


def parse_conversation(text: str, name: str, writer: Importer, language: str) -> ImportResult:
    """The conversation in a text; `name` is what its file is called.

    `writer` is who reads it in; `language` holds where the text is not minutes of ours.
    """
    plain = max(map(len, text.split("\n"))) > MAX_LINE_LENGTH
    if len(_MARKS.findall(text)) + 2 * text.count("\n") > MAX_MARKUP:
        conversation, _ = read_tasks(text, name, writer, language, plain=True)
        return ImportResult(_clean(conversation), False, (tr("exchange.import.dense", file=name),))
    try:
        if not plain and (found := _own_minutes(text, writer)):
            return found
        conversation, faults = read_tasks(text, name, writer, language, plain=plain)
    except RecursionError:  # blocks within blocks within blocks
        conversation, faults = read_tasks(text, name, writer, language, plain=True)
    return ImportResult(_with_own_headings(_clean(conversation), writer), False, faults)


def _with_own_headings(conversation: Conversation, writer: Importer) -> Conversation:
    """Make headings without text those of the `writer`, so that minutes do not leave them out.

    No heading in a file comes from the checklist that is read out of the same file.
    """
    own = untouched_headings(conversation.notes, told.sections(conversation))
    notes = (
        NoteLine(line.text, writer.role) if at in own else line
        for at, line in enumerate(conversation.notes)
    )
    return replace(conversation, notes=tuple(notes))


def _own_minutes(text: str, writer: Importer) -> ImportResult | None:
    """The conversation in minutes of ours; None where the text is something else."""
    front, body = _front_matter(text)
    language, alike = likeness(body)
    if not language:
        return None
    conversation = _clean(read_minutes(body, language, front))
    conversation = _with_own_headings(conversation, writer)
    void = {approval.partner for approval in conversation.approvals if approval.parts}
    again = minutes(conversation, front_matter=bool(front), void=void)
    if text == again:
        return ImportResult(conversation, True)
    missing = _missing(text, again, language)
    if not missing:
        return ImportResult(conversation, True)
    if alike < _ALIKE:
        return None
    heading = f"## {catalogue(language)('exchange.import.leftover')}"
    added = [*([""] if conversation.notes else []), heading, "", *missing[missing[0] == "" :]]
    lines = (*conversation.notes, *(NoteLine(line) for line in added))
    fault = tr(
        "exchange.import.partly", count=sum(map(bool, missing)), heading=heading.removeprefix("## ")
    )
    return ImportResult(replace(conversation, notes=lines), True, (fault,))


def _clean(conversation: Conversation) -> Conversation:
    """The conversation as a session holds it: every text harmless, everything in order."""
    fields = {
        key: clean_value(parts.attribute, value)
        for key, value in to_fields(conversation).items()
        if (parts := parse_key(key))
    }
    clean = to_conversation(fields, conversation.notes)
    return replace(clean, header=replace(clean.header, created=utc_now()))


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Front matter as we write it, a name and JSON a line, and what follows it."""
    end = text.find(f"\n{_FENCE}", len(_FENCE) - 1)
    if not text.startswith(_FENCE) or end < 0:
        return {}, text
    front: dict[str, Any] = {}
    for line in text[len(_FENCE) : end].split("\n"):
        name, _, value = line.partition(": ")
        try:
            front[name] = json.loads(value)
        except (ValueError, RecursionError):
            return {}, text
    return front, text[end + 1 + len(_FENCE) :].lstrip("\n")


def _missing(text: str, again: str, language: str) -> list[str]:
    """The source of what stands in a text and not in the minutes that it was read as."""
    left = Counter(unit for unit, _ in _units(again, language))
    missing: list[str] = []
    for unit, source in _units(text, language):
        if left[unit] > 0:
            left[unit] -= 1
        else:
            missing += source
    return missing


def _units(text: str, language: str) -> Iterator[tuple[str, list[str]]]:
    """What a reader reads as one (a paragraph, a heading, a row), and its lines in the source.

    The notes are left out: they are taken over as they stand.
    """
    front, body = _front_matter(text)
    for line in text[: len(text) - len(body)].split("\n") if front else ():
        yield line, [line]
    lines = body.split("\n")
    noted = catalogue(language)("minutes.notes")
    for section in sections(parse(body)):
        titles = headings(section)
        if titles and titles[0] == (2, noted):
            yield noted, lines[slice(*(section[0].map or (0, 0)))]
            continue
        row: list[str] | None = None
        for at, token in enumerate(section):
            source = lines[slice(*token.map)] if token.map else []
            if token.type == "tr_open":
                row, in_row = [], source
            elif token.type == "tr_close" and row is not None:
                yield " | ".join(row), in_row
                row = None
            elif token.type == "inline" and row is not None:
                row.append(plain_text(token.children))
            elif token.type == "inline":
                if section[at - 1].type == "heading_open":
                    # In the notes it comes to stand under a heading of ours.
                    source = ["", f"#{source[0]}", "", *source[1:]]
                yield plain_text(token.children), source
            elif token.type in ("fence", "code_block", "html_block"):
                yield token.content, source
