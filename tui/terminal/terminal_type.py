"""Whether the screens can be drawn on a terminal of the type in TERM."""

from __future__ import annotations

_NONE = ("", "dumb", "unknown")
"""Values of TERM for no terminal or an unknown one: a container, cron, an IDE."""
_FAMILIES = (
    "xterm", "tmux", "screen", "rxvt", "linux", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "vte",
    "gnome", "konsole", "kitty", "alacritty", "foot", "ghostty", "wezterm", "contour", "iterm",
    "nsterm", "putty", "mintty", "mlterm", "st-", "eterm", "cygwin", "ms-terminal",
)  # fmt: skip
"""How types begin that follow ECMA-48. A remote machine may lack the terminfo of a new one."""
_ECMA_48 = b"\x1b["


def can_draw(term: str) -> bool:
    """Return whether terminals of this type understand the sequences of ECMA-48.

    Terminfo says so; a type that it does not know is judged by name.
    """
    if term in _NONE:
        return False
    try:
        import curses
    except ImportError:  # Python may be built without it
        return True
    try:
        curses.setupterm(term, 2)
    except curses.error:
        return term.lower().startswith(_FAMILIES)
    return (curses.tigetstr("cup") or b"").startswith(_ECMA_48)
