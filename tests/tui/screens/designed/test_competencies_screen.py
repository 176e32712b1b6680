"""The keys of the competencies screen, and what each acts on."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.model.conversation import Agreement
from afspraak.data.session.session import Session
from afspraak.tui.forms.agreement import AgreementForm

from ....support.screens.desks import Seat, seat
from ....support.screens.portal import portal_session
from ....support.screens.widget_holder import screen_lines


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")


def made_by(jan: Seat, before: Session) -> list[Agreement]:
    known = {row.id for row in before.conversation.agreements}
    return [row for row in jan.conversation.agreements if row.id not in known]


async def test_a_key_makes_an_agreement_on_development_from_a_competency(tmp_path: Path) -> None:
    session = portal_session(tmp_path / "nb")
    async with seat(tmp_path / "nb", session) as jan:
        await jan.do("list.competencies", "competencies.cursor_down", "competencies.agree")
        assert isinstance(jan.app.screen, AgreementForm)
        await jan.type("Ask the others first")
        await jan.do("form.accept")
        assert "Both views" in jan.text
        (row,) = made_by(jan, session)
        assert (row.kind, row.based_on, row.text) == (
            "development",
            "Cooperation",
            "Ask the others first",
        )
        shown = next(line for line in screen_lines(jan.app) if "Ask the others" in line)
        assert shown.split()[:2] == ["now", "D4"], "it is in the detail at once"


async def test_the_form_of_a_talk_without_development_has_its_first_kind(tmp_path: Path) -> None:
    session = portal_session(tmp_path / "nb", agreement_kinds="other result")
    async with seat(tmp_path / "nb", session) as jan:
        await jan.do("list.competencies")
        assert "p makes it an agreement  " in jan.text
        await jan.do("competencies.agree")
        await jan.type("Something")
        await jan.do("form.accept")
        (row,) = made_by(jan, session)
        assert (row.kind, row.based_on) == ("result", "Getting results")


async def test_the_detail_follows_the_cursor_and_can_be_read_on(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", portal_session(tmp_path / "nb")) as jan:
        await jan.pilot.resize_terminal(60, 14)
        await jan.do("list.competencies")
        assert "finishes what was agreed" in jan.text and "to no one" not in jan.text
        assert "Say no to one thing" not in jan.text
        await jan.do("competencies.other_pane", "competencies.last")
        assert "Say no to one thing" in jan.text
        assert ">Getting results" in jan.text, "the cursor of the list stays"
        await jan.do("competencies.rate")
        assert "Jan, Getting results: growing" in jan.text, "keys act on the list"
        await jan.do("competencies.other_pane", "competencies.cursor_down")
        assert ">Cooperation" in jan.text and "─ Cooperation ─" in jan.text


async def test_the_other_who_rates_is_named_above_the_list(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", portal_session(tmp_path / "nb")) as jan:
        await jan.do("list.competencies")
        assert "Anna de Vries writes" not in jan.text
        await jan.do("competencies.switch_writer")
        assert "Anna de Vries writes" in screen_lines(jan.app)[1]
        await jan.do("competencies.rate")
        assert "Anna, Getting results: not discussed" in jan.text
