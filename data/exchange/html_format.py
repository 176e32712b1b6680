"""The minutes as one HTML file: readable anywhere, printable on A4, without external resources.

It is made from the Markdown of the minutes, and has every word of it. There is no script, no image
and nothing to fetch; a Content-Security-Policy (Level 3, W3C) forbids them too, and allows our own
style by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ..i18n.catalogue import Catalogue, catalogue
from ..text.markdown import headings, sections
from .html_structure import Structure
from .html_style import page_style
from .html_tokens import page_parser, page_tokens

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CHAPTERS = (
    *("summary", "agreements", "competencies", "appreciation", "notes", "points", "parked"),
    *("reactions", "signatures", "about"),
)
"""The chapters of minutes, by the key of their title; the ids of their headings."""
_TYPED = ("notes", "points")
"""Chapters whose lists are what people said, and no facts."""


def page(text: str, language: str, footer: str = "") -> str:
    """Return minutes in Markdown, without front matter, as a whole HTML page in this language.

    `footer` is the text at the foot of each printed page, before the page numbers.
    """
    words = catalogue(language)
    parser = page_parser()
    tokens = page_tokens(text, parser)
    title = next((heading.text for heading in headings(tokens)), "")
    names = _names(words)
    chapters = (
        _chapter(part, number, names, parser) for number, part in enumerate(sections(tokens))
    )
    body = "".join(chapters)
    style = page_style(title, footer, words("page.of"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _names(words: Catalogue) -> dict[str, str]:
    """Return the chapters by their titles in this language."""
    return {words(f"minutes.{chapter}"): chapter for chapter in _CHAPTERS}


def _chapter(
    tokens: Sequence[Token], number: int, names: dict[str, str], parser: MarkdownIt
) -> str:
    """Render a chapter of the minutes; each agreement in it is kept together on paper."""
    if not tokens:
        return ""
    first = headings(tokens)[:1]
    if not first or first[0].level != 2:
        structure = Structure(parser, "title", own=True)
        if first:
            _set_id(tokens, "title")
        return f"<header>\n{structure.render(tokens)}</header>\n"
    chapter = names.pop(first[0].text, "")  # so that no id stands twice
    region = chapter or f"chapter-{number}"
    _set_id(tokens, region)
    structure = Structure(parser, region, own=bool(chapter) and chapter not in _TYPED)
    if chapter != "agreements":
        body = structure.render(tokens)
    else:
        head, *rest = sections(tokens, 3)
        body = structure.render(head) + "".join(
            f'<section class="agreement">\n{structure.render(part)}</section>\n' for part in rest
        )
    named = f' class="{chapter}"' if chapter else ""
    return f'<section{named} aria-labelledby="{region}">\n{body}</section>\n'


def _set_id(tokens: Sequence[Token], name: str) -> None:
    next(token for token in tokens if token.type == "heading_open").attrSet("id", name)
