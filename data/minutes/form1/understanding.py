"""Minutes of form 1, and what of their text was not understood."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...i18n.catalogue import catalogue
from ...ids import PartnerId
from ...model.conversation import Conversation, NoteLine
from ...model.fields import to_fields
from ...model.rows.conversation_rows import to_conversation
from ...text.markdown import headings, parse, plain_text, sections
from ..wording import indexes_without_appreciation
from ..wording import sections as section_titles
from .likeness import likeness, to_present_wording
from .notes_section import untouched_headings
from .reader import read_minutes
from .writer import minutes

_FENCE = "---\n"
_MIN_LIKENESS = 3
"""The fewest of our chapters and labels with which a text counts as our minutes, even if parts of
it cannot be interpreted."""


def read_form1(text: str, importer: PartnerId) -> tuple[Conversation, list[str], str] | None:
    """Return the conversation in minutes of form 1, the lines not understood, and the language.

    Headings without text belong to the `importer`. None if the text is something else.
    """
    front, body = _front_matter(text)
    language, score = likeness(body)
    if not language:
        return None
    text = to_present_wording(text, catalogue(language))
    read = read_minutes(body, language, front)
    conversation = to_conversation(to_fields(read), read.notes)
    conversation = _with_own_headings(conversation, importer)
    void = {approval.partner for approval in conversation.approvals if approval.parts}
    again = minutes(conversation, front_matter=bool(front), void=void)
    missing = [] if text == again else _missing(text, again, language)
    if missing and score < _MIN_LIKENESS:
        return None
    return conversation, missing[missing[:1] == [""] :], language


def _with_own_headings(conversation: Conversation, importer: PartnerId) -> Conversation:
    lines = conversation.notes
    shown = indexes_without_appreciation(lines)
    omitted = untouched_headings([lines[at] for at in shown], section_titles(conversation))
    own = {shown[index] for index in omitted}
    notes = (NoteLine(line.text, importer) if at in own else line for at, line in enumerate(lines))
    return replace(conversation, notes=tuple(notes))


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
    notes_heading = catalogue(language)("form1.notes")
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
