"""What a session refuses is said on the desk until it is read, and F10 shows it in full."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from rich.cells import cell_len

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.refusals import RefusalKind
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.system.notices import Notices
from afspraak.tui.forms.dialog.confirm import Notice
from afspraak.tui.screens.desk.desk import Desk

from ...support.screens.contexts import new_session
from ...support.screens.desks import Seat, seat
from ...support.servers.remotes import folder_remotes
from ...support.updates.crafted import Section, collected, update

LINE = "Something of your own was refused · F10 tells more"


@asynccontextmanager
async def _shared_desk(folder: Path) -> AsyncIterator[tuple[Seat, Callable[[int], None]]]:
    """Jan's desk of a shared conversation, and a function that sends him something to refuse."""
    folder_remotes(folder / "shared")
    (folder / "jan").mkdir()
    session = new_session(folder / "jan")
    session.sync.set_remote_address(LocalFolder(str(folder / "shared")))
    async with seat(folder / "jan", session) as jan:
        with closing(FolderRemote(folder / "shared", 5)) as log:

            def send(number: int) -> None:
                log.append(update(Section(22, 0, [collected(number + 1)])))
                jan.desk.controllers.sharing.sync()

            yield jan, send


async def test_a_refusal_is_said_once_until_it_is_read(tmp_path: Path) -> None:
    async with _shared_desk(tmp_path) as (jan, send):
        send(1)
        await jan.settled()
        assert LINE in jan.text
        jan.desk.show_status("A passing sentence")
        assert LINE not in jan.text
        jan.desk.show_status("")
        assert LINE in jan.text
        send(2)
        await jan.do("desk.share")
        assert isinstance(jan.app.screen, Notice)
        told = " ".join(jan.text.replace("│", " ").split())
        assert "Another notebook of yours sent 2 things that could damage" in told
        await jan.do("help.close")
        assert isinstance(jan.app.screen, Desk)
        assert LINE not in jan.text
        send(3)
        await jan.settled()
        assert LINE not in jan.text, "once in a session"
        await jan.do("desk.share")
        assert "sent 3 things" in " ".join(jan.text.split()), "as long as the session lives"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", RefusalKind)
def test_each_kind_fits_the_last_row_of_a_small_screen(
    tmp_path: Path, kind: RefusalKind, language: str
) -> None:
    refusals = new_session(tmp_path).sync.refusals
    refusals.note(kind)
    for form in refusals.brief_forms(kind, "F10"):
        assert cell_len(catalogue(language)(form)) <= 58
    (text,) = refusals.messages()
    assert catalogue(language)(text).count("{") == 0


async def test_after_it_was_read_a_lost_share_can_be_made_again(tmp_path: Path) -> None:
    async with _shared_desk(tmp_path) as (jan, send):
        send(1)
        (tmp_path / "shared").rename(tmp_path / "elsewhere")
        jan.desk.controllers.sharing.sync()
        await jan.do("desk.share")
        assert "Another notebook of yours sent something" in " ".join(jan.text.split())
        await jan.do("confirm.yes")
        assert "Share this conversation" in jan.text


@pytest.mark.parametrize("read", [False, True])
def test_what_was_not_read_is_said_when_the_program_ends(tmp_path: Path, read: bool) -> None:
    notices = Notices()
    new_session(tmp_path).close()
    session = Session.open(tmp_path / "talk.json", user=User(notices=notices))
    session.sync.refusals.refuse(b"a")
    session.sync.refusals.unread = not read
    session.close()
    told = [catalogue("en")(message) for message in notices.take()]
    assert [text[: text.index(" could")] for text in told] == (
        [] if read else ["talk: The notebook of Anna de Vries sent something that"]
    )
