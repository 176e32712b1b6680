"""A page in HTML as Markdown: our own as the minutes that it was made from, any other as its words.

Headings, lists, tables, quotations, code, emphasis, links and boxes stay; styles and scripts go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from ...minutes.markup.inline import Place, escape
from ...minutes.reading.reader import read_minutes
from ...minutes.writing.about import FORM, PROGRAM
from ...minutes.writing.writer import compose
from ...text.html_tree import Element, tree_of
from ...text.lazy_pattern import lazy_pattern
from ...text.markdown import backticks
from ..html_format import page
from .page_inline import SILENT, Inline, one_line, paragraph

_HEADING = lazy_pattern(r"h([1-6])")
_MAIN = lazy_pattern(r"<main>.*</main>", re.DOTALL)
_LANGUAGE = lazy_pattern(r"[a-z][a-z0-9+#-]{0,15}")
_MOST_DIGITS = 9
"""Of the number of an item."""
_BOXES = {"☐": "[ ]", "☑": "[x]", "☒": "[x]"}


class _Block(NamedTuple):
    lines: list[str]
    is_text: bool = False
    """Whether it is a paragraph: the first one stands behind the mark of its item."""
    is_list: bool = False


def markdown_of(text: str) -> str:
    """Return a page as Markdown; one of ours as the minutes that give exactly this page."""
    markdown = _markdown_of(text)
    read = read_minutes(markdown)
    if read is None:
        return markdown
    again = compose(*read)
    is_same = _main(page(again, read.conversation.header.language)) == _main(text)
    return again if is_same else markdown


def _main(text: str) -> list[str]:
    """Return the words and tags of the content of our page."""
    found = _MAIN.search(text)
    return re.findall(r"<[^>]*>|[^\s<]+", found[0]) if found else []


def _markdown_of(text: str) -> str:
    """Return a page as Markdown. Its title stands first if it has no heading of the first level."""
    root = tree_of(text)
    reader = _Page(is_own=f"{PROGRAM} {FORM}, " in text)
    lines = reader.document(root)
    title, heading = root.find("title"), root.find("h1")
    if title is not None and heading is None and (said := " ".join(title.text().split())):
        lines = [f"# {escape(said, Place.HEADING)}", "", *lines]
    return "\n".join(lines) + "\n"


class _Page:
    """Writes the blocks of a page. In one of ours, lines and blank lines are as we write them."""

    def __init__(self, *, is_own: bool) -> None:
        self._is_own = is_own

    def document(self, root: Element) -> list[str]:
        return self._stacked(list(self._blocks(root.children)), loose=True)

    def _blocks(
        self, children: Sequence[Element | str], place: Place = Place.LINE
    ) -> Iterator[_Block]:
        """Yield the blocks among these; texts between them are paragraphs.

        `place` is where the first one stands.
        """
        run: list[Element | str] = []
        for child in children:
            if isinstance(child, Element) and child.has_block:
                yield from self._paragraph(run, place)
                if not _is_blank(run):
                    place = Place.LINE
                run = []
                yield from self._block(child, place)
                place = Place.LINE
            elif isinstance(child, str) or child.tag not in SILENT:
                run.append(child)
        yield from self._paragraph(run, place)

    def _paragraph(self, run: Sequence[Element | str], place: Place) -> Iterator[_Block]:
        lines = paragraph(run, Inline(place, keeps_lines=self._is_own))
        if lines:
            yield _Block(lines, is_text=True)

    def _block(self, element: Element, place: Place) -> Iterator[_Block]:
        tag = element.tag
        if tag in SILENT:
            return
        if found := _HEADING.fullmatch(tag):
            words = one_line(element.children, Place.HEADING)
            yield _Block([f"{'#' * int(found[1])} {words}".rstrip()])
        elif tag in ("ul", "ol"):
            yield _Block(self._list(element), is_list=True)
        elif tag == "dl":
            yield _Block(list(self._facts(element)), is_list=True)
        elif tag == "table" and (rows := _rows(element)):
            yield _Block(rows)
        elif tag == "blockquote":
            inner = self._stacked(list(self._blocks(element.children)), loose=True)
            yield _Block([f"> {line}".rstrip() for line in inner])
        elif tag == "pre":
            yield _Block(_code(element.text()))
        elif tag == "hr":
            yield _Block(["***"])
        else:
            yield from self._blocks(element.children, place)

    def _stacked(
        self, blocks: Sequence[_Block], *, loose: bool, after_labels: bool = False
    ) -> list[str]:
        """Return blocks as lines, with a blank line between them.

        If not `loose`, none stands before a list that follows a text; `after_labels`, one stands
        there behind a label.
        """
        lines: list[str] = []
        blocks = list(_with_languages(blocks)) if self._is_own else blocks
        for at, block in enumerate(blocks):
            follows_text = block.is_list and at > 0 and blocks[at - 1].is_text
            is_apart = loose or not follows_text
            is_apart = is_apart or (after_labels and _is_label(blocks[at - 1].lines))
            lines += [*([""] if at and is_apart else []), *block.lines]
        return lines

    def _list(self, element: Element) -> list[str]:
        lines: list[str] = []
        items = [child for child in element.elements() if child.tag == "li"] or [element]
        has_paragraphs = any(child.tag == "p" for item in items for child in item.elements())
        is_loose = has_paragraphs and not self._is_own
        start = element.attributes.get("start", "")
        number = int(start) if start.isdecimal() and len(start) < _MOST_DIGITS else 1
        for at, item in enumerate(items):
            mark = f"{number + at}." if element.tag == "ol" else "-"
            blocks = list(self._blocks(item.children))
            marked = _box(item, mark, blocks)
            lines += [""] if lines and is_loose else []
            lines += self._behind(
                marked, blocks, len(mark) + 1, loose=is_loose, after_labels=has_paragraphs
            )
        return lines

    def _behind(
        self,
        mark: str,
        blocks: Sequence[_Block],
        indent: int,
        *,
        loose: bool = False,
        after_labels: bool = False,
    ) -> list[str]:
        """Return the blocks of an item, with a text behind its mark and the others below it."""
        lines = self._stacked(blocks, loose=loose, after_labels=after_labels)
        has_text_first = bool(blocks) and blocks[0].is_text
        first = lines.pop(0) if has_text_first else ""
        below = [f"{' ' * indent}{line}".rstrip() for line in lines]
        return [f"{mark} {first}".rstrip(), *below]

    def _facts(self, element: Element) -> Iterator[str]:
        """Yield the entries of a description list: `- **label:** text`."""
        label = ""
        groups = [[*c.elements()] if c.tag == "div" else [c] for c in element.elements()]
        for child in (child for group in groups for child in group):
            if child.tag == "dt":
                if label:
                    yield label
                words = one_line(child.children, Place.LABEL)
                label = f"- **{words.removesuffix(':')}:**"
            elif child.tag == "dd":
                blocks = list(self._blocks(child.children, Place.VALUE))
                yield from self._behind(label or "-", blocks, 2)
                label = ""
        if label:
            yield label


def _with_languages(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """Yield blocks, with the language of code behind its fence: our page shows it as a text."""
    for block, after in zip_longest(blocks, blocks[1:]):
        is_language = len(block.lines) == 1 and _LANGUAGE.fullmatch(block.lines[0])
        if is_language and block.is_text and after and after.lines[0] == "```":
            after.lines[0] += block.lines[0]
        else:
            yield block


def _is_blank(run: Sequence[Element | str]) -> bool:
    return all(isinstance(child, str) and not child.strip() for child in run)


def _is_label(lines: Sequence[str]) -> bool:
    """Return whether a text is only a label, such as the name of who said what is below it."""
    return len(lines) == 1 and bool(re.fullmatch(r"\*\*.*:\*\*", lines[0]))


def _box(item: Element, mark: str, blocks: list[_Block]) -> str:
    """Return the mark of an item, with the box that our page draws in front of a task."""
    first = blocks[0].lines[0] if blocks else ""
    if item.attributes.get("class") != "task" or first[:1] not in _BOXES:
        return mark
    blocks[0] = blocks[0]._replace(lines=[first[1:].lstrip(), *blocks[0].lines[1:]])
    return f"{mark} {_BOXES[first[0]]}"


def _rows(table: Element) -> list[str]:
    """Return a table as Markdown; nothing if it only lays out a page."""
    parts = [part for part in table.elements() if part.tag in ("thead", "tbody", "tfoot")]
    rows = [row for part in (table, *parts) for row in part.elements() if row.tag == "tr"]
    cells = [[cell for cell in row.elements() if cell.tag in ("td", "th")] for row in rows]
    columns = max(map(len, cells), default=0)
    has_blocks = any(
        block.tag not in ("p", "div") or block.has_inner_block
        for row in cells
        for cell in row
        for block in cell.elements()
        if block.has_block
    )
    if columns < 2 or has_blocks:
        return []
    texts = [[one_line(cell.children, Place.CELL) for cell in row] for row in cells]
    texts = [row + [""] * (columns - len(row)) for row in texts]
    lines = ["|" + "".join(f" {text} |" if text else " |" for text in row) for row in texts]
    above = next((child for child in table.elements() if child.tag == "caption"), None)
    caption = paragraph(above.children, Inline()) if above else []
    return [*caption, *([""] if caption else []), lines[0], "|" + " --- |" * columns, *lines[1:]]


def _code(text: str) -> list[str]:
    fence = backticks(text, 3)
    return [fence, *text.strip("\n").split("\n"), fence]
