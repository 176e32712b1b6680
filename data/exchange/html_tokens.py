"""The minutes as tokens for an HTML page: nothing active or external, and no word lost.

A renderer drops the language of code, link definitions and surplus cells; here they are text. Tags
are text, images are replaced by their text, and links lead only to the web and to mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..text.lazy_pattern import lazy_pattern
from ..text.markdown import new_parser, plain_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_TASK = lazy_pattern(r"\[([ xX])\] ")
_LINK = lazy_pattern(r"(?:https?|ftp|mailto):", re.IGNORECASE)
_INNER_HEADING = "h6"
"""A heading in an item or a quotation is none of the document."""
_ALIGNED = {"text-align:right": "right", "text-align:center": "center"}


def page_parser() -> MarkdownIt:
    """Return a parser that treats tags as text, and keeps definitions and all cells as tokens."""
    from markdown_it.rules_block import table

    def whole_table(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        before = len(state.tokens)
        found = table(state, first, last, silent)
        if found and not silent:
            state.tokens[before:] = _with_surplus_cells(state.tokens[before:], state)
        return found

    parser = new_parser()
    parser.options["html"] = False
    parser.options["xhtmlOut"] = False
    parser.options["inline_definitions"] = True
    parser.block.ruler.at("table", whole_table, {"alt": ["paragraph", "reference"]})
    return parser


def _with_surplus_cells(tokens: Sequence[Token], state: StateBlock) -> Iterator[Token]:
    """Yield a table with the cells of rows that are longer than its head, which GFM drops."""
    from markdown_it.rules_block.table import escapedSplit

    columns = sum(token.type == "th_open" for token in tokens)
    surplus: list[str] = []
    for token in tokens:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
            cells = escapedSplit(state.src[start:end].strip())
            surplus = cells[not cells[0] :][columns:]
        elif token.type == "tr_close":
            for cell in filter(None, map(str.strip, surplus)):
                yield from _block("td", cell, token.level + 1)
        yield token


def page_tokens(text: str, parser: MarkdownIt) -> list[Token]:
    """Return the tokens of minutes in Markdown, as a page may show them."""
    return _sanitise(parser.parse(text), text.split("\n"), parser)


def _sanitise(tokens: list[Token], lines: Sequence[str], parser: MarkdownIt) -> list[Token]:
    """Draw task boxes, undo links other than web and mail, replace images by their text."""
    for index, token in enumerate(tokens):
        if token.level and token.type in ("heading_open", "heading_close"):
            token.tag = _INNER_HEADING
        if style := token.attrGet("style"):
            del token.attrs["style"]  # the policy allows no style but our own
            if str(style) in _ALIGNED:
                token.attrSet("class", _ALIGNED[str(style)])
        if token.type != "inline" or not token.children:
            continue
        token.children = list(_safe_inline(token.children, parser))
        if index >= 2 and tokens[index - 2].type == "list_item_open":
            _draw_box(token, tokens[index - 2])
    return list(_with_hidden_words(tokens, lines))


def _with_hidden_words(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Token]:
    """Yield the blocks, with paragraphs for the words that the renderer would not show."""
    for token in tokens:
        if token.type == "definition" and token.map:
            source = "\n".join(lines[slice(*token.map)])
            yield from _paragraph(source[source.find("[") :].strip(), token.level)
            continue
        if token.type == "fence":
            if info := token.info.strip():
                yield from _paragraph(info, token.level)
            token.info = ""
        yield token


def _paragraph(text: str, level: int) -> Iterator[Token]:
    """Yield a paragraph of plain text, with its inline tokens."""
    from markdown_it.token import Token

    opening, inline, closing = _block("p", text, level)
    inline.children = [Token("text", "", 0, content=text)]
    yield from (opening, inline, closing)


def _block(tag: str, content: str, level: int) -> list[Token]:
    """Return the tokens of a paragraph (p) or a cell (td) that is still to be parsed inside."""
    from markdown_it.token import Token

    name = {"p": "paragraph"}.get(tag, tag)
    return [
        Token(f"{name}_open", tag, 1, level=level, block=True),
        Token("inline", "", 0, content=content, level=level + 1, children=[], block=True),
        Token(f"{name}_close", tag, -1, level=level, block=True),
    ]


def _draw_box(token: Token, item: Token) -> None:
    first = next((child for child in token.children or () if child.content), None)
    if first and first.type == "text" and (box := _TASK.match(first.content)):
        drawn = "☐" if box[1] == " " else "☑"
        first.content = f"{drawn} {first.content[box.end() :]}"
        item.attrSet("class", "task")


def _safe_inline(children: Sequence[Token], parser: MarkdownIt) -> Iterator[Token]:
    is_kept = True
    opening: Token | None = None
    for child in children:
        if child.type == "link_open":
            opening, is_kept = child, bool(_LINK.match(str(child.attrGet("href"))))
        if child.type == "image":
            yield _as_text(plain_text(child.children), child, "src", parser)
        elif is_kept or child.type not in ("link_open", "link_close"):
            if child.type == "link_open":
                child.attrs = {**child.attrs, "rel": "noopener noreferrer"}
            yield child
        elif child.type == "link_close" and opening:
            yield _as_text("", opening, "href", parser)


def _as_text(shown: str, token: Token, target: str, parser: MarkdownIt) -> Token:
    """Return an image or an undone link as text: its text, its target, and its title."""
    from markdown_it.token import Token

    source = parser.normalizeLinkText(str(token.attrGet(target) or ""))
    title = str(token.attrGet("title") or "")
    target_words = " ".join(filter(None, (source, title)))
    return Token("text", "", 0, content=f"{shown} ({target_words})" if target_words else shown)
