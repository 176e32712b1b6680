"""A remark that was left without a stance: the form says that it is there, and drops it."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Draft
from afspraak.widgets.language import tr

from ...support.screens.desks import Seat, seat

NOTE, DROP = "approval.form.draft", "approval.form.drop_draft"


async def approving(jan: Seat) -> None:
    """Open the form, with the fields in view."""
    await jan.do("list.approve")
    jan.form.form.focus_field("remark")
    await jan.settled()


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_a_draft_is_told_of_and_dropped(tmp_path: Path, language: str) -> None:
    async with seat(tmp_path / "jan", language=language) as jan:
        jan.session.apply(Draft(MANAGER, "not yet"))
        await approving(jan)
        note, drop = catalogue(language)(NOTE), catalogue(language)(DROP)
        assert note[:20] in jan.text and f"[ {drop} ]" in jan.text
        await jan.pilot.click("#drop_draft")
        await jan.settled()
        assert jan.form.form.values()["remark"] == ""
        assert note[:20] not in jan.text and drop not in jan.text
        assert jan.session.draft(MANAGER) == ""


async def test_a_draft_gives_way_to_the_remark_that_was_entered(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await approving(jan)
        jan.form.form.fill("remark", "as said")
        await jan.do("form.accept")
        jan.session.apply(Draft(MANAGER, "as said, and more"))
        await approving(jan)
        assert jan.form.form.values()["remark"] == "as said, and more"
        await jan.pilot.click("#drop_draft")
        await jan.settled()
        assert jan.form.form.values()["remark"] == "as said"


async def test_without_a_draft_nothing_is_said_of_one(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await approving(jan)
        assert tr(NOTE) not in jan.text and tr(DROP) not in jan.text
