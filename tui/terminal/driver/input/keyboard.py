"""Translate the sequences of keys into Textual's key events.

A key with modifiers is `CSI code:shifted:base ; modifiers:event ; text u`, or has another final
byte if xterm had that key before. All but the code is optional, and terminals send different parts:
https://sw.kovidgoyal.net/kitty/keyboard-protocol/
"""

from __future__ import annotations

from dataclasses import dataclass

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual.events import Key
from textual.keys import Keys, _character_to_key

_SHIFT, _ALT, _CTRL, _CAPS_LOCK = 1, 2, 4, 64
_MODIFIERS = {_SHIFT: "shift", _ALT: "alt", _CTRL: "ctrl", 8: "super", 16: "hyper", 32: "meta"}
"""The modifiers by bit. Caps lock (64) and num lock (128) are not part of a key's name."""
_COMMANDS = _CTRL | 8 | 16 | 32
"""The modifiers with which a letter types nothing."""
_RELEASED = 3
_KEYPAD = {
    **{57399 + figure: str(figure) for figure in range(10)},
    57409: ".", 57410: "/", 57411: "*", 57412: "-", 57413: "+", 57415: "=", 57416: ",",
}  # fmt: skip
"""The keys of the keypad that type a character."""
_PRIVATE_USE = range(0xE000, 0xF900)
"""The range in which the protocol numbers keys that type nothing."""
_MODIFIED_OTHER_KEY = 27
"""xterm's modifyOtherKeys: `CSI 27 ; modifiers ; code ~`."""
_CONTROLS = {"enter": "\r", "tab": "\t", "backspace": "\x7f"}
"""The character that Textual adds to these keys."""
_MAX_NUMBER = 9_999_999
"""The cap of a number in a sequence."""


def text_keys(text: str) -> list[Key]:
    """Return the keys of typed text. C1 controls are dropped: no key types them."""
    return [_text_key(character) for character in text if not "\x80" <= character < "\xa0"]


def alt_key(character: str) -> Key:
    """Return Alt with a character; its text is what to type if the key is not bound."""
    named = ANSI_SEQUENCES_KEYS.get(f"\x1b{character}")
    if isinstance(named, tuple) and len(named) == 1:
        return Key(named[0].value, None)  # Alt+b is a word back, as in a shell
    if ord(character) < 0x20 or character == "\x7f":
        return _text_key(character)
    name = f"shift+{character.lower()}" if character.isupper() else _character_to_key(character)
    return Key(f"alt+{name}", character)


def sequence_keys(sequence: str) -> list[Key]:
    """Return the key of a sequence without modifiers; none if unknown."""
    named = ANSI_SEQUENCES_KEYS.get(sequence)
    if isinstance(named, str):
        return text_keys(named)
    if isinstance(named, tuple) and len(named) == 1 and named[0] is not Keys.Ignore:
        return [Key(named[0].value, None)]
    return []


def report_keys(parameters: str, final: str) -> list[Key] | None:
    """Return the keys of a report; None if there is no such key."""
    report = _read_report(parameters, final)
    if report.event == _RELEASED:
        return []
    held = report.modifiers
    text = [chr(code) for code in report.text if _is_typable(code)]
    if held & _COMMANDS and not held & _ALT:
        text = []  # Ctrl with Alt may be AltGr, which types something
    name, character = _key(report)
    if name is not None:
        return [Key(_add_modifiers(held, name), None if held & 0x3F else _CONTROLS.get(name))]
    if text:
        return [_key_with_text(letter, held) for letter in text]
    if character is None:
        return None
    if held & _COMMANDS:
        return [Key(_add_modifiers(held, _character_to_key(character)), None)]
    return [_key_without_text(character, report)]


@dataclass(frozen=True, slots=True)
class _Report:
    """One report of a key. `modifiers` are bits; code 0 means that it is missing."""

    code: int
    shifted: int
    modifiers: int
    event: int
    text: list[int]
    final: str


def _read_report(parameters: str, final: str) -> _Report:
    groups = [[parse_number(part) for part in group.split(":")] for group in parameters.split(";")]
    code, modifiers, text = ([*groups, [0], [0]])[:3]
    if final == "~" and code[0] == _MODIFIED_OTHER_KEY and text[0]:
        code, text, final = text, [], "u"
    return _Report(
        # A report of text alone, from an input method, has no code. An arrow without code has 1.
        code=code[0] or (0 if final == "u" else 1),
        shifted=code[1] if len(code) > 1 else 0,
        modifiers=max(0, modifiers[0] - 1),
        event=modifiers[1] if len(modifiers) > 1 else 1,
        text=text,
        final=final,
    )


def _key(report: _Report) -> tuple[str | None, str | None]:
    """Return the name of a key that types nothing, or the character of one that does."""
    if report.final != "u":
        return FUNCTIONAL_KEYS.get(f"{report.code}{report.final}"), None
    if report.code in _KEYPAD:
        return None, _KEYPAD[report.code]
    if name := FUNCTIONAL_KEYS.get(f"{report.code}u"):
        return name, None
    return None, chr(report.code) if _is_typable(report.code, _PRIVATE_USE) else None


def _key_with_text(letter: str, held: int) -> Key:
    """Return a key with the text that the terminal sent, which includes Shift and Alt."""
    shift = held & _SHIFT if letter.isspace() else 0
    return Key(_add_modifiers(held & ~(_SHIFT | _ALT) | shift, _character_to_key(letter)), letter)


def _key_without_text(character: str, report: _Report) -> Key:
    """Return a key for which the terminal sent no text."""
    shift, caps_lock = bool(report.modifiers & _SHIFT), bool(report.modifiers & _CAPS_LOCK)
    typed = character
    if character.isalpha():
        upper = character.upper()
        typed = upper if shift != caps_lock and len(upper) == 1 else character
    elif shift and _is_typable(report.shifted):
        typed = chr(report.shifted)
    elif shift:
        # The shifted character depends on the keyboard layout; but a blank stays a blank.
        name = _add_modifiers(report.modifiers & (_SHIFT | _ALT), _character_to_key(character))
        return Key(name, character if character.isspace() else None)
    return alt_key(typed) if report.modifiers & _ALT else _text_key(typed)


def _text_key(character: str) -> Key:
    named = ANSI_SEQUENCES_KEYS.get(character)
    name = named[0].value if isinstance(named, tuple) else _character_to_key(character)
    return Key(name, character)


def _add_modifiers(held: int, key: str) -> str:
    """Return Textual's name of a key with modifiers, which it sorts."""
    return "+".join([*sorted(name for bit, name in _MODIFIERS.items() if held & bit), key])


def _is_typable(code: int, but: range = range(0)) -> bool:
    """Return whether this is the code point of a character that can be typed."""
    control = code < 0x20 or 0x7F <= code < 0xA0
    surrogate = 0xD800 <= code < 0xE000
    return not (control or surrogate or code in but) and code <= 0x10FFFF


def parse_number(digits: str) -> int:
    """Parse a number of a sequence: 0 if absent, capped if it is absurdly large."""
    if len(digits) > 7:
        return _MAX_NUMBER
    return int(digits) if digits.isdecimal() else 0
