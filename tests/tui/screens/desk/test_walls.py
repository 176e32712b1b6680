"""The walls of the desk meet the title rules where these stand."""

from __future__ import annotations

from pathlib import Path

from ....support.screens.desks import Seat, seat

_BAR, _JOINTS = "─━", "┤┥"


def _wall(jan: Seat) -> dict[int, str]:
    """The sign of the left wall in each row where it is more than a plain wall."""
    column = jan.desk.query_one("Wall").region.x
    lines = jan.text.splitlines()[2:-1]  # the topmost rules meet it from both sides
    return {row: line[column] for row, line in enumerate(lines) if line[column] != "│"}


def _rule(jan: Seat) -> list[int]:
    """The rows of the rule above the detail of the checklist."""
    column = jan.desk.query_one("Wall").region.x
    lines = jan.text.splitlines()[2:-1]
    return [row for row, line in enumerate(lines) if line[column - 1] in _BAR]


async def test_the_joint_follows_the_rule_when_an_item_is_deleted(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.pilot.resize_terminal(120, 50)
        await jan.settled()
        before = _rule(jan)
        assert list(_wall(jan)) == before
        assert len(before) == 1
        await jan.do("list.last", "list.delete")
        after = _rule(jan)
        assert after != before
        assert list(_wall(jan)) == after
        assert set(_wall(jan).values()) <= set(_JOINTS)
