"""The desk at 200 columns: the timeline and who does what, below the detail of the agreement."""

from __future__ import annotations

from pathlib import Path

import pytest

from ....support.screens.desks import Seat, seat
from ....support.screens.portal import portal_session
from ....support.screens.widget_holder import screen_lines

FOUR_PARTS = ["3 Agreements", "R1 Runbook for the portal", "When", "Who does what"]


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")


def parts(jan: Seat) -> list[str]:
    """The names of the parts of the agreements, from the top."""
    right = [line[137:] for line in screen_lines(jan.app)]
    return [line[1:].strip("─━ ").split(" ─")[0].split(" ━")[0] for line in right
            if line[:2] in ("┬─", "├─", "┮━", "┼─", "┤─")]  # fmt: skip


async def test_at_200_columns_all_parts_of_the_agreements_stand_below_each_other(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path / "nb", portal_session(tmp_path / "nb")) as jan:
        await jan.pilot.resize_terminal(200, 60)
        await jan.do("desk.pane.agreements")
        assert parts(jan) == FOUR_PARTS
        lines = screen_lines(jan.app)
        begin = next(number for number, line in enumerate(lines) if "─ When ─" in line)
        assert lines[begin + 2][138:].startswith(" R1 ·") and "◆" in lines[begin + 2]
        below = "".join(lines[begin:])
        assert "Jan Bakker" in below and "late 5 d" in below
        await jan.do("list.cursor_down")
        assert parts(jan)[1] == "R2 Support rota for the portal"
        await jan.do("desk.next_pane")
        assert jan.app.focused is not None
        assert jan.app.focused not in (jan.desk.query_one("#agreements").walk_children())


async def test_without_room_for_all_there_is_the_detail_alone(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", portal_session(tmp_path / "nb")) as jan:
        for size in ((200, 40), (120, 60)):
            await jan.pilot.resize_terminal(*size)
            await jan.do("desk.pane.agreements")
            assert "─ R1 Runbook" in jan.text
            assert "Who does what" not in jan.text and "─ When ─" not in jan.text
        await jan.pilot.resize_terminal(200, 60)
        await jan.settled()
        assert parts(jan) == FOUR_PARTS
