"""Where the panes stand: every cell belongs to one part, at every size and in every use."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.drawing.box import Box
from afspraak.widgets.drawing.desk.desk_geometry import (
    DeskGeometry,
    DeskMode,
    desk_geometry,
)

PANES = ("checklist", "notes", "agreements")


@pytest.mark.parametrize(
    ("columns", "rows", "checklist", "notes", "agreements"),
    [
        (60, 18, (0, 0, 20, 18), (21, 0, 39, 12), (21, 12, 39, 6)),
        (80, 22, (0, 0, 28, 22), (29, 0, 51, 14), (29, 14, 51, 8)),
        (120, 38, (0, 0, 34, 38), (35, 0, 49, 38), (85, 0, 35, 38)),
        (200, 58, (0, 0, 44, 58), (45, 0, 92, 58), (138, 0, 62, 58)),
    ],
)
def test_the_designed_sizes(
    columns: int,
    rows: int,
    checklist: tuple[int, int, int, int],
    notes: tuple[int, int, int, int],
    agreements: tuple[int, int, int, int],
) -> None:
    found = desk_geometry(columns, rows)
    assert (found.checklist, found.notes, found.agreements) == (checklist, notes, agreements)


def test_the_talk_has_wide_notes_and_a_strip_of_agreements_over_the_whole_width() -> None:
    found = desk_geometry(80, 22, DeskMode.TALK)
    assert found.checklist == (0, 0, 20, 17)
    assert found.notes == (21, 0, 59, 17)
    assert found.agreements == (0, 17, 80, 5)
    narrow = desk_geometry(79, 22, DeskMode.TALK)
    assert (narrow.checklist, narrow.left_wall) == (None, None)
    assert narrow.notes == (0, 0, 79, 17) and narrow.agreements == (0, 17, 79, 5)


@pytest.mark.parametrize("active", PANES)
def test_a_narrow_screen_and_a_large_pane_show_the_active_one_alone(active: str) -> None:
    for mode in DeskMode:
        found = desk_geometry(59, 18, mode, active)
        assert _shown(found) == {active: (0, 0, 59, 18)}
    found = desk_geometry(200, 58, DeskMode.LARGE, active)
    assert _shown(found) == {active: (0, 0, 200, 58)}


def _shown(found: DeskGeometry) -> dict[str, Box]:
    return {name: box for name, box in found._asdict().items() if box is not None}


def cells(box: Box) -> list[tuple[int, int]]:
    columns, rows = range(box.x, box.x + box.width), range(box.y, box.y + box.height)
    return list(product(columns, rows))


@given(st.integers(1, 300), st.integers(4, 100), st.sampled_from(DeskMode), st.sampled_from(PANES))
def test_every_cell_of_the_screen_belongs_to_one_part(
    columns: int, rows: int, mode: DeskMode, active: str
) -> None:
    found = desk_geometry(columns, rows, mode, active)
    panes = (found.checklist, found.notes, found.agreements)
    walls = [wall for wall in (found.left_wall, found.right_wall) if wall]
    used = Counter(cell for box in panes if box for cell in cells(box))
    assert all(box.width > 0 and box.height > 0 for box in found if box)
    for wall in walls:
        # A wall that ends on the title of a pane has its joint there.
        used.update(cell for cell in cells(wall) if not (mode is DeskMode.TALK and cell in used))
    assert set(used.values()) == {1}
    assert set(used) == set(product(range(columns), range(rows)))


@given(st.integers(60, 299), st.integers(4, 60))
def test_no_pane_shrinks_while_the_screen_grows_within_one_arrangement(
    columns: int, rows: int
) -> None:
    narrow, wide = desk_geometry(columns, rows), desk_geometry(columns + 1, rows)
    if (narrow.right_wall is None) == (wide.right_wall is None):
        for pane in PANES:
            assert getattr(narrow, pane).width <= getattr(wide, pane).width + 1, "by rounding"
