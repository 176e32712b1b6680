"""Textual's names of keys, and the spellings of them that the settings accept.

Defined here without importing Textual, which takes longer than most commands; a test compares the
names with Textual's.
"""

from __future__ import annotations

import string
import unicodedata

_RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Characters that Textual does not call by their Unicode name (textual/keys.py)."""


def key_name(character: str) -> str:
    """Return the key name of a character: `?` is `question_mark`, a letter or digit is itself."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


CHARACTERS = {key_name(sign): sign for sign in string.punctuation}
"""The punctuation on a keyboard, by key name."""

_FUNCTIONS = frozenset({"tab", "escape", "insert", "pageup", "pagedown"}) | {
    f"f{number}" for number in range(1, 25)
}
_EDITING = frozenset({
    "space", "enter", "backspace", "delete", "left", "right", "up", "down", "home", "end",
})  # fmt: skip
_NAMED = _FUNCTIONS | _EDITING | set(CHARACTERS)
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_ALIASES = {"return": "enter", "ctrl+i": "tab", "ctrl+m": "enter", "del": "delete", "esc": "escape"}
"""Keys that a terminal sends as another key, and other names that people use."""


def canonical(written: str) -> str:
    """Return Textual's name of a key, or "" if there is no such key.

    Words match in any case (`Ctrl+G`, `F7`), and a character may stand for its name.
    """
    name = written.strip()
    if len(name) == 1:
        return key_name(name) if name.isprintable() else ""
    *modifiers, key = name.split("+")
    if len(key) == 1:
        key = key_name(key.lower())
    elif key.lower() in _NAMED or key.lower() in _ALIASES:
        key = _ALIASES.get(key.lower(), key.lower())
    else:
        return ""
    given = {modifier.strip().lower() for modifier in modifiers}
    if not given <= _MODIFIERS or len(given) < len(modifiers):
        return ""
    if given == {"shift"} and len(key) == 1 and key.isalpha():
        return key.upper()
    # Textual sorts the modifiers: ctrl+shift+left.
    name = "+".join([*sorted(given), key])
    return _ALIASES.get(name, name)


def character_of(name: str) -> str | None:
    """Return the character that the key with this canonical name types; None if it types none."""
    if len(name) == 1:
        return name
    return CHARACTERS.get(name) or {"space": " ", "enter": "\r", "escape": "\x1b"}.get(name)


def types_character(name: str) -> bool:
    """Return whether the key with this canonical name types or edits text."""
    return "+" not in name and name not in _FUNCTIONS
