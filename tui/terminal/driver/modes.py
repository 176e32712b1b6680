"""The modes of a terminal that were changed, and the bytes that undo exactly those."""

from __future__ import annotations

import re
import threading

from .screen.cursor_motion import erase_rows

_CHANGE = re.compile(r"\x1b\[\?(?P<mode>\d+)(?P<set>[hl])|\x1b\[(?P<stack>[<>])(?P<count>\d*)u")
_SET_AT_FIRST = frozenset({"7", "25"})
"""The private modes that are set in a terminal that nobody changed: line wrap, a visible cursor."""
_ALTERNATE_SCREEN, _CURSOR = "1049", "25"
_END_OF_STRING = "\x1b\\"
"""Ends an OSC or DCS that was sent by half when the program was killed; alone it does nothing."""
_RESET_STYLE = "\x1b[m"


class TerminalModes:
    """What was changed so far: private modes (DECSET), and entries on the keyboard stack of kitty.

    May be used by several threads.
    """

    def __init__(self) -> None:
        """A terminal that nobody changed."""
        self._lock = threading.Lock()
        self._changed: dict[str, None] = {}
        self._keyboards = 0

    def track(self, data: str) -> str:
        """Note the changes in control sequences; return them without what undoes none.

        Popping a keyboard state that was not pushed would take away the shell's, and leaving the
        alternate screen twice would move its cursor.
        """
        with self._lock:
            return _CHANGE.sub(self._note, data)

    def _note(self, change: re.Match[str]) -> str:
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
        """Return what leaves a terminal of so many rows as it was found; "" where it is that.

        What was drawn is erased first: not every terminal has an alternate screen, and there it
        would stay readable. Nothing is noted: it is not known yet whether this will be sent.
        """
        with self._lock:
            changed = list(self._changed)
            keyboards = self._keyboards
        if not changed and not keyboards:
            return ""
        # The screen that was there before comes back last, and the cursor only on that.
        last = [mode for mode in (_ALTERNATE_SCREEN, _CURSOR) if mode in changed]
        first = [mode for mode in reversed(changed) if mode not in last]
        undone = [f"\x1b[?{mode}{'h' if mode in _SET_AT_FIRST else 'l'}" for mode in first + last]
        if keyboards:  # each screen has a stack of its own
            undone.insert(0, f"\x1b[<{keyboards if keyboards > 1 else ''}u")
        erased = erase_rows(rows) if _ALTERNATE_SCREEN in changed else ""
        return _END_OF_STRING + _RESET_STYLE + erased + "".join(undone)
