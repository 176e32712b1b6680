"""Draw the pictures of the README into `docs/images/`.

Run `python -m tests.pictures.draw` in the root of the checkout.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId
from afspraak.data.model.conversation import Agreement, Progress, Rating
from afspraak.data.model.edits import AddAgreement, AddProgress, Answer, Rate, Tick, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.keys import table as keys

from ..checkout import ROOT
from ..support.isolation import isolate

IMAGES = ROOT / "docs" / "images"
DAY = date(2026, 12, 3)
SAVED = datetime.combine(DAY, time(9, 58)).astimezone()
PICTURES = {
    "desk": (80, 24),
    "wide": (120, 34),
    "notebook": (80, 12),
    "competencies": (80, 20),
    "overview": (80, 24),
}
"""Picture name -> columns and rows."""
KEYS = {"competencies": "list.competencies", "overview": "list.overview"}
"""Picture name -> the binding that opens its screen from the desk."""

_NOTES = {
    "Looking back": (
        (MANAGER, "Portal went live two weeks early."),
        (EMPLOYEE, "Handover to support was hard: no runbook."),
    ),
    "Expectations": ((EMPLOYEE, "Wants to lead the next release herself."),),
}
_AGREEMENTS = (
    Agreement(
        RowId("a1"),
        text="Runbook for the portal",
        owner="Anna",
        due=date(2027, 3, 31),
        support="two days without tickets",
        support_by="Jan",
        order="A",
    ),
    Agreement(
        RowId("a2"),
        kind="development",
        text="Course project lead",
        owner="Anna",
        measure="leads the June release",
        due=date(2027, 6, 30),
        support="budget for the course",
        support_by="Jan",
        order="B",
    ),
)

_RATINGS: tuple[Mapping[PartnerId, Rating], ...] = (
    {MANAGER: "growing", EMPLOYEE: "mastered"},
    {MANAGER: "mastered", EMPLOYEE: "improve"},
    {MANAGER: "growing", EMPLOYEE: "growing"},
)


def fill(folder: Path) -> Path:
    """Create a notebook with two conversations in a folder; return the file of the first one."""
    notebook = Notebook(folder)
    first: Path | None = None
    for name, day in (("Anna de Vries", DAY), ("Sam Okafor", date(2026, 12, 10))):
        conversation = build_conversation(
            NewConversation("manager", "Jan Bakker", name, date=day, time="10:00")
        )
        path = notebook.new_path(conversation, MANAGER)
        session = Session.create(path, conversation, me=MANAGER)
        if first is None:
            first = path
            _talk(session)
        session.close()
        os.utime(path, (SAVED.timestamp(), SAVED.timestamp()))
    assert first is not None
    return first


def _talk(session: Session) -> None:
    items = session.conversation.checklist
    for item in items[:2]:
        session.apply(Tick(item.id, "done"))
    session.apply(Tick(items[2].id, "parked"))
    session.apply(
        Answer(items[0].id, MANAGER, "The portal, and how calm she stayed.", private=True)
    )
    for section, lines in _NOTES.items():
        for writer, text in lines:
            rows = session.notes.lines
            place = rows.index("", rows.index(f"## {section}"))
            session.writer = writer
            session.apply(Write(session.notes.position(place, 0), 0, text + "\n"))
    session.writer = session.require_partner()
    for agreement in _AGREEMENTS:
        session.apply(AddAgreement(agreement))
    rated = [item.id for item in items if item.kind == "competency"]
    for competency, ratings in zip(rated, _RATINGS, strict=False):
        for partner, rating in ratings.items():
            session.apply(Rate(competency, partner, rating))
    at = SAVED.astimezone(UTC).isoformat()
    session.apply(
        AddProgress(
            Progress(RowId("p1"), RowId("a1"), at, EMPLOYEE, "The first chapter is there", 40)
        )
    )


async def draw(name: str, folder: Path, path: Path) -> str:
    """Draw one picture as SVG."""
    app = AfspraakApp(Notebook(folder), Settings(), None if name == "notebook" else path)
    async with app.run_test(size=PICTURES[name]) as pilot:
        await pilot.pause()
        await app.wait_until_settled()
        if name in KEYS:
            row = next(row for row in keys.KEYS if row.id == KEYS[name])
            await pilot.press(row.keys.split(",")[0])
            await app.wait_until_settled()
        await pilot.pause()
        svg = app.export_screenshot(title="afspraak")
    # A picture fetches nothing from elsewhere: the reader's own fonts do.
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def main() -> None:
    """Draw all pictures."""
    with tempfile.TemporaryDirectory() as home:
        isolate(Path(home))
        os.environ["AFSPRAAK_TODAY"] = DAY.isoformat()
        path = fill(Path(home) / "notebook")
        for name in PICTURES:
            svg = asyncio.run(draw(name, path.parent, path))
            (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
