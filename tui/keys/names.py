"""The names of keys, as Textual has them: which there are, and what a person may write for them.

Known here without loading Textual, which takes longer than most commands; a test holds the two
against each other.
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
"""Where Textual's name of a character is not the one that Unicode gives (textual/keys.py)."""


def key_name(character: str) -> str:
    """The key name of one character: `?` is `question_mark`, a letter or figure is itself."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


CHARACTERS = {key_name(sign): sign for sign in string.punctuation}
"""The punctuation of a keyboard, by the names of its keys."""

_FUNCTIONS = frozenset({"tab", "escape", "insert", "pageup", "pagedown"}) | {
    f"f{number}" for number in range(1, 25)
}
_WRITING = frozenset({
    "space", "enter", "backspace", "delete", "left", "right", "up", "down", "home", "end",
})  # fmt: skip
_NAMED = _FUNCTIONS | _WRITING | set(CHARACTERS)
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_SAME = {"return": "enter", "ctrl+i": "tab", "ctrl+m": "enter", "del": "delete", "esc": "escape"}
"""What a terminal sends as another key, and what people call by another name."""


def canonical(written: str) -> str:
    """The name of one key as Textual has it, or "" where there is no such key.

    Capitals do not matter in words (`Ctrl+G`, `F7`), and a character may stand for its name.
    """
    name = written.strip()
    if len(name) == 1:
        return key_name(name) if name.isprintable() else ""
    *modifiers, key = name.split("+")
    if len(key) == 1:
        key = key_name(key.lower())
    elif key.lower() in _NAMED or key.lower() in _SAME:
        key = _SAME.get(key.lower(), key.lower())
    else:
        return ""
    given = {modifier.strip().lower() for modifier in modifiers}
    if not given <= _MODIFIERS or len(given) < len(modifiers):
        return ""
    if given == {"shift"} and len(key) == 1 and key.isalpha():
        return key.upper()
    # Textual puts them in the order of the alphabet: ctrl+shift+left.
    name = "+".join([*sorted(given), key])
    return _SAME.get(name, name)


def types_character(name: str) -> bool:
    """Whether a key, by its canonical name, is needed where people type."""
    return "+" not in name and name not in _FUNCTIONS
