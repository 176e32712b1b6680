"""Screens as they were designed: pictures in `tests/golden/designed`, by size and language.

`AFSPRAAK_DRAWN=FOLDER python -m pytest …` writes the present pictures into FOLDER.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.minutes import edition

from ....checkout import ROOT
from ....support.screens.desks import Seat, seat
from ....support.screens.drawn import drawn
from ....support.screens.portal import portal_session

PICTURES = ROOT / "tests" / "golden" / "designed"
SIZES = [(60, 20), (80, 24), (120, 40)]
SCREENS: dict[str, Sequence[str]] = {
    "competencies": ["list.competencies"],
    "overview": ["list.overview"],
    "approval": ["list.approve"],
}
"""Pictures by name, and the keys that open each from the checklist."""


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(edition, "last_change", lambda _: "2026-12-03T10:58:00+00:00")


def picture(jan: Seat) -> str:
    """The drawn screen without the times in its first line and the digest of what is on it."""
    first, *rest = drawn(jan.app)
    first = re.sub(r" {2,}.*$", "", first)
    return "\n".join([first, *rest]) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_is_as_designed(name: str, language: str, tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", portal_session(tmp_path / "nb"), language) as jan:
        for columns, rows in SIZES:
            await jan.pilot.resize_terminal(columns, rows)
            await jan.do("desk.pane.checklist", *SCREENS[name])
            await jan.settled()
            compare(picture(jan), f"{name}-{columns}-{language}")
            await jan.pilot.press("escape")
            await jan.settled()
            assert jan.app.screen is jan.desk


def compare(seen: str, name: str) -> None:
    """Fail where another picture stands there; write it where it is to be renewed."""
    if renewed := os.environ.get("AFSPRAAK_DRAWN"):
        (Path(renewed) / f"{name}.txt").write_text(seen, "utf-8")
        return
    known = (PICTURES / f"{name}.txt").read_text("utf-8")
    assert seen.splitlines() == known.splitlines(), f"{name}:\n{seen}"
