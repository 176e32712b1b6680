"""Two planning conversations a year apart and a progress talk between, in Dutch, at 80 by 24.

From the invitation to the follow-up: preparation by both, the talk, agreements, approvals, minutes,
and the next conversations. Both sheets are sent and come back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.system.user import login_name

from ..checkout import IMPORT_ROOT
from ..support.programs import forked
from ..support.terminal.terminal import Terminal

FIRST, SECOND = "anna-de-vries-planning-2027", "anna-de-vries-planning-2028"
BETWEEN = "anna-de-vries-voortgang-2027"
PREPARING = {"AFSPRAAK_TODAY": "2026-11-20"}
THE_DAY = {"AFSPRAAK_TODAY": "2026-12-03"}
HALFWAY = {"AFSPRAAK_TODAY": "2027-06-10"}
A_YEAR_ON = {"AFSPRAAK_TODAY": "2027-12-02"}


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., str]:
    """Run a command of afspraak in a shell; return its output."""

    def run(*words: str, status: int = 0, **environment: str) -> str:
        variables = os.environ | {"PYTHONPATH": str(IMPORT_ROOT)} | environment
        command = ["--notebook", "nb", "--lang", "nl", *words]
        answer = forked.run(command, variables, tmp_path)
        assert answer.returncode == status, answer.stderr
        return answer.stdout

    return run


def _fill_in(sheet: Path) -> None:
    """Fill in the sheet, as Anna does in her own editor."""
    text = sheet.read_text(encoding="utf-8")
    question = "### Wat goed ging"
    before, _, after = text.partition(question)
    after = after.replace("Antwoord:\n", "Antwoord:\nHet portaal ging vroeg live.\n", 1)
    after = after.replace("- [ ] beheerst", "- [x] beheerst", 1)
    sheet.write_text(before + question + after, encoding="utf-8")


def _agree(terminal: Terminal, text: str, *, development: bool = False) -> None:
    """Fill in the form of a new agreement partially, and accept it."""
    terminal.wait("Een nieuwe afspraak")
    if text:
        terminal.type(text)
    terminal.press("tab")
    if development:
        terminal.press("right")
    terminal.press("tab")
    terminal.type("Anna")
    terminal.press("tab")
    terminal.type("support vraagt niets meer")
    terminal.press("tab")
    terminal.type("31 maart 2027")
    terminal.press("tab", "tab")
    terminal.type("twee dagen zonder meldingen")
    terminal.press("tab")
    terminal.type("Jan")
    terminal.do("form.accept")
    terminal.wait_gone("Een nieuwe afspraak")


def _progress_talk(start: Callable[..., Terminal], run: Callable[..., str], folder: Path) -> None:
    """Hold the talk halfway: Anna tells on her sheet how it goes, and one agreement is done."""
    terminal = start("--lang", "nl", "open", "anna", environment=HALFWAY)
    terminal.wait("R1 Een draaiboek")
    terminal.do("desk.pane.agreements", "list.follow_up")
    terminal.wait("Een nieuw gesprek").wait("▸ Voortgangsgesprek")
    terminal.press(*["tab"] * 4)
    terminal.type("10 juni 2027")
    terminal.do("form.accept")
    terminal.wait("voortgang 2027").wait("R1 ↻ Een draaiboek").wait("O1 ↻ Cursus")
    terminal.do("app.leave")
    assert terminal.ended() == 0

    run("invite", BETWEEN, **HALFWAY)
    sheet = folder / f"{BETWEEN}.prepare.md"
    text = sheet.read_text(encoding="utf-8")
    first, second = text.index("### R1 Een draaiboek"), text.index("### O1 Cursus")
    assert first < second < text.index("## Vorige afspraken"), "agreements are asked about first"
    assert "- **Te zien aan:** support vraagt niets meer\n- **Steun:** twee dagen" in text[first:]
    answer = text.index("Antwoord:\n", second) + len("Antwoord:\n")
    sheet.write_text(f"{text[:answer]}De cursus is achter de rug.\n{text[answer:]}", "utf-8")
    assert "Cursus projectleiding" in run("prepared", BETWEEN, str(sheet), **HALFWAY)

    terminal = start("--lang", "nl", "open", BETWEEN, environment=HALFWAY)
    terminal.wait("O1 ↻ Cursus")
    terminal.do("desk.pane.agreements", "list.overview")
    terminal.wait("Nog niets verteld")
    terminal.do("overview.cursor_down")
    terminal.wait("De cursus is achter de rug.")
    terminal.do("overview.close", "list.cursor_down", "agreements.done")
    terminal.wait("1 open")
    terminal.do("desk.pane.notes")
    terminal.type("Het draaiboek komt in het najaar")
    terminal.wait("JB│ Het draaiboek").wait("bewaard ")
    terminal.write_minutes("desk.export")
    terminal.wait("Verslag: ")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    minutes = (folder / f"{BETWEEN}.md").read_text(encoding="utf-8")
    for told in (
        "# Voortgangsgesprek 2027: Anna de Vries en Jan Bakker",
        "- **Afspraken:** 2, waarvan 1 klaar",
        "| O1 | Cursus projectleiding | Anna de Vries | 31 maart 2027 | klaar |",
        ", Anna:** De cursus is achter de rug.",
        "- **Jan:** Het draaiboek komt in het najaar",
    ):
        assert told in minutes


def test_two_conversations_a_year_apart(
    start: Callable[..., Terminal], run: Callable[..., str], tmp_path: Path
) -> None:
    # Three weeks before: the conversation begins, and Anna gets something to prepare with.
    run("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-03",
        "--time", "10:00", "--department", "Wonen", "--job", "Advies en regie", "--no-open",
        **PREPARING)  # fmt: skip
    assert "afspraak prepared" in run("invite", "anna", **PREPARING)
    sheet = tmp_path / f"{FIRST}.prepare.md"
    assert "DTSTART" in (tmp_path / f"{FIRST}.ics").read_text(encoding="utf-8")
    _fill_in(sheet)
    taken = run("prepared", "anna", str(sheet), **PREPARING)
    assert "Wat goed ging" in taken
    assert "Samenwerken" in taken

    # Jan prepares too, for himself alone.
    terminal = start("--lang", "nl", "open", "anna", environment=PREPARING)
    terminal.wait("* AV Het portaal ging vroeg").wait("live.")
    terminal.do("list.cursor_down", "checklist.answer")
    terminal.wait("Je antwoord").type("Ik was te laat met support")
    terminal.do("form.accept")
    terminal.wait("° alleen jij: Ik was te").wait("laat met support")
    terminal.do("app.leave")
    assert terminal.ended() == 0

    # The talk itself: what was prepared for oneself is out of sight until it is shown.
    terminal = start("--lang", "nl", "open", "anna", environment=THE_DAY)
    terminal.wait("0:00/1:00").wait("●●●")
    terminal.do("list.cursor_down")
    terminal.wait("alleen jij").wait_gone("te laat met")
    terminal.do("checklist.show_to_both", "list.cursor_up", "list.cursor_down")
    terminal.wait("te laat met")
    terminal.do("checklist.tick")
    terminal.wait("[x]")
    terminal.do("list.search")
    terminal.wait("Zoek:").type("samenwerken")
    terminal.press("enter")
    terminal.wait(">[ ] Samenwerken")
    terminal.press("ctrl+u", "enter")
    terminal.wait_gone("Zoek:")
    terminal.do("checklist.rate", "checklist.rate")
    terminal.wait("●●○ ●●●")
    terminal.do("list.competencies")
    terminal.wait("één stap").wait("in ontwikkeling")
    terminal.do("competencies.close")
    terminal.wait("2 Notities")
    terminal.do("list.cursor_down", "checklist.park")
    terminal.wait("[-] Resultaatgericht")

    # Notes by both on one keyboard; a line of them becomes an agreement.
    terminal.do("desk.pane.notes")
    terminal.type("Overdracht naar support was lastig")
    terminal.press("enter")
    terminal.do("notes.appreciate")
    terminal.type("hoe rustig je bleef")
    terminal.wait("│ Waardering: hoe rustig")
    terminal.press("enter")
    terminal.do("desk.switch_writer")
    terminal.wait("Anna de Vries schrijft")
    terminal.type("Een draaiboek voor support")
    terminal.wait("AV┃ Een draaiboek")
    terminal.do("notes.agree")
    _agree(terminal, "")
    terminal.wait("R1 Een draaiboek").wait("nog geen ontwikkeling")
    terminal.do("desk.pane.agreements", "list.add")
    _agree(terminal, "Cursus projectleiding", development=True)
    terminal.wait("O1 Cursus").wait("2 open").wait_gone("nog geen ontwikkeling")

    # Both agree, Anna at his keyboard, and it says so; an edit voids it, taking that back heals it.
    terminal.do("list.approve")
    terminal.wait("Wat je goedkeurt")
    terminal.do("form.accept")
    terminal.wait("akkoord van AV")
    entered = f"AV: ingevoerd door {login_name()}"
    terminal.do("desk.switch_writer", "list.approve")
    terminal.wait("Wat je goedkeurt")
    terminal.do("form.accept")
    terminal.wait(entered)
    terminal.do("list.first", "agreements.done")
    terminal.wait("akkoord vervallen: R1 gewijzigd")
    terminal.do("list.undo")
    terminal.wait(entered).wait("bewaard ")

    terminal.write_minutes("desk.export")
    terminal.wait("Verslag: ")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    minutes = (tmp_path / f"{FIRST}.md").read_text(encoding="utf-8")
    for told in (
        "- **Leidinggevende:** Jan Bakker",
        "- **Wat beter kan:**\n  - **Jan:** Ik was te laat met support",
        "| Samenwerken | beheerst | in ontwikkeling |",
        "- **Jan:** hoe rustig je bleef",
        "### R1: Een draaiboek voor support",
        "- **Uiterlijk:** 31 maart 2027",
        "  - **Jan Bakker:** steunt bij R1, O1",
        "- **Anna de Vries (medewerker):** akkoord, ",
        "; ingevoerd door Jan",
    ):
        assert told in minutes
    assert "Het portaal ging vroeg live." not in minutes, "it was not discussed"
    assert "geldt niet meer" not in minutes
    assert minutes.count("ingevoerd door") == 1
    assert "2 open" in run("list", **THE_DAY)

    _progress_talk(start, run, tmp_path)

    # A year on: what is due asks for attention, and comes along to the next conversation.
    assert "R1  Een draaiboek" in run("agreements", "--due", "30d", status=1, **A_YEAR_ON)
    assert "»rustig«" in run("search", "rustig", **A_YEAR_ON)
    terminal = start("--lang", "nl", "open", BETWEEN, environment=A_YEAR_ON)
    terminal.wait("31 mrt!").wait("O1 ↻ Cursus").wait("klaar")
    terminal.do("desk.pane.agreements", "list.follow_up")
    terminal.wait("Een nieuw gesprek")
    # The kind is the first field: once more a planning talk, and today.
    terminal.type("plan")
    terminal.wait("▸ Planningsgesprek")
    terminal.press(*["tab"] * 4)
    terminal.type("2 dec 2027")
    terminal.do("form.accept")
    terminal.wait("planning 2028").wait("R1 ↻ Een draaiboek").wait_gone("Cursus")
    terminal.do("desk.pane.checklist", "list.look_back")
    terminal.wait("het vorige verslag").wait("Leidinggevende: Jan Bakker")
    terminal.press("q")
    terminal.wait("2 Notities")

    # How it went, drawn; and then it is done.
    terminal.do("desk.pane.agreements", "agreements.progress")
    terminal.wait("Hoe gaat het ermee?").type("het draaiboek ligt er")
    terminal.press("tab")
    terminal.type("100")
    terminal.do("form.accept")
    terminal.wait_gone("Hoe gaat het ermee?")
    terminal.do("list.overview")
    terminal.wait("██████████ 100 %").wait("laat").wait("het draaiboek ligt er")
    terminal.do("overview.close")
    terminal.wait("2 Notities")
    terminal.do("agreements.done")
    terminal.write_minutes("desk.export")
    terminal.wait("Verslag: ")
    terminal.do("app.leave")
    assert terminal.ended() == 0

    minutes = (tmp_path / f"{SECOND}.md").read_text(encoding="utf-8")
    for told in (
        BETWEEN,  # the previous conversation
        "| R1 | Een draaiboek voor support | Anna de Vries | 31 maart 2027 | klaar |",
        ", 100%, Jan:** het draaiboek ligt er",
    ):
        assert told in minutes
    assert "Cursus projectleiding" not in minutes
    # Going on a second time finds the same conversation, and brings nothing twice.
    run("follow-up", BETWEEN, "--kind", "planning", "--no-open", **A_YEAR_ON)
    assert sorted(path.name for path in (tmp_path / "nb").glob("*.json")) == sorted(
        [f"{FIRST}.json", f"{FIRST}.private.json", f"{BETWEEN}.json", f"{SECOND}.json"]
    )
    again = run("export", SECOND, "-o", "-", **A_YEAR_ON)
    assert again.count("### R1: ") == 1
