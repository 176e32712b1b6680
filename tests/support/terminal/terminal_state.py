"""The terminal modes that a program left changed, read from the bytes that it sent."""

from __future__ import annotations

import re

_SET_AT_FIRST = frozenset({7, 25})
_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_KEYBOARD = re.compile(rb"\x1b\[([<>])(\d*)u")
_PEN = re.compile(rb"\x1b\[([\d;]*)m")
_POINTER = re.compile(rb"\x1b\]22;([^\x07]*)\x07")
_LINK = re.compile(rb"\x1b\]8;([^\x07\x1b]*)(?:\x07|\x1b\\)")
_OTHERS = re.compile(rb"\x1b\[[\d;]*r|\x1b[=>]|\x1b[()][0-9A-Z]|\x1b\[[\d;]* q|\x0e|\x1b\][012];")
"""A scroll region, the keypad, a character set, the cursor shape, a title: never changed."""


def left(sent: bytes) -> list[str]:
    """Return the differences from the initial state of a terminal; empty if there are none."""
    found = []
    state: dict[int, bool] = {}
    for modes, letter in _MODE.findall(sent):
        state |= dict.fromkeys(map(int, modes.split(b";")), letter == b"h")
    for mode, is_set in state.items():
        if is_set is not (mode in _SET_AT_FIRST):
            found.append(f"mode {mode} is {'set' if is_set else 'reset'}")
    depth = 0
    for push, count in _KEYBOARD.findall(sent):
        depth += 1 if push == b">" else -int(count or 1)
        if depth < 0:
            found.append("a keyboard state was popped that was not pushed")
            depth = 0
    if depth:
        found.append(f"{depth} keyboard states are still pushed")
    if (pens := _PEN.findall(sent)) and pens[-1] not in (b"", b"0"):
        found.append(f"the pen is {pens[-1]!r}")
    if (shapes := _POINTER.findall(sent)) and shapes[-1] not in (b"", b"default"):
        found.append(f"the pointer is {shapes[-1]!r}")
    if (links := _LINK.findall(sent)) and links[-1] != b";":
        found.append("a link is open")
    found += [f"{other!r} was sent" for other in _OTHERS.findall(sent)]
    return found
