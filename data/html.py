"""The minutes as one HTML file: readable anywhere, printable on A4, and asking nothing of anybody.

It is made of the very Markdown of the minutes. There is no script, no image and nothing to fetch; a
Content-Security-Policy forbids all of it once more (Level 3, W3C; its hash allows our own style).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from .language import catalogue
from .markdown import Heading, headings, new_parser, plain_text, sections

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
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
    """Minutes in Markdown, without front matter, as a whole page in this language."""
    words = catalogue(language)
    parser = new_parser()
    parser.options["html"] = False  # what looks like a tag is text
    parser.options["xhtmlOut"] = False
    tokens = _harmless(parser.parse(text))
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


def _chapter(tokens: Sequence[Token], agreements: str, parser: MarkdownIt) -> str:
    """A chapter of the minutes; each agreement in it is kept together on paper."""

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


def _harmless(tokens: list[Token]) -> list[Token]:
    """Boxes drawn, links that lead elsewhere than the web or the post undone, images as words."""
    for index, token in enumerate(tokens):
        if style := token.attrGet("style"):
            del token.attrs["style"]  # the policy lets no style in but our own
            if str(style) in _ALIGNED:
                token.attrSet("class", _ALIGNED[str(style)])
        if token.type == "fence":
            token.info = ""
        if token.type != "inline" or not token.children:
            continue
        token.children = list(_inline(token.children))
        if index >= 2 and tokens[index - 2].type == "list_item_open":
            _draw_box(token, tokens[index - 2])
    return tokens


def _draw_box(token: Token, item: Token) -> None:
    first = next((child for child in token.children or () if child.content), None)
    if first and first.type == "text" and (box := _TASK.match(first.content)):
        drawn = "☐" if box[1] == " " else "☑"
        first.content = f"{drawn} {first.content[box.end() :]}"
        item.attrSet("class", "task")


def _inline(children: Sequence[Token]) -> Iterator[Token]:
    led = True
    for child in children:
        if child.type == "link_open":
            led = bool(_LINK.match(str(child.attrGet("href"))))
            child.attrs = {"href": str(child.attrGet("href")), "rel": "noopener noreferrer"}
        if child.type == "image":
            yield _words_of(child)
        elif led or child.type not in ("link_open", "link_close"):
            yield child


def _words_of(image: Token) -> Token:
    from markdown_it.token import Token

    alternative, source = plain_text(image.children), str(image.attrGet("src") or "")
    return Token("text", "", 0, content=f"{alternative} ({source})".strip())
