"""The keys of the overview screen, and the agreement on which each acts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.progress import ProgressForm
from afspraak.tui.screens.desk.desk import Desk
from afspraak.tui.screens.overview import OverviewScreen
from afspraak.widgets.language import tr

from ...support.screens.desks import ROW, Seat, row_of, seat

SECOND = RowId("0b0b0b0b0b0b")


async def looking(jan: Seat) -> OverviewScreen:
    """Two agreements, with the cursor of the overview on the second."""
    day = date(2027, 5, 1)
    jan.session.apply(
        AddAgreement(Agreement(SECOND, "result", "Course", "Anna", due=day, order="C"))
    )
    await jan.do("desk.pane.agreements", "list.overview", "overview.cursor_down")
    assert isinstance(jan.app.screen, OverviewScreen)
    assert ">R2 Course" in jan.text
    return jan.app.screen


async def test_progress_is_recorded_for_the_selected_agreement(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await looking(jan)
        await jan.do("overview.progress")
        assert isinstance(jan.app.screen, ProgressForm)
        await jan.type("Halfway")
        await jan.do("form.accept")
        assert [each.text for each in row_of(jan.conversation, SECOND).progress] == ["Halfway"]
        assert not row_of(jan.conversation, ROW).progress
        assert "how it is going · 1" in jan.text
        assert "Halfway" in jan.text


async def test_done_and_edit_act_on_the_selected_agreement(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await looking(jan)
        assert "2 open" in jan.text
        await jan.do("overview.done")
        assert row_of(jan.conversation, SECOND).status == "done"
        assert row_of(jan.conversation, ROW).status == "open"
        assert "1 open" in jan.text and "done" in jan.text
        await jan.do("overview.done")
        assert row_of(jan.conversation, SECOND).status == "open"
        await jan.do("overview.edit")
        assert isinstance(jan.app.screen, AgreementForm)
        await jan.pilot.press("end")
        await jan.type("!")
        await jan.do("form.accept")
        assert row_of(jan.conversation, SECOND).text == "Course!"
        assert row_of(jan.conversation, ROW).text == "Runbook"
        assert "R2 Course!" in jan.text


async def test_the_focus_moves_to_the_log_and_back(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        screen = await looking(jan)
        overview, log = screen.query_one("#overview"), screen.query_one("#log")
        assert overview.has_focus_within
        await jan.do("overview.other_pane")
        assert log.has_focus_within
        assert screen.active_pane is log
        await jan.do("overview.other_pane")
        assert overview.has_focus_within
        assert screen.active_pane is overview
        await jan.pilot.click(screen._log.body)
        await jan.settled()
        assert screen.active_pane is log


async def test_without_agreements_there_is_no_log(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await jan.do("desk.pane.agreements", "list.delete", "list.overview")
        screen = jan.app.screen
        assert isinstance(screen, OverviewScreen)
        assert tr("overview.log") not in jan.text
        assert "No agreements yet." in jan.text and "a makes the first" in jan.text
        assert "how it goes" not in jan.text, "no key is shown that has nothing to do"
        await jan.do("overview.other_pane")
        assert screen.query_one("#overview").has_focus_within
        await jan.do("overview.done", "overview.progress", "overview.edit")
        assert jan.app.screen is screen, "there is nothing that these could be about"
        await jan.do("overview.add")
        await jan.type("Handover")
        await jan.do("form.accept")
        assert "Handover" in jan.text and "how it goes" in jan.text
        await jan.do("overview.close")
        assert isinstance(jan.app.screen_stack[-1], Desk)


@pytest.mark.parametrize(("columns", "beside"), [(112, True), (111, False)])
async def test_the_log_is_beside_the_overview_on_a_wide_screen(
    tmp_path: Path, columns: int, beside: bool
) -> None:
    async with seat(tmp_path / "jan") as jan:
        screen = await looking(jan)
        await jan.pilot.resize_terminal(columns, 24)
        await jan.settled()
        overview, log = screen.query_one("#overview").region, screen.query_one("#log").region
        assert (
            (overview.right + 1, overview.y) == (log.x, log.y)
            if beside
            else ((overview.bottom, overview.x) == (log.y, log.x))
        )
        assert log.right == columns


async def test_the_header_shows_partner_and_title(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await looking(jan)
        (first, *_) = jan.text.splitlines()
        title = jan.conversation.header.title
        assert title
        assert first.strip().startswith(f"Anna · {title} · {tr('overview.heading')}")
        assert "Jan" not in first
        assert tr("pane.saved", time="")[:4] in first


async def test_a_failed_save_is_shown_until_resolved(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        await looking(jan)
        hints = jan.text.splitlines()[-1]
        assert "NOT SAVED" not in jan.text
        (tmp_path / "jan").rename(tmp_path / "elsewhere")
        (tmp_path / "jan").write_text("in the way", encoding="utf-8")
        await jan.do("overview.done")
        with pytest.raises(StorageError) as refused:
            jan.session.save()
        await jan.settled()
        first, *_, last = jan.text.splitlines()
        assert "NOT SAVED" in first
        assert str(refused.value)[-20:] in last, "why"
        (tmp_path / "jan").unlink()
        (tmp_path / "elsewhere").rename(tmp_path / "jan")
        jan.session.save()
        await jan.settled()
        assert "NOT SAVED" not in jan.text
        assert jan.text.splitlines()[-1] == hints, "the trouble is over"


async def test_a_save_keeps_the_status_line(tmp_path: Path) -> None:
    async with seat(tmp_path / "jan") as jan:
        screen = await looking(jan)
        screen._hints.show_status("Something else to tell")
        await jan.do("overview.done")
        jan.session.save()
        await jan.settled()
        assert "Something else to tell" in jan.text
        await jan.do("overview.close")
        jan.session.apply(
            AddAgreement(Agreement(RowId("0c0c0c0c0c0c"), "other", "More", order="D"))
        )
        await jan.settled()
        assert "More" in jan.text, "who left the overview is told by the desk"
