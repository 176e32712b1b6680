"""Sharing over another machine or a database: whom it calls, what it says, and calling again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from afspraak.data.errors import RemoteError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import RowId
from afspraak.data.model.edits import Change, Write
from afspraak.data.model.remote_address import (
    HostAddress,
    LocalFolder,
    PostgresDatabase,
    SshMachine,
    ThisMachine,
)
from afspraak.data.sync import hosts as all_hosts
from afspraak.data.sync.handshake import read_replica
from afspraak.data.sync.hosts import Hosts
from afspraak.data.system import people as system_people
from afspraak.data.system.people import Person
from afspraak.tui.controllers.shared_keyboard import SharedKeyboard
from afspraak.tui.controllers.sharing import SharingController
from afspraak.tui.controllers.unread import UnreadController
from afspraak.tui.environment import Environment
from afspraak.tui.forms.dialog.confirm import Confirm, Notice
from afspraak.tui.forms.share import ShareForm
from afspraak.tui.terminal import ssh_prompt
from afspraak.widgets.language import speak

from ....support.screens.contexts import FakeContext, bare_app, new_panes, new_session
from ....support.servers.fake_host import ANNA, FakeHost
from ....support.servers.remotes import folder_remotes

BOX = SshMachine("box")
URL = "postgresql://jan@db.example.org/afspraak"
HERS = "Shared with Anna de Vries (annav), who sees it in their notebook"


class Calling:
    """Jan at his desk; whatever host he calls is `host`."""

    def __init__(self, folder: Path, organisation: str = "") -> None:
        self.session, self.context = new_session(folder), FakeContext()
        folder_remotes(folder / "shared")
        self.called: list[HostAddress] = []
        self.host = FakeHost(BOX, folder / "shared")
        self.fails = False
        calling = self

        class _Hosts(Hosts):
            def open_host(self, address: HostAddress, *, ask: bool) -> FakeHost:
                assert not ask, "a screen cannot be asked"
                return calling.open(address)

        hosts = _Hosts(organisation)
        self.context.environment = Environment(find_hosts=lambda: hosts)
        self.panes = new_panes(self.session)
        self.present, self.sign = "", ""
        keyboard = SharedKeyboard(self.session, self.context, lambda: None)
        unread = UnreadController(self.session, self.context, self.panes, keyboard, lambda *_: None)
        self.sharing = SharingController(
            self.session,
            self.context,
            self.panes,
            keyboard,
            unread,
            self._show_presence,
            lambda *_: None,
            self._show_share,
        )

    def open(self, address: HostAddress) -> FakeHost:
        self.called.append(address)
        self.host.address = address
        return self.host

    def _show_presence(self, text: str) -> None:
        self.present = text

    def _show_share(self, forms: Sequence[str], *, fails: bool) -> None:
        self.sign, self.fails = (forms[0] if forms else ""), fails

    def share_with(self, text: str) -> None:
        """Fill in with whom to share."""
        self.sharing.share()
        assert isinstance(self.context.answer(text), ShareForm)

    def notice(self) -> list[str]:
        """The title and the lines of the notice, which is closed."""
        notice = self.context.answer(None)
        assert isinstance(notice, Notice)
        return [notice.heading, *notice.text.splitlines()]

    async def work(self) -> None:
        """Do what was to be done in a task."""
        while self.context.work:
            await self.context.work.pop()


@pytest.fixture
def jan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calling]:
    speak(catalogue("en"))
    monkeypatch.setattr(system_people, "people", list)
    calling = Calling(tmp_path)
    monkeypatch.setattr(ssh_prompt, "connect", lambda suspend, address: calling.open(address))
    yield calling
    calling.sharing.stop()
    calling.session.close()


def test_sharing_over_another_machine_says_how_to_join(jan: Calling) -> None:
    jan.share_with("box:Anna de Vries")
    assert jan.called == [BOX] and jan.host.closed
    assert jan.host.made == ["annav"] and jan.host.opened == ["/shared/1"]
    title, first, second = jan.notice()
    assert title == "Shared" and first == f"{HERS} on box by itself: Enter joins."
    assert second == "From another machine: afspraak join box:janb"
    assert jan.session.sync.remote_address == BOX.share("/shared/1")
    assert jan.sharing.sync_client is not None and jan.sign == "shared with AV"
    assert jan.context.environment.open_remotes == {}, "it is in use"


def test_who_is_not_known_there_is_told_in_a_notice(jan: Calling) -> None:
    jan.share_with("box:Nobody")
    assert jan.notice() == [
        "Share this conversation",
        "Nobody here is called “Nobody”, by name or by login name.",
    ]
    assert jan.host.closed and jan.session.sync.remote_address is None
    assert jan.sharing.sync_client is None


def test_a_cancelled_form_calls_nobody(jan: Calling) -> None:
    jan.sharing.share()
    jan.context.answer(None)
    assert jan.called == [] and jan.context.dialogs == []


async def test_the_form_begins_with_the_partner_as_the_conversation_knows_them(
    jan: Calling,
) -> None:
    jan.session.apply(Change("partner", RowId("employee"), {"login": "annav"}))
    async with bare_app():
        jan.sharing.share()
        form = jan.context.answer(None)
        assert isinstance(form, ShareForm) and form.form.values() == {"login": "annav"}


def test_a_lost_line_is_called_again_and_carries_on(jan: Calling) -> None:
    jan.share_with("box:annav")
    jan.notice()
    jan.host.lines[0].is_cut = True
    jan.sharing.sync()
    assert jan.context.said == [
        "Not shared at this moment: the line to box dropped · F10 calls again"
    ]
    assert jan.present == "not shared now · F10 calls again"
    assert (jan.sign, jan.fails) == ("shared, line is down", True)
    jan.called.clear()
    jan.sharing.share()
    jan.context.answer(False)
    assert jan.called == [] and jan.context.dialogs == [], "it can be left alone"
    jan.sharing.share()
    asked = jan.context.answer(True)
    assert isinstance(asked, Confirm)
    assert "not connected: the line to box" in asked.detail
    assert jan.called == [BOX] and jan.host.opened == ["/shared/1"] * 2
    assert jan.host.made == ["annav"], "it is the same share"
    assert (jan.sign, jan.fails) == ("shared with AV", False)
    assert jan.context.said[1:] == ["Shared again"] and jan.present == ""
    jan.session.apply(Write(0, 0, "over the second line "))
    assert read_replica(jan.host.lines[1]).notes.text.startswith("over the second line ")


def test_sharing_on_this_machine_uses_no_call(
    jan: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_hosts, "LocalHost", lambda: jan.open(ThisMachine()))
    jan.share_with("annav")
    assert set(jan.called) == {ThisMachine()} and jan.host.opened == ["/shared/1"]
    assert jan.notice()[:2] == ["Shared", f"{HERS} by itself: Enter joins."]
    assert jan.session.sync.remote_address == LocalFolder("/shared/1")


class TestDatabase:
    """The database of the organisation."""

    @pytest.fixture
    def jan(self, tmp_path: Path) -> Iterator[Calling]:
        speak(catalogue("en"))
        calling = Calling(tmp_path, URL)
        yield calling
        calling.sharing.stop()
        calling.session.close()

    async def test_it_is_called_beside_the_screen(self, jan: Calling) -> None:
        async with bare_app():
            jan.share_with("annav")
            assert jan.called == []
            await jan.work()
        database = PostgresDatabase(URL)
        assert set(jan.called) == {database} and jan.host.closed
        assert jan.context.said[0] == "Calling db.example.org…"
        title, *lines = jan.notice()
        assert (title, lines[0]) == ("Shared", f"{HERS} by itself: Enter joins.")
        assert lines[-1] == "Or in a shell: afspraak join janb"
        assert jan.session.sync.remote_address == database.share("/shared/1")

    async def test_its_trouble_is_a_notice(self, jan: Calling) -> None:
        jan.host.trouble = RemoteError("sharing.database.silent", host="db.example.org")
        async with bare_app():
            jan.share_with("annav")
            await jan.work()
        assert jan.notice() == ["Share this conversation", "db.example.org does not answer"]
        assert jan.host.closed and jan.session.sync.remote_address is None

    async def test_its_people_are_offered_while_the_form_is_open(
        self, jan: Calling, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        offered: list[Person] = []
        monkeypatch.setattr(ShareForm, "show_people", lambda _, found: offered.extend(found))
        async with bare_app():
            jan.sharing.share()
            form = jan.context.dialogs[-1]
            assert isinstance(form, ShareForm)
            await jan.work()
            assert offered == [], "the form was closed meanwhile"
            monkeypatch.setattr(ShareForm, "is_attached", True)
            jan.context.answer(None)
            jan.host.closed = False
            jan.sharing.share()
            await jan.work()
        assert offered == [ANNA] and jan.host.closed
        assert jan.context.said == []

    async def test_people_that_cannot_be_read_are_no_trouble(self, jan: Calling) -> None:
        jan.host.trouble = RemoteError("sharing.database.silent", host="db.example.org")
        async with bare_app():
            jan.sharing.share()
            await jan.work()
        assert jan.context.said == [] and len(jan.context.dialogs) == 1
