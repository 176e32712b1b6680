"""From which width on the overview and the approval show two things beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from ....support.screens.desks import seat


@pytest.mark.parametrize(("columns", "is_beside"), [(111, False), (112, True)])
async def test_the_log_is_beside_the_overview_from_112_columns_on(
    tmp_path: Path, columns: int, is_beside: bool
) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.pilot.resize_terminal(columns, 24)
        await jan.do("desk.pane.agreements", "list.overview")
        lines = jan.text.splitlines()
        assert lines[1].startswith("━ How far it is ━")
        assert ("─ R1 Runbook ─" in lines[1]) is is_beside
        assert ("Nothing told yet" in lines[2]) is is_beside


@pytest.mark.parametrize(
    ("columns", "rows", "is_explained"), [(111, 27, False), (112, 27, True), (112, 26, False)]
)
async def test_the_approval_explains_the_field_in_focus_from_112_columns_on(
    tmp_path: Path, columns: int, rows: int, is_explained: bool
) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.pilot.resize_terminal(columns, rows)
        await jan.do("desk.pane.agreements", "list.approve")
        assert "(•) agreed" in jan.text
        assert ("It holds for exactly what is written now." in jan.text) is is_explained


@pytest.mark.parametrize("columns", [79, 111, 112, 140])
async def test_what_an_approval_holds_for_is_on_the_screen_at_24_rows(
    tmp_path: Path, columns: int
) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.pilot.resize_terminal(columns, 24)
        await jan.do("desk.pane.agreements", "list.approve")
        if columns < 80:
            await jan.do("form.next_field")
        assert "Holds for exactly this text:" in jan.text


@pytest.mark.parametrize(("rows", "is_explained"), [(26, False), (27, True)])
async def test_alone_it_explains_the_field_from_27_rows_on(
    tmp_path: Path, rows: int, is_explained: bool
) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.pilot.resize_terminal(79, rows)
        await jan.do("desk.pane.agreements", "list.approve")
        assert "(•) agreed" not in jan.text, "the minutes come first"
        await jan.do("form.next_field")
        assert "(•) agreed" in jan.text
        assert ("It holds for exactly what is written now." in jan.text) is is_explained
