"""The text of a block of a page as Markdown: emphasis, code, links and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...minutes.markup.inline import Place, escape
from ...text.html_tree import Element
from ...text.lazy_pattern import lazy_pattern
from ...text.markdown import backticks

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
SILENT = frozenset(("head", "script", "style", "template", "title"))
"""The tags of elements without words for a reader."""
_ADDRESS = lazy_pattern(r"(?:https?|ftp)://[^\s<>]+|[^\s<>@]+@[^\s<>@]+", re.IGNORECASE)
_LINK = lazy_pattern(r"(?:https?|ftp|mailto):[^\s<>]+", re.IGNORECASE)


class _Piece(NamedTuple):
    """A piece of a text: words, Markdown, or a line break."""

    text: str
    is_markdown: bool = False


_BREAK = _Piece("\\\n", is_markdown=True)
_SOFT_BREAK = _Piece("\n", is_markdown=True)
"""A line break of the source, which a reader of the page does not see."""
_BREAKS = (_BREAK, _SOFT_BREAK)


class Inline(NamedTuple):
    """How the text of a block is written."""

    place: Place = Place.LINE
    keeps_lines: bool = False
    """Whether line breaks of the source stay."""

    def inside(self) -> Inline:
        """Return how a text in emphasis is written."""
        return self._replace(place=Place.CELL if self.place is Place.CELL else Place.LABEL)


def one_line(children: Sequence[Element | str], place: Place) -> str:
    """Return texts and elements of a block as one line of Markdown."""
    return " ".join(text for text, _ in _lines(children, Inline(place)))


def paragraph(children: Sequence[Element | str], how: Inline) -> list[str]:
    """Return texts and elements of a block as lines of Markdown."""
    found = _lines(children, how)
    texts = [f"{text}\\" if is_broken else text for text, is_broken in found[:-1]]
    return [*texts, *(text for text, _ in found[-1:])]


def _lines(children: Sequence[Element | str], how: Inline) -> list[tuple[str, bool]]:
    """Return the lines with text, each with whether a line break that shows is behind it."""
    lines: list[tuple[str, bool]] = []
    pieces: list[_Piece] = []
    for piece in (*_pieces(children, how), _BREAK):
        if piece not in _BREAKS:
            pieces.append(piece)
        elif text := _line(pieces, how.place):
            lines.append((text, piece is _BREAK))
            pieces = []
        elif lines and piece is _BREAK:
            lines[-1] = lines[-1][0], True
    return lines


def _line(pieces: Sequence[_Piece], place: Place) -> str:
    """Return a line; words that stand beside each other are escaped together."""
    merged: list[_Piece] = []
    for piece in pieces:
        if merged and not (piece.is_markdown or merged[-1].is_markdown):
            merged[-1] = _Piece(merged[-1].text + piece.text)
        else:
            merged.append(piece)
    parts: list[str] = []
    for piece in merged:
        if piece.is_markdown:
            parts.append(piece.text)
            continue
        words = re.sub(r"\s+", " ", piece.text)
        here = Place.VALUE if place is Place.LINE and "".join(parts).strip() else place
        before, after = words[: words[:1] == " "], words[len(words) - (words[-1:] == " ") :]
        parts.append(f"{before}{escape(words, here)}{after if words.strip() else ''}")
    return re.sub(r" {2,}", " ", "".join(parts)).strip()


def _pieces(children: Sequence[Element | str], how: Inline) -> Iterator[_Piece]:
    for child in children:
        if isinstance(child, str):
            yield from _words(child, how)
        elif child.tag == "br":
            yield _BREAK
        elif child.tag == "img":
            yield from _image(child)
        elif child.tag == "input":
            yield from _input(child)
        elif child.tag == "code" and (code := " ".join(child.text().split("\n")).strip()):
            yield _Piece(_code(code), is_markdown=True)
        elif child.tag == "a":
            yield from _link(child, how)
        elif child.tag in _MARKS:
            yield from _marked(child, how)
        elif child.tag not in SILENT:
            yield from _pieces(child.children, how)
            if child.is_block:
                yield _BREAK


def _words(text: str, how: Inline) -> Iterator[_Piece]:
    if not how.keeps_lines:
        yield _Piece(text)
        return
    for at, line in enumerate(text.split("\n")):
        if at:
            yield _SOFT_BREAK
        yield _Piece(line)


def _marked(element: Element, how: Inline) -> Iterator[_Piece]:
    mark = _MARKS[element.tag]
    for at, (line, is_broken) in enumerate(_lines(element.children, how.inside())):
        yield from [_BREAK if is_broken else _SOFT_BREAK] * (at > 0)
        yield _Piece(f"{mark}{line}{mark}", is_markdown=True)


def _link(element: Element, how: Inline) -> Iterator[_Piece]:
    """Yield a link; one that shows itself as an address between angle brackets."""
    target = element.attributes.get("href", "")
    shown = " ".join(element.text().split())
    if not _LINK.fullmatch(target):
        yield from _pieces(element.children, how)
    elif _ADDRESS.fullmatch(shown) and target.removeprefix("mailto:") == shown:
        yield _Piece(f"<{shown}>", is_markdown=True)
    else:
        words = one_line(element.children, how.inside().place)
        yield _Piece(f"[{words}](<{target}>)" if words else f"<{target}>", is_markdown=True)


def _image(element: Element) -> Iterator[_Piece]:
    if alternative := element.attributes.get("alt", "").strip():
        yield _Piece(alternative)


def _input(element: Element) -> Iterator[_Piece]:
    if element.attributes.get("type", "").lower() == "checkbox":
        yield _Piece("[x] " if "checked" in element.attributes else "[ ] ", is_markdown=True)
    elif value := element.attributes.get("value", "").strip():
        yield _Piece(value)


def _code(text: str) -> str:
    ticks = backticks(text, 1)
    gap = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"
