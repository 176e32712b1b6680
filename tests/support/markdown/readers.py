"""What three readers of Markdown make of a text: cmark-gfm, pandoc and markdown-it-py."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.util import find_spec

import pytest

Reader = Callable[[str], str]
"""Returns HTML for Markdown."""


def _run(command: list[str], text: str) -> str:
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode()


def cmark_gfm(text: str) -> str:
    """GitHub's own reader, with its extensions; raw HTML is passed on, so that it is seen."""
    extensions = ("table", "strikethrough", "autolink", "tasklist")
    options = [part for name in extensions for part in ("-e", name)]
    return _run(["cmark-gfm", "--unsafe", *options], text)


def pandoc(text: str) -> str:
    """The gfm reader of pandoc."""
    options = ["-f", "gfm", "-t", "html", "--wrap=preserve", "--email-obfuscation=none"]
    return _run(["pandoc", *options], text)


def markdown_it(text: str) -> str:
    """The parser of markdown-it-py with all that GitHub has, raw HTML included."""
    from markdown_it import MarkdownIt

    has_linkify = find_spec("linkify_it") is not None
    parser = MarkdownIt("gfm-like", {"maxNesting": 100, "linkify": has_linkify})
    parser.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    html: str = parser.render(text)
    return html


def _needs(program: str) -> pytest.MarkDecorator:
    missing = shutil.which(program) is None
    return pytest.mark.skipif(missing, reason=f"{program} is not installed")


READERS = [
    pytest.param(cmark_gfm, marks=_needs("cmark-gfm"), id="cmark-gfm"),
    pytest.param(pandoc, marks=_needs("pandoc"), id="pandoc"),
    pytest.param(markdown_it, id="markdown-it-py"),
]
"""Parameters of a test; a reader that is not installed is skipped with the reason."""


def same(text: str) -> str:
    """A text with single blanks: readers differ in blanks that nobody sees."""
    return " ".join(text.split())


class Elements(HTMLParser):
    """The elements of one name: the text of each, and the tags in it."""

    def __init__(self, html: str, name: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self._name, self._depth = name, 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self._name:
            self._depth += 1
            if self._depth == 1:
                self.found.append(("", []))
                return
        if self._depth:
            self.found[-1][1].append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == self._name

    def handle_data(self, data: str) -> None:
        if self._depth:
            text, tags = self.found[-1]
            self.found[-1] = (text + data, tags)

    def handle_comment(self, data: str) -> None:
        if self._depth:
            self.found[-1][1].append("comment")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    handle_pi = unknown_decl = handle_comment


class Outline(HTMLParser):
    """The headings of a page that stand in no list and no quote, and the tags of all of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.text = ""
        self._depth, self._heading = 0, ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._depth += tag in ("li", "blockquote")
        if not self._depth and tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._heading = tag
            self.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in ("li", "blockquote")
        if tag == self._heading:
            self._heading = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._heading:
            tag, text = self.headings[-1]
            self.headings[-1] = (tag, text + data)

    def handle_comment(self, data: str) -> None:
        self.tags.add("comment")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    handle_pi = unknown_decl = handle_comment
