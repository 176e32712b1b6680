"""The notes inside the minutes: Markdown as written, contained in its own section.

A parser without HTML finds where tags would start; those positions get a backslash. Headings move
down, an open code fence is closed, and the full parser reads the result. If that has another
structure (deliberately odd Markdown), the notes are written as plain lines instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ...ids import PartnerId
from ...model.conversation import NoteLine
from ...text.lazy_pattern import lazy_pattern
from ...text.markdown import (
    MAX_DEPTH,
    Heading,
    escape_line,
    headings,
    new_parser,
    parse,
    plain_text,
)
from ...text.sanitize import clean_text
from .author_marks import authored_blocks, escape_marks, insert_marks, possible_marks

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_TAG = lazy_pattern(r"<[A-Za-z/!?]")
_BOX = lazy_pattern(r"\[\s*x\s*\]:", re.IGNORECASE)
_CLOSING_HASHES = lazy_pattern(r"(?:^|(?<=[ \t]))#+$")
_NOT_QUOTE = lazy_pattern(r"[^>\t]")


class EmbeddedNotes(NamedTuple):
    """The notes as they go into the minutes, and the headings in them, already moved down."""

    text: str
    headings: tuple[Heading, ...]
    has_author_marks: bool = False
    """Whether the marks of two authors are in the text."""


class _UnlikeSourceError(Exception):
    """The text of a token is not in its source line."""


@dataclass
class _ParsedNotes:
    """The parsed notes, and the (line, column), from 0, of each backslash to insert."""

    lines: list[str]
    tokens: list[Token]
    escapes: set[tuple[int, int]] = field(default_factory=set)
    origins: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """By index of an inline token: the (line, column) at which each line of its content begins."""


def embed_notes(
    lines: Sequence[NoteLine],
    marks: Mapping[PartnerId, str] | None = None,
    sections: Collection[str] = (),
) -> EmbeddedNotes:
    """Return the notes as Markdown for a chapter under a level 2 heading, without side effects.

    `marks` maps each author to the text of their mark; without it there are no author marks.
    `sections` are the section titles of the checklist: initial headings of the notes without any
    text under them are left out.
    """
    marks = marks or {}
    note_lines = _clean(lines)
    if not note_lines:
        return EmbeddedNotes("", ())
    try:
        embedded = _as_written(escape_marks(note_lines, marks), marks, sections)
    except (_UnlikeSourceError, RecursionError):
        embedded = None
    return embedded or _as_plain_lines(note_lines, marks)


def untouched_headings(lines: Sequence[NoteLine], sections: Collection[str]) -> set[int]:
    """Return the indexes of the lines that `embed_notes` omits with these `sections`."""
    sections = set(sections)
    if not any(_is_section_heading(line, sections) for line in lines):
        return set()
    try:
        tokens = _parse_notes([line.text for line in lines]).tokens
    except (_UnlikeSourceError, RecursionError):
        return set()
    return {(tokens[at].map or (0, 0))[0] for at in _untouched(tokens, lines, sections)}


def _clean(lines: Sequence[NoteLine]) -> list[NoteLine]:
    """Return cleaned lines without the blank ones at either end."""
    note_lines = [NoteLine(text, n.by) for n in lines for text in clean_text(n.text).split("\n")]
    filled = [index for index, line in enumerate(note_lines) if line.text.strip()]
    return note_lines[filled[0] : filled[-1] + 1] if filled else []


def _as_plain_lines(
    note_lines: Sequence[NoteLine], marks: Mapping[PartnerId, str]
) -> EmbeddedNotes:
    """Return the notes with their Markdown escaped, so that each line reads as it was typed."""
    lines: list[NoteLine] = []
    for line, next_line in zip(note_lines, [*note_lines[1:], None], strict=True):
        text = escape_line(line.text)
        if text and next_line and next_line.text.strip():
            lines.append(NoteLine(f"{text}\\", line.by))
        elif text or (lines and lines[-1].text):
            lines.append(NoteLine(text, line.by))
    embedded = _as_written(lines, marks)
    return embedded or EmbeddedNotes("\n".join(line.text for line in lines), ())


def _as_written(
    note_lines: Sequence[NoteLine], marks: Mapping[PartnerId, str], sections: Collection[str] = ()
) -> EmbeddedNotes | None:
    """Return the notes with their Markdown, or None if their structure would change."""
    parsed = _parse_notes([line.text for line in note_lines])
    top_headings = [t for t in parsed.tokens if t.type == "heading_open"]
    shift = 2 if any(t.tag == "h1" for t in top_headings) else 1
    untouched = _untouched(parsed.tokens, note_lines, sections)
    lines: list[str | None] = list(_escaped(parsed))
    _move_headings(parsed, lines, shift)
    for index in untouched:
        first, end = parsed.tokens[index].map or (0, 0)
        while end < len(lines) and not (lines[end] or "").strip():
            end += 1
        lines[first:end] = [None] * (end - first)
    _close_fences(parsed.tokens, lines)
    authors: set[PartnerId] = set()
    if marks:
        starts = {line: column for origins in parsed.origins.values() for line, column in origins}
        authors = insert_marks(
            lines, authored_blocks(parsed.tokens, note_lines, marks), marks, starts
        )
    text = "\n".join(line for line in lines if line is not None).strip("\n")
    tokens = parse(f"{text}\n")
    labels = possible_marks(marks)
    if _structure(parsed.tokens, labels, shift, untouched) != _structure(tokens, labels):
        return None
    return EmbeddedNotes(text, tuple(headings(tokens)), len(authors) > 1)


@cache
def _locating_parser() -> MarkdownIt:
    """Return a parser that takes `<` and `[x]:` for text, and records their positions."""
    from markdown_it.rules_block import reference

    def record_tag(state: StateInline, silent: bool) -> bool:
        del silent
        # The text of an image is parsed on its own; its tags are found from outside already.
        if state.src is state.env["content"] and _TAG.match(state.src, state.pos):
            state.env["tags"].add(state.pos)
        return False

    def record_box(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        start = state.bMarks[first] + state.tShift[first]
        if state.src.startswith("[", start) and _BOX.match(
            state.getLines(first, min(last, first + 3), state.blkIndent, False).lstrip()
        ):
            line_start = state.src.rfind("\n", 0, start) + 1
            state.env["boxes"].add((first, start - line_start))
            return False
        return reference(state, first, last, silent)

    parser = new_parser()
    parser.options["inline_definitions"] = True
    parser.disable(["inline", "text_join", "html_block"])
    parser.inline.ruler.at("html_inline", record_tag)
    parser.block.ruler.at("reference", record_box)
    return parser


def _parse_notes(lines: list[str]) -> _ParsedNotes:
    """Parse the notes. Raises _UnlikeSourceError if a text is not found in its lines."""
    parser = _locating_parser()
    env: dict[str, Any] = {"boxes": set(), "tags": set(), "content": ""}
    parsed = _ParsedNotes(lines, parser.parse("\n".join(lines) + "\n", env))
    if any(token.level >= MAX_DEPTH - 1 for token in parsed.tokens):
        raise _UnlikeSourceError
    parsed.escapes |= env["boxes"]
    row, cursor = -1, 0
    for index, token in enumerate(parsed.tokens):
        if token.type != "inline" or token.map is None:
            continue
        env |= {"content": token.content, "tags": set()}
        token.children = []
        parser.inline.parse(token.content, parser, env, token.children)
        line, opening = token.map[0], parsed.tokens[index - 1]
        if opening.type in ("th_open", "td_open"):
            row, cursor = line, cursor if line == row else 0
            cell = token.content.replace("|", "\\|")
            start = _find(lines[line], cell, cursor)
            cursor = start + len(cell)
            bars = token.content.count
            parsed.escapes |= {(line, start + at + bars("|", 0, at)) for at in env["tags"]}
            continue
        if opening.markup.startswith("#"):
            hashes = _find(lines[line], "#", 0) + len(opening.markup)
            origins = [(line, _find(lines[line], token.content, hashes))]
        else:
            origins = _origins(lines[line : token.map[1]], line, token.content)
        parsed.origins[index] = origins
        parsed.escapes.update(_source_positions(token.content, env["tags"], origins))
    return parsed


def _source_positions(
    content: str, tags: Collection[int], origins: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the (line, column) in the notes of each position (`tags`) in a paragraph's content."""
    start = 0
    for (line, column), text in zip(origins, content.split("\n"), strict=True):
        blanks = len(text) - len(text.lstrip())
        for position in range(start, start + len(text)):
            if position in tags:
                yield line, column + position - start - blanks
        start += len(text) + 1


def _find(line: str, text: str, start: int) -> int:
    index = line.find(text, start)
    if index < 0:
        raise _UnlikeSourceError
    return index


def _origins(source: Sequence[str], first: int, content: str) -> list[tuple[int, int]]:
    """Return the (line, column) at which each line of a paragraph begins, after list marks."""
    lines = content.split("\n")
    if len(lines) > len(source):
        raise _UnlikeSourceError
    origins: list[tuple[int, int]] = []
    for offset, (line, text) in enumerate(zip(source, lines, strict=False)):
        if not line.rstrip().endswith(text.strip()):
            raise _UnlikeSourceError
        origins.append((first + offset, len(line.rstrip()) - len(text.strip())))
    return origins


def _escaped(parsed: _ParsedNotes) -> list[str]:
    lines = list(parsed.lines)
    for line, column in sorted(parsed.escapes, reverse=True):
        lines[line] = f"{lines[line][:column]}\\{lines[line][column:]}"
    return lines


def _level(tag: str, shift: int) -> int:
    return min(6, int(tag[1:]) + shift)


def _is_section_heading(line: NoteLine, sections: Collection[str]) -> bool:
    """Return whether a line is one of the initial headings of the notes: see `initial_notes`.

    A heading that one of the partners typed is theirs, even if it reads the same.
    """
    return not line.by and line.text[:3] == "## " and line.text[3:].rstrip() in sections


def _untouched(
    tokens: Sequence[Token], written: Sequence[NoteLine], sections: Collection[str]
) -> set[int]:
    """Return the indexes of the checklist's headings that have nothing under them.

    Nothing means: no block and no heading of another kind, up to the next heading of their level.
    """
    untouched: set[int] = set()
    last: int | None = None
    inside = False
    for index, token in enumerate(tokens):
        if token.level > 0:
            continue
        if token.type == "heading_open":
            inside = True
            if last is not None and int(token.tag[1:]) <= 2:
                untouched.add(last)
            line = written[token.map[0]] if token.map else NoteLine("")
            last = index if token.tag == "h2" and _is_section_heading(line, sections) else None
        elif token.type == "heading_close":
            inside = False
        elif not inside:
            last = None
    return untouched if last is None else untouched | {last}


def _move_headings(parsed: _ParsedNotes, lines: list[str | None], shift: int) -> None:
    """Move every heading `shift` levels down; underlined ones get hashes."""
    for index, token in enumerate(parsed.tokens):
        if token.type != "heading_open" or token.map is None:
            continue
        first, end = token.map
        marks = "#" * _level(token.tag, shift)
        if token.markup.startswith("#"):
            lines[first] = (lines[first] or "").replace(token.markup, marks, 1)
            continue
        origins = parsed.origins[index + 1]
        indent = (lines[first] or "")[: origins[0][1]]
        texts = [(lines[line] or "")[column:].strip() for line, column in origins]
        # A line break by a backslash is not possible in a heading of one line.
        texts = [t[:-1].rstrip() if _odd_backslash(t) else t for t in texts[:-1]] + texts[-1:]
        text = _CLOSING_HASHES.sub(r"\\\g<0>", " ".join(texts))
        lines[first:end] = [f"{indent}{marks} {text}"] + [None] * (end - first - 1)


def _odd_backslash(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _close_fences(tokens: Sequence[Token], lines: list[str | None]) -> None:
    """Close the open code fences: they would run on to the end of their container."""
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        first, end = token.map
        if token.content.count("\n") == end - first - 1:
            opening = lines[first] or ""
            inside = _NOT_QUOTE.sub(" ", opening[: opening.index(token.markup)])
            lines[end - 1] = f"{lines[end - 1] or ''}\n{inside}{token.markup}"


def _structure(
    tokens: Sequence[Token],
    labels: Collection[str],
    shift: int = 0,
    without: Collection[int] = (),
) -> list[tuple[str, ...]]:
    """Return the blocks, texts, code and links to compare, without author marks."""
    shape: list[tuple[str, ...]] = []
    skipping = False
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            skipping = index in without
            if not skipping:
                shape.append(("heading", str(_level(token.tag, shift))))
        elif token.type == "heading_close":
            skipping = False
        elif skipping or token.tag == "p" or token.type == "definition":
            continue
        elif token.type == "inline":
            text = plain_text(token.children)
            for label in labels:
                text = text.replace(label, " ")
            links = [str(c.attrGet("href")) for c in token.children or () if c.type == "link_open"]
            raw = [c.content for c in token.children or () if c.type == "html_inline"]
            shape.append(("text", " ".join(text.split()), *links, *raw))
        else:
            shape.append((token.type, token.tag, token.info, token.content))
    return [entry for entry in shape if entry != ("text", "")]
