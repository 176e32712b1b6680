"""The notebook of a team as drawn: its table, the selected talk, the year, and the first steps."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.widgets.language import speaking

from ....support.screens.golden_screens import compare_screen
from ....support.screens.widget_holder import screen_lines, screen_text
from ....support.team import team

FOLD = USUAL_KEYMAP.first_key("notebook.fold")


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("HOME", str(tmp_path))


@contextmanager
def opened(folder: Path, language: str) -> Iterator[AfspraakApp]:
    with speaking(catalogue(language)):
        yield AfspraakApp(Notebook(folder), Settings())


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("a file is read")


async def _until(pilot: Pilot[int], words: str) -> None:
    """Wait until these words are on the screen: what is below the list follows after a pause."""
    async with asyncio.timeout(20):
        while words not in screen_text(pilot.app):
            await pilot.pause(0.02)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", [(59, 20), (60, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_notebook_of_a_team_is_drawn(
    size: tuple[int, int], language: str, tmp_path: Path
) -> None:
    with opened(team(tmp_path / "talks"), language) as app:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await app.wait_until_settled()
            columns, rows = size
            compare_screen(app, f"notebook-{columns}x{rows}-{language}")
            assert max(map(cell_len, screen_lines(app))) <= columns


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_an_empty_notebook_teaches(
    size: tuple[int, int], language: str, tmp_path: Path
) -> None:
    with opened(tmp_path / "talks", language) as app:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await app.wait_until_settled()
            columns, rows = size
            compare_screen(app, f"notebook-empty-{columns}x{rows}-{language}")


async def test_the_detail_follows_the_cursor_and_no_file_is_read_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(team(tmp_path / "talks"), "en") as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await app.wait_until_settled()
            monkeypatch.setattr(Notebook, "board", _refuse)
            monkeypatch.setattr(Session, "open_read_only", _refuse)
            assert "Fewer open tickets" in screen_text(app)
            await pilot.press("j", "j")
            await _until(pilot, "─ Chaima El Idrissi ──")
            assert screen_lines(app)[18].startswith("─ Chaima El Idrissi ──")
            assert "Chaima has not prepared yet. i invites" in screen_text(app)
            await pilot.press("G")
            await _until(pilot, "held on 2 May")
            assert screen_lines(app)[18].startswith("─ Eva Jansen ──")


async def test_many_held_talks_are_folded_and_a_key_opens_them(tmp_path: Path) -> None:
    with opened(team(tmp_path / "talks", crowd=20), "en") as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await app.wait_until_settled()
            held = "Ada Aalders      progress"
            assert f"{FOLD} earlier" in screen_lines(app)[-1]
            await pilot.press("G")
            await pilot.pause()
            assert f"Held 25   {FOLD} shows 23 earlier ones" in screen_text(app)
            assert held not in screen_text(app)
            await pilot.press("plus", "G", "pageup")
            await pilot.pause()
            assert held in screen_text(app)
            await pilot.press("plus", "G")
            await pilot.pause()
            assert held not in screen_text(app)


async def test_the_year_shows_the_selected_person_and_tells_how_many_are_out_of_view(
    tmp_path: Path,
) -> None:
    with opened(team(tmp_path / "talks", crowd=51), "en") as app:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await app.wait_until_settled()
            (rule,) = [line for line in screen_lines(app) if line.startswith("─ The year")]
            assert "↑" in rule or "↓" in rule
            shown = sum("│" in line or "○" in line[22:] for line in screen_lines(app)[21:32])
            assert shown >= 9
            await pilot.press("j")
            await _until(pilot, "─ Anna de Vries ──")
            at = next(n for n, line in enumerate(screen_lines(app)) if "The year" in line)
            assert any("Anna de Vries" in line for line in screen_lines(app)[at:])
