"""Turn a preparation sheet that went through HTML or pandoc back into the Markdown that was sent.

Programs that convert a document keep our words and put their own marks around them: attributes of
headings, anchors, fences around our comments, a backslash before a box. What somebody typed stays
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from ..i18n.catalogue import LANGUAGES, catalogue
from ..model.conversation import RATINGS
from ..text.lazy_pattern import lazy_pattern

_COMMENT = r"<!\s*[-–—]{1,2}\s*afspraak:[^>\n]{0,400}>"
_FENCED = lazy_pattern(
    rf"^[ >]*`{{3,}} *\{{=html\}}[ \t]*\n[ >]*({_COMMENT})[ \t]*\n[ >]*`{{3,}}[ \t]*$", re.MULTILINE
)
_SEPARATOR = lazy_pattern(
    r"^[ >]*(?:(`{3,}) *\{=html\}[ \t]*\n[ >]*<!-- -->[ \t]*\n[ >]*\1|<!-- -->)[ \t]*$",
    re.MULTILINE,
)
"""What pandoc puts between two lists."""
_DIRECTIVE = lazy_pattern(rf"^\.\. raw:: html[ \t]*\n\s*\n[ \t]+({_COMMENT})[ \t]*$", re.MULTILINE)
_EXPORTED = lazy_pattern(
    rf"^#\+begin_(?:export )?html[ \t]*\n[ \t]*({_COMMENT})[ \t]*\n#\+end_(?:export|html)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_ATTRIBUTES = lazy_pattern(
    r"^([ >]*#{1,6} .*?)[ \t]*\{#[\w.-]+(?: \.[\w-]+)*\}[ \t]*$", re.MULTILINE
)
_ANCHOR = lazy_pattern(r"\[\]\{#[^{}\n]*\}|<span id=\"[^\"\n]*\">\s*</span>")
_TITLE = lazy_pattern(
    r"^(?:::: *\{#title-block-header\}|<div id=\"title-block-header\">)\n(.*?)\n(?::::|</div>)$",
    re.MULTILINE | re.DOTALL,
)
_RATING = "|".join(
    re.escape(catalogue(language)(f"conversation.rating.{rating}"))
    for language in LANGUAGES
    for rating in RATINGS
)
_ESCAPED_BOX = lazy_pattern(
    rf"^([ >]*[-*+] +)\\\[([ xX]?)\\?\](?= (?:{_RATING})\b)", re.MULTILINE | re.IGNORECASE
)

_BLOCK = lazy_pattern(
    "address|article|blockquote|body|div|d[dlt]|fieldset|footer|form|h[1-6]|header|hr|html|li|main"
    "|ol|p|pre|section|table|t[dhr]|ul"
)
_SILENT = frozenset(("head", "script", "style", "title"))
_ENTRY = lazy_pattern(r"\n(?:-|\d+\.) ")
"""The beginning of an entry of a list, as `_Reader` writes it."""
_CLOSING = lazy_pattern(r"</(?:p|h[1-6]|li)>", re.IGNORECASE)
_MIN_CLOSED = 5
"""The fewest closed paragraphs, headings and list entries of a document in HTML."""


def as_sent(text: str) -> str:
    """Return a sheet as Markdown, without what a converter put around our words."""
    if _is_html(text):
        return _text_of(text)
    for wrapping in (_FENCED, _DIRECTIVE, _EXPORTED):
        text = wrapping.sub(r"\n\1\n", text)
    text = _SEPARATOR.sub("", text)
    text = _ANCHOR.sub("", _ATTRIBUTES.sub(r"\1", _TITLE.sub(r"\1", text)))
    return _ESCAPED_BOX.sub(_box, text)


def _box(found: re.Match[str]) -> str:
    return f"{found[1]}[{found[2] or ' '}]"


def _is_html(text: str) -> bool:
    """Return whether a text is a document in HTML; Markdown with some HTML in it is none."""
    beginning = re.sub(_COMMENT, "", text).lstrip()
    return beginning.startswith("<") and len(_CLOSING.findall(text)) >= _MIN_CLOSED


def _text_of(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.text


class _Reader(HTMLParser):
    """Collects the words of a document with its headings, entries of lists, boxes and comments."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._silent = 0
        self._literal = 0
        self._lists: list[int | None] = []
        """The number of the last entry of each list that is open; None in one without numbers."""

    @property
    def text(self) -> str:
        """What was read, as Markdown."""
        lines = (line.strip() for line in "".join(self._parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Begin a line for a block."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "input" and ("type", "checkbox") in attrs:
            self._parts.append("[x] " if any(name == "checked" for name, _ in attrs) else "[ ] ")
        elif tag == "li":
            self._parts.append(f"\n{self._bullet()} ")
        elif _BLOCK.fullmatch(tag):
            self._begin(tag)

    def handle_endtag(self, tag: str) -> None:
        """End the line of a block."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag != "li" and _BLOCK.fullmatch(tag):
            self._literal = max(0, self._literal - (tag == "pre"))
            if tag in ("ol", "ul") and self._lists:
                self._lists.pop()
            self._parts.append("\n\n")

    def handle_comment(self, data: str) -> None:
        """Keep our marks."""
        if data.strip().startswith("afspraak:"):
            self._parts.append(f"\n\n<!--{data}-->\n\n")

    def handle_data(self, data: str) -> None:
        """Keep the words; a line break between them is a blank."""
        if not self._silent:
            self._parts.append(data if self._literal else re.sub(r"\s+", " ", data))

    def _begin(self, tag: str) -> None:
        self._literal += tag == "pre"
        if tag in ("ol", "ul"):
            self._lists.append(0 if tag == "ol" else None)
        if not (tag == "p" and self._parts and _ENTRY.fullmatch(self._parts[-1])):
            self._parts.append("\n\n")
        if re.fullmatch("h[1-6]", tag):
            self._parts.append("#" * int(tag[1]) + " ")

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "-"
        self._lists[-1] += 1
        return f"{self._lists[-1]}."
