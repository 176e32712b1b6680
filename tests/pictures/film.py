"""Screens one after the other, as an SVG that moves by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from pyte.screens import Char, Screen

WIDTH, HEIGHT = 8.4, 18
"""The pixels of a cell."""
_MARGIN = 10
_COLOURS = {
    "default": "#d4d4d4", "black": "#1e1e1e", "red": "#f14c4c", "green": "#6fc276",
    "brown": "#d7ba4e", "blue": "#569cd6", "magenta": "#d670d6", "cyan": "#4fc1d8",
    "white": "#e5e5e5", "brightred": "#f4716f", "brightgreen": "#8fd694",
    "brightmagenta": "#e08fe0", "bfightmagenta": "#e08fe0", "brightcyan": "#7fdbee",
}  # fmt: skip
"""The colours of a terminal by pyte's names of them."""
_BEHIND = "#1e1e1e"
_STYLE = (
    "text{font:14px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}"
    ".b{font-weight:bold}.i{font-style:italic}.u{text-decoration:underline}"
)


class Frame:
    """What a screen shows, and for how many seconds."""

    def __init__(self, screen: Screen, seconds: float) -> None:
        self.rows = [
            tuple(screen.buffer[y][x] for x in range(screen.columns)) for y in range(screen.lines)
        ]
        self.seconds = seconds


def film(frames: Sequence[Frame]) -> str:
    """Return the frames as one SVG, which begins again at its end.

    The frames stand beside each other, and the strip moves; each different row is drawn once.
    """
    width = len(frames[0].rows[0]) * WIDTH + 2 * _MARGIN
    height = len(frames[0].rows) * HEIGHT + 2 * _MARGIN
    known: dict[tuple[Char, ...], int] = {}
    strip = []
    for number, frame in enumerate(frames):
        uses = []
        for y, row in enumerate(frame.rows):
            if any(cell.data.strip() or cell.reverse for cell in row):
                row_number = known.setdefault(row, len(known))
                uses.append(f'<use href="#r{row_number}" y="{y * HEIGHT}"/>')
        x = number * width + _MARGIN
        strip.append(f'<g transform="translate({x:g} {_MARGIN})">{"".join(uses)}</g>')
    rows = "".join(f'<g id="r{at}">{"".join(_runs(row))}</g>' for row, at in known.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f"<style>{_STYLE}{_movement(frames, width)}</style><defs>{rows}</defs>"
        f'<rect width="{width:g}" height="{height:g}" rx="6" fill="{_BEHIND}"/>'
        f'<g class="strip">{"".join(strip)}</g></svg>\n'
    )


def _movement(frames: Sequence[Frame], width: float) -> str:
    """Return the rules that move the strip by a frame each time."""
    total = sum(frame.seconds for frame in frames)
    steps, begins = [], 0.0
    for number, frame in enumerate(frames):
        steps.append(f"{begins / total:.2%}{{transform:translateX({-number * width:g}px)}}")
        begins += frame.seconds
    moves = f".strip{{animation:strip {total:g}s step-end infinite}}"
    return f"@keyframes strip{{{''.join(steps)}}}{moves}"


def _runs(row: Sequence[Char]) -> Iterator[str]:
    """Yield the drawing of the cells of a row, those of one look together."""
    x = 0
    for look, group in groupby(row, key=lambda cell: cell._replace(data="")):
        cells = list(group)
        text = "".join(cell.data for cell in cells)
        front, behind = _COLOURS.get(look.fg, _COLOURS["default"]), _BEHIND
        if look.reverse:
            front, behind = behind, front
            yield (
                f'<rect x="{x * WIDTH:g}" width="{len(cells) * WIDTH:g}" height="{HEIGHT}"'
                f' fill="{behind}"/>'
            )
        shown = text.strip()
        if shown:
            begins = x + len(text) - len(text.lstrip())
            classes = "".join(
                letter
                for letter, has in zip(
                    "biu", (look.bold, look.italics, look.underscore), strict=True
                )
                if has
            )
            kind = f' class="{" ".join(classes)}"' if classes else ""
            yield (
                f'<text x="{begins * WIDTH:g}" y="14" fill="{front}"{kind}'
                f' textLength="{len(shown) * WIDTH:g}">{escape(shown)}</text>'
            )
        x += len(cells)
