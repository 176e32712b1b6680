"""Follow-ups and previous minutes, in a real terminal and on the command line."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Change, Tick, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session

from ...checkout import IMPORT_ROOT
from ...support.programs import forked
from ...support.terminal.terminal import Terminal

SLUG = "anna-de-vries-planning-2027"
NEXT = "anna-de-vries-voortgang-2027"


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """A planning conversation with an open agreement, a done one, and a parked item."""
    conversation = build_conversation(
        NewConversation(
            "manager", "Jan Bakker", "Anna de Vries", language="nl", date=date(2026, 12, 3)
        )
    )
    path = tmp_path / "nb" / f"{SLUG}.json"
    session = Session.create(path, conversation, me=MANAGER)
    session.apply(Write(0, 0, "Het portaal ging live.\n"))
    session.apply(Tick(RowId("satisfaction"), "parked"))
    session.apply(Answer(RowId("satisfaction"), MANAGER, "alleen voor mij", private=True))
    session.apply(
        AddAgreement(Agreement(RowId("a1"), text="Draaiboek portaal", owner="Jan", order="V"))
    )
    session.apply(
        AddAgreement(Agreement(RowId("a2"), text="Nieuwe stoel", status="done", order="W"))
    )
    session.apply(Change("header", values={"next_on": "2027-06-01"}))
    session.close()
    return path


def _conversations(folder: Path) -> list[Path]:
    found = (folder / "nb").glob("*.json")
    return [path for path in found if not path.name.endswith(".private.json")]


def _tables(folder: Path, slug: str) -> dict[str, dict[str, dict[str, Any]]]:
    text = (folder / "nb" / f"{slug}.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def afspraak(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forked.run(["--notebook", str(folder / "nb"), *words], os.environ, IMPORT_ROOT)


def test_a_follow_up_by_key_carries_over_and_shows_previous_minutes(
    start: Callable[..., Terminal], tmp_path: Path, planned: Path
) -> None:
    terminal = start("open", "anna", "--lang", "nl").wait("R2 Nieuwe stoel").wait("klaar")
    terminal.do("list.follow_up")
    terminal.wait("▸ Voortgangsgesprek").wait("dinsdag 1 juni 2027")
    terminal.do("form.accept")
    terminal.wait("voortgang 2027 · di 1 jun").wait("R1 ↻ Draaiboek portaal")
    terminal.wait("[ ] ↻ Plezier in het").wait("↻ uit planning-2027")
    assert "Nieuwe stoel" not in terminal.text
    before = planned.read_bytes()

    terminal.do("list.look_back")
    terminal.wait("het vorige verslag").wait("Anna de Vries").wait_gone("3 Afspraken")
    heading = next(y for y, line in enumerate(terminal.lines) if line == " Samenvatting")
    assert terminal.screen.buffer[heading][1].bold
    terminal.press("G")
    terminal.wait("Vorm: ")
    # Whatever is pressed here changes nothing: these are keys that would, on the desk.
    terminal.do("list.delete", "list.add", "checklist.park", "checklist.tick", "list.undo")
    terminal.press("home")
    terminal.wait(lambda t: " Planningsgesprek 2027" in t.lines[2])
    terminal.press("q")
    terminal.wait("R1 ↻ Draaiboek portaal")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert planned.read_bytes() == before
    tables = _tables(tmp_path, NEXT)
    (agreement,) = tables["agreements"].values()
    assert (agreement["id"], agreement["carried_from"]) == ("a1", SLUG)
    assert tables["header"]["1"]["previous"] == SLUG
    assert [i["id"] for i in tables["checklist"].values() if i.get("carried_from")] == [
        "satisfaction"
    ]


def test_the_notebook_offers_an_existing_follow_up(
    start: Callable[..., Terminal], tmp_path: Path, planned: Path
) -> None:
    assert afspraak(tmp_path, "follow-up", SLUG).returncode == 0
    session = Session.open(planned)
    session.apply(AddAgreement(Agreement(RowId("a3"), text="Later bedacht", order="X")))
    session.close()
    terminal = start("--lang", "nl").wait("voortgang")
    terminal.do("notebook.first", "notebook.follow_up")
    terminal.wait("Er is al een gesprek (Voortgangsgesprek)").wait("Nee, een ander")
    terminal.press("enter")
    terminal.wait("R3 ↻ Later bedacht")
    terminal.do("list.leave")
    terminal.wait("0/23")
    assert len(_conversations(tmp_path)) == 2


@pytest.mark.parametrize("previous", ["", "weg", "../../etc/passwd", "stuk"])
def test_missing_previous_minutes_are_reported(
    start: Callable[..., Terminal], planned: Path, previous: str
) -> None:
    (planned.parent / "stuk.json").write_text("{")
    session = Session.open(planned)
    session.apply(Change("header", values={"previous": previous}))
    session.close()
    terminal = start("open", SLUG, "--lang", "nl").wait("Draaiboek")
    terminal.do("list.look_back")
    terminal.wait("Geen eerder verslag")
    told = {"": "geen vervolg op een ander", "stuk": "kan niet worden gelezen"}
    terminal.wait(told.get(previous, "staat niet in het"))
    terminal.press("q")
    terminal.wait("Draaiboek")


# On the command line


def test_following_up_twice_gives_one_conversation(tmp_path: Path, planned: Path) -> None:
    first = afspraak(tmp_path, "follow-up", "anna", "--time", "14:00", "--lang", "nl")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[0] == f"Begonnen: {NEXT}"
    assert "open afspraken 1, geparkeerde punten 1" in first.stdout
    assert "alleen voor mij" not in planned.with_name(f"{NEXT}.json").read_text(encoding="utf-8")
    header = _tables(tmp_path, NEXT)["header"]["1"]
    assert (header["kind"], header["date"], header["time"]) == ("progress", "2027-06-01", "14:00")

    again = afspraak(tmp_path, "follow-up", SLUG, "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == {
        "slug": NEXT,
        "path": str(planned.with_name(f"{NEXT}.json")),
        "new": False,
        "agreements": 0,
        "items": 0,
    }
    assert afspraak(tmp_path, "follow-up", SLUG, "--lang", "nl").stdout.startswith("Er is al een")
    assert len(_conversations(tmp_path)) == 2

    review = afspraak(tmp_path, "follow-up", NEXT, "--date", "2027-12-01", "--json")
    assert json.loads(review.stdout)["slug"] == "anna-de-vries-beoordeling-2027"
    # A review looks at all agreements of its period, also at what was done.
    agreements = _tables(tmp_path, "anna-de-vries-beoordeling-2027")["agreements"].values()
    assert {row["id"]: row["carried_from"] for row in agreements}["a1"] == NEXT


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("piet",), 1, "piet"),
        (
            (SLUG, "--kind", "party"),
            2,
            "“party”; there are: bila, exit, planning, progress, review, start",
        ),
        ((SLUG, "--time", "25:00"), 2, "25:00"),
        ((SLUG, "--date", "someday"), 2, "someday"),
        (("damaged",), 3, "damaged.json"),
        ((), 2, "REF"),
    ],
)
def test_a_failed_follow_up_is_reported(
    tmp_path: Path, planned: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    (planned.parent / "damaged.json").write_text("{")
    answer = afspraak(tmp_path, "follow-up", *words)
    assert (answer.returncode, answer.stdout) == (status, "")
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr
    assert len(_conversations(tmp_path)) == 2


@pytest.mark.parametrize(
    ("language", "told"),
    [("nl", "Na ‘Exitgesprek’ volgt geen gesprek meer"), ("en", "No conversation follows “Exit")],
)
def test_after_an_exit_talk_nothing_follows_unless_a_kind_is_named(
    start: Callable[..., Terminal], tmp_path: Path, language: str, told: str
) -> None:
    terminal = start("new", "Anna", "--kind", "exit", "--my-name", "Jan", "--lang", language)
    terminal.wait("Anna").do("list.follow_up")
    terminal.wait(told)
    (path,) = _conversations(tmp_path)
    ended = afspraak(tmp_path, "follow-up", path.stem, "--no-open", "--lang", language)
    assert (ended.returncode, told in ended.stderr) == (2, True)
    made = afspraak(tmp_path, "follow-up", path.stem, "--no-open", "--kind", "bila")
    assert made.returncode == 0, made.stderr
