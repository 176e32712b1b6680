"""An edit of a field costs about the same on a desk with few rows and with many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Change, Edit, Tick
from afspraak.data.session.session import Session
from afspraak.widgets.drawing.desk.agreement_rows import AgreementRow
from afspraak.widgets.drawing.desk.checklist_rows import ItemRow
from afspraak.widgets.drawing.list_row import ListRow
from afspraak.widgets.drawing.wrapping import Line

from ....support.counting import calls
from ....support.many_rows import agreement_id, item_id, with_rows
from ....support.screens.desks import Seat, seat

EDITS: dict[str, tuple[Edit, Edit]] = {
    "a tick": (Tick(item_id(1), "done"), Tick(item_id(2), "done")),
    "a date": (
        Change("agreement", agreement_id(0), {"due": "2027-05-09"}),
        Change("agreement", agreement_id(0), {"due": "2027-05-08"}),
    ),
}


async def desk(folder: Path, agreements: int, items: int) -> Session:
    folder.mkdir()
    return Session.create(folder / "talk.json", with_rows(agreements, items), me=MANAGER)


async def apply(jan: Seat, edit: Edit) -> None:
    jan.session.apply(edit)
    await jan.settled()


@pytest.mark.parametrize("name", EDITS)
async def test_an_edit_does_little_more_work_with_many_rows(tmp_path: Path, name: str) -> None:
    first, second = EDITS[name]
    work = []
    for agreements, items in ((10, 20), (200, 800)):
        session = await desk(tmp_path / f"{items}", agreements, items)
        async with seat(tmp_path / f"{items}", session) as jan:
            await apply(jan, first)  # what is made once counts for nothing
            work.append(calls(lambda jan=jan: jan.session.apply(second)))  # type: ignore[misc]
    assert work[1] <= 3 * work[0]  # of forty times the rows only cheap steps are left


async def test_only_the_rows_that_changed_are_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def noted(row_type: type[ListRow]) -> Callable[[ListRow, int], list[Line]]:
        lines = row_type.lines

        def drawing(self: ListRow, width: int) -> list[Line]:
            drawn.append(self.key)
            return lines(self, width)

        return drawing

    for row_type in (ItemRow, AgreementRow):
        monkeypatch.setattr(row_type, "lines", noted(row_type))
    session = await desk(tmp_path / "nb", 200, 800)
    async with seat(tmp_path / "nb", session) as jan:
        assert 0 < len(set(drawn)) < 2 * 24  # what is in view, and no more of a thousand rows
        drawn.clear()
        await apply(jan, Tick(item_id(2), "done"))
        await apply(jan, Change("agreement", agreement_id(1), {"status": "done"}))
        assert set(drawn) <= {item_id(2), *map(agreement_id, range(10))}
        assert item_id(2) in drawn
        assert "[x] Item 2" in jan.text
