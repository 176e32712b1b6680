"""The palette of colours: shown while highlighted, kept when chosen, else as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.settings.settings import Settings

from ...support.screens.desks import Seat, seat


async def _until(jan: Seat, words: str) -> None:
    for _ in range(1000):
        if words in jan.text:
            return
        await jan.pilot.pause(0.01)
    raise AssertionError(f"{words!r} is not in\n{jan.text}")


async def _open(jan: Seat) -> None:
    """Open the palette of colours, with the first one highlighted."""
    jan.app.action_choose_theme()
    await _until(jan, "ansi-light")


async def test_a_chosen_theme_is_kept_in_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    async with seat(tmp_path / "nb", settings=Settings(path=file)) as jan:
        await _open(jan)
        assert "Which colours?" in jan.text
        names = [line.strip() for line in jan.text.splitlines()]
        at = [next(n for n, line in enumerate(names) if name in line)
              for name in ("ansi-dark", "ansi-light", "atom-one-dark")]  # fmt: skip
        assert at == sorted(at), "those of the terminal come first, and the others by name"
        await jan.type("nord")
        await jan.pilot.press("down")
        for _ in range(1000):
            if jan.app.theme == "nord":
                break
            await jan.pilot.pause(0.01)
        assert jan.app.theme == "nord", "it is shown while it is highlighted"
        await jan.pilot.press("enter")
        await _until(jan, "Colours nord, kept in settings.toml.")
        assert jan.app.theme == "nord"
        assert jan.app.screen is jan.desk
    assert 'theme = "nord"' in file.read_text("utf-8")


async def test_leaving_without_a_choice_brings_the_colours_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    async with seat(tmp_path / "nb", settings=Settings(theme="ansi-light", path=file)) as jan:
        await _open(jan)
        await jan.pilot.press("down", "down", "down")
        for _ in range(1000):
            if jan.app.theme != "ansi-light":
                break
            await jan.pilot.pause(0.01)
        assert jan.app.theme != "ansi-light"
        await jan.pilot.press("escape")
        await jan.settled()
        assert jan.app.screen is jan.desk
        assert jan.app.theme == "ansi-light"
    assert not file.exists()


async def test_settings_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("no folder", "utf-8")
    file = tmp_path / "in the way" / "settings.toml"
    async with seat(tmp_path / "nb", settings=Settings(path=file)) as jan:
        await jan.pilot.resize_terminal(200, 24)
        jan.app.keep_theme("nord")
        await jan.settled()
        assert jan.app.theme == "nord"
        assert "Colours nord for now; settings.toml cannot be changed: " in jan.text


@pytest.mark.parametrize("words", ["zzzz"])
async def test_words_that_name_no_theme_find_none(words: str, tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        await _open(jan)
        await jan.type(words)
        for _ in range(1000):
            if "ansi-light" not in jan.text:
                break
            await jan.pilot.pause(0.01)
        assert "ansi-light" not in jan.text
