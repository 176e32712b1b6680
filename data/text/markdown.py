"""Markdown at its edges: what a person typed becomes safe Markdown, and Markdown is read back.

The parser is markdown-it-py: CommonMark with the tables and strikethrough of GitHub. It is heavy,
so it is imported where it is first used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .sanitize import clean_line, clean_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

NESTING = 100
"""How deep blocks may be nested; what lies deeper is not read at all."""

_LINKS = 20
"""How deep links and images may be nested, as the parser has it for CommonMark. Where brackets only
open, each of them costs it a look ahead for every level that there may be."""

_ANYWHERE = re.compile(r"[\\`*_\[\]<>&|~$^#]")
_AT_START = re.compile(r"[-+=:%@(]|(?<=[0-9])[.)](?=\s|$)")
_NUMBER = re.compile(r"[0-9]+")
_TASK = re.compile(r"\[([ xX])\] ")


class Heading(NamedTuple):
    """A heading as it is read: its level (1 to 6) and its text without markup."""

    level: int
    text: str


class Task(NamedTuple):
    """An item with a box: whether it is ticked, and its text without markup."""

    done: bool
    text: str


def escape_line(text: str) -> str:
    """A field as one line of inline Markdown that reads back as the same text.

    It holds wherever a line may stand: alone, in a heading, an item or a table cell.
    """
    text = clean_line(text)
    escaped = _ANYWHERE.sub(r"\\\g<0>", text)
    # A number that would open a list is made harmless at its point, not at its digits.
    number = _NUMBER.match(escaped)
    start = _AT_START.match(escaped, number.end() if number else 0)
    if start is None or (number is not None and start.group() not in ".)"):
        return escaped
    return f"{escaped[: start.start()]}\\{escaped[start.start() :]}"


def escape_block(text: str, indent: str = "") -> str:
    """Text of several lines as Markdown paragraphs in which every line break stays one.

    `indent` goes before every line but the first, so that the text stays inside a list item.
    Blanks around lines and blank lines in a row are not kept.
    """
    paragraphs: list[list[str]] = [[]]
    for line in clean_text(text).split("\n"):
        if escaped := escape_line(line):
            paragraphs[-1].append(escaped)
        elif paragraphs[-1]:
            paragraphs.append([])
    return f"\n\n{indent}".join(f"\\\n{indent}".join(lines) for lines in paragraphs if lines)


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of plain texts; the first row is its head."""
    lines = [[escape_line(cell) for cell in row] for row in rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("|" + "".join(f" {cell} |" if cell else " |" for cell in row) for row in lines)


@cache
def _parser() -> MarkdownIt:
    return new_parser()


def new_parser() -> MarkdownIt:
    """A parser for the Markdown that we write. Raw HTML is read as such, so that it is seen."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import image, link

    parser = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable(["table", "strikethrough"])
    parser.inline.ruler.at("link", _shallow(link))
    parser.inline.ruler.at("image", _shallow(image))
    return parser


def _shallow(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """The same rule of the parser's; too deep within others it takes all for text, as that does."""

    def shallow(state: StateInline, silent: bool) -> bool:
        if silent and state.level > _LINKS and state.src.startswith(("[", "!["), state.pos):
            state.pos = state.posMax
            return True
        return rule(state, silent)

    return shallow


def parse(text: str) -> list[Token]:
    """The tokens of a Markdown text."""
    return _parser().parse(text)


def plain_text(tokens: Sequence[Token] | None) -> str:
    """What a reader sees of inline tokens: no markup, a line feed for every line break."""
    parts: list[str] = []
    for token in tokens or ():
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(plain_text(token.children))
        else:
            parts.append(token.content)
    return "".join(parts)


def headings(tokens: Sequence[Token]) -> list[Heading]:
    """The headings that divide the document; those inside lists and quotes do not."""
    return [
        Heading(int(token.tag[1:]), plain_text(tokens[index + 1].children))
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def sections(tokens: Sequence[Token], level: int = 2) -> Iterator[list[Token]]:
    """The tokens from each heading of this level up to the next; first those before any."""
    section: list[Token] = []
    for token in tokens:
        if token.type == "heading_open" and token.level == 0 and token.tag == f"h{level}":
            yield section
            section = []
        section.append(token)
    yield section


def tasks(tokens: Sequence[Token]) -> list[Task]:
    """The items with a box, in order."""
    found: list[Task] = []
    for index, token in enumerate(tokens):
        if token.type != "list_item_open" or len(tokens) < index + 3:
            continue
        inline = tokens[index + 2]
        if inline.type == "inline" and (box := _TASK.match(inline.content)):
            text = plain_text(inline.children)[box.end() :]
            found.append(Task(box.group(1) != " ", text))
    return found


def table_rows(tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    """The rows of all tables, heads included, each cell without markup."""
    rows: list[tuple[str, ...]] = []
    cells: list[str] = []
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            cells = []
        elif token.type in ("th_open", "td_open"):
            cells.append(plain_text(tokens[index + 1].children))
        elif token.type == "tr_close":
            rows.append(tuple(cells))
    return rows


def has_html_or_links(tokens: Sequence[Token]) -> bool:
    """Whether there is anything that text alone never makes: raw HTML, a link or an image."""
    return any(
        token.type.startswith(("html", "link", "image")) or has_html_or_links(token.children or ())
        for token in tokens
    )
