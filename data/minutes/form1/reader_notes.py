"""Read the notes of minutes: raise the headings, and turn author marks into authors of lines.

The reverse of `notes_section` and `author_marks`; a result counts only if those give the same text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from ...ids import NOBODY, PartnerId
from ...model.conversation import NoteLine
from ...text.markdown import parse, plain_text
from .author_marks import AuthoredBlock, author_mark, authored_blocks
from .notes_section import embed_notes

_Authors = tuple[PartnerId, ...]


def read_notes(text: str, marks: Mapping[PartnerId, str]) -> list[NoteLine]:
    """Return the notes in the text of minutes; `marks` maps each author to their mark.

    If the marks cannot be read back, they stay as text.
    """
    text_raised = _raise_headings(text)
    if marks:
        for generous in (True, False):
            lines = _read_marks(text_raised, marks, generous)
            if embed_notes(lines, marks).text == text:
                return lines
    return [NoteLine(line) for line in text_raised.split("\n")]


def _raise_headings(text: str) -> str:
    """Return the text with every heading one level up, as it was before the minutes."""
    lines = text.split("\n")
    for token in parse(f"{text}\n"):
        if token.type == "heading_open" and token.map and len(token.markup) > 1:
            first = token.map[0]
            lines[first] = lines[first].replace(token.markup, token.markup[1:], 1)
    return "\n".join(lines)


def _read_marks(text: str, marks: Mapping[PartnerId, str], generous: bool) -> list[NoteLine]:
    """Return the lines without marks, each with its author.

    If `generous`, a mark names the authors of everything since the mark before it in its section;
    else only of the block that it follows.
    """
    lines, marked_lines = _strip_marks(text.split("\n"), marks)
    note_lines = [NoteLine(line) for line in lines]
    blocks = authored_blocks(parse("\n".join(lines) + "\n"), note_lines, tuple(marks))
    authors: dict[int, PartnerId] = {}
    waiting: list[AuthoredBlock] = []
    before: _Authors = ()
    for block in blocks:
        if by := marked_lines.get(block.line):
            if not generous or by == before:
                waiting = []
            for earlier in [*waiting, block]:
                authors |= dict(_assign_authors(earlier, by, lines))
            waiting, before = [], by
        else:
            waiting.append(block)
        if block.ends_section:
            waiting, before = [], ()
    return [NoteLine(line, authors.get(number, NOBODY)) for number, line in enumerate(lines)]


def _assign_authors(
    block: AuthoredBlock, by: _Authors, lines: Sequence[str]
) -> Iterator[tuple[int, PartnerId]]:
    """Yield (line, author) of a block; nothing if it has fewer lines than authors."""
    filled = [at for start, end in block.spans for at in range(start, end) if lines[at].strip()]
    filled = sorted(set(filled))
    if len(filled) >= len(by):
        for number, at in enumerate(filled):
            yield at, by[min(number, len(by) - 1)]


def _strip_marks(
    lines: list[str], marks: Mapping[PartnerId, str]
) -> tuple[list[str], dict[int, _Authors]]:
    """Return the lines without marks, and the authors of each line that a mark followed."""
    authors_by_mark = {
        author_mark(by, marks): by
        for count in range(1, len(marks) + 1)
        for by in permutations(marks, count)
    }
    inline_marks: dict[int, tuple[str, _Authors]] = {}
    own_line_marks: dict[int, _Authors] = {}
    tokens = parse("\n".join(lines) + "\n")
    for index, token in enumerate(tokens):
        if token.type != "inline" or token.map is None or tokens[index - 1].tag != "p":
            continue
        children = token.children or []
        if len(children) < 3 or children[-1].type != "em_close":
            continue
        start = max(at for at, child in enumerate(children) if child.type == "em_open")
        mark = f"*{plain_text(children[start:])}*"
        last = token.map[1] - 1
        if mark not in authors_by_mark or not lines[last].endswith(mark):
            continue
        if lines[last].strip() == mark and token.map[1] - token.map[0] == 1 and token.level == 1:
            own_line_marks[last] = authors_by_mark[mark]
        else:
            inline_marks[last] = (mark, authors_by_mark[mark])
    unmarked: list[str] = []
    marked_lines: dict[int, _Authors] = {}
    for number, line in enumerate(lines):
        if number in own_line_marks:
            if unmarked and not unmarked[-1].strip():
                unmarked.pop()
            marked_lines[len(unmarked) - 1] = own_line_marks[number]
        elif number in inline_marks:
            mark, by = inline_marks[number]
            unmarked.append(line.removesuffix(mark).removesuffix(" "))
            marked_lines[len(unmarked) - 1] = by
        else:
            unmarked.append(line)
    return unmarked, marked_lines
