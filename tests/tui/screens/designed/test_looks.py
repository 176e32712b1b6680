"""Every screen in every look: dark, light, without colours and on the Linux console.

The pictures in `tests/golden/looks` give the look of each cell at 80x24. At all sizes and in both
languages the looks show the same text, and each cell has the same meaning in each of them: a commit
has a fifth of these.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import filterfalse
from pathlib import Path

import pytest
from rich.cells import cell_len

from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.minutes import edition
from afspraak.data.model.edits import Write
from afspraak.tui.terminal.driver.screen.encoding import Repertoire
from afspraak.tui.terminal.driver.screen.substitutes import substitute_row
from afspraak.widgets.drawing.palette import styles
from afspraak.widgets.drawing.roles import Palette, Role

from ....checkout import ROOT
from ....support.amount import share
from ....support.screens.cells import Cells, cells_of, look_words
from ....support.screens.desks import Seat, away, seat
from ....support.screens.portal import portal_session

PICTURES = ROOT / "tests" / "golden" / "looks"
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
SCREENS: Mapping[str, Sequence[str]] = {
    "checklist": [],
    "notes": ["desk.pane.notes"],
    "agreements": ["desk.pane.agreements"],
    "talk": ["desk.pane.notes", "desk.enlarge"],
    "competencies": ["list.competencies"],
    "overview": ["list.overview"],
    "approval": ["list.approve"],
    "agreement-form": ["desk.pane.agreements", "agreements.edit"],
    "help": ["app.help"],
}
"""Pictures by name, and the keys that open each from the checklist."""
NOTES = """## Looking back
The portal went live **two weeks early**.
- the handover was *hard*: there was no `runbook`
- [ ] ask Sam for a list
- [x] thank the team
> We can do this again.

Appreciation: how calm you stayed.
"""
ON_THE_CONSOLE = (
    "¡¢£¥§ª«¬°±²µ¶·º»¼½¿ÄÅÆÇÉÑÖÜßàáâäåæçèéêëìíîïñòóôö÷ùúûüÿ•←↑→↓∞≈≡≤≥─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢"
    "╣╤╥╦╧╨╩╪╫╬█░▒■▲▼♦"
)
"""The signs beyond ASCII that the font in the Linux kernel has, and the fonts Lat15 and Uni2 of
Debian's console-setup 1.221 too, each as Fixed, Terminus and VGA of 16 lines."""
THEMES = {Palette.DARK: "ansi-dark", Palette.LIGHT: "ansi-light"}


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(edition, "last_change", lambda _: "2026-12-03T10:58:00+00:00")


@asynccontextmanager
async def desk(
    folder: Path, language: str, palette: Palette, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Seat]:
    """Jan's desk in this look, with notes of both."""
    if palette is Palette.MONO:
        monkeypatch.setenv("NO_COLOR", "1")
    session = portal_session(folder / "nb", language=language)
    session.apply(Write(0, 0, NOTES))
    anna = away(session, folder / "anna")
    anna.apply(Write(len(NOTES), 0, "I want to learn to say no.\n"))
    async with seat(folder / "nb", session, language) as jan:
        jan.app.theme = THEMES.get(palette, jan.app.theme)
        jan.hear(anna)
        await jan.do(*["desk.pane.notes", "desk.pane.checklist"])
        yield jan
    anna.close()


async def shown(jan: Seat, name: str, size: tuple[int, int]) -> Cells:
    """Return the cells of a screen at a size, and go back to the checklist."""
    await jan.pilot.resize_terminal(*size)
    await jan.do("desk.pane.checklist", *SCREENS[name])
    await jan.settled()
    cells = without_time(cells_of(jan.app))
    if name == "talk":
        await jan.do("desk.enlarge")
    while jan.app.screen is not jan.desk:
        await jan.pilot.press("escape")
        await jan.settled()
    return cells


def without_time(cells: Cells) -> Cells:
    """Return the cells without what changes with the time: the end of the first row."""
    end = len(re.sub(r" {2,}.*$", "", "".join(cells.text[0])))
    text = (cells.text[0][:end], *cells.text[1:])
    return Cells(text, (cells.looks[0][:end], *cells.looks[1:]))


def compare(cells: Cells, name: str) -> None:
    """Fail where another picture stands there; write it where it is to be renewed."""
    if renewed := os.environ.get("AFSPRAAK_DRAWN"):
        (Path(renewed) / f"{name}.txt").write_text(cells.picture(), "utf-8")
        return
    known = (PICTURES / f"{name}.txt").read_text("utf-8")
    assert cells.picture().splitlines() == known.splitlines(), f"{name}:\n{cells.picture()}"


@pytest.mark.parametrize("palette", Palette)
async def test_each_screen_looks_as_designed(
    palette: Palette, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path, "en", palette, monkeypatch) as jan:
        for name in SCREENS:
            cells = await shown(jan, name, (80, 24))
            compare(cells, f"{name}-{palette.name.lower()}")
            if palette is Palette.MONO:
                for row in cells.text:
                    drawn = substitute_row(list(row), Repertoire.CONSOLE)
                    assert list(map(cell_len, drawn)) == list(map(cell_len, row))
                    assert set(filterfalse(str.isascii, "".join(drawn))) <= set(ON_THE_CONSOLE), (
                        drawn
                    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_look_shows_the_same_text_with_the_same_meanings(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = share(((size, name) for size in SIZES for name in SCREENS), of=5)
    seen: dict[tuple[str, tuple[int, int]], list[Cells]] = {}
    for palette in Palette:
        async with desk(tmp_path / palette.name, language, palette, monkeypatch) as jan:
            for size, name in some:
                seen.setdefault((name, size), []).append(await shown(jan, name, size))
    roles = {tuple(look_words(styles(palette)[role]) for palette in Palette) for role in Role}
    for where, looks in seen.items():
        assert len({cells.text for cells in looks}) == 1, where
        assert meanings(looks) <= roles, f"{where}: {meanings(looks) - roles}"


def meanings(looks: Sequence[Cells]) -> set[tuple[str, ...]]:
    """Return the looks that one sign has in the same screen in several palettes."""
    found: set[tuple[str, ...]] = set()
    for text, *rows in zip(looks[0].text, *(cells.looks for cells in looks), strict=True):
        for sign, *of_sign in zip(text, *rows, strict=True):
            if sign.strip():
                found.add(tuple(of_sign))
    return found
