"""Author marks: the author of each part of the notes, without changing their Markdown.

A mark is after a paragraph or the text of an item, never in code, a table or a heading: a block
that cannot have a mark belongs to the paragraph before it, or gets a mark on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from ...ids import PartnerId
from ...model.conversation import NoteLine
from ...text.lazy_pattern import lazy_pattern
from ...text.markdown import parse

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENS_BLOCK = lazy_pattern(r"[-+*]|[0-9]{1,9}[.)]|.*\]:", re.DOTALL)


@dataclass
class AuthoredBlock:
    """The lines with one author mark: a paragraph and the code or tables that belong to it.

    `own_line` is true if there is no paragraph that the mark can follow.
    """

    authors: tuple[PartnerId, ...]
    line: int
    block: int
    own_line: bool = False
    ends_section: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    """Its lines (from 0): the first, and the one after the last."""


def authored_blocks(
    tokens: Sequence[Token], note_lines: Sequence[NoteLine], known: Collection[PartnerId]
) -> list[AuthoredBlock]:
    """Return the blocks that can have a mark, in order, with their `known` authors."""
    blocks: list[AuthoredBlock] = []
    block, block_end = -1, 0
    in_table = False
    for index, token in enumerate(tokens):
        if token.map is None:
            in_table = in_table and token.type != "table_close"
            continue
        first, end = token.map
        if token.level == 0 and token.type != "inline":
            block, block_end = first, end
            while block_end > first + 1 and not note_lines[block_end - 1].text.strip():
                block_end -= 1
        if token.type == "heading_open" and token.level == 0 and blocks:
            blocks[-1].ends_section = True
        authors = _union(n.by for n in note_lines[first:end] if n.text.strip() and n.by in known)
        spans: tuple[tuple[int, int], ...] = ((first, end),)
        if token.type in ("fence", "code_block", "table_open"):
            in_table = token.type == "table_open"
            if token.level > 0 and blocks and blocks[-1].block == block:
                blocks[-1].authors = _union(blocks[-1].authors, authors)
                blocks[-1].spans += spans
            else:
                blocks.append(
                    AuthoredBlock(authors, block_end - 1, block, own_line=True, spans=spans)
                )
        elif token.type == "inline" and not in_table and tokens[index - 1].tag == "p":
            if blocks and blocks[-1].block == block and blocks[-1].own_line:
                code = blocks.pop()
                authors, spans = _union(code.authors, authors), code.spans + spans
            blocks.append(AuthoredBlock(authors, end - 1, block, spans=spans))
    return blocks


def _union(*authors: Iterable[PartnerId]) -> tuple[PartnerId, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(authors)))


def insert_marks(
    lines: list[str | None],
    blocks: Sequence[AuthoredBlock],
    marks: Mapping[PartnerId, str],
    starts: Mapping[int, int],
) -> set[PartnerId]:
    """Insert a mark after a block if the next one has other authors or its section ends.

    Modify `lines`, and return the authors of the inserted marks.
    `starts` maps a line to the column at which its text begins, after indents and list marks.
    """
    authors: set[PartnerId] = set()
    for index, block in enumerate(blocks):
        next_block = blocks[index + 1] if index + 1 < len(blocks) else None
        if next_block and not block.ends_section and next_block.authors == block.authors:
            continue
        line = lines[block.line]
        if not block.authors or line is None:
            continue
        mark = author_mark(block.authors, marks)
        authors.update(block.authors)
        if block.own_line:
            following = next((later for later in lines[block.line + 1 :] if later is not None), "")
            lines[block.line] = f"{line}\n\n{mark}" + ("\n" if following else "")
            continue
        line = line.rstrip()
        if _OPENS_BLOCK.fullmatch(line[starts.get(block.line, 0) :]):
            # With text after it this would begin a list or a link definition.
            line = f"{line[:-1]}\\{line[-1]}"
        lines[block.line] = f"{line} {mark}"
    return authors


def escape_marks(note_lines: Sequence[NoteLine], marks: Mapping[PartnerId, str]) -> list[NoteLine]:
    """Escape text in the lines that reads like one of the marks.

    Code stays as it is: there are no marks in code.
    """
    alternatives = "|".join(re.escape(label) for label in possible_marks(marks))
    forged = re.compile(rf"(?<![*_\\])((?:\\\\)*)([*_])(?=(?:{alternatives})[*_](?![*_]))")
    lines = [line.text for line in note_lines]
    if not marks or not any(map(forged.search, lines)):
        return list(note_lines)
    code = {
        line
        for token in parse("\n".join(lines) + "\n")
        if token.type in ("fence", "code_block") and token.map
        for line in range(*token.map)
    }
    return [
        line if at in code else replace(line, text=forged.sub(r"\1\\\2", line.text))
        for at, line in enumerate(note_lines)
    ]


def author_mark(authors: Sequence[PartnerId], marks: Mapping[PartnerId, str]) -> str:
    """Return the mark of one or two authors: their own marks in italics and brackets."""
    return f"*({', '.join(marks[by] for by in authors)})*"


def possible_marks(marks: Mapping[PartnerId, str]) -> list[str]:
    """Return every mark without its markup: each author alone, and any two together."""
    names = list(marks.values())
    pairs = [f"({name}, {other})" for name in names for other in names if name != other]
    return [*(f"({name})" for name in names), *pairs]
