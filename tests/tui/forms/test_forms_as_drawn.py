"""Forms as drawn, in both languages and at three sizes: pictures in `tests/golden/screens/forms`.

`AFSPRAAK_DRAWN=FOLDER` writes the current pictures into FOLDER instead of comparing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.dialog.dialog import Dialog
from afspraak.widgets.language import speak, spoken

from ...checkout import ROOT
from ...support.screens.dialogs import DialogHolder, conversation_form, settle
from ...support.screens.drawn import drawn
from ...support.screens.widget_holder import PARTNERS, TODAY

PICTURES = ROOT / "tests" / "golden" / "screens" / "forms"
SIZES = ((60, 20), (80, 24), (120, 40))
RUNBOOK = Agreement(
    RowId("a1"),
    text="Write the runbook for the portal",
    owner="Anna de Vries",
    measure="support answers from it",
    due=date(2027, 3, 31),
)


def agreement() -> AgreementForm:
    return AgreementForm(RUNBOOK, PARTNERS, spoken().language, TODAY, focus_field="measure")


FORMS: dict[str, Callable[[], Dialog[Any]]] = {
    "agreement": agreement,
    "conversation": conversation_form,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
async def test_a_form_is_drawn(name: str, language: str) -> None:
    speak(catalogue(language))
    app = DialogHolder(FORMS[name])
    async with app.run_test(size=SIZES[0]) as pilot:
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            await settle(pilot)
            lines = drawn(app)
            file = f"{name}-{language}-{width}x{height}.txt"
            if renewed := os.environ.get("AFSPRAAK_DRAWN"):
                (Path(renewed) / file).write_text("\n".join(lines) + "\n", "utf-8")
            else:
                assert lines == (PICTURES / file).read_text("utf-8").splitlines(), file


async def test_a_fault_names_what_would_do_in_another_role() -> None:
    app = DialogHolder(agreement)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, AgreementForm)
        form.form.focus_field("evaluate_on")
        await pilot.press(*"31 feb", "ctrl+s")
        await settle(pilot)
        await settle(pilot)
        rows = [row for row in drawn(app) if "┃" in row]
        assert "There is no 31 February" in rows[1]
        assert "next friday" in rows[2]
