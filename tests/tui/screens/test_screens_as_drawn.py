"""Each screen and dialog as drawn, with styles: pictures in `tests/golden/screens`.

`AFSPRAAK_DRAWN=FOLDER python -m pytest …` writes the current pictures into FOLDER, for inspection
and for replacing the golden files after an intended change.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from afspraak.data.ids import MANAGER, Login, RowId
from afspraak.data.minutes import edition
from afspraak.data.model.conversation import Agreement, Progress
from afspraak.data.model.edits import AddAgreement, AddProgress, Answer, Change, Tick, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.system import people
from afspraak.data.system.people import Person
from afspraak.data.system.user import login_name
from afspraak.tui.screens.desk.desk import Desk
from afspraak.tui.screens.notebook.notebook import NotebookScreen

from ...checkout import ROOT
from ...support.logins import log_in_as
from ...support.screens.desks import Seat, seat
from ...support.screens.drawn import drawn

PATIENCE = 10.0
"""Seconds until a different picture counts as final."""

PICTURES = ROOT / "tests" / "golden" / "screens"

DESK: dict[str, Sequence[str]] = {
    "desk": [],
    "desk-notes": ["desk.pane.notes"],
    "desk-agreements": ["desk.pane.agreements"],
    "item-form": ["checklist.edit"],
    "answer-form": ["checklist.answer"],
    "new-item-form": ["list.add"],
    "agreement-form": ["desk.pane.agreements", "agreements.edit"],
    "progress-form": ["desk.pane.agreements", "agreements.progress"],
    "header-form": ["list.header"],
    "approval-form": ["list.approve"],
    "minutes": ["list.minutes"],
    "share-form": ["desk.share"],
    "follow-up-form": ["list.follow_up"],
    "overview": ["list.overview"],
    "history": ["desk.history"],
    "competencies": ["list.competencies"],
    "help": ["app.help"],
    "help-notes": ["desk.pane.notes", "app.help"],
    "palette": ["app.command_palette"],
}
"""Pictures by name, and the keys that open each from a desk."""
NOTEBOOK: dict[str, Sequence[str]] = {
    "notebook": [],
    "notebook-search": ["notebook.search"],
    "notebook-agreements": ["notebook.agreements"],
    "notebook-begin": ["notebook.begin"],
    "notebook-help": ["app.help"],
}
"""Pictures by name, and the keys that open each from the notebook."""


def talked(folder: Path) -> Session:
    """A conversation that uses every feature."""
    folder.mkdir()
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", title="planning 2027",
                          date=date(2026, 12, 3), time="10:00", place="room 4")  # fmt: skip
    session = Session.create(folder / "talk.json", build_conversation(beginning), me=MANAGER)
    first, second, third, *_ = (item for item in session.conversation.checklist
                                if item.belongs in ("both", "manager"))  # fmt: skip
    session.apply(Tick(first.id, "done"))
    session.apply(Tick(second.id, "parked"))
    session.apply(Answer(third.id, MANAGER, "A calm year."))
    session.apply(Answer(third.id, MANAGER, "for me alone", private=True))
    session.apply(Change("partner", RowId(MANAGER), {"initials": "JB"}))
    session.apply(
        AddAgreement(
            Agreement(
                RowId("0a0a0a0a0a0a"),
                "result",
                "Runbook",
                "Anna de Vries",
                "It is read",
                date(2027, 3, 31),
                "Time",
                "Jan Bakker",
                order="B",
            )
        )
    )
    session.apply(
        AddAgreement(
            Agreement(
                RowId("0b0b0b0b0b0b"),
                "development",
                "Course",
                "Anna de Vries",
                due=date(2026, 11, 30),
                order="C",
            )
        )
    )
    session.apply(
        AddProgress(
            Progress(
                RowId("0c0c0c0c0c0c"),
                RowId("0a0a0a0a0a0a"),
                "2026-11-22T10:00:00+00:00",
                MANAGER,
                "Half of it",
                50,
            )
        )
    )
    session.apply(Write(0, 0, "The portal went live.\n"))
    session.close()
    session = Session.open(folder / "talk.json")
    session.apply(Write(0, 3, "Our"))
    return session


@asynccontextmanager
async def at_the_desk(folder: Path) -> AsyncIterator[Seat]:
    """Jan at the desk of that conversation."""
    async with seat(folder, talked(folder)) as jan:
        yield jan


_DIGEST = re.compile(r"(?<=[_ ])[0-9a-f]{4}( [0-9a-f]{4}){2}(?=[_ ])")
_CHANGING = (
    (re.compile(r"saved .*$"), "saved"),
    (re.compile(r"today \d\d:\d\d"), "today"),  # the hour of the talk, until it has begun
    (re.compile(r"\d\d:\d\d(?= / )"), "HH:MM"),
    (re.compile(r"\d+ [A-Z][a-z]{2} \d\d:\d\d(?= · Anna)"), "WHEN"),
    (re.compile(r"· /[^*]*"), "· FOLDER"),
    (re.compile(r" {2,}"), "  "),
)
"""Variable parts of the first line, and their replacements."""


def picture(jan: Seat) -> str:
    """The drawn screen, without its variable parts."""
    first, *rest = drawn(jan.app)
    for changing, instead in _CHANGING:
        first = changing.sub(instead, first)
    return _DIGEST.sub("4f2a 91c0 7d3e", "\n".join([first, *rest])) + "\n"


async def compare(jan: Seat, name: str, *, title: bool = True) -> None:
    """Fail where another picture stands there in the end; write it where it is to be renewed.

    Without `title` the first line is left out.
    """
    file = PICTURES / f"{name}.txt"
    known = file.read_text("utf-8") if file.exists() else ""
    end = time.monotonic() + (0 if os.environ.get("AFSPRAAK_DRAWN") else PATIENCE)
    while True:
        await jan.settled()
        seen = picture(jan)
        seen = seen if title else seen.partition("\n")[2]
        if seen == known or time.monotonic() > end:
            break
        await jan.pilot.pause(0.05)  # something is still being read, in a thread
    if renewed := os.environ.get("AFSPRAAK_DRAWN"):
        (Path(renewed) / f"{name}.txt").write_text(seen, "utf-8")
    else:
        assert seen.splitlines() == known.splitlines(), f"{name}:\n{seen}"


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(edition, "last_change", lambda _: "2026-12-03T09:30:00+00:00")
    known = [Person(Login("annav"), "Anna de Vries"), Person(Login("eve"), "Eve Smit")]
    monkeypatch.setattr(people, "people", lambda: known)
    monkeypatch.setattr(edition, "last_change", lambda _: "2026-12-03T10:58:00+00:00")
    monkeypatch.chdir(tmp_path)


async def go_back(jan: Seat, screen: type[Screen[Any]]) -> None:
    """Close all screens over a screen of this kind."""
    while not isinstance(jan.app.screen, screen):
        before = jan.app.screen
        await jan.pilot.press("escape")
        await jan.settled()
        if jan.app.screen is before:
            await jan.do("overview.close")
            assert jan.app.screen is not before


async def test_screens_opened_from_the_desk_are_drawn(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path / "nb") as jan:
        for name, bindings in DESK.items():
            await jan.do("desk.pane.checklist", *bindings)
            await compare(jan, name)
            await go_back(jan, Desk)
        await jan.do("desk.pane.notes", "desk.enlarge")
        await compare(jan, "desk-large")
        await jan.do("desk.enlarge", "desk.pane.checklist", "desk.search")
        await compare(jan, "desk-search")
        await jan.do("finder.close")
        for columns, rows in ((60, 20), (59, 20), (112, 24), (111, 24)):
            await jan.pilot.resize_terminal(columns, rows)
            await jan.settled()
            # How much of the title has room depends on when it was saved.
            await compare(jan, f"desk-{columns}", title=False)


async def test_screens_opened_from_the_notebook_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in_as(monkeypatch, login_name(), "Jan Bakker")
    async with at_the_desk(tmp_path / "nb") as jan:
        await jan.do("list.leave")
        for name, bindings in NOTEBOOK.items():
            await jan.settled()
            await jan.do(*bindings)
            # How much of the folder has room depends on where it is.
            await compare(jan, name, title=False)
            await go_back(jan, NotebookScreen)
        await jan.do("notebook.filter")
        await jan.type("anna")
        await jan.settled()
        await compare(jan, "notebook-filter", title=False)
