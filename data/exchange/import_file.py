"""Import a Markdown file as a conversation: our own minutes, a task list, or just text.

Nothing in the file is lost: text that cannot be interpreted becomes notes, and is reported.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import StorageError, UsageError
from ..i18n.catalogue import Message, catalogue
from ..ids import PartnerId
from ..minutes import wording
from ..minutes.likeness import likeness, to_present_wording
from ..minutes.notes_section import untouched_headings
from ..minutes.reader import read_minutes
from ..minutes.writer import minutes
from ..model.conversation import Conversation, NoteLine
from ..model.fields import to_conversation, to_fields
from ..system.clock import utc_now
from ..system.descriptors import read_regular
from ..system.file_errors import display_path
from ..system.garbage import collection_paused
from ..text.decoding import decode
from ..text.markdown import headings, parse, plain_text, sections
from ..text.sanitize import clean_text
from .import_tasks import Importer, read_tasks
from .surroundings import Surrounded, surrounded

MAX_BYTES = 1 << 21
"""Longer files, in bytes, are refused: 14,000 full lines are two thirds of this."""

MAX_LINE_LENGTH = 1 << 14
"""In code points; a longer line is not Markdown that a person wrote, and is not parsed."""

MAX_MARKUP = 120_000
"""Markup characters plus twice the lines: they determine the parser's time, 10 to 120 µs each. Our
minutes have some 80 a kilobyte where they are all agreements, and hardly any in the notes."""

_MARKUP = re.compile(r"[\\*_\[\]`<&|~!]")
_FENCE = "---\n"
_MIN_LIKENESS = 3
"""The fewest of our chapters and labels with which a text counts as our minutes, even if parts of
it cannot be interpreted."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The conversation in an imported file; `faults` are messages about text not interpreted."""

    conversation: Conversation
    is_minutes: bool
    """Whether the file was minutes that afspraak wrote."""
    faults: tuple[Message, ...] = ()


def read_import_file(path: Path) -> tuple[str, tuple[Message, ...]]:
    """Return the text of a file, cleaned, and messages about its faults.

    Raises UsageError if there is no such file, StorageError if it cannot be read.
    """
    try:
        data = read_regular(path, MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError("notebook.reference.no_file", path=display_path(path)) from None
    if len(data) > MAX_BYTES:
        raise StorageError(
            "exchange.import.large", file=display_path(path), limit=MAX_BYTES // 1024
        )
    decoded = decode(data)
    faults: tuple[Message, ...] = ()
    if not decoded.is_plain_utf8:
        faults = (
            Message("exchange.import.encoding", file=display_path(path), encoding=decoded.encoding),
        )
    return clean_text(decoded.text), faults


def parse_conversation(text: str, name: str, writer: Importer, language: str) -> ImportResult:
    """Return the conversation in a text; `name` is the file's name.

    `writer` imports it; `language` is used if the text is not minutes of ours. A mail that quotes
    a document, and front matter of another program, are understood; what they say besides stays in
    the notes.
    """
    if _is_too_dense(text):
        conversation, _ = read_tasks(text, name, writer, language, plain=True)
        return ImportResult(
            _clean(conversation), False, (Message("exchange.import.dense", file=name),)
        )
    with collection_paused():
        return _parse(text, name, writer, language)


def _parse(text: str, name: str, writer: Importer, language: str) -> ImportResult:
    found = surrounded(text)
    try:
        is_parsed = max(map(len, text.split("\n"))) <= MAX_LINE_LENGTH
        for inner in dict.fromkeys((text, found.text)) if is_parsed else ():
            if own := _own_minutes(inner, writer):
                return own if inner == text else _with_lines_around(own, found)
        conversation, faults = read_tasks(
            found.text, name, writer, language, title=found.front.title, plain=not is_parsed
        )
    except RecursionError:  # deeply nested blocks
        conversation, faults = read_tasks(
            found.text, name, writer, language, title=found.front.title, plain=True
        )
    conversation = found.put_around(conversation)
    return ImportResult(_with_own_headings(_clean(conversation), writer), False, faults)


def _is_too_dense(text: str) -> bool:
    return len(_MARKUP.findall(text)) + 2 * text.count("\n") > MAX_MARKUP


def _with_lines_around(own: ImportResult, found: Surrounded) -> ImportResult:
    """Add the lines around our minutes to their notes, under a heading of their own."""
    lines = found.all_lines()
    if not lines:
        return own
    heading = catalogue(own.conversation.header.language)("exchange.import.leftover")
    gap = [""] if own.conversation.notes else []
    added = (NoteLine(line) for line in (*gap, f"## {heading}", "", *lines))
    conversation = replace(own.conversation, notes=(*own.conversation.notes, *added))
    fault = Message("exchange.import.partly", count=sum(map(bool, lines)), heading=heading)
    return ImportResult(conversation, True, (*own.faults, fault))


def _with_own_headings(conversation: Conversation, writer: Importer) -> Conversation:
    """Make the `writer` the author of headings without text, so that minutes do not omit them.

    No heading in a file comes from the checklist that is read from the same file.
    """
    lines = conversation.notes
    shown = wording.indexes_without_appreciation(lines)
    omitted = untouched_headings([lines[at] for at in shown], wording.sections(conversation))
    dropped = {shown[index] for index in omitted}
    by = PartnerId(writer.role)
    notes = (NoteLine(line.text, by) if at in dropped else line for at, line in enumerate(lines))
    return replace(conversation, notes=tuple(notes))


def _own_minutes(text: str, writer: Importer) -> ImportResult | None:
    """Return the conversation in our minutes; None if the text is something else."""
    front, body = _front_matter(text)
    language, score = likeness(body)
    if not language:
        return None
    text = to_present_wording(text, catalogue(language))
    conversation = _clean(read_minutes(body, language, front))
    conversation = _with_own_headings(conversation, writer)
    void = {approval.partner for approval in conversation.approvals if approval.parts}
    again = minutes(conversation, front_matter=bool(front), void=void)
    if text == again:
        return ImportResult(conversation, True)
    missing = _missing(text, again, language)
    if not missing:
        return ImportResult(conversation, True)
    if score < _MIN_LIKENESS:
        return None
    heading = f"## {catalogue(language)('exchange.import.leftover')}"
    added = [*([""] if conversation.notes else []), heading, "", *missing[missing[0] == "" :]]
    lines = (*conversation.notes, *(NoteLine(line) for line in added))
    fault = Message(
        "exchange.import.partly", count=sum(map(bool, missing)), heading=heading.removeprefix("## ")
    )
    return ImportResult(replace(conversation, notes=lines), True, (fault,))


def _clean(conversation: Conversation) -> Conversation:
    """Return the conversation as a session would hold it: texts cleaned, rows in order."""
    clean = to_conversation(to_fields(conversation), conversation.notes)
    return replace(clean, header=replace(clean.header, created=utc_now()))


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return our own front matter (a name and JSON on each line), and the rest of the text."""
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
    """Return the source lines of `text` that are missing in `again`, the minutes made from it."""
    remaining = Counter(unit for unit, _ in _units(again, language))
    missing: list[str] = []
    for unit, source in _units(text, language):
        if remaining[unit] > 0:
            remaining[unit] -= 1
        else:
            missing += source
    return missing


def _units(text: str, language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the units of a text (a paragraph, a heading, a row), each with its source lines.

    The notes are left out: they are imported verbatim.
    """
    front, body = _front_matter(text)
    for line in text[: len(text) - len(body)].split("\n") if front else ():
        yield line, [line]
    lines = body.split("\n")
    notes_heading = catalogue(language)("minutes.notes")
    for section in sections(parse(body)):
        titles = headings(section)
        if titles and titles[0] == (2, notes_heading):
            yield notes_heading, lines[slice(*(section[0].map or (0, 0)))]
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
                    # In the notes it gets a heading of ours above it.
                    source = ["", f"#{source[0]}", "", *source[1:]]
                yield plain_text(token.children), source
            elif token.type in ("fence", "code_block", "html_block"):
                yield token.content, source
