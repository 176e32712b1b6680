"""Import a Markdown file as a conversation: our own minutes, a task list, or just text.

Nothing in the file is lost: text that cannot be interpreted becomes notes, and is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..errors import StorageError, UsageError
from ..i18n.catalogue import Message, catalogue
from ..ids import PartnerId
from ..minutes import wording
from ..minutes.enclosed import enclosed
from ..minutes.notes.untouched import untouched_headings
from ..minutes.understanding import has_reactions, understand
from ..model.conversation import Conversation, NoteLine
from ..model.fields import to_fields
from ..model.rows.conversation_rows import to_conversation
from ..system.clock import local_zone, utc_now
from ..system.files.descriptors import read_regular
from ..system.files.file_errors import display_path
from ..system.garbage import collection_paused
from ..templates.kind_library import BUILTIN, Library
from ..text.decoding import UTF_8, decode
from ..text.lazy_pattern import lazy_pattern
from ..text.sanitize import clean_line, clean_text
from .arrival.document_text import DocumentText, document_text
from .arrival.surroundings import surrounded
from .import_tasks import Importer, read_tasks
from .known_competencies import with_known_competencies

MAX_BYTES = 1 << 21
"""Longer files, in bytes, are refused: 14,000 full lines are two thirds of this."""

MAX_LINE_LENGTH = 1 << 14
"""In code points; a longer line is not Markdown that a person wrote, and is not parsed."""

MAX_MARKUP = 120_000
"""Markup characters plus twice the lines: they determine the parser's time, 10 to 120 µs each. Our
minutes have some 80 a kilobyte where they are all agreements, and hardly any in the notes."""

_MARKUP = lazy_pattern(r"[\\*_\[\]`<&|~!]")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The conversation in an imported file; `faults` are messages about text not interpreted."""

    conversation: Conversation
    is_minutes: bool
    """Whether the file was minutes that afspraak wrote."""
    faults: tuple[Message, ...] = ()


class ImportedText(NamedTuple):
    """The text of a file, cleaned."""

    text: str
    faults: tuple[Message, ...] = ()
    """Messages about what could not be read as it is."""
    title: str = ""
    """What the mail is about; empty for another file."""


def read_import_file(path: Path) -> ImportedText:
    """Return the text of a file, cleaned. A mail and a page in HTML become Markdown.

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
    try:
        found = document_text(data, path.name)
    except RecursionError:  # deeply nested elements
        found = DocumentText(decode(data).text)
    faults: list[Message] = []
    if found.encoding != UTF_8:
        values = {"file": display_path(path), "encoding": found.encoding}
        faults.append(Message("exchange.import.encoding", **values))
    if found.attachments:
        names = ", ".join(map(clean_line, found.attachments))
        faults.append(Message("exchange.import.attachments", file=display_path(path), names=names))
    return ImportedText(clean_text(found.text), tuple(faults), clean_line(found.title))


def parse_conversation(
    text: str,
    name: str,
    writer: Importer,
    language: str,
    title: str = "",
    *,
    library: Library = BUILTIN,
) -> ImportResult:
    """Return the conversation in a text; `name` is the file's name.

    `writer` imports it; `language`, and `title` if the text has none, are used if it is not minutes
    of ours. The competencies of the kinds in `library` are known. A mail that quotes
    a document, and front matter of another program, are understood; what they say besides stays in
    the notes.
    """
    if _is_too_dense(text):
        conversation, _ = read_tasks(text, name, writer, language, otherwise=title, plain=True)
        faults = (Message("exchange.import.dense", file=name), *_unread_reactions(text))
        return ImportResult(_clean(conversation), False, faults)
    with collection_paused():
        found = _parse(text, name, writer, language, title)
    if not found.is_minutes:
        return found
    return replace(found, conversation=with_known_competencies(found.conversation, library))


def _parse(text: str, name: str, writer: Importer, language: str, title: str) -> ImportResult:
    found = surrounded(text)
    known = found.front.title
    read = partial(read_tasks, found.text, name, writer, language, title=known, otherwise=title)
    try:
        is_parsed = max(map(len, text.split("\n"))) <= MAX_LINE_LENGTH
        for inner in dict.fromkeys((text, found.text)) if is_parsed else ():
            cut = enclosed(inner)
            if own := _own_minutes(cut.text, writer):
                return _with_lines_left(own, found.around(cut.before, cut.after, inner == text))
        conversation, faults = read(plain=not is_parsed)
    except RecursionError:  # deeply nested blocks
        conversation, faults = read(plain=True)
    conversation = found.put_around(conversation)
    faults = (*faults, *_unread_reactions(text))
    return ImportResult(_with_own_headings(_clean(conversation), writer), False, faults)


def _unread_reactions(text: str) -> tuple[Message, ...]:
    """Return a warning if a text that is imported as notes has reactions of minutes."""
    return (Message("exchange.import.reactions"),) if has_reactions(text) else ()


def _is_too_dense(text: str) -> bool:
    return len(_MARKUP.findall(text)) + 2 * text.count("\n") > MAX_MARKUP


def _with_lines_left(own: ImportResult, lines: list[str]) -> ImportResult:
    """Add lines that have no place in our minutes to their notes, under a heading of their own."""
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
    found = understand(text, PartnerId(writer.role))
    if found is None:
        return None
    known = (Message("exchange.import.reactions"),) if found.has_unread_reactions else ()
    own = ImportResult(_begun_now(found.conversation), True, known)
    return _with_lines_left(own, found.missing)


def _clean(conversation: Conversation) -> Conversation:
    """Return the conversation as a session would hold it: texts cleaned, rows in order."""
    clean = to_conversation(to_fields(conversation), conversation.notes)
    header = replace(clean.header, zone=clean.header.zone or local_zone() or "UTC")
    return _begun_now(replace(clean, header=header))


def _begun_now(conversation: Conversation) -> Conversation:
    return replace(conversation, header=replace(conversation.header, created=utc_now()))
