"""Author colours: those of the theme, of the user, or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.app import App

from afspraak.data.ids import EMPLOYEE, MANAGER, Login
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings.colours import COLOURS
from afspraak.data.settings.settings import MAX_AUTHOR_COLOURS, Settings
from afspraak.data.sync.remote import Presence
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.screens.desk.desk import Desk
from afspraak.widgets.drawing.palette import styles
from afspraak.widgets.drawing.roles import CARETS, Palette, Role

from ...support.screens.panes import RUNBOOK
from ...support.screens.widget_holder import strips

PLACES = {"gutter": (30, 2), "bar": (31, 2), "beside": (30, 3), "caret": (33, 3), "mark": (29, 16)}
"""Coloured cells at 80x24: initials and bar in the gutter; a caret, and the initials beside it; and
the mark of a row that another selected."""


def cells(app: App[Any], y: int) -> Iterator[tuple[str, Style]]:
    """The cells of a line on the screen."""
    for segment in strips(app)[y]:
        for letter in segment.text:
            for _ in range(cell_len(letter)):
                yield letter, segment.style or Style.null()


@asynccontextmanager
async def desk(folder: Path, *colours: str, theme: str = "ansi-dark") -> Any:
    """Jan's desk; Anna wrote a line, and two further sessions of hers are present."""
    notebook = Notebook(folder / "nb")
    path = notebook.folder / "talk.json"
    path.parent.mkdir()
    session = Session.create(
        path,
        build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries")),
        me=MANAGER,
    )
    session.apply(AddAgreement(RUNBOOK))
    session.writer = EMPLOYEE
    session.apply(Write(0, 0, "one\ntwo\n"))
    session.close()
    app = AfspraakApp(notebook, Settings(author_colours=colours, theme=theme), path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Desk)
        app.screen.controllers.sharing.peers.show(
            [
                Presence(Login("anna"), EMPLOYEE, "notes", len("one\n")),
                Presence(Login("anna"), EMPLOYEE, "agreements", row=RUNBOOK.id),
            ]
        )
        await pilot.pause()
        yield app


def drawn(app: App[Any]) -> dict[str, tuple[str, Style]]:
    return {name: list(cells(app, y))[x] for name, (x, y) in PLACES.items()}


@pytest.mark.parametrize(
    ("theme", "magenta"), [("ansi-dark", "bright_magenta"), ("ansi-light", "magenta")]
)
async def test_default_author_colours_come_from_the_theme(
    tmp_path: Path, theme: str, magenta: str
) -> None:
    async with desk(tmp_path, theme=theme) as app:
        found = drawn(app)
        assert {name: letter for name, (letter, _) in found.items()} == {
            "gutter": "V", "bar": "┃", "beside": "V", "caret": "t", "mark": "A",
        }  # fmt: skip
        colours = {name: style.color.name for name, (_, style) in found.items() if style.color}
        assert colours == {**dict.fromkeys(PLACES, magenta), "mark": "green"}


async def test_the_users_colours_apply_to_initials_carets_and_rows(tmp_path: Path) -> None:
    async with desk(tmp_path, "bright-blue", "#d75f00") as app:
        found = {name: style for name, (_, style) in drawn(app).items()}
        colours = {name: style.color.name for name, style in found.items() if style.color}
        assert colours == {**dict.fromkeys(PLACES, "bright_blue"), "mark": "#d75f00"}


async def test_no_color_removes_only_colours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk(tmp_path, "bright-blue", "#d75f00") as app:
        found = {name: style for name, (_, style) in drawn(app).items()}
        assert {style.color.name for style in found.values() if style.color} <= {"default"}
        assert found["gutter"].bold and found["bar"].bold
        for name in ("beside", "caret", "mark"):
            assert found[name].reverse and found[name].underline


@pytest.mark.parametrize("palette", [Palette.DARK, Palette.LIGHT])
def test_every_colour_in_the_settings_is_valid_on_screen(palette: Palette) -> None:
    for colour in (*COLOURS, "#0af3c9"):
        found = styles(palette, (colour,))
        for role in (Role.OTHER, Role.OTHER_NAME, Role.OTHER_WRITES, *CARETS):
            shown = found[role].color
            assert shown is not None and shown.name == colour.replace("-", "_")


def test_as_many_authors_are_distinguished_as_colours_can_be_chosen() -> None:
    assert len(CARETS) == MAX_AUTHOR_COLOURS
    looks = styles(Palette.DARK)
    assert len({looks[role].color for role in CARETS}) == MAX_AUTHOR_COLOURS
