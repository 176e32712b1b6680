"""Which keys help shows: first those of a pane and its desk, on request all of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...widgets.drawing.beside.help_page import HelpSection, KeyRow
from ...widgets.language import spoken, tr
from .key import Key
from .keymap import Keymap
from .table import ACTIVE_CONTEXTS, EDITING_KEYS, KEY_BY_ID, KEYS, brief_keys, format_keys

_MOVES = ("cursor_down", "cursor_up", "page_down", "page_up", "first", "last", "move", "help")
"""The actions that help on one screen leaves out, in lists: everybody tries these keys."""
_TOGETHER = (
    ("list.move_down", "list.move_up"),
    ("list.undo", "list.redo"),
    ("desk.undo", "desk.redo"),
)
"""Keys that share a row where there is room for the words of both."""
_ROOM = 30
"""Cells of the words in a column of 40."""
_DESK = (
    "desk.next_pane", "desk.panes", "desk.enlarge", "desk.history", "desk.next_news",
    "list.competencies", "list.overview", "list.leave",
    "list.header", "list.approve", "list.follow_up", "list.hide_private", "desk.export",
    "desk.share",
)  # fmt: skip
"""The keys of the desk that stand on the first screen, in their order."""
_PANES = tuple(f"desk.pane.{name}" for name in ("checklist", "notes", "agreements"))
_RATES = tuple(
    f"checklist.rate_as.{level}" for level in ("improve", "growing", "mastered", "undiscussed")
)
_ON_DESK = ("checklist", "notes", "agreements")
"""The contexts of the panes of the desk."""


class HelpRows(NamedTuple):
    """The rows of help for one context, with the user's keys."""

    keymap: Keymap
    context: str

    @property
    def is_on_desk(self) -> bool:
        """Whether the context is that of a pane of the desk, which has signs of its own."""
        return self.context in _ON_DESK

    def first(self) -> list[HelpSection]:
        """Return the keys of this context, and those of the desk around it."""
        nearest, *around = ACTIVE_CONTEXTS[self.context]
        near = [nearest, *(part for part in around if part in ("list", "reading", "form"))]
        rows = [key for part in near for key in KEYS if key.context == part and self._is_here(key)]
        sections = [HelpSection(tr("help.here"), list(self._rows(rows)))]
        if self.context == "notes":
            short = [
                (brief_keys(format_keys(names)), _brief(f"editor.{name}"))
                for names, name in EDITING_KEYS
            ]
            sections.append(HelpSection(tr("place.editor"), short))
        if self.is_on_desk:
            sections.append(HelpSection(tr("place.desk"), list(self._desk())))
        elif "app" in around:
            app = [key for key in KEYS if key.context == "app"]
            sections.append(HelpSection(tr("place.app"), list(self._rows(app))))
        return sections

    def all(self) -> list[HelpSection]:
        """Return all keys of the program, this context first."""
        active = ACTIVE_CONTEXTS[self.context]
        parts = dict.fromkeys([*active, *(key.context for key in KEYS)])
        sections = []
        for part in parts:
            rows = [self._row(key) for key in KEYS if key.context == part]
            sections.append(HelpSection(tr(f"place.{part}"), rows))
            if part == "notes":
                sections.append(HelpSection(tr("place.editor"), self._editing()))
        return sections

    def _is_here(self, key: Key) -> bool:
        moves = key.action.rpartition(".")[2] in _MOVES and key.context not in ("notes", "reading")
        target = key.context == "list" and "." in key.action
        return not (moves or target or key.id in _RATES)

    def _rows(self, keys: Sequence[Key]) -> Iterator[KeyRow]:
        """Yield rows, with keys that go together in one."""
        ids = {key.id: key for key in keys}
        second = {pair[1] for pair in _TOGETHER if pair[0] in ids and self._fits(pair)}
        for key in keys:
            pair = next((pair for pair in _TOGETHER if pair[0] == key.id), None)
            if key.id in second:
                continue
            if pair is not None and pair[1] in second:
                words = " · ".join(map(_brief, pair))
                yield "  ".join(self._key(ids[each]) for each in pair), words
            elif key.id == "checklist.rate":
                yield f"{self._key(key)}  {self._span(_RATES)}", _brief(key.id)
            else:
                yield self._key(key), _brief(key.id)

    def _fits(self, pair: tuple[str, str]) -> bool:
        return len(" · ".join(map(_brief, pair))) <= _ROOM

    def _desk(self) -> Iterator[KeyRow]:
        """Yield the rows of the desk; keys of lists do not work where one writes."""
        for name in _DESK:
            if name == "desk.panes":
                yield self._span(_PANES), tr("help.panes")
            elif self.context != "notes" or not name.startswith("list."):
                yield self._key(KEY_BY_ID[name]), _brief(name)

    def _span(self, names: Sequence[str]) -> str:
        """Return the keys of bindings that follow each other: `F2-F4`; all of them if remapped."""
        rows = [KEY_BY_ID[name] for name in names]
        shown = [self._key(key) for key in rows]
        if any(key.id in self.keymap.remapped for key in rows):
            return " ".join(shown)
        return f"{shown[0]}-{shown[-1]}"

    def _row(self, key: Key) -> KeyRow:
        return format_keys(self.keymap.keys_of(key)), tr(f"key.{key.id}")

    def _key(self, key: Key) -> str:
        return brief_keys(self.keymap.first_key(key.id))

    def _editing(self) -> list[KeyRow]:
        return [(format_keys(names), tr(f"key.editor.{name}")) for names, name in EDITING_KEYS]


def _brief(name: str) -> str:
    """Return what a key does in the room of a column: without what explains it, if it is long."""
    if f"help.brief.{name}" in spoken():
        return tr(f"help.brief.{name}")
    words = tr(f"key.{name}")
    if len(words) <= _ROOM:
        return words
    end = re.search(r"[,;:] | \(", words)
    return words[: end.start()] if end else words
