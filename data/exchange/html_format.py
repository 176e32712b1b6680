"""The minutes as one HTML file: readable anywhere, printable on A4, without external resources.

It is made from the Markdown of the minutes, and has every word of it, even those that a renderer
drops: the language of code, link definitions, surplus cells. There is no script, no image and
nothing to fetch; a Content-Security-Policy (Level 3, W3C) forbids them too, and allows our own
style by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from ..i18n.catalogue import catalogue
from ..text.markdown import Heading, headings, new_parser, plain_text, sections

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5;
  font-family: system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; break-after: avoid; }
h2 { margin-top: 2rem; border-bottom: 1px solid; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid; padding: 0.3rem 0.5rem; text-align: start; vertical-align: top; }
th.right, td.right { text-align: end; }
th.center, td.center { text-align: center; }
li.task { list-style: none; margin-inline-start: -1.3em; }
pre, blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid; }
pre { white-space: pre-wrap; }
@page { size: A4; margin: 20mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  section.agreement, tr, li { break-inside: avoid; }
}
"""
_TASK = re.compile(r"\[([ xX])\] ")
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_ALIGNED = {"text-align:right": "right", "text-align:center": "center"}


def page(text: str, language: str) -> str:
    """Return minutes in Markdown, without front matter, as a whole HTML page in this language."""
    words = catalogue(language)
    parser = _parser()
    tokens = _sanitise(parser.parse(text), text.split("\n"), parser)
    title = next((heading.text for heading in headings(tokens)), "")
    body = "".join(_chapter(part, words("minutes.agreements"), parser) for part in sections(tokens))
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _parser() -> MarkdownIt:
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


def _chapter(tokens: Sequence[Token], agreements: str, parser: MarkdownIt) -> str:
    """Render a chapter of the minutes; each agreement in it is kept together on paper."""

    def rendered(part: Sequence[Token]) -> str:
        html: str = parser.renderer.render(part, parser.options, {})
        return html

    if not tokens:
        return ""
    if headings(tokens)[:1] != [Heading(2, agreements)]:
        return f"<section>\n{rendered(tokens)}</section>\n"
    first, *rest = sections(tokens, 3)
    each = (f'<section class="agreement">\n{rendered(part)}</section>\n' for part in rest)
    return f"<section>\n{rendered(first)}{''.join(each)}</section>\n"


def _sanitise(tokens: list[Token], lines: Sequence[str], parser: MarkdownIt) -> list[Token]:
    """Draw task boxes, undo links other than web and mail, replace images by their text."""
    for index, token in enumerate(tokens):
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
