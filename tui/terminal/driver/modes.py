"""The terminal modes that were changed, and the bytes that undo exactly those."""

from __future__ import annotations

import re
import threading

from .screen.cursor_motion import erase_rows

_CHANGE = re.compile(r"\x1b\[\?(?P<mode>\d+)(?P<set>[hl])|\x1b\[(?P<stack>[<>])(?P<count>\d*)u")
_SET_AT_FIRST = frozenset({"7", "25"})
"""The private modes that are set by default: line wrap, visible cursor."""
_ALTERNATE_SCREEN, _CURSOR = "1049", "25"
_END_OF_STRING = "\x1b\\"
"""Ends an OSC or DCS that was cut off by a kill; otherwise it has no effect."""
_RESET_STYLE = "\x1b[m"


class TerminalModes:
    """The changes so far: private modes (DECSET), and kitty's keyboard stack.

    May be used by several threads.
    """

    def __init__(self) -> None:
        """Begin with a terminal in its default modes."""
        self._lock = threading.Lock()
        self._changed: dict[str, None] = {}
        self._keyboards = 0

    def track(self, data: str) -> str:
        """Record mode changes in `data`; return it without undoing changes that were never made.

        Popping a keyboard state that was not pushed would remove the shell's own, and leaving the
        alternate screen twice would move its cursor.
        """
        with self._lock:
            return _CHANGE.sub(self._record, data)

    def _record(self, change: re.Match[str]) -> str:
        if change["stack"] == ">":
            self._keyboards += 1
        elif change["stack"] == "<":
            count = min(int(change["count"] or 1), self._keyboards)
            self._keyboards -= count
            return f"\x1b[<{count if count > 1 else ''}u" if count else ""
        else:
            mode = change["mode"]
            if (change["set"] == "h") is not (mode in _SET_AT_FIRST):
                self._changed[mode] = None
            elif mode in self._changed:
                del self._changed[mode]
            else:
                return ""
        return change[0]

    def undo(self, rows: int) -> str:
        """Return the bytes that restore a terminal of `rows` rows; "" if there is nothing to undo.

        They first erase the screen, which would stay readable on a terminal without an alternate
        screen. The modes stay recorded as changed, because the bytes may not be sent.
        """
        with self._lock:
            changed = list(self._changed)
            keyboards = self._keyboards
        if not changed and not keyboards:
            return ""
        # Return to the main screen last, and show the cursor only there.
        last = [mode for mode in (_ALTERNATE_SCREEN, _CURSOR) if mode in changed]
        first = [mode for mode in reversed(changed) if mode not in last]
        undone = [f"\x1b[?{mode}{'h' if mode in _SET_AT_FIRST else 'l'}" for mode in first + last]
        if keyboards:  # each screen has a stack of its own
            undone.insert(0, f"\x1b[<{keyboards if keyboards > 1 else ''}u")
        erased = erase_rows(rows) if _ALTERNATE_SCREEN in changed else ""
        return _END_OF_STRING + _RESET_STYLE + erased + "".join(undone)
