"""Styles of cells: parse SGR sequences, and find the shortest from one style to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_OFF = {
    "1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27",
    "8": "28", "9": "29", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
"""The code that turns an attribute off (ECMA-48, 8.3.117); bold and dim share one."""

_ON_BLANKS = frozenset({"4", "21", "7", "9", "51", "52", "53"})
"""The attributes that are visible on a blank: lines and frames, and reverse."""

_NO_ITALIC = ("linux", "screen")
"""How types of terminals begin that show SGR 3 as a colour or as reverse."""

_COLOURS = ("38", "48", "58")
"""The codes that begin a colour of several numbers: foreground, background, underline."""


class Style(NamedTuple):
    """One style; equal styles look alike. Colours are SGR parameters, "" is the default."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""
    underline: str = ""
    link: str = ""
    """The body of OSC 8, a hyperlink: parameters, semicolon, address."""


DEFAULT_STYLE = Style()
"""The terminal's default style."""


@lru_cache(4096)
def parse_sgr(sgr: str, link: str = "") -> Style:
    """Return the style after a reset and these SGR parameters, separated by semicolons.

    Equal parameters give the same object, so that lists of styles compare fast.
    """
    style = DEFAULT_STYLE
    codes = iter(sgr.split(";"))
    for code in codes:
        if code in ("", "0"):
            style = DEFAULT_STYLE
        elif code in _OFF:
            style = style._replace(attributes=style.attributes | {code})
        elif code in _OFF.values():
            remaining = {on for on in style.attributes if _OFF[on] != code}
            style = style._replace(attributes=frozenset(remaining))
        elif code in _COLOURS:
            style = _with_colour(style, code, ";".join((code, *_colour(codes))))
        elif code == "59":
            style = style._replace(underline="")
        elif len(code) in (2, 3) and code.isdigit():
            style = _with_basic_colour(style, code)
    return _intern(style._replace(link=link))


def _colour(codes: Iterator[str]) -> Iterable[str]:
    """Yield the rest of a colour: `5;n` of the 256, or `2;red;green;blue`."""
    kind = next(codes, "5")
    return [kind, *(next(codes, "0") for _ in range(3 if kind == "2" else 1))]


def _with_colour(style: Style, kind: str, colour: str) -> Style:
    if kind == "38":
        return style._replace(foreground=colour)
    if kind == "48":
        return style._replace(background=colour)
    return style._replace(underline=colour)


def _with_basic_colour(style: Style, code: str) -> Style:
    tens, unit = divmod(int(code), 10)
    if tens in (3, 9):
        return style._replace(foreground="" if unit == 9 else code)
    if tens in (4, 10):
        return style._replace(background="" if unit == 9 else code)
    return style


@lru_cache(4096)
def _intern(style: Style) -> Style:
    """Return the one object that stands for this style."""
    return DEFAULT_STYLE if style == DEFAULT_STYLE else style


def draws_italic(term: str) -> bool:
    """Return whether a terminal of a type (TERM) shows italic as italic."""
    return not term.startswith(_NO_ITALIC)


@lru_cache(4096)
def italic_as_underline(style: Style) -> Style:
    """Return a style with underline instead of italic."""
    if "3" not in style.attributes:
        return style
    return _intern(style._replace(attributes=style.attributes - {"3"} | {"4"}))


@lru_cache(4096)
def visible_on_blank(style: Style) -> Style:
    """Return the part of a style that is visible on a blank."""
    seen = style.attributes & _ON_BLANKS
    return _intern(
        Style(
            attributes=seen,
            foreground=style.foreground if seen else "",
            background=style.background,
            underline=style.underline if seen else "",
            link=style.link,
        )
    )


@lru_cache(4096)
def sgr_transition(old: Style | None, new: Style) -> str:
    """Return the shortest sequence after which the terminal draws in `new`; `old` None: unknown."""
    if old is new:
        return ""
    link = ""
    if old is None or old.link != new.link:
        link = f"\x1b]8;{new.link or ';'}\x1b\\" if new.link or old else ""
    whole = _sgr([*_attributes(new.attributes), new.foreground, new.background, new.underline])
    whole = f"0;{whole}" if whole else ""
    # Older terminals read the numbers of an underline colour as attributes: only a reset undoes
    # them.
    if old is None or old.underline != new.underline:
        return f"{link}\x1b[{whole}m"
    off = {_OFF[on] for on in old.attributes - new.attributes}
    on = {on for on in new.attributes if on not in old.attributes or _OFF[on] in off}
    step = _sgr(
        [
            *sorted(off),
            *_attributes(on),
            _recolour(old.foreground, new.foreground, "39"),
            _recolour(old.background, new.background, "49"),
        ]
    )
    if not step:
        return link
    return f"{link}\x1b[{min(whole, step, key=len)}m"


def _sgr(codes: Iterable[str]) -> str:
    return ";".join(filter(None, codes))


def _attributes(attributes: Iterable[str]) -> list[str]:
    return sorted(attributes, key=int)


def _recolour(old: str, new: str, usual: str) -> str:
    return "" if old == new else new or usual
