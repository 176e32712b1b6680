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
from textual.css.stylesheet import Stylesheet

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
from afspraak.tui.terminal.author_colours import author_rules
from afspraak.widgets.presence.remote_carets import CARET_STYLES

from ...support.screens.panes import RUNBOOK
from ...support.screens.widget_holder import strips

PLACES = {"gutter": (30, 3), "edge": (28, 15), "lead": (29, 15), "caret": (32, 2)}
"""Coloured cells at 80x24: initials in the gutter, a selection mark, and a caret."""


def cells(app: App[Any], y: int) -> Iterator[tuple[str, Style]]:
    """The cells of a line on the screen."""
    for segment in strips(app)[y]:
        for letter in segment.text:
            for _ in range(cell_len(letter)):
                yield letter, segment.style or Style.null()


@asynccontextmanager
async def desk(folder: Path, *colours: str) -> Any:
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
    app = AfspraakApp(notebook, Settings(author_colours=colours), path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Desk)
        app.screen.controllers.sharing.peers.show(
            [
                Presence(Login("anna"), EMPLOYEE, "notes", 0),
                Presence(Login("anna"), EMPLOYEE, "agreements", row=RUNBOOK.id),
            ]
        )
        await pilot.pause()
        yield app


def drawn(app: App[Any]) -> dict[str, tuple[str, Style]]:
    return {name: list(cells(app, y))[x] for name, (x, y) in PLACES.items()}


async def test_default_author_colours_come_from_the_theme(tmp_path: Path) -> None:
    async with desk(tmp_path) as app:
        found = drawn(app)
        assert {name: letter for name, (letter, _) in found.items()} == {
            "gutter": "V", "edge": "A", "lead": "V", "caret": "o",
        }  # fmt: skip
        usual = {style.color.name for _, style in found.values() if style.color}
        assert usual.isdisjoint({"color(13)", "#d75f00"})


async def test_the_users_colours_apply_to_initials_carets_and_rows(tmp_path: Path) -> None:
    async with desk(tmp_path, "bright-magenta", "#d75f00") as app:
        found = {name: style for name, (_, style) in drawn(app).items()}
        names = {name: style.color.name for name, style in found.items() if style.color}
        assert names["gutter"] == names["caret"] == "color(13)"
        assert names["edge"] == names["lead"] == "#d75f00"


async def test_no_color_removes_only_colours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk(tmp_path, "bright-magenta", "#d75f00") as app:
        found = {name: style for name, (_, style) in drawn(app).items()}
        assert {style.color.name for style in found.values() if style.color} <= {"default"}
        assert found["gutter"].bold
        for name in ("caret", "edge", "lead"):
            assert found[name].reverse and found[name].underline


def test_every_colour_in_the_settings_is_valid_on_screen() -> None:
    for colour in (*COLOURS, "#0af3c9"):
        sheet = Stylesheet(variables={})
        sheet.add_source(author_rules([colour]))
        assert len(sheet.rules) == 1 + len(CARET_STYLES)


def test_as_many_authors_are_distinguished_as_colours_can_be_chosen() -> None:
    assert len(CARET_STYLES) == MAX_AUTHOR_COLOURS
