"""Every form and question as drawn, small and as a box: pictures in `tests/golden/screens/dialogs`.

`AFSPRAAK_DRAWN=FOLDER` writes the current pictures into FOLDER instead of comparing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from afspraak.data.approval.status import ApprovalStatus
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, RowId, Slug
from afspraak.data.model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    Partner,
    Progress,
)
from afspraak.data.system.people import Person
from afspraak.data.templates.kind_library import Library
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.answer import AnswerForm
from afspraak.tui.forms.approval import ApprovalForm
from afspraak.tui.forms.conversation import ConversationForm
from afspraak.tui.forms.dialog.confirm import Choice, Confirm, Notice
from afspraak.tui.forms.elsewhere import SaveCopyForm
from afspraak.tui.forms.header import HeaderForm
from afspraak.tui.forms.help import HelpScreen
from afspraak.tui.forms.item import ItemForm
from afspraak.tui.forms.left_text import EditorLeftover
from afspraak.tui.forms.notebook.rename import RenameForm
from afspraak.tui.forms.participant import ParticipantForm
from afspraak.tui.forms.progress import ProgressForm
from afspraak.tui.forms.share import ShareForm
from afspraak.tui.forms.together import TogetherForm
from afspraak.widgets.drawing.beside.approval_lines import Standing
from afspraak.widgets.language import speak

from ....checkout import ROOT
from ....support.screens.dialogs import ITEM, DialogHolder, settle
from ....support.screens.drawn import drawn
from ....support.screens.widget_holder import PARTNERS, TODAY

PICTURES = ROOT / "tests" / "golden" / "screens" / "dialogs"
SIZES = ((60, 20), (100, 30))
"""The whole screen, and the smallest one on which a dialog is a box."""
EDGES = ((79, 24), (80, 23), (80, 24), (111, 30), (112, 30))
"""Sizes around those at which the form of a stance is arranged in another way."""
LATIN = Header(role_manager="Mentor", role_employee="Starter", title="Goals", minutes=45)
PEOPLE = [Person(Login(f"p{number}"), f"Person {number}") for number in range(5)]


def approval() -> ApprovalForm:
    own = Approval(MANAGER, "x", "2026-12-03T10:00:00+00:00", "seen", "Well")
    statuses = (ApprovalStatus(PARTNERS[0], own), ApprovalStatus(PARTNERS[1]))
    standing = Standing(MANAGER, statuses, ("R1: measure",), digest="4f2a91c07d3e" + "0" * 52)
    minutes = "# Minutes\n\n" + "\n\n".join(f"Line {number}" for number in range(40))
    return ApprovalForm(PARTNERS[0], standing, TODAY, draft="So far", minutes=minutes,
                        titles=("Anna · Goals · approve", "approve"))  # fmt: skip


def asks_to_remember() -> ConversationForm:
    return ConversationForm(my_name="Jan", other_name="Anna", today=TODAY, language="en",
                            me="employee", day=date(2026, 12, 10), minutes=50,
                            remember=lambda _: None, library=Library(packages=False))  # fmt: skip


def progress() -> ProgressForm:
    logged = (
        Progress(RowId("p1"), RowId("a1"), "2026-12-01T10:00:00+00:00", MANAGER, "Begun", 40),
    )
    return ProgressForm(Agreement(RowId("a1"), text="Course", progress=logged), TODAY)


DIALOGS: dict[str, tuple[str, Callable[[], Screen[Any]], Sequence[tuple[int, int]]]] = {
    "agreement-filled": ("nl", lambda: AgreementForm(
        None, PARTNERS, "nl", TODAY, "Anna schrijft het voor 1 maart", "Anna schrijft het",
        filled={"based_on": "luisteren"}, kinds=("development", "other")), SIZES),
    "answer": ("nl", lambda: AnswerForm(ITEM, "Goed", "Twee woorden", TODAY), SIZES),
    "answer-both": ("en", lambda: AnswerForm(ITEM, "Good", "", TODAY, for_both=True), SIZES),
    "approval": ("en", approval, (*SIZES, *EDGES)),
    "choice": ("en", lambda: Choice("Which [b]?", "One [i] of\ntwo.\n", {"a": "One", "b": "Two"}),
               SIZES),
    "confirm": ("nl", lambda: Confirm("Weg [b]?", "Echt [i]\nwaar.\n"), SIZES),
    "confirm-whole": ("en", lambda: Confirm(
        "Go [b]?", "Really.", yes="Go", no="Stay", yes_first=True, whole=True), SIZES),
    "conversation-remembers": ("en", asks_to_remember, SIZES),
    "header": ("nl", lambda: HeaderForm(Conversation(LATIN, PARTNERS), TODAY, "minutes"), SIZES),
    "help": ("en", lambda: HelpScreen("competencies"), SIZES),
    "item": ("en", lambda: ItemForm(
        ChecklistItem(RowId("i1"), "Talk", "How?", belongs="employee"), ("Talk",), TODAY,
        section="", header=LATIN), SIZES),
    "item-new": ("nl", lambda: ItemForm(None, ("Praten",), TODAY, section="Praten"), SIZES),
    "left-text": ("en", lambda: EditorLeftover("Take [b]?", "Written\nthen.\n"), SIZES),
    "left-text-same": ("nl", lambda: EditorLeftover("Weg?", "", can_take=False), SIZES),
    "notice": ("nl", lambda: Notice("Let [b]", "Een\ntwee [i]"), SIZES),
    "notice-whole": ("en", lambda: Notice("Mind [b]", "One\ntwo [i]", whole=True), SIZES),
    "participant": ("en", lambda: ParticipantForm(Conversation(
        LATIN, (PARTNERS[0], Partner(EMPLOYEE, "", "employee"))), TODAY), SIZES),
    "progress": ("en", progress, SIZES),
    "rename": ("nl", lambda: RenameForm(Slug("talk"), lambda _: None, TODAY), SIZES),
    "save-copy": ("en", lambda: SaveCopyForm(Slug("talk"), "Full.", True, TODAY), SIZES),
    "share": ("en", lambda: ShareForm(Person(Login(""), "Person 1"), PEOPLE, None, TODAY), SIZES),
    "share-many": ("nl", lambda: ShareForm(Person(Login("")), PEOPLE, None, TODAY), SIZES),
    "together": ("en", lambda: TogetherForm("mine", "ours", TODAY), SIZES),
}  # fmt: skip
"""Name -> language, how to make it, and the sizes at which it is drawn."""


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the time of day at which a stance was entered."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_is_drawn(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("afspraak.tui.forms.participant.login_name", lambda: "jan")
    language, make, sizes = DIALOGS[name]
    speak(catalogue(language))
    app = DialogHolder(make)
    lines = []
    async with app.run_test(size=sizes[0]) as pilot:
        for width, height in sizes:
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            await settle(pilot)
            lines += [f"==== {width}x{height}", *drawn(app)]
    if renewed := os.environ.get("AFSPRAAK_DRAWN"):
        (Path(renewed) / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
        return
    assert lines == (PICTURES / f"{name}.txt").read_text("utf-8").splitlines()
