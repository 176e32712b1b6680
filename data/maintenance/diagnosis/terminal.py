"""The terminal and the locale, as the environment describes them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from ...i18n.catalogue import LOCALE
from ...text.sanitize import clean_line, clip

_LONGEST = 60
"""The most code points of a variable that are shown."""

_AROUND = {"TMUX": "tmux", "STY": "screen", "SSH_CONNECTION": "ssh"}
"""Variables of which only the presence is told: their values are addresses and names."""


class Terminal(NamedTuple):
    """The terminal. `columns` and `lines` are 0 without one; `around` is what stands between."""

    type: str
    columns: int
    lines: int
    encoding: str
    colours: str
    """`none`, `16`, `256` or `truecolor`."""
    around: tuple[str, ...]


def read_terminal(environment: Mapping[str, str] = os.environ) -> Terminal:
    """Return what is known of the terminal of this process."""
    columns, lines = _size()
    return Terminal(
        _short(environment.get("TERM", "")),
        columns,
        lines,
        sys.getfilesystemencoding(),
        _colours(environment),
        tuple(name for variable, name in _AROUND.items() if environment.get(variable)),
    )


def read_locale(environment: Mapping[str, str] = os.environ) -> str:
    """Return the locale: the first of its variables that is set, such as `LANG=nl_NL.UTF-8`."""
    variable = next((name for name in LOCALE if environment.get(name)), "")
    return f"{variable}={_short(environment[variable])}" if variable else ""


def _size() -> tuple[int, int]:
    for descriptor in (2, 1, 0):
        with suppress(OSError):
            size = os.get_terminal_size(descriptor)
            return size.columns, size.lines
    return 0, 0


def _colours(environment: Mapping[str, str]) -> str:
    term = environment.get("TERM", "")
    if environment.get("NO_COLOR") or term in ("", "dumb"):
        return "none"
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return "truecolor"
    return "256" if "256color" in term else "16"


def _short(value: str) -> str:
    return clip(clean_line(value), _LONGEST)
