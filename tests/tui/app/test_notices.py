"""What the application says in the status line of itself: its settings, its terminal, a paste."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import Message
from afspraak.data.settings.settings import Fault, Settings
from afspraak.widgets.language import tr

from ...support.screens.desks import Seat, seat
from ...support.screens.widget_holder import screen_lines


async def _status(jan: Seat, words: str) -> bool:
    """Whether these words are in the status line soon."""
    for _ in range(300):
        if words in screen_lines(jan.app)[-1]:
            return True
        await jan.pilot.pause(0.01)
    return False


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((3,), "settings.toml, line 3: a fault; see “afspraak settings”"),
        ((3, 7), "settings.toml: 2 faults; see “afspraak settings”"),
        ((0,), "settings.toml cannot be read; see “afspraak settings”"),
    ],
)
async def test_faults_of_the_settings_are_counted_in_the_status_line(
    lines: tuple[int, ...], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "settings.toml"
    faults = [Fault(path, line, Message("desk.read_only")) for line in lines]
    settings = Settings(path=path).with_faults(faults)
    async with seat(tmp_path / "nb", settings=settings) as jan:
        assert await _status(jan, said)


async def test_a_terminal_without_utf_8_is_told_once(tmp_path: Path) -> None:
    said = tr("cli.ascii")
    async with seat(tmp_path / "nb") as jan:
        jan.app.terminal_draws_ascii()
        assert await _status(jan, said[:30])
        jan.desk.show_status("")
        jan.app.terminal_draws_ascii()
        await jan.settled()
        assert said[:30] not in screen_lines(jan.app)[-1]


async def test_a_paste_that_did_not_end_is_told_over_a_form_too(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.do("checklist.answer")
        jan.app.paste_not_ended()
        await jan.pilot.press("escape")
        await jan.settled()
        assert await _status(jan, "The paste did not end")
