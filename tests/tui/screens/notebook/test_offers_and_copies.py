"""The notebook with what others offer and with copies: the cursor, Enter, and the other keys."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.summary import Summary
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.forms.dialog.confirm import Choice
from afspraak.tui.screens.desk.desk import Desk
from afspraak.tui.screens.notebook import notebook as module
from afspraak.tui.screens.notebook.notebook import NotebookScreen
from afspraak.widgets.language import speaking, tr

from ....support.screens.desks import Seat
from ....support.screens.widget_holder import screen_lines
from ....support.team import team

OFFER = "an offer of Chaima's"
KEY = "box:chaima/"
ROW = "Chaima offers: planning 2027"


class _Offers:
    """Stands for the controller of the offers; a test says what is offered, and when."""

    made: list[_Offers] = []  # noqa: RUF012 - the last one is that of the screen

    def __init__(
        self,
        notebook: Notebook,
        context: object,
        show: Callable[[], None],
        open_joined: Callable[[Path], None],
    ) -> None:
        self.show = show
        self.open_joined = open_joined
        self.by_key: Mapping[str, str] = {}
        self.said: list[object] = []
        _Offers.made.append(self)

    def rows(self, words: str) -> Mapping[str, str]:
        return {key: ROW for key in self.by_key if words.casefold() in ROW.casefold()}

    def watch(self, summaries: Sequence[Summary]) -> None:
        self.said.append(len(summaries))

    def pause(self) -> None:
        self.said.append("pause")

    def stop(self) -> None:
        self.said.append("stop")

    def commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "Join Chaima", self.stop

    def join(self, offer: str) -> None:
        self.said.append(offer)


@asynccontextmanager
async def _notebook(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Seat, NotebookScreen, _Offers]]:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setattr(module, "OffersController", _Offers)
    with speaking(catalogue("en")):
        app = AfspraakApp(Notebook(folder), Settings())
        async with app.run_test(size=(80, 24)) as pilot:
            jan = object.__new__(Seat)
            jan.app, jan.pilot = app, pilot
            await jan.settled()
            assert isinstance(app.screen, NotebookScreen)
            yield jan, app.screen, _Offers.made[-1]


ACTS_ON_ONE = [
    f"notebook.{name}"
    for name in ("follow_up", "export", "invite", "about", "rename", "archive", "delete")
]


async def test_an_offer_is_joined_by_enter_and_nothing_else_acts_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _notebook(team(tmp_path / "talks"), monkeypatch) as (jan, screen, offers):
        assert offers.said[-1:] == [12]
        offers.by_key = {KEY: OFFER}
        offers.show()
        await jan.settled()
        assert screen.active_pane.key == KEY, "nobody has begun: the cursor goes to the offer"
        assert ROW in jan.text
        await jan.do("notebook.open")
        assert offers.said[-1] == OFFER
        before = len(offers.said)
        for binding in ACTS_ON_ONE:
            screen.show_status("")
            await jan.do(binding)
            assert jan.app.screen is screen, binding
            assert tr("offers.first")[:30] in jan.text, binding
        assert len(offers.said) == before
        assert ("Join Chaima", offers.stop) in list(screen.more_commands())


async def test_the_cursor_stays_once_somebody_has_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _notebook(team(tmp_path / "talks"), monkeypatch) as (jan, screen, offers):
        at = screen.active_pane.key
        offers.show()
        await jan.settled()
        assert screen.active_pane.key == at, "nothing is offered"
        await jan.do("notebook.cursor_down")
        at = screen.active_pane.key
        offers.by_key = {KEY: OFFER}
        offers.show()
        await jan.settled()
        assert screen.active_pane.key == at
        await jan.do("notebook.filter")
        await jan.type("nobody")
        await jan.settled()
        assert ROW not in jan.text
        assert tr("notebook.no_match") in jan.text
        await jan.pilot.press("ctrl+u")
        await jan.type("chaima")
        await jan.settled()
        assert ROW in jan.text
        await jan.pilot.press("escape")
        await jan.settled()
        assert "Bram Hendriks" in jan.text
        await jan.do("app.help")
        assert "pause" in offers.said[-1:], "hosts are left alone while another screen covers it"
        await jan.do("app.help")
        assert offers.said[-2:] == ["stop", 12], "and looked at anew afterwards"
    assert "stop" in offers.said[-1:]


async def test_an_empty_notebook_with_an_offer_shows_it_instead_of_first_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talks").mkdir()
    async with _notebook(tmp_path / "talks", monkeypatch) as (jan, screen, offers):
        assert "Once a year" in jan.text
        offers.by_key = {KEY: OFFER}
        offers.show()
        await jan.settled()
        assert ROW in jan.text
        assert "Once a year" not in jan.text
        await jan.do("notebook.open")
        assert offers.said[-1] == OFFER
        assert " Enter open " in screen_lines(jan.app)[-1]
        await jan.do("notebook.invite")
        assert jan.app.screen is screen, "the offer is not nothing: no form begins the first one"
        assert tr("offers.first")[:30] in jan.text


@pytest.mark.parametrize(
    ("keys", "result"), [(("escape",), "notebook"), (("tab", "enter"), "desk")]
)
async def test_copies_are_named_before_the_conversation_opens(
    keys: tuple[str, ...], result: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = team(tmp_path / "talks")
    shutil.copy(folder / "talk-000.json", folder / "talk-000 (1).json")
    async with _notebook(folder, monkeypatch) as (jan, screen, _):
        screen.active_pane.select("talk-000")
        await jan.do("notebook.open")
        assert isinstance(jan.app.screen, Choice)
        assert "There is another copy of this conversation" in jan.text
        assert "  talk-000 (1).json" in jan.text
        for words in ("Bring together", "Open without", tr("notebook.copies.cancel")):
            assert words in jan.text
        await jan.pilot.press(*keys)
        await jan.settled()
        shown: Any = {"notebook": NotebookScreen, "desk": Desk}[result]
        assert isinstance(jan.app.screen, shown)
    assert (folder / "talk-000 (1).json").exists()
