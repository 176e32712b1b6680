"""Whether the screens can be drawn on a terminal of the type that TERM names."""

from __future__ import annotations

_NONE = ("", "dumb", "unknown")
"""What TERM says where nobody knows the terminal, or it is none: a container, cron, an IDE."""
_FAMILIES = (
    "xterm", "tmux", "screen", "rxvt", "linux", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "vte",
    "gnome", "konsole", "kitty", "alacritty", "foot", "ghostty", "wezterm", "contour", "iterm",
    "nsterm", "putty", "mintty", "mlterm", "st-", "eterm", "cygwin", "ms-terminal",
)  # fmt: skip
"""How types begin that draw as ECMA-48 says. A far machine may have no terminfo of a new one."""
_ECMA_48 = b"\x1b["


def can_draw(term: str) -> bool:
    """Tell whether terminals of this type understand the control sequences of ECMA-48.

    Terminfo says so; what it does not know is taken by its name.
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
