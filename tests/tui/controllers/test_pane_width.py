"""The width of the checklist: how far a key goes, what is said, and when it is remembered."""

from __future__ import annotations

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.tui.controllers.pane_width import PaneWidth
from afspraak.widgets.language import speak

from ...support.screens.contexts import FakeContext


class _Context(FakeContext):
    """Keeps what is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[str, int]] = []

    def remember(self, name: str, value: int) -> str:
        self.kept.append((name, value))
        return "kept in settings.toml"


class _Layout:
    """A checklist of 20 to 30 columns."""

    def __init__(self) -> None:
        self.width: int | None = 24

    def choose_width(self, columns: int) -> None:
        self.width = min(30, max(20, columns))


class Chosen:
    """A width, and how often it was drawn."""

    def __init__(self) -> None:
        speak(catalogue("en"))
        self.context, self.layout, self.drawn = _Context(), _Layout(), 0
        self.width = PaneWidth(self.context, self.layout, self._draw)

    def _draw(self) -> None:
        self.drawn += 1


@pytest.mark.parametrize(("steps", "columns"), [(1, 26), (-1, 22), (2, 28)])
def test_a_key_moves_the_wall_by_two_columns(steps: int, columns: int) -> None:
    chosen = Chosen()
    chosen.width.step(steps)
    assert (chosen.layout.width, chosen.drawn) == (columns, 1)
    assert chosen.context.said == [] and chosen.context.kept == []
    (timer,) = chosen.context.timers
    assert (timer.seconds, timer.repeats) == (1.0, False)
    chosen.context.tick()
    assert chosen.context.kept == [("checklist_width", columns)]
    told = f"The checklist has {columns} columns; kept in settings.toml"
    assert chosen.context.said == [told]
    chosen.width.remember()
    assert len(chosen.context.kept) == 1, "it is kept once"


def test_several_keys_are_remembered_once() -> None:
    chosen = Chosen()
    chosen.width.step(1)
    chosen.width.step(1)
    assert [timer.stopped for timer in chosen.context.timers] == [True, False]
    chosen.context.tick()
    assert chosen.context.kept == [("checklist_width", 28)]


def test_leaving_remembers_at_once_and_stops_the_timer() -> None:
    chosen = Chosen()
    chosen.width.step(1)
    (timer,) = chosen.context.timers
    chosen.width.remember()
    assert timer.stopped and chosen.context.kept == [("checklist_width", 26)]


def test_the_end_is_told_and_nothing_is_drawn_or_remembered() -> None:
    chosen = Chosen()
    chosen.layout.width = 30
    chosen.width.step(1)
    assert chosen.context.said == ["No further: every pane keeps its room."]
    assert chosen.drawn == 0 and chosen.context.timers == []
    chosen.width.remember()
    assert chosen.context.kept == []


def test_a_checklist_that_stands_beside_nothing_has_no_width() -> None:
    chosen = Chosen()
    chosen.layout.width = None
    chosen.width.step(1)
    assert chosen.context.said == ["The checklist stands beside no other pane here."]
    assert (chosen.layout.width, chosen.drawn) == (None, 0)
    chosen.layout.width = 24
    chosen.width.step(1)
    chosen.layout.width = None
    chosen.context.tick()
    assert chosen.context.kept == [] and len(chosen.context.said) == 1
