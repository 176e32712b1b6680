"""Minutes split into their chapters, and the labelled items in those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ...i18n.catalogue import Catalogue
from ...text.markdown_tree import blocks, inline_of, list_items, source_lines, text_of
from .reader_wording import label

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode


CHAPTERS = (
    "checklist",
    "competencies",
    "notes",
    "appreciation",
    "agreements",
    "who_does_what",
    "next",
    "approvals",
)
"""The level 2 headings of minutes: `minutes.<chapter>`."""


@dataclass
class ParsedMinutes:
    """Minutes split into title, facts (label -> text) and the nodes of each chapter."""

    lines: list[str]
    title: str
    facts: dict[str, str]
    chapters: dict[str, list[SyntaxTreeNode]] = field(default_factory=dict)
    noted: str = ""
    """The source text of the chapter of the notes."""


def split_chapters(text: str, words: Catalogue) -> ParsedMinutes:
    """Split minutes in the language of `words`; the first of two equal headings counts."""
    nodes = blocks(text)
    lines = text.split("\n")
    title = text_of(nodes[0]) if nodes and nodes[0].tag == "h1" else ""
    starts = [at for at, node in enumerate(nodes) if node.tag == "h2"]
    before = nodes[: starts[0]] if starts else nodes
    facts: dict[str, str] = {}
    for name, item in labelled_items(before):
        facts.setdefault(name, item_text(item))
    minutes = ParsedMinutes(lines, title, facts)
    chapter_by_heading = {words(f"form1.{chapter}"): chapter for chapter in CHAPTERS}
    for start, end in pairwise([*starts, len(nodes)]):
        chapter = chapter_by_heading.get(text_of(nodes[start]), "")
        if not chapter or chapter in minutes.chapters:
            continue
        minutes.chapters[chapter] = nodes[start + 1 : end]
        if chapter == "notes":
            first = source_lines(nodes[start])[1]
            last = source_lines(nodes[end])[0] if end < len(nodes) else len(lines)
            minutes.noted = "\n".join(lines[first:last]).strip("\n")
    return minutes


def labelled_items(nodes: Sequence[SyntaxTreeNode]) -> Iterator[tuple[str, SyntaxTreeNode]]:
    """Yield the list items that begin with a label: (label, item)."""
    for item in list_items(nodes):
        if name := label(inline_of(item)).name:
            yield name, item


def item_text(item: SyntaxTreeNode) -> str:
    """Return the text of an item after its label, with an empty line between paragraphs."""
    paragraphs = [text_of(child) for child in item.children if child.type == "paragraph"]
    return "\n\n".join([label(inline_of(item)).text, *paragraphs[1:]])
