"""Search, all agreements, texts to read, the history and a share, as designed.

Pictures are in `tests/golden/designed`; `AFSPRAAK_DRAWN=FOLDER python -m pytest …` writes those of
now into FOLDER.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.minutes import edition
from afspraak.data.model.edits import Write
from afspraak.tui.controllers.share.notice import Mending, ShareNotice, ShareText
from afspraak.tui.screens.notebook.notebook import NotebookScreen

from ....checkout import ROOT
from ....support.screens.desks import Seat, seat
from ....support.screens.drawn import drawn
from ....support.screens.portal import portal_session

PICTURES = ROOT / "tests" / "golden" / "designed"
SIZES = [(60, 20), (80, 24), (120, 40)]

SHARE = """\
where:   /var/tmp/afspraak-0123456789abcdef
command: afspraak join jan
now:     connected
since:   3 Dec 10:02"""


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(edition, "last_change", lambda _: "2026-12-03T10:58:00+00:00")


@asynccontextmanager
async def at_notebook(folder: Path, language: str) -> AsyncIterator[Seat]:
    """Jan at his notebook, over the desk of the portal."""
    session = portal_session(folder)
    session.apply(Write(0, 0, "The runbook for the portal is read by all.\n"))
    session.save()
    async with seat(folder, session, language) as jan:
        jan.app.push_screen(NotebookScreen(jan.app.notebook, jan.app.settings))
        await jan.settled()
        yield jan


async def open_screen(jan: Seat, name: str) -> None:
    """Go to a screen."""
    if name == "search":
        await jan.do("notebook.search")
        await jan.type("portal")
        await jan.settled()
    elif name == "all-agreements":
        await jan.do("notebook.agreements")
    elif name == "previous":
        jan.app.pop_screen()
        await jan.settled()
        await jan.do("desk.pane.checklist", "list.look_back")
    elif name == "history":
        jan.app.pop_screen()
        await jan.settled()
        await jan.do("desk.history")
    else:
        mending = Mending.CALL if name == "share-lost" else None
        notebook = jan.app.screen
        assert isinstance(notebook, NotebookScreen)
        notice = ShareNotice(notebook, lambda _: None)
        notice.show(ShareText("Shared with Anna de Vries", SHARE, mending))
    await jan.settled()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["search", "all-agreements", "previous", "history", "share", "share-lost"]
)
async def test_a_screen_beside_the_notebook_is_as_designed(
    name: str, language: str, tmp_path: Path
) -> None:
    async with at_notebook(tmp_path / "nb", language) as jan:
        await open_screen(jan, name)
        # On a wide screen a notice is a box over the notebook, which has pictures of its own.
        for columns, rows in SIZES[:2] if name.startswith("share") else SIZES:
            await jan.pilot.resize_terminal(columns, rows)
            await jan.settled()
            await jan.settled()
            first, *rest = drawn(jan.app)
            lines = [re.sub(r" {2,}.*$", "", first.replace(str(tmp_path), "~")), *rest]
            compare("\n".join(lines) + "\n", f"{name}-{columns}-{language}")


def compare(seen: str, name: str) -> None:
    """Fail where another picture stands there; write it where it is to be renewed."""
    if renewed := os.environ.get("AFSPRAAK_DRAWN"):
        (Path(renewed) / f"{name}.txt").write_text(seen, "utf-8")
        return
    known = (PICTURES / f"{name}.txt").read_text("utf-8")
    assert seen.splitlines() == known.splitlines(), f"{name}:\n{seen}"
