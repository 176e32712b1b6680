"""A page in HTML as a tree of elements, as far as its words and their structure matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from .lazy_pattern import lazy_pattern

_PAGE = lazy_pattern(
    r"(?>(?><\?xml[^>]*>|<!--.*?-->|\s+)*)<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_ENDED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "tr": (frozenset(("tr", "td", "th")), frozenset(("table",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
}
"""A tag that ends open ones -> those, and the elements at which the search for them ends."""
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "ul"),
    )
)
"""The tags of elements that begin a line of their own."""
_DEEPEST = 100
"""The deepest element; what is in a deeper one counts as in that."""


@dataclass(slots=True)
class Element:
    """An element, with its elements and texts in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether it begins a line of its own."""
        return self.tag in BLOCKS

    @property
    def has_block(self) -> bool:
        """Whether it, or an element in it, begins a line of its own."""
        return self.is_block or self.has_inner_block

    @property
    def has_inner_block(self) -> bool:
        """Whether an element in it begins a line of its own."""
        return any(child.has_block for child in self.elements())

    def elements(self) -> Iterator[Element]:
        """Yield the elements directly in it."""
        for child in self.children:
            if isinstance(child, Element):
                yield child

    def find(self, *tags: str) -> Element | None:
        """Return the first element in it with one of these tags."""
        for child in self.elements():
            if child.tag in tags:
                return child
            if found := child.find(*tags):
                return found
        return None

    def text(self) -> str:
        """Return all text in it as it is written."""
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


def is_page(text: str) -> bool:
    """Return whether a text says that it is a page in HTML; Markdown with some HTML is none."""
    return _PAGE.match(text) is not None


def tree_of(text: str) -> Element:
    """Return the root of a page; tags that are missing or too many do no harm."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end_before(tag)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at = next((n for n in range(len(self._open) - 1, 0, -1) if self._open[n].tag == tag), 0)
        if at:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _end_before(self, tag: str) -> None:
        """Close what a block ends that begins: a paragraph, and its neighbour."""
        if self._open[-1].tag == "p":
            self._open.pop()
        ended, borders = _ENDED_BY.get(tag, (frozenset(), frozenset()))
        first = len(self._open)
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag in borders:
                break
            if self._open[at].tag in ended:
                first = at
        del self._open[first:]
