"""The notes out of minutes: headings back up, and the authors' marks back to who wrote each line.

The reverse of `minutes_notes` and `minutes_authors`. A reading is kept only when it gives the very
same text again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from ..model.conversation import NoteLine
from ..text.markdown import parse, plain_text
from .author_marks import AuthoredBlock, author_mark, authored_blocks
from .notes_section import embed_notes

_Authors = tuple[str, ...]


def read_notes(text: str, marks: Mapping[str, str]) -> list[NoteLine]:
    """The notes that stand as `text` in minutes; `marks` gives how each author signs.

    Where the marks cannot be read back, they stay as text.
    """
    raised = _raised(text)
    if marks:
        for generous in (True, False):
            lines = _unsigned(raised, marks, generous)
            if embed_notes(lines, marks).text == text:
                return lines
    return [NoteLine(line) for line in raised.split("\n")]


def _raised(text: str) -> str:
    """The text with every heading one level up: the minutes had moved them down."""
    lines = text.split("\n")
    for token in parse(f"{text}\n"):
        if token.type == "heading_open" and token.map and len(token.markup) > 1:
            first = token.map[0]
            lines[first] = lines[first].replace(token.markup, token.markup[1:], 1)
    return "\n".join(lines)


def _unsigned(text: str, marks: Mapping[str, str], generous: bool) -> list[NoteLine]:
    """The lines without marks, each with its author.

    A mark counts for all that stands before it in its section, up to another mark; when not
    `generous`, for what it stands behind and no more.
    """
    lines, signed = _without_marks(text.split("\n"), marks)
    written = [NoteLine(line) for line in lines]
    pieces = authored_blocks(parse("\n".join(lines) + "\n"), written, tuple(marks))
    authors: dict[int, str] = {}
    waiting: list[AuthoredBlock] = []
    before: _Authors = ()
    for piece in pieces:
        if by := signed.get(piece.line):
            if not generous or by == before:
                waiting = []
            for one in [*waiting, piece]:
                authors |= dict(_shared(one, by, lines))
            waiting, before = [], by
        else:
            waiting.append(piece)
        if piece.ends_section:
            waiting, before = [], ()
    return [NoteLine(line, authors.get(number, "")) for number, line in enumerate(lines)]


def _shared(piece: AuthoredBlock, by: _Authors, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines of a piece and their authors; too few lines for its authors are nobody's."""
    filled = [at for start, end in piece.spans for at in range(start, end) if lines[at].strip()]
    filled = sorted(set(filled))
    if len(filled) >= len(by):
        for number, at in enumerate(filled):
            yield at, by[min(number, len(by) - 1)]


def _without_marks(
    lines: list[str], marks: Mapping[str, str]
) -> tuple[list[str], dict[int, _Authors]]:
    """The lines without marks, and behind which of them a mark stood."""
    known = {
        author_mark(by, marks): by
        for count in range(1, len(marks) + 1)
        for by in permutations(marks, count)
    }
    found: dict[int, tuple[str, _Authors]] = {}
    alone: dict[int, _Authors] = {}
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
        if mark not in known or not lines[last].endswith(mark):
            continue
        if lines[last].strip() == mark and token.map[1] - token.map[0] == 1 and token.level == 1:
            alone[last] = known[mark]
        else:
            found[last] = (mark, known[mark])
    kept: list[str] = []
    signed: dict[int, _Authors] = {}
    for number, line in enumerate(lines):
        if number in alone:
            if kept and not kept[-1].strip():
                kept.pop()
            signed[len(kept) - 1] = alone[number]
        elif number in found:
            mark, by = found[number]
            kept.append(line.removesuffix(mark).removesuffix(" "))
            signed[len(kept) - 1] = by
        else:
            kept.append(line)
    return kept, signed
