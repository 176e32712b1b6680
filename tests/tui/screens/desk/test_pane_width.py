"""The width of the checklist: with keys and by moving the wall; remembered in the settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.settings.settings import read_settings
from afspraak.data.system.paths import settings_file

from ....support.screens.desks import Seat, seat
from ....support.terminal.terminal import Terminal, begun

WALL = 28
"""The column of the wall at 80 columns, as designed."""


def wall(jan: Seat) -> int:
    """The column of the wall beside the checklist."""
    return jan.text.splitlines()[4].index("│")


async def test_keys_make_the_checklist_wider_and_narrower(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        assert wall(jan) == WALL
        await jan.do("list.wider", "list.wider")
        assert wall(jan) == WALL + 4
        await jan.do("list.narrower")
        assert wall(jan) == WALL + 2


@pytest.mark.parametrize(("binding", "end"), [("list.wider", 49), ("list.narrower", 16)])
async def test_every_pane_keeps_its_room(tmp_path: Path, binding: str, end: int) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do(*[binding] * 20)
        assert wall(jan) == end
        assert "No further" in jan.text
        await jan.pilot.resize_terminal(60, 20)
        await jan.settled()
        assert wall(jan) <= 29


async def test_where_the_checklist_stands_alone_the_keys_say_so(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("list.enlarge", "list.wider")
        assert "beside no other pane" in jan.text


def test_the_wall_is_moved_with_the_mouse_and_stays_there_next_time(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    home = tmp_path / "config"
    (home / "afspraak").mkdir(parents=True)
    settings = home / "afspraak" / "settings.toml"
    settings.write_text("# mine\nclock = false  # not needed\n", encoding="utf-8")
    environment = {"XDG_CONFIG_HOME": str(home)}
    terminal = begun(start, environment=environment)
    terminal.send(
        f"\x1b[<0;{WALL + 1};6M\x1b[<32;{WALL + 5};6M\x1b[<32;{WALL + 9};6M"
        f"\x1b[<0;{WALL + 9};6m".encode()
    )
    terminal.wait(lambda seen: seen.lines[4][WALL + 8 : WALL + 9] == "│")
    terminal.wait("kept in settings.toml")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert settings.read_text("utf-8") == (
        f"# mine\nclock = false  # not needed\nchecklist_width = {WALL + 8}\n"
    )
    again = start("open", "anna", environment=environment).wait("Looking back")
    again.wait(lambda seen: seen.lines[4][WALL + 8 : WALL + 9] == "│")


async def test_a_width_chosen_just_before_leaving_is_kept(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        jan.app.settings = jan.app.settings._replace(path=settings_file())
        await jan.do("list.wider", "list.leave")
        await jan.settled()
    assert read_settings(settings_file()).checklist_width == WALL + 2
    settings_file().unlink()
