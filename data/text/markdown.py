"""Write and read Markdown: escape text that a person typed, and parse Markdown.

The parser is markdown-it-py: CommonMark with the tables and strikethrough of GitHub. It is heavy,
so it is imported on first use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .lazy_pattern import lazy_pattern
from .sanitize import clean_line, clean_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MAX_DEPTH = 100
"""The deepest level of nested blocks; the parser skips deeper ones."""

_MAX_LINKS = 20
"""The deepest level of nested links and images: 20, as in markdown-it's preset for CommonMark. Each
unclosed bracket costs one scan ahead per level."""

_SPECIAL = lazy_pattern(r"[\\`*_\[\]<>&|~$^#]")
_SPECIAL_AT_START = lazy_pattern(r"[-+=:%@(]|(?<=[0-9])[.)](?=\s|$)")
_NUMBER = lazy_pattern(r"[0-9]+")
_TASK = lazy_pattern(r"\[([ xX])\] ")


class Heading(NamedTuple):
    """A heading: its level (1 to 6) and its text without markup."""

    level: int
    text: str


class Task(NamedTuple):
    """An item with a box: whether it is ticked, and its text without markup."""

    done: bool
    text: str


def backticks(text: str, fewest: int) -> str:
    """Return `fewest` backticks, or as many more as it takes that the text does not have them."""
    ticks = "`" * fewest
    while ticks in text:
        ticks += "`"
    return ticks


def escape_line(text: str) -> str:
    """Return a field as one line of inline Markdown that reads back as the same text.

    It is safe wherever a line may stand: alone, in a heading, an item or a table cell.
    """
    text = clean_line(text)
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    # A number that would open a list is escaped at its point, not at its digits.
    number = _NUMBER.match(escaped)
    start = _SPECIAL_AT_START.match(escaped, number.end() if number else 0)
    if start is None or (number is not None and start.group() not in ".)"):
        return escaped
    return f"{escaped[: start.start()]}\\{escaped[start.start() :]}"


def escape_block(text: str, indent: str = "") -> str:
    """Return text of several lines as Markdown paragraphs that keep every line break.

    `indent` comes before every line but the first, so that the text stays inside a list item.
    Blanks around lines and repeated blank lines are dropped.
    """
    paragraphs: list[list[str]] = [[]]
    for line in clean_text(text).split("\n"):
        if escaped := escape_line(line):
            paragraphs[-1].append(escaped)
        elif paragraphs[-1]:
            paragraphs.append([])
    return f"\n\n{indent}".join(f"\\\n{indent}".join(lines) for lines in paragraphs if lines)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of plain texts; the first row is its head."""
    lines = [[escape_line(cell) for cell in row] for row in rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("|" + "".join(f" {cell} |" if cell else " |" for cell in row) for row in lines)


@cache
def _parser() -> MarkdownIt:
    return new_parser()


def new_parser() -> MarkdownIt:
    """Return a parser for the Markdown that we write; raw HTML becomes tokens of its own."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import image, link

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).enable(["table", "strikethrough"])
    parser.inline.ruler.at("link", _limit_nesting(link))
    parser.inline.ruler.at("image", _limit_nesting(image))
    return parser


def _limit_nesting(
    rule: Callable[[StateInline, bool], bool],
) -> Callable[[StateInline, bool], bool]:
    """Wrap a rule of the parser: beyond `_MAX_LINKS` levels the rest is plain text."""

    def shallow(state: StateInline, silent: bool) -> bool:
        if silent and state.level > _MAX_LINKS and state.src.startswith(("[", "!["), state.pos):
            state.pos = state.posMax
            return True
        return rule(state, silent)

    return shallow


def parse(text: str) -> list[Token]:
    """Parse a Markdown text into tokens."""
    return _parser().parse(text)


def plain_text(tokens: Sequence[Token] | None) -> str:
    """Return the text that a reader sees of inline tokens, with line feeds for line breaks."""
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
    """Return the top-level headings, without those inside lists and quotes."""
    return [
        Heading(int(token.tag[1:]), plain_text(tokens[index + 1].children))
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def sections(tokens: Sequence[Token], level: int = 2) -> Iterator[list[Token]]:
    """Yield the tokens from each heading of this level to the next; first those before any."""
    section: list[Token] = []
    for token in tokens:
        if token.type == "heading_open" and token.level == 0 and token.tag == f"h{level}":
            yield section
            section = []
        section.append(token)
    yield section


def tasks(tokens: Sequence[Token]) -> list[Task]:
    """Return the items with a box, in order."""
    result: list[Task] = []
    for index, token in enumerate(tokens):
        if token.type != "list_item_open" or len(tokens) < index + 3:
            continue
        inline = tokens[index + 2]
        if inline.type == "inline" and (box := _TASK.match(inline.content)):
            text = plain_text(inline.children)[box.end() :]
            result.append(Task(box.group(1) != " ", text))
    return result


def table_rows(tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    """Return the rows of all tables, heads included, each cell without markup."""
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
    """Return whether there is raw HTML, a link or an image, which escaped text never makes."""
    return any(
        token.type.startswith(("html", "link", "image")) or has_html_or_links(token.children or ())
        for token in tokens
    )
