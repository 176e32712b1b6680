"""The wall between two panes on the screen: its joints, and the accent of the focus."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from afspraak.widgets.drawing.title_rule import Title, count
from afspraak.widgets.primitives.title_rule import TitleRule
from afspraak.widgets.primitives.wall import Wall

from ...support.screens.widget_holder import screen_lines, strips


class Desk(App[None]):
    """Two columns of titles with a wall between them; the names in `lit` have the focus."""

    CSS = "Vertical { width: 9; } Static { height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.rules = {name: TitleRule() for name in ("list", "more", "notes", "plans")}
        self.lit: set[str] = set()
        self.wall = Wall(
            list(self.rules.values()),
            lambda cell: bool(self.lit) and cell.y < 3,
            lambda rule: any(self.rules[name] is rule for name in self.lit),
        )

    def compose(self) -> ComposeResult:
        rules = self.rules
        with Horizontal():
            yield Vertical(rules["list"], Static(), rules["more"])
            yield self.wall
            yield Vertical(rules["notes"], Static(), Static(), rules["plans"])

    def on_mount(self) -> None:
        for name, rule in self.rules.items():
            rule.show_title(Title((name,)))

    def light(self, *names: str) -> None:
        self.lit = set(names)
        for name, rule in self.rules.items():
            rule.show_focus(name in names)
        self.wall.lay_out()


async def test_titles_meet_the_wall_in_joints() -> None:
    app = Desk()
    async with app.run_test(size=(19, 7)) as pilot:
        await pilot.pause()
        app.light()
        await pilot.pause()
        assert screen_lines(app) == [
            "─ list ──┬─ notes ─",
            "         │",
            "         │",
            "─ more ──┤",
            "         │",
            "         ├─ plans ─",
            "         │",
        ]
        app.light("list")
        await pilot.pause()
        assert screen_lines(app)[0] == "━ list ━━┭─ notes ─"
        app.light("notes")
        await pilot.pause()
        assert screen_lines(app)[0] == "─ list ──┮━ notes ━"
        app.light("plans")
        await pilot.pause()
        assert screen_lines(app)[5] == "         ┝━ plans ━"


async def test_the_wall_beside_the_pane_with_the_focus_has_its_colour() -> None:
    app = Desk()
    async with app.run_test(size=(19, 7)) as pilot:
        app.light("list")
        await pilot.pause()
        styles = [strip.crop(9, 10)._segments[0].style for strip in strips(app)]
        assert styles[0] == styles[1] == styles[2] != styles[3] == styles[6]


async def test_a_title_repaints_only_when_it_says_something_else() -> None:
    painted: list[str] = []

    class Watched(TitleRule):
        def refresh(self, *regions: object, **kwargs: bool) -> Watched:
            painted.append(self._title.names[0])
            return self

    rule = Watched()
    rule.show_title(Title(("Notes",), [count("3")]))
    painted.clear()
    rule.show_title(Title(("Notes",), [count("3")]))
    rule.show_hidden(0, 0)
    rule.show_focus(False)
    assert painted == []
