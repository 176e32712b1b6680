"""The notice on a share follows the share while it is open, and its lasting line wins."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, Login
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.session import Session
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.remote import Presence
from afspraak.data.system.user import login_name
from afspraak.tui.forms.dialog.confirm import Confirm, Notice

from ....support.screens.contexts import new_session
from ....support.screens.desks import Seat, seat
from ....support.servers.remotes import folder_remotes

REPAIRED = "made again"
ENDED = "you ended it elsewhere"


@asynccontextmanager
async def _shared_desk(folder: Path) -> AsyncIterator[tuple[Seat, Path, Callable[[], None]]]:
    """Jan's desk, the shared folder, and a function that lets him look at it."""
    shared = folder / "shared"
    folder_remotes(shared)
    (folder / "jan").mkdir()
    session = new_session(folder / "jan")
    session.sync.set_remote_address(LocalFolder(str(shared)))
    async with seat(folder / "jan", session) as jan:
        yield jan, shared, jan.desk.controllers.sharing.sync


async def test_an_open_notice_follows_the_share(tmp_path: Path) -> None:
    async with _shared_desk(tmp_path) as (jan, shared, look):
        await jan.do("desk.share")
        assert isinstance(jan.app.screen, Notice)
        assert "is not here" in jan.text
        with closing(FolderRemote(shared, 5)) as hers:
            hers.announce(Presence(Login(""), EMPLOYEE, "notes"))
            look()
            await jan.settled()
            assert "is here" in jan.text
        shared.rename(tmp_path / "aside")
        look()
        await jan.settled()
        assert isinstance(jan.app.screen, Confirm), "now there is something to mend"
        assert "It is not shared any more" in jan.text and "Share again" in jan.text
        (tmp_path / "aside").rename(shared)
        look()
        await jan.settled()
        assert isinstance(jan.app.screen, Notice)
        assert "the share was not there" in jan.text
        assert "It is not shared any more" not in jan.text
        await jan.do("help.close")
        assert "Interrupted" not in jan.text
        assert REPAIRED not in jan.text, "it has been read"


async def test_what_failed_again_is_not_told_to_be_made_again(tmp_path: Path) -> None:
    async with _shared_desk(tmp_path) as (jan, shared, look):
        for place in (tmp_path / "aside", shared):
            (shared if shared.exists() else tmp_path / "aside").rename(place)
            look()
        await jan.settled()
        jan.desk.show_status("")
        assert REPAIRED in jan.text
        shared.rename(tmp_path / "aside")
        look()
        jan.desk.show_status("")
        await jan.settled()
        assert REPAIRED not in jan.text and "F10 tells why" in jan.text


async def test_the_end_of_the_share_is_told_before_other_news(tmp_path: Path) -> None:
    async with _shared_desk(tmp_path) as (jan, _, _look):
        jan.desk.show_status("A passing sentence")
        jan.session.save()
        with closing(Session.open(jan.session.path)) as elsewhere:
            elsewhere.sync.set_remote_address(None)
        jan.session.autosave.read_disk()
        jan.desk.controllers.sharing.follow()
        await jan.settled()
        assert ENDED in jan.text and "A passing sentence" not in jan.text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of another")
async def test_who_left_for_good_is_told_while_the_notice_is_open(tmp_path: Path) -> None:
    async with _shared_desk(tmp_path) as (jan, shared, look):
        await jan.do("desk.share")
        mark = shared / f"{login_name()}.left"
        mark.write_text("")
        look()
        await jan.settled()
        assert "no longer takes part" not in jan.text, "a mark of this user is no other's"
        os.chown(mark, 12345, -1)
        look()
        await jan.settled()
        assert "no longer takes part" in jan.text


async def test_another_window_of_ones_own_is_not_the_other(tmp_path: Path) -> None:
    async with _shared_desk(tmp_path) as (jan, shared, look):
        with closing(FolderRemote(shared, 5)) as mine:
            mine.announce(Presence(Login(""), jan.session.me or MANAGER, "notes"))
            look()
            await jan.settled()
            assert "is here" not in jan.text and ": notes" not in jan.text
