"""What a cell means, and how each meaning looks. No other file names a colour.

A look is written in words: attributes (`bold`, `dim`, `italic`, `underline`, `reverse`, `strike`)
and at most one of the 16 colours of the terminal. No background is painted but by `reverse`.

The colours are chosen by their contrast on the palettes of common terminals. On a dark background
plain magenta and blue are not readable, and yellow and cyan are not on a light one. Bright black is
never used: in some palettes it is the background. Each colour repeats what a sign or a word says.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a cell means."""

    PLAIN = ""
    DIM = "dim"
    """Secondary text."""
    BOLD = "bold"
    """What is to be seen first, such as a name."""
    STRIKE = "strike"
    """What was dropped."""
    REVERSE = "reverse"
    """A selection of text."""
    ACCENT = "accent"
    """Structure that is neither a heading nor a key."""

    TITLE = "title"
    TITLE_FOCUSED = "title.focused"
    RULE = "rule"
    """The line of a title, and the wall between panes."""
    RULE_FOCUSED = "rule.focused"
    COUNT = "count"
    """A number in the rule of a title."""
    COUNT_FOCUSED = "count.focused"
    HEADING = "heading"
    SELECTION = "selection"
    """The row with the cursor, in the list with the focus."""
    CURSOR = "cursor"
    """The sign of the row with the cursor, in a list without the focus."""
    CHANGED = "changed"
    """The sign of a row or line that the other changed."""

    OPEN_BOX = "box.open"
    DONE_BOX = "box.done"
    DONE = "done"
    """The words of what is done or parked."""
    PARKED_BOX = "box.parked"
    ALL_DONE = "all.done"
    """A count or word that says that nothing is left to do."""
    PRIVATE = "private"
    """The sign of an answer for oneself."""
    FOR_BOTH = "for.both"
    """The sign of an answer for both."""
    MINE = "mine"
    """What is the reader's: their ratings, the head of their column."""
    OTHER = "other"
    """What is the other's."""
    OTHER_NAME = "other.name"
    """The other's initials."""
    AUTHOR = "author"
    """The reader's initials and bar in the gutter."""
    OTHER_WRITES = "other.writes"
    """The chip that says that the other writes at this keyboard."""
    CARET_1 = "caret.1"
    CARET_2 = "caret.2"
    CARET_3 = "caret.3"
    """Carets and selected rows of others; a person has one of these."""

    MD_MARK = "md.mark"
    """The marks of Markdown: `##`, `**`, `-`, `>`, bars of a table."""
    MD_HEADING = "md.heading"
    MD_BOLD = "md.bold"
    MD_ITALIC = "md.italic"
    MD_BOLD_ITALIC = "md.bold.italic"
    MD_QUOTE = "md.quote"
    MD_CODE = "md.code"
    MD_LINK = "md.link"
    MD_TASK = "md.task"
    """An open box."""
    TIME = "time"
    """A time stamp."""
    APPRECIATION = "appreciation"
    """The word that makes a line an appreciation."""

    RESULT = "label.result"
    DEVELOPMENT = "label.development"
    OTHER_LABEL = "label.other"
    """The label of an agreement, by its kind."""
    SOON = "soon"
    LATE_DATE = "late.date"
    LATE = "late"
    """The chip that says how late it is."""
    MISSING = "missing"
    """A word that is still to be said."""
    TODAY = "today"

    APART = "apart"
    """Words that say that two ratings are far apart."""
    NEAR = "near"
    """Words that say that two ratings are one step apart."""

    BAR = "bar"
    BAR_REST = "bar.rest"
    BAR_FULL = "bar.full"
    SAVED = "saved"
    ALARM = "alarm"
    READ_ONLY = "read.only"
    SHARED = "shared"
    DISCONNECTED = "disconnected"
    CLOCK_LATE = "clock.late"

    KEY = "key"
    NEWS_DONE = "news.done"
    """A word of the moment: something was done."""
    NEWS = "news"
    NEWS_FAULT = "news.fault"

    LABEL = "form.label"
    LABEL_ACTIVE = "form.label.active"
    EDGE = "form.edge"
    EDGE_ACTIVE = "form.edge.active"
    OFFER = "offer"
    """What a key would fill in."""
    FAULT = "fault"
    REMEDY = "remedy"
    """What would do instead of a fault."""
    HINT = "hint"


COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""The colours of the terminal in the order of their numbers (ECMA-48, 8.3.117)."""

BRIGHT = "bright-"
"""How the names of their bright forms begin."""


class Palette(Enum):
    """The column of the role table that applies."""

    DARK = 0
    LIGHT = 1
    MONO = 2
    """Without colours: NO_COLOR, or a terminal that has none."""


class Look(NamedTuple):
    """How a role looks, by palette."""

    dark: str
    light: str
    mono: str

    def on(self, palette: Palette) -> str:
        """Return the words for this palette."""
        return self[palette.value]


def _same(words: str) -> Look:
    return Look(words, words, words)


def _accent(words: str = "", mono: str | None = None) -> Look:
    """Return a look with the colour of structure."""
    plain = words if mono is None else mono
    return Look(f"{words} cyan".strip(), f"{words} blue".strip(), plain)


LOOKS: Mapping[Role, Look] = {
    Role.PLAIN: _same(""),
    Role.DIM: _same("dim"),
    Role.BOLD: _same("bold"),
    Role.STRIKE: _same("strike dim"),
    Role.REVERSE: _same("reverse"),
    Role.ACCENT: _accent(),
    Role.TITLE: _same(""),
    Role.TITLE_FOCUSED: _accent("reverse"),
    Role.RULE: _same("dim"),
    Role.RULE_FOCUSED: _accent(mono="bold"),
    Role.COUNT: _same("dim"),
    Role.COUNT_FOCUSED: _accent(mono="bold"),
    Role.HEADING: _accent("bold"),
    Role.SELECTION: _accent("reverse"),
    Role.CURSOR: _same("bold"),
    Role.CHANGED: _same("bold"),
    Role.OPEN_BOX: _same(""),
    Role.DONE_BOX: Look("green", "green", ""),
    Role.DONE: _same("dim"),
    Role.PARKED_BOX: Look("yellow", "", ""),
    Role.ALL_DONE: Look("green", "green", ""),
    Role.PRIVATE: Look("yellow", "", "bold"),
    Role.FOR_BOTH: _accent(mono="bold"),
    Role.MINE: _accent(),
    Role.OTHER: Look("bright-magenta", "magenta", "bold"),
    Role.OTHER_NAME: Look("bold bright-magenta", "bold magenta", "bold"),
    Role.AUTHOR: _same("dim"),
    Role.OTHER_WRITES: Look("reverse bright-magenta", "reverse magenta", "bold reverse"),
    Role.CARET_1: Look("reverse underline bright-magenta", "reverse underline magenta",
                       "reverse underline"),
    Role.CARET_2: Look("reverse underline green", "reverse underline green", "reverse underline"),
    Role.CARET_3: Look("reverse underline yellow", "reverse underline red", "reverse underline"),
    Role.MD_MARK: _same("dim"),
    Role.MD_HEADING: _accent("bold"),
    Role.MD_BOLD: _same("bold"),
    Role.MD_ITALIC: _same("italic"),
    Role.MD_BOLD_ITALIC: _same("bold italic"),
    Role.MD_QUOTE: _same("italic"),
    Role.MD_CODE: _accent(),
    Role.MD_LINK: _accent("underline"),
    Role.MD_TASK: _same("bold"),
    Role.TIME: _same("dim"),
    Role.APPRECIATION: Look("bold green", "green", "bold"),
    Role.RESULT: _same("bold"),
    Role.DEVELOPMENT: _accent("bold"),
    Role.OTHER_LABEL: _same("dim"),
    Role.SOON: Look("yellow", "red", ""),
    Role.LATE_DATE: Look("bold bright-red", "bold red", "bold"),
    Role.LATE: Look("reverse bright-red", "reverse red", "bold"),
    Role.MISSING: Look("yellow", "bold", ""),
    Role.TODAY: _accent("bold"),
    Role.APART: Look("bold bright-red", "bold red", "bold"),
    Role.NEAR: Look("yellow", "bold", ""),
    Role.BAR: _accent(),
    Role.BAR_REST: _same("dim"),
    Role.BAR_FULL: Look("green", "green", ""),
    Role.SAVED: Look("green", "green", "dim"),
    Role.ALARM: Look("reverse bright-red", "reverse red", "bold reverse"),
    Role.READ_ONLY: Look("reverse yellow", "reverse red", "reverse"),
    Role.SHARED: Look("bright-magenta", "magenta", "bold"),
    Role.DISCONNECTED: Look("yellow", "red", "bold"),
    Role.CLOCK_LATE: Look("yellow", "red", "bold"),
    Role.KEY: _accent("bold"),
    Role.NEWS_DONE: Look("bold green", "green", "bold"),
    Role.NEWS: Look("yellow", "red", ""),
    Role.NEWS_FAULT: Look("reverse bright-red", "reverse red", "bold reverse"),
    Role.LABEL: _same("dim"),
    Role.LABEL_ACTIVE: _accent("bold"),
    Role.EDGE: _same("dim"),
    Role.EDGE_ACTIVE: _accent(mono="bold"),
    Role.OFFER: _same("dim"),
    Role.FAULT: Look("bold bright-red", "bold red", "bold"),
    Role.REMEDY: _accent(),
    Role.HINT: Look("dim italic", "dim italic", "dim"),
}  # fmt: skip
"""The role table."""

CARETS = (Role.CARET_1, Role.CARET_2, Role.CARET_3)
"""The looks of the carets of others, in order."""
