"""The clock in the header of the desk and of the overview, which a setting turns off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from afspraak.data.settings.settings import Settings
from afspraak.tui.screens.overview import OverviewScreen

from ....support.screens.desks import Seat, seat

CLOCK = re.compile(r"\d:\d\d/1:00")
"""Hours and minutes so far, and those that were planned."""


def _has_clock(jan: Seat) -> bool:
    return CLOCK.search(jan.text.splitlines()[0]) is not None


@pytest.mark.parametrize("wanted", [True, False])
async def test_the_setting_holds_on_the_desk_and_in_the_overview(
    tmp_path: Path, wanted: bool
) -> None:
    async with seat(tmp_path / "jan", settings=Settings(clock=wanted)) as jan:
        assert _has_clock(jan) is wanted
        await jan.do("list.overview")
        assert isinstance(jan.app.screen, OverviewScreen)
        assert _has_clock(jan) is wanted
        await jan.do("overview.close")
        assert _has_clock(jan) is wanted
