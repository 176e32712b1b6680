"""The first frame: a picture in the colours of the terminal, as escape sequences."""

from __future__ import annotations

import pytest

from afspraak.data.settings.settings import Settings
from afspraak.tui.terminal.first_frame import FirstFrame
from afspraak.widgets.drawing.pictures.placed_lines import PlacedLine
from afspraak.widgets.drawing.roles import CARETS, Role

PICTURE = [
    PlacedLine(0, 0, 9, (("Jan ", Role.PLAIN), ("", Role.PLAIN), ("\x1b[2J", Role.OTHER))),
    PlacedLine(4, 2, 5, (("x", Role.OTHER_NAME), (" is", Role.PLAIN))),
]


def test_a_picture_in_other_colours_than_those_of_the_terminal_is_left_to_textual() -> None:
    for settings in (Settings(theme="nord"), Settings(author_colours=("#ff8800",))):
        with pytest.raises(KeyError):
            FirstFrame(settings)


def _frame(others: str, names: str) -> str:
    """The frame of PICTURE, with the SGR parameters of what others wrote and of their names."""
    usual = "\x1b[0m"
    return (
        f"\x1b[1;1H{usual}{usual}Jan {usual}\x1b[{others}m␛[2J{usual}{usual}  "
        f"\x1b[3;5H{usual}\x1b[{names}mx{usual}{usual} is{usual}{usual} "
    )


@pytest.mark.parametrize(
    ("settings", "others", "names"),
    [
        (Settings(), "95", "1;95"),
        (Settings(theme="ansi-light"), "35", "1;35"),
        (Settings(author_colours=("bright-green", "red")), "95;92", "1;95;92"),
    ],
)
def test_each_piece_is_written_in_its_place_and_look(
    settings: Settings, others: str, names: str
) -> None:
    assert FirstFrame(settings).write(PICTURE) == _frame(others, names)


def test_without_colours_the_looks_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    for theme in ("ansi-dark", "ansi-light"):
        for colours in ((), ("red",)):
            settings = Settings(theme=theme, author_colours=colours)
            assert FirstFrame(settings).write(PICTURE) == _frame("1", "1")


def test_carets_take_the_colours_of_the_settings_in_turn() -> None:
    looks = [
        FirstFrame(Settings(author_colours=("red", "green"))).write(
            [PlacedLine(0, 0, 1, (("x", role),))]
        )
        for role in CARETS
    ]
    ends = [look.partition("mx")[0].rpartition(";")[2] for look in looks]
    assert ends == [("31", "32")[number % 2] for number in range(len(CARETS))]
