"""The cells of a screen as the driver draws them: of a running application, or of a frame."""

from __future__ import annotations

from typing import Any

from textual.app import App

from afspraak.tui.terminal.driver.screen.frame_parser import draw
from afspraak.tui.terminal.driver.screen.grid import Grid
from afspraak.tui.terminal.driver.screen.style import visible_on_blank

from .widget_holder import strips


def grid_of_frame(frame: str, size: tuple[int, int]) -> Grid:
    """Return what a frame draws on a blank screen of so many columns and rows."""
    grid = Grid(*size)
    draw(frame, grid)
    return grid


def grid_of(app: App[Any]) -> Grid:
    """Return the cells of the screen of an application."""
    rows = [f"\x1b[{y + 1};1H{strip.render(app.console)}" for y, strip in enumerate(strips(app))]
    return grid_of_frame("".join(rows), (app.size.width, app.size.height))


def differences(one: Grid, other: Grid) -> list[str]:
    """Return the cells that look different, in words."""
    found = []
    for y in range(one.height):
        for x in range(one.width):
            cells = [(g.characters[y][x], g.styles[y][x]) for g in (one, other)]
            seen = [(c, visible_on_blank(s) if c == " " else s) for c, s in cells]
            if seen[0] != seen[1]:
                found.append(f"({x}, {y}): {seen[0]} / {seen[1]}")
    return found
