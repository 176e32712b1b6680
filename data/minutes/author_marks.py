"""Who wrote what in the notes, as marks that leave their Markdown whole.

A mark stands behind a paragraph or the text of an item, never in code, a table or a heading: what
cannot be signed itself counts with the text it hangs on, or is signed on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from ..model.conversation import NoteLine
from ..text.markdown import parse

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENS_WITH_MORE = re.compile(r"[-+*]|[0-9]{1,9}[.)]|.*\]:", re.DOTALL)


@dataclass
class AuthoredBlock:
    """What is signed as one: a paragraph and the code or tables that hang on it.

    `own_line` where there is no paragraph to write a mark behind.
    """

    authors: tuple[str, ...]
    line: int
    block: int
    own_line: bool = False
    ends_section: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    """The lines it is made of: first, and the one after the last."""


def authored_blocks(
    tokens: Sequence[Token], written: Sequence[NoteLine], known: Collection[str]
) -> list[AuthoredBlock]:
    """What can be signed, in order, with those of the `known` authors who wrote it."""
    pieces: list[AuthoredBlock] = []
    block, block_end = -1, 0
    in_table = False
    for index, token in enumerate(tokens):
        if token.map is None:
            in_table = in_table and token.type != "table_close"
            continue
        first, end = token.map
        if token.level == 0 and token.type != "inline":
            block, block_end = first, end
            while block_end > first + 1 and not written[block_end - 1].text.strip():
                block_end -= 1
        if token.type == "heading_open" and token.level == 0 and pieces:
            pieces[-1].ends_section = True
        authors = _together(n.by for n in written[first:end] if n.text.strip() and n.by in known)
        spans: tuple[tuple[int, int], ...] = ((first, end),)
        if token.type in ("fence", "code_block", "table_open"):
            in_table = token.type == "table_open"
            if token.level > 0 and pieces and pieces[-1].block == block:
                pieces[-1].authors = _together(pieces[-1].authors, authors)
                pieces[-1].spans += spans
            else:
                pieces.append(
                    AuthoredBlock(authors, block_end - 1, block, own_line=True, spans=spans)
                )
        elif token.type == "inline" and not in_table and tokens[index - 1].tag == "p":
            if pieces and pieces[-1].block == block and pieces[-1].own_line:
                unsigned = pieces.pop()
                authors, spans = _together(unsigned.authors, authors), unsigned.spans + spans
            pieces.append(AuthoredBlock(authors, end - 1, block, spans=spans))
    return pieces


def _together(*authors: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(authors)))


def insert_marks(
    lines: list[str | None],
    pieces: Sequence[AuthoredBlock],
    marks: Mapping[str, str],
    starts: Mapping[int, int],
) -> set[str]:
    """Put the authors' mark where the next piece is another's, and at the end of a section.

    Returns whose marks there are.

    `starts` gives for a line the column at which its text begins, past indents and list marks.
    """
    signers: set[str] = set()
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if after and not piece.ends_section and after.authors == piece.authors:
            continue
        line = lines[piece.line]
        if not piece.authors or line is None:
            continue
        mark = author_mark(piece.authors, marks)
        signers.update(piece.authors)
        if piece.own_line:
            following = next((one for one in lines[piece.line + 1 :] if one is not None), "")
            lines[piece.line] = f"{line}\n\n{mark}" + ("\n" if following else "")
            continue
        line = line.rstrip()
        if _OPENS_WITH_MORE.fullmatch(line[starts.get(piece.line, 0) :]):
            # With something behind it this would begin a list or a link definition.
            line = f"{line[:-1]}\\{line[-1]}"
        lines[piece.line] = f"{line} {mark}"
    return signers


def escape_marks(written: Sequence[NoteLine], marks: Mapping[str, str]) -> list[NoteLine]:
    """The lines, with a backslash before what was typed to look like one of the marks.

    Code is left as it is: nobody signs there.
    """
    looks = "|".join(re.escape(label) for label in possible_marks(marks))
    forged = re.compile(rf"(?<![*_\\])((?:\\\\)*)([*_])(?=(?:{looks})[*_](?![*_]))")
    lines = [line.text for line in written]
    if not marks or not any(map(forged.search, lines)):
        return list(written)
    code = {
        line
        for token in parse("\n".join(lines) + "\n")
        if token.type in ("fence", "code_block") and token.map
        for line in range(*token.map)
    }
    return [
        line if at in code else replace(line, text=forged.sub(r"\1\\\2", line.text))
        for at, line in enumerate(written)
    ]


def author_mark(authors: Sequence[str], marks: Mapping[str, str]) -> str:
    """The mark of one or two authors: their own marks in italics and brackets."""
    return f"*({', '.join(marks[by] for by in authors)})*"


def possible_marks(marks: Mapping[str, str]) -> list[str]:
    """Every signature as it reads without markup: each author alone, and any two together."""
    names = list(marks.values())
    pairs = [f"({one}, {other})" for one in names for other in names if one != other]
    return [*(f"({name})" for name in names), *pairs]
