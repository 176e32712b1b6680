"""The notes read back: headings, and the turns with the writer of each line."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n.catalogue import Catalogue
from ...ids import NOBODY, PartnerId
from ...model.appreciation import appreciation_mark
from ...model.conversation import NoteLine
from ...text.lazy_pattern import lazy_pattern
from ..markup.entries import typed_label
from ..markup.inline import unescape
from ..names import ORDER, Names
from ..notes.whose import with_writers
from .lines import ENTRY, entries

_HEADING = lazy_pattern(r"(#{3,6}) (.*)")


class NotesReader:
    """Reads the chapters of the notes and the appreciation."""

    def __init__(self, names: Names, words: Catalogue) -> None:
        self._names, self._words = names, words
        self._lines: list[NoteLine] = []
        self._turn: list[str] = []

    def read(self, lines: Sequence[str]) -> list[NoteLine]:
        """Return the notes in the lines of the chapter."""
        for line in lines:
            heading = _HEADING.fullmatch(line)
            if heading:
                self._finish()
                self._add_heading(heading[1], heading[2])
            elif ENTRY.fullmatch(line):
                self._finish()
                self._turn.append(line)
            elif self._turn and (line.startswith("  ") or not line):
                self._turn.append(line)
            else:
                self._finish()
        self._finish()
        return self._lines

    def appreciation(self, lines: Sequence[str]) -> list[NoteLine]:
        """Return the lines of appreciation, as people type them in the notes."""
        mark = appreciation_mark(self._words.language)
        return [
            NoteLine(f"{mark}{unescape(entry.text)}", self._writer(entry.label))
            for entry in entries(lines)
        ]

    def _add_heading(self, marks: str, text: str) -> None:
        writer = NOBODY
        for by in ORDER:
            signed = f" ({typed_label(self._names.short(by))})"
            if text.endswith(signed) and text != signed:
                writer, text = by, text.removesuffix(signed)
                break
        self._add_gap()
        self._lines.append(NoteLine(f"{marks[1:]} {text}", writer))

    def _finish(self) -> None:
        """Add the lines of the turn that was read."""
        if not self._turn:
            return
        entry = ENTRY.fullmatch(self._turn[0])
        below = [line[2:] for line in self._turn[1:]]
        self._turn = []
        if entry is None:
            return
        texts = [entry["text"], *below] if entry["text"] else below[1:]
        while texts and not texts[-1].strip():
            texts.pop()
        self._add_gap()
        self._lines += with_writers(entry["label"], texts, self._writer, self._words)

    def _add_gap(self) -> None:
        """Add a blank line after a turn, so that it stays one."""
        if self._lines and self._lines[-1].text.strip():
            self._lines.append(NoteLine(""))

    def _writer(self, label: str) -> PartnerId:
        return self._names.partner_of(unescape(label))
