"""How a cell is drawn: what SGR sequences say, and the shortest one from one pen to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

_OFF = {
    "1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27",
    "8": "28", "9": "29", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
"""What turns an attribute off (ECMA-48, 8.3.117); bold and dim share theirs, and so on."""

_ON_BLANKS = frozenset({"4", "21", "7", "9", "51", "52", "53"})
"""The attributes that can be seen on a blank: lines through, around, under or over it, reverse."""

_COLOURS = ("38", "48", "58")
"""What begins a colour of more than one number: of the text, behind it, of the line under it."""


@dataclass(frozen=True, slots=True)
class Style:
    """One way of drawing; equal pens are drawn alike. Colours are SGR parameters, "" is usual."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""
    underline: str = ""
    link: str = ""
    """What OSC 8 says of a hyperlink, after its number: parameters, semicolon, address."""


DEFAULT_STYLE = Style()
"""The terminal's own way of drawing."""


@lru_cache(4096)
def parse_sgr(sgr: str, link: str = "") -> Style:
    """The pen after a reset and these SGR parameters, separated by semicolons.

    Equal parameters give the same object, so that comparing lists of pens is fast.
    """
    pen = DEFAULT_STYLE
    codes = iter(sgr.split(";"))
    for code in codes:
        if code in ("", "0"):
            pen = DEFAULT_STYLE
        elif code in _OFF:
            pen = replace(pen, attributes=pen.attributes | {code})
        elif code in _OFF.values():
            kept = {on for on in pen.attributes if _OFF[on] != code}
            pen = replace(pen, attributes=frozenset(kept))
        elif code in _COLOURS:
            pen = _with_colour(pen, code, ";".join((code, *_colour(codes))))
        elif code == "59":
            pen = replace(pen, underline="")
        elif len(code) in (2, 3) and code.isdigit():
            pen = _with_basic_colour(pen, code)
    return _intern(replace(pen, link=link))


def _colour(codes: Iterator[str]) -> Iterable[str]:
    """The rest of a colour: `5;n` of the 256, or `2;red;green;blue`."""
    kind = next(codes, "5")
    return [kind, *(next(codes, "0") for _ in range(3 if kind == "2" else 1))]


def _with_colour(pen: Style, kind: str, colour: str) -> Style:
    if kind == "38":
        return replace(pen, foreground=colour)
    if kind == "48":
        return replace(pen, background=colour)
    return replace(pen, underline=colour)


def _with_basic_colour(pen: Style, code: str) -> Style:
    tens, unit = divmod(int(code), 10)
    if tens in (3, 9):
        return replace(pen, foreground="" if unit == 9 else code)
    if tens in (4, 10):
        return replace(pen, background="" if unit == 9 else code)
    return pen


@lru_cache(4096)
def _intern(pen: Style) -> Style:
    """The one object for this pen."""
    return DEFAULT_STYLE if pen == DEFAULT_STYLE else pen


@lru_cache(4096)
def visible_on_blank(pen: Style) -> Style:
    """As much of a pen as can be seen on a blank."""
    seen = pen.attributes & _ON_BLANKS
    return _intern(
        Style(
            attributes=seen,
            foreground=pen.foreground if seen else "",
            background=pen.background,
            underline=pen.underline if seen else "",
            link=pen.link,
        )
    )


@lru_cache(4096)
def sgr_transition(old: Style | None, new: Style) -> str:
    """The shortest sequence after which the terminal draws with `new`; None: it may have any."""
    if old is new:
        return ""
    link = ""
    if old is None or old.link != new.link:
        link = f"\x1b]8;{new.link or ';'}\x1b\\" if new.link or old else ""
    whole = _sgr([*_attributes(new.attributes), new.foreground, new.background, new.underline])
    whole = f"0;{whole}" if whole else ""
    # Older terminals take the numbers of a line's colour for attributes: only a reset undoes them.
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
