"""What is painted while someone types in the notes equals the whole picture, cell for cell."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.pilot import Pilot
from textual.screen import Screen

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.tui.terminal.driver.screen.frame_parser import draw
from afspraak.tui.terminal.driver.screen.grid import Grid
from afspraak.tui.terminal.driver.screen.style import visible_on_blank
from afspraak.widgets.chrome.dirty_compositor import DirtyRegionCompositor
from afspraak.widgets.primitives.cursor import TERMINAL_CARET

from ...support.amount import tries
from ...support.screens.widget_holder import Writing

WIDTH, HEIGHT = 30, 10
PROSE = "we agree on some of the planning and the rest follows in a word or two later"
KEYS = st.sampled_from([
    *"ab *`_-#>[", "x", " ", "space", "enter", "backspace", "delete", "left", "right", "up", "down",
    "home", "end",
])  # fmt: skip
STEP = st.lists(KEYS, min_size=1, max_size=6)


class _Screen(Screen[None]):
    """A screen that is painted as the desk is."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = DirtyRegionCompositor()

    @property
    def is_painted(self) -> bool:
        """Whether nothing waits to be painted."""
        return not self._dirty_widgets and not self._layout_required


class _Painted(Writing):
    """An application whose frames are drawn in the cells of a terminal."""

    grid = Grid(WIDTH, HEIGHT)

    def get_default_screen(self) -> Screen[None]:
        return _Screen()

    def _display(self, screen: Screen[None], renderable: RenderableType | None) -> None:
        update: object = renderable
        if isinstance(update, CompositorUpdate):
            draw(update.render_segments(self.console), self.grid)

    async def begin(self, pilot: Pilot[None]) -> None:
        """Draw everything."""
        self.grid = Grid(WIDTH, HEIGHT)
        self.add_class(TERMINAL_CARET)  # else each row of the caret's line is painted
        for widget in self.screen.query("*"):
            widget.refresh()  # forgets its rows
        self.screen.refresh(layout=True)
        await self.settle(pilot)

    async def settle(self, pilot: Pilot[None]) -> None:
        """Wait until everything that is to be painted is."""
        await pilot.pause()
        assert isinstance(self.screen, _Screen)
        while not self.screen.is_painted:
            await pilot.pause()

    def cells(self) -> list[list[tuple[str, object]]]:
        """The characters and the styles that are visible on them."""
        return [
            [
                (text, visible_on_blank(style) if text == " " else style)
                for text, style in zip(characters, styles, strict=True)
            ]
            for characters, styles in zip(self.grid.characters, self.grid.styles, strict=True)
        ]


async def play(steps: Sequence[Sequence[str]]) -> None:
    app = _Painted((f"# one\n{PROSE}\n", MANAGER), (f"- two\n\n{PROSE}", EMPLOYEE))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await app.begin(pilot)
        for step in steps:
            await pilot.press(*step)
            await app.settle(pilot)
        painted = app.cells()
        await app.begin(pilot)
        assert painted == app.cells()


@settings(
    max_examples=tries(40),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(STEP, min_size=1, max_size=6))
@example([["down", "end", *"* a"], ["backspace"] * 4])
@example([["down", "home", "*"], [*["down"] * 3, "end", "*"]])
@example([["down", "down", "end", "backspace", "backspace", "backspace"]])
def test_what_is_painted_equals_the_whole_picture(steps: list[list[str]]) -> None:
    asyncio.run(play(steps))


async def test_a_letter_at_the_end_of_a_paragraph_draws_no_earlier_row() -> None:
    app = _Painted((PROSE, MANAGER))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await app.begin(pilot)
        app.pane.action_last()
        await app.settle(pilot)
        drawn: list[int] = []
        editor = app.pane.body
        render = editor.render_line

        def render_line(y: int) -> object:
            drawn.append(y)
            return render(y)

        editor.render_line = render_line  # type: ignore[method-assign, assignment]
        await pilot.press("s")
        await pilot.pause()
        last = editor.rows_in_view(0)[-1]
        assert drawn
        assert min(drawn) >= last - 1
