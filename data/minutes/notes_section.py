"""The notes inside the minutes: Markdown as written, kept from leaving its own section.

A parser that takes no HTML tells where tags would start; those places get a backslash. Headings
move down, an open code fence is closed, and the result is read again by the full parser. What does
not read the same then (deliberate riddles, mostly) is given as plain lines instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.conversation import NoteLine
from ..text.markdown import NESTING, Heading, escape_line, headings, new_parser, parse, plain_text
from ..text.sanitize import clean_text
from .author_marks import authored_blocks, escape_marks, insert_marks, possible_marks

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_TAG = re.compile(r"<[A-Za-z/!?]")
_BOX = re.compile(r"\[\s*x\s*\]:", re.IGNORECASE)
_CLOSING_HASHES = re.compile(r"(?:^|(?<=[ \t]))#+$")
_NOT_QUOTE = re.compile(r"[^>\t]")


class EmbeddedNotes(NamedTuple):
    """The notes as they go into the minutes, and the headings in them, already moved down."""

    text: str
    headings: tuple[Heading, ...]
    has_author_marks: bool = False
    """Whether the marks of two authors are in the text."""


class _UnlikeSourceError(Exception):
    """What the parser gives cannot be found back in the line it comes from."""


@dataclass
class _ParsedNotes:
    """The notes as parsed, and where in their lines (line, column) a backslash belongs."""

    lines: list[str]
    tokens: list[Token]
    escapes: set[tuple[int, int]] = field(default_factory=set)
    origins: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """For the inline token at an index: line and column where each line of its content begins."""


def embed_notes(
    lines: Sequence[NoteLine],
    marks: Mapping[str, str] | None = None,
    sections: Collection[str] = (),
) -> EmbeddedNotes:
    """The notes as Markdown that stands under a level 2 heading and changes nothing around it.

    `marks` gives for each author what to put, in italics and brackets, behind what they wrote;
    without it authors are not told. `sections` are the section titles of the checklist: headings
    that the notes began with, and under which nothing was written, are left out.
    """
    marks = marks or {}
    written = _clean(lines)
    if not written:
        return EmbeddedNotes("", ())
    try:
        contained = _as_written(escape_marks(written, marks), marks, sections)
    except (_UnlikeSourceError, RecursionError):
        contained = None
    return contained or _as_plain_lines(written, marks)


def untouched_headings(lines: Sequence[NoteLine], sections: Collection[str]) -> set[int]:
    """Return the indexes of the lines that `contain` leaves out with these `sections`."""
    sections = set(sections)
    if not any(_is_section_heading(line, sections) for line in lines):
        return set()
    try:
        tokens = _read([line.text for line in lines]).tokens
    except (_UnlikeSourceError, RecursionError):
        return set()
    return {(tokens[at].map or (0, 0))[0] for at in _untouched(tokens, lines, sections)}


def _clean(lines: Sequence[NoteLine]) -> list[NoteLine]:
    """Harmless lines without the blank ones at either end."""
    written = [NoteLine(text, n.by) for n in lines for text in clean_text(n.text).split("\n")]
    filled = [index for index, line in enumerate(written) if line.text.strip()]
    return written[filled[0] : filled[-1] + 1] if filled else []


def _as_plain_lines(written: Sequence[NoteLine], marks: Mapping[str, str]) -> EmbeddedNotes:
    """Every line as text, Markdown or not; signed as what is written in Markdown is."""
    lines: list[NoteLine] = []
    for line, after in zip(written, [*written[1:], None], strict=True):
        text = escape_line(line.text)
        if text and after and after.text.strip():
            lines.append(NoteLine(f"{text}\\", line.by))
        elif text or (lines and lines[-1].text):
            lines.append(NoteLine(text, line.by))
    contained = _as_written(lines, marks)
    return contained or EmbeddedNotes("\n".join(line.text for line in lines), ())


def _as_written(
    written: Sequence[NoteLine], marks: Mapping[str, str], sections: Collection[str] = ()
) -> EmbeddedNotes | None:
    """The notes with their Markdown, or None where it would not read the same in the minutes."""
    reading = _read([line.text for line in written])
    tops = [t for t in reading.tokens if t.type == "heading_open"]
    shift = 2 if any(t.tag == "h1" for t in tops) else 1
    untouched = _untouched(reading.tokens, written, sections)
    lines: list[str | None] = list(_escaped(reading))
    _move_headings(reading, lines, shift)
    for index in untouched:
        first, end = reading.tokens[index].map or (0, 0)
        while end < len(lines) and not (lines[end] or "").strip():
            end += 1
        lines[first:end] = [None] * (end - first)
    _close_fences(reading.tokens, lines)
    signers: set[str] = set()
    if marks:
        starts = {line: column for places in reading.origins.values() for line, column in places}
        signers = insert_marks(
            lines, authored_blocks(reading.tokens, written, marks), marks, starts
        )
    text = "\n".join(line for line in lines if line is not None).strip("\n")
    tokens = parse(f"{text}\n")
    labels = possible_marks(marks)
    if _shape(reading.tokens, labels, shift, untouched) != _shape(tokens, labels):
        return None
    return EmbeddedNotes(text, tuple(headings(tokens)), len(signers) > 1)


@cache
def _reader() -> MarkdownIt:
    """A parser to which `<` is text and `[x]:` no definition; it tells where they stand."""
    from markdown_it.rules_block import reference

    def see_tag(state: StateInline, silent: bool) -> bool:
        del silent
        # The text of an image is parsed on its own; its places are seen from outside already.
        if state.src is state.env["content"] and _TAG.match(state.src, state.pos):
            state.env["tags"].add(state.pos)
        return False

    def see_box(state: StateBlock, first: int, last: int, silent: bool) -> bool:
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
    parser.inline.ruler.at("html_inline", see_tag)
    parser.block.ruler.at("reference", see_box)
    return parser


def _read(lines: list[str]) -> _ParsedNotes:
    """Parse the notes. Raises _UnlikeSourceError where a text is not found back in its lines."""
    parser = _reader()
    env: dict[str, Any] = {"boxes": set(), "tags": set(), "content": ""}
    reading = _ParsedNotes(lines, parser.parse("\n".join(lines) + "\n", env))
    if any(token.level >= NESTING - 1 for token in reading.tokens):
        raise _UnlikeSourceError
    reading.escapes |= env["boxes"]
    row, cursor = -1, 0
    for index, token in enumerate(reading.tokens):
        if token.type != "inline" or token.map is None:
            continue
        env |= {"content": token.content, "tags": set()}
        token.children = []
        parser.inline.parse(token.content, parser, env, token.children)
        line, opening = token.map[0], reading.tokens[index - 1]
        if opening.type in ("th_open", "td_open"):
            row, cursor = line, cursor if line == row else 0
            cell = token.content.replace("|", "\\|")
            start = _find(lines[line], cell, cursor)
            cursor = start + len(cell)
            bars = token.content.count
            reading.escapes |= {(line, start + at + bars("|", 0, at)) for at in env["tags"]}
            continue
        if opening.markup.startswith("#"):
            hashes = _find(lines[line], "#", 0) + len(opening.markup)
            origins = [(line, _find(lines[line], token.content, hashes))]
        else:
            origins = _origins(lines[line : token.map[1]], line, token.content)
        reading.origins[index] = origins
        reading.escapes.update(_places(token.content, env["tags"], origins))
    return reading


def _places(
    content: str, tags: Collection[int], origins: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Line and column in the notes for positions in the content of a paragraph."""
    start = 0
    for (line, column), text in zip(origins, content.split("\n"), strict=True):
        blanks = len(text) - len(text.lstrip())
        for place in range(start, start + len(text)):
            if place in tags:
                yield line, column + place - start - blanks
        start += len(text) + 1


def _find(line: str, text: str, start: int) -> int:
    place = line.find(text, start)
    if place < 0:
        raise _UnlikeSourceError
    return place


def _origins(source: Sequence[str], first: int, content: str) -> list[tuple[int, int]]:
    """Where the lines of a paragraph begin, past the indents and marks of what it stands in."""
    lines = content.split("\n")
    if len(lines) > len(source):
        raise _UnlikeSourceError
    origins: list[tuple[int, int]] = []
    for offset, (line, text) in enumerate(zip(source, lines, strict=False)):
        if not line.rstrip().endswith(text.strip()):
            raise _UnlikeSourceError
        origins.append((first + offset, len(line.rstrip()) - len(text.strip())))
    return origins


def _escaped(reading: _ParsedNotes) -> list[str]:
    lines = list(reading.lines)
    for line, column in sorted(reading.escapes, reverse=True):
        lines[line] = f"{lines[line][:column]}\\{lines[line][column:]}"
    return lines


def _level(tag: str, shift: int) -> int:
    return min(6, int(tag[1:]) + shift)


def _is_section_heading(line: NoteLine, sections: Collection[str]) -> bool:
    """Whether a line is a heading as the notes begin with it: see `checklists.sections_text`.

    A heading that one of the partners typed is theirs, also where it reads the same.
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


def _move_headings(reading: _ParsedNotes, lines: list[str | None], shift: int) -> None:
    """Every heading `shift` levels down, underlined ones too: those have two levels only."""
    for index, token in enumerate(reading.tokens):
        if token.type != "heading_open" or token.map is None:
            continue
        first, end = token.map
        marks = "#" * _level(token.tag, shift)
        if token.markup.startswith("#"):
            lines[first] = (lines[first] or "").replace(token.markup, marks, 1)
            continue
        origins = reading.origins[index + 1]
        before = (lines[first] or "")[: origins[0][1]]
        texts = [(lines[line] or "")[column:].strip() for line, column in origins]
        # A line break by a backslash has no place in a heading of one line.
        texts = [t[:-1].rstrip() if _odd_backslash(t) else t for t in texts[:-1]] + texts[-1:]
        text = _CLOSING_HASHES.sub(r"\\\g<0>", " ".join(texts))
        lines[first:end] = [f"{before}{marks} {text}"] + [None] * (end - first - 1)


def _odd_backslash(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _close_fences(tokens: Sequence[Token], lines: list[str | None]) -> None:
    """Close the code fences that nobody closed: they would run on to the end of what holds them."""
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        first, end = token.map
        if token.content.count("\n") == end - first - 1:
            opening = lines[first] or ""
            inside = _NOT_QUOTE.sub(" ", opening[: opening.index(token.markup)])
            lines[end - 1] = f"{lines[end - 1] or ''}\n{inside}{token.markup}"


def _shape(
    tokens: Sequence[Token],
    labels: Collection[str],
    shift: int = 0,
    without: Collection[int] = (),
) -> list[tuple[str, ...]]:
    """What has to stay the same: blocks, texts, code and links, the authors' marks left aside."""
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
