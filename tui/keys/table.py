"""The key table: every key of the program, by the context in which it works.

Each key has a stable id, `<context>.<action>`, under which `[keys]` in the settings remaps it. Its
description is the message `key.<id>`, for help and palette; a shorter one for the footer is
`hint.<id>`. Panes and dialogs take their bindings from here and define no keys of their own; help
and footer are made from the table too.

Alt with a digit arrives as another character on some terminals, Esc is slow in tmux and may hang in
screen, Ctrl+B belongs to tmux and Ctrl+A to screen: none of them is the only key of an action.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .key import Key
from .names import CHARACTERS

if TYPE_CHECKING:
    from textual.binding import BindingType


def _rating_keys(context: str, target: str = "") -> tuple[Key, ...]:
    """Return the digits that rate a competency: as many as the dots that it is drawn with."""
    return tuple(
        Key(context, f"{target}rate_as", digit, argument=rating, sometimes=not target)
        for digit, rating in zip(
            "1234", ("improve", "growing", "mastered", "undiscussed"), strict=True
        )
    )


def _cursor_keys(context: str) -> tuple[Key, ...]:
    """Return the keys that move the cursor of a list."""
    return (
        Key(context, "cursor_down", "j,down"),
        Key(context, "cursor_up", "k,up"),
        Key(context, "page_down", "pagedown"),
        Key(context, "page_up", "pageup"),
        Key(context, "first", "g,home"),
        Key(context, "last", "G,end"),
    )


KEYS: tuple[Key, ...] = (
    # Everywhere
    Key("app", "help", "f1", hint=99, priority=True, always=True),
    Key("app", "command_palette", "ctrl+p", priority=True),
    Key("app", "redraw", "f5,ctrl+l", priority=True),
    Key("app", "leave", "ctrl+q", priority=True),
    # The notebook: the list of conversations
    Key("notebook", "screen.open", "enter", hint=10),
    Key("notebook", "screen.begin", "n,a", hint=20),
    Key("notebook", "screen.follow_up", "f", hint=24),
    Key("notebook", "screen.filter", "slash,ctrl+f", hint=30),
    Key("notebook", "screen.show_all", "escape,backspace"),
    Key("notebook", "screen.search", "s", hint=40),
    Key("notebook", "screen.agreements", "t", hint=50),
    Key("notebook", "screen.export", "f8", hint=60),
    Key("notebook", "screen.invite", "i", hint=22),
    Key("notebook", "screen.about", "o"),
    Key("notebook", "screen.rename", "e", hint=91),
    Key("notebook", "screen.archive", "x", hint=92),
    Key("notebook", "screen.delete", "d,delete", hint=93),
    Key("notebook", "screen.undo", "u", hint=94),
    Key("notebook", "screen.archived", "A", hint=95),
    Key("notebook", "screen.fold", "plus", hint=28),
    Key("notebook", "screen.reload", "r"),
    Key("notebook", "screen.to_shell", "ctrl+z"),
    *_cursor_keys("notebook"),
    Key("notebook", "app.help", "question_mark"),
    Key("notebook", "app.leave", "q", hint=90),
    # What is archived and deleted
    Key("archive", "screen.open", "enter", hint=10),
    Key("archive", "screen.bring_back", "u", hint=20),
    Key("archive", "screen.delete", "d,delete", hint=30),
    Key("archive", "screen.reload", "r"),
    *_cursor_keys("archive"),
    Key("archive", "app.help", "question_mark"),
    Key("archive", "screen.close", "q,escape,A", hint=90),
    # Search in all conversations
    Key("search", "screen.open", "enter", hint=10),
    Key("search", "screen.move", "down", argument="cursor_down"),
    Key("search", "screen.move", "up", argument="cursor_up"),
    Key("search", "screen.move", "pagedown", argument="page_down"),
    Key("search", "screen.move", "pageup", argument="page_up"),
    Key("search", "screen.close", "escape", hint=20),
    # The agreements of all conversations
    Key("due", "screen.open", "enter", hint=10),
    Key("due", "screen.toggle_open", "o", hint=20),
    Key("due", "screen.reload", "r"),
    *_cursor_keys("due"),
    Key("due", "app.help", "question_mark"),
    Key("due", "screen.close", "q,escape", hint=90),
    # The desk, around the three panes
    Key("desk", "next_pane", "tab", hint=10, priority=True, always=True),
    Key("desk", "previous_pane", "shift+tab", priority=True),
    Key("desk", "pane", "f2", priority=True, argument="checklist"),
    Key("desk", "pane", "f3", priority=True, argument="notes"),
    Key("desk", "pane", "f4", priority=True, argument="agreements"),
    Key("desk", "enlarge", "f12", hint=50, priority=True, always=True),
    Key("desk", "save", "ctrl+s", priority=True),
    Key("desk", "undo", "ctrl+z", priority=True),
    Key("desk", "redo", "ctrl+y", priority=True),
    Key("desk", "switch_writer", "ctrl+o", priority=True),
    Key("desk", "share", "f10", priority=True),
    Key("desk", "to_other", "ctrl+n", priority=True),
    Key("desk", "next_news", "f7", priority=True),
    Key("desk", "news", "shift+f7", priority=True),
    Key("desk", "search", "ctrl+f", priority=True),
    Key("desk", "history", "f6", priority=True),
    Key("desk", "export", "f8", hint=70, priority=True),
    Key("desk", "edit_outside", "f9", priority=True),
    # The lists on the desk: checklist and agreements
    *_cursor_keys("list"),
    Key("list", "move_down", "J,shift+down"),
    Key("list", "move_up", "K,shift+up"),
    Key("list", "add", "a", hint=30),
    Key("list", "delete", "d,delete"),
    Key("list", "undo", "u"),
    Key("list", "redo", "U"),
    Key("list", "search", "slash"),
    Key("list", "screen.hide_private", "h"),
    Key("list", "screen.minutes", "m"),
    Key("list", "screen.approve", "y"),
    Key("list", "screen.news", "N"),
    Key("list", "screen.pane", "1", argument="checklist"),
    Key("list", "screen.pane", "2", argument="notes"),
    Key("list", "screen.pane", "3", argument="agreements"),
    Key("list", "screen.enlarge", "z"),
    Key("list", "screen.wider", "greater_than_sign"),
    Key("list", "screen.narrower", "less_than_sign"),
    Key("list", "screen.competencies", "c"),
    Key("list", "screen.header", "i"),
    Key("list", "screen.follow_up", "f"),
    Key("list", "screen.look_back", "b"),
    Key("list", "screen.overview", "o"),
    Key("list", "app.help", "question_mark"),
    Key("list", "screen.leave", "q"),
    # Checklist
    Key("checklist", "tick", "space", hint=20),
    Key("checklist", "park", "x"),
    Key("checklist", "parked", "X"),
    Key("checklist", "answer", "enter", hint=25),
    Key("checklist", "rate", "r"),
    *_rating_keys("checklist"),
    Key("checklist", "edit", "e"),
    Key("checklist", "note", "n"),
    Key("checklist", "agree", "p", hint=40),
    Key("checklist", "show_to_both", "s"),
    Key("checklist", "show_all", "S"),
    Key("checklist", "view", "v"),
    # Agreements
    Key("agreements", "done", "space", hint=20),
    Key("agreements", "drop", "x"),
    Key("agreements", "edit", "e,enter", hint=25),
    Key("agreements", "owner", "w", hint=35),
    Key("agreements", "due", "t", hint=40),
    Key("agreements", "progress", "l"),
    # Notes
    Key("notes", "agree", "ctrl+g", hint=20),
    Key("notes", "stamp", "ctrl+t", hint=30),
    Key("notes", "toggle_box", "ctrl+d", hint=35, priority=True),
    Key("notes", "appreciate", "ctrl+r", hint=40),
    Key("notes", "screen.to_list", "escape", hint=60),
    Key("notes", "first", "ctrl+home"),
    Key("notes", "last", "ctrl+end"),
    Key("notes", "select_all", "f11"),
    # The competencies side by side
    Key("competencies", "screen.rate", "r", hint=20),
    *_rating_keys("competencies", "screen."),
    Key("competencies", "screen.answer", "enter", hint=30),
    Key("competencies", "screen.agree", "p", hint=35),
    Key("competencies", "screen.switch_writer", "ctrl+o", hint=40),
    Key("competencies", "screen.sort", "s", hint=50),
    Key("competencies", "screen.other_pane", "tab,shift+tab", hint=60),
    Key("competencies", "screen.undo", "u,ctrl+z"),
    Key("competencies", "screen.redo", "U,ctrl+y"),
    *_cursor_keys("competencies"),
    Key("competencies", "app.help", "question_mark"),
    Key("competencies", "screen.close", "q,escape", hint=90, always=True),
    # The overview of the agreements
    Key("overview", "screen.other_pane", "tab,shift+tab", hint=80, always=True),
    *_cursor_keys("overview"),
    Key("overview", "screen.add", "a"),
    Key("overview", "screen.done", "space", hint=20),
    Key("overview", "screen.progress", "l", hint=10),
    Key("overview", "screen.edit", "e,enter", hint=25),
    Key("overview", "screen.owner", "w", hint=30),
    Key("overview", "screen.due", "t", hint=35),
    Key("overview", "screen.undo", "u,ctrl+z"),
    Key("overview", "screen.redo", "U,ctrl+y"),
    Key("overview", "app.help", "question_mark"),
    Key("overview", "screen.close", "q,escape,o", hint=90, always=True),
    # The history of the notes
    Key("history", "screen.earlier", "left,h", hint=4),
    Key("history", "screen.later", "right,l", hint=6),
    Key("history", "screen.first", "home,g", hint=30),
    Key("history", "screen.now", "end,G", hint=40),
    Key("history", "screen.restore_passage", "enter", hint=8),
    Key("history", "screen.restore_all", "r"),
    Key("history", "cursor_down", "down,j"),
    Key("history", "cursor_up", "up,k"),
    Key("history", "page_down", "pagedown"),
    Key("history", "page_up", "pageup"),
    Key("history", "app.help", "question_mark"),
    Key("history", "screen.close", "q,escape,f6", hint=14),
    # The minutes as they would be exported now
    Key("minutes", "screen.version", "v", hint=25),
    Key("minutes", "screen.approve", "y", hint=40),
    Key("minutes", "screen.export", "f8", hint=30),
    Key("minutes", "search", "slash,ctrl+f", hint=20),
    Key("minutes", "app.help", "question_mark"),
    Key("minutes", "screen.close", "q,escape,m", hint=14),
    # A text to read: earlier minutes, what is kept about a person
    Key("text", "app.help", "question_mark"),
    Key("text", "screen.close", "q,escape,enter", hint=14),
    # Reading on, there and while approving
    Key("reading", "cursor_down", "down,j"),
    Key("reading", "cursor_up", "up,k"),
    Key("reading", "page_down", "pagedown,space", hint=5),
    Key("reading", "page_up", "pageup"),
    Key("reading", "first", "home,g"),
    Key("reading", "last", "end,G"),
    # Dialogs
    Key("approval", "read_on", "pagedown", hint=30, priority=True),
    Key("approval", "read_back", "pageup", priority=True),
    Key("form", "accept", "ctrl+s", hint=10, priority=True),
    Key("form", "cancel", "escape", hint=20, priority=True),
    Key("form", "next_field", "tab,down"),
    Key("form", "previous_field", "shift+tab,up"),
    Key("confirm", "yes", "y,j", hint=10),
    Key("confirm", "no", "n,escape,q", hint=20),
    Key("help", "close", "escape,q,f1,question_mark,enter", hint=10, priority=True),
    # Help
    Key("keys", "all", "tab", hint=10),
    Key("keys", "page_down", "pagedown", hint=20),
    Key("keys", "page_up", "pageup"),
    Key("keys", "cursor_down", "down"),
    Key("keys", "cursor_up", "up"),
    Key("keys", "first", "home"),
    Key("keys", "last", "end"),
    Key("keys", "close", "escape,f1,enter", hint=30, priority=True, always=True),
    # Searching
    Key("finder", "find_next", "down"),
    Key("finder", "find_previous", "up"),
    Key("finder", "close", "escape"),
)
"""The table."""

KEY_BY_ID: Mapping[str, Key] = {key.id: key for key in KEYS}
"""Its rows by id."""

EDITING_KEYS: tuple[tuple[str, str], ...] = (
    ("ctrl+left,ctrl+right", "words"),
    ("home,end", "line"),
    ("shift+left,shift+right", "select"),
    ("ctrl+x,ctrl+c,ctrl+v", "clipboard"),
    ("ctrl+w", "delete_word"),
    ("ctrl+u,ctrl+k", "delete_line"),
)
"""Keys of Textual's own text area that help mentions; we do not bind them."""

ACTIVE_CONTEXTS: Mapping[str, tuple[str, ...]] = {
    "notebook": ("notebook", "app"),
    "archive": ("archive", "app"),
    "search": ("search", "app"),
    "due": ("due", "app"),
    "checklist": ("checklist", "list", "desk", "app"),
    "agreements": ("agreements", "list", "desk", "app"),
    "notes": ("notes", "desk", "app"),
    "competencies": ("competencies", "app"),
    "overview": ("overview", "app"),
    "history": ("history", "app"),
    "minutes": ("minutes", "reading", "app"),
    "text": ("text", "reading", "app"),
    "form": ("form",),
    "approval": ("approval", "form"),
    "confirm": ("confirm",),
    "help": ("help",),
    "keys": ("keys",),
    "finder": ("finder",),
}
"""The contexts that are active together, by the innermost one; nearest first."""

_NAMES = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "delete": "Del",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "tab": "Tab",
}


def bindings(context: str) -> list[BindingType]:
    """Return the bindings of a context, for a widget or screen class."""
    from textual.binding import Binding  # commands need no Textual

    return [
        Binding(key.keys, key.call, id=key.id, show=False, priority=key.priority)
        for key in KEYS
        if key.context == context
    ]


def format_keys(names: str) -> str:
    """Return Textual's key names (comma-separated) as screens show them: `Ctrl+G F7`."""
    return " ".join(_format_key(name) for name in names.split(","))


def brief_keys(shown: str) -> str:
    """Return keys as `format_keys` shows them in their short form: `^G F7`."""
    return shown.replace("Ctrl+", "^")


def _format_key(name: str) -> str:
    *modifiers, key = name.split("+")
    if key in _NAMES or key in CHARACTERS:
        text = _NAMES.get(key) or CHARACTERS[key]
    elif modifiers or (len(key) > 1 and key[0] == "f"):
        text = key.upper()
    else:
        text = key
    return "+".join([*(modifier.capitalize() for modifier in modifiers), text])
