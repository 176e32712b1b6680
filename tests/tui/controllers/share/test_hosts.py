"""Sharing on another machine or in a database, with a host that stands for it."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast
from unittest.mock import Mock

import pytest
from textual.app import App

from afspraak.data.errors import RemoteError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import Login
from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import HostAddress, PostgresDatabase, SshMachine
from afspraak.data.session.session import Session
from afspraak.data.sync.hosts import Host, Hosts, LocalHost
from afspraak.data.sync.remote import Remote
from afspraak.data.sync.shares import Restoration
from afspraak.data.system import people as system_people
from afspraak.data.system.people import Person
from afspraak.tui.controllers.share.split import SplitShare
from afspraak.tui.controllers.shared_keyboard import SharedKeyboard
from afspraak.tui.controllers.sharing import SharingController
from afspraak.tui.controllers.unread import UnreadController
from afspraak.tui.environment import Environment
from afspraak.tui.forms.dialog.confirm import Notice
from afspraak.tui.forms.share import ShareForm
from afspraak.tui.terminal import ssh_prompt
from afspraak.widgets.language import speak, tr

from ....support.screens.contexts import FakeContext, bare_app, new_panes, new_session

OTHER = next(user for user in pwd.getpwall() if user.pw_uid not in (os.geteuid(), 0)).pw_name
DATABASE = PostgresDatabase("postgresql://db.example.org/afspraak")
PEOPLE = [Person(Login("anna"), "Anna de Vries"), Person(Login("bob"), "Bob Smit")]


class FarHost(LocalHost):
    """A host whose shares are on this machine, and that calls itself another one."""

    def __init__(self, address: HostAddress) -> None:
        self._address = address
        self.opened: list[Remote] = []
        self.closed = 0

    @property
    def address(self) -> HostAddress:
        return self._address

    def people(self) -> Sequence[Person]:
        return PEOPLE

    def open_remote(self, share_id: str, restoration: Restoration | None = None) -> Remote:
        self.opened.append(super().open_remote(share_id, restoration))
        return self.opened[-1]

    def close(self) -> None:
        self.closed += 1


class Organisation:
    """The hosts of an organisation with a database, which is this host."""

    def __init__(self, host: Host, *, fails: bool = False) -> None:
        self.organisation = DATABASE
        self.usual: list[HostAddress] = [DATABASE]
        self._host, self._fails = host, fails
        self.asked: list[tuple[HostAddress, bool]] = []

    def open_host(self, address: HostAddress, *, ask: bool) -> Host:
        self.asked.append((address, ask))
        if self._fails:
            raise RemoteError("sharing.database.none")
        return self._host


class Jan:
    """Jan, who shares a conversation from his desk."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.session, self.context = new_session(folder), FakeContext()
        panes = new_panes(self.session)
        keyboard = SharedKeyboard(self.session, self.context, lambda: None)
        unread = UnreadController(self.session, self.context, panes, keyboard, lambda *_: None)
        self.sign: tuple[str, ...] = ()
        self.sharing = SharingController(
            self.session, self.context, panes, keyboard, unread,
            lambda _: None, lambda *_: None, self._show_share,
        )  # fmt: skip

    def _show_share(self, forms: Sequence[str], *, fails: bool) -> None:
        assert not fails
        self.sign = tuple(forms)

    def use(self, hosts: Organisation) -> None:
        self.context.environment = Environment(find_hosts=lambda: cast(Hosts, hosts))


@pytest.fixture
def jan(tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jan]:
    speak(catalogue("en"))
    monkeypatch.setattr(system_people, "people", lambda: PEOPLE)
    found = Jan(tmp_path / "jan")
    yield found
    found.sharing.stop()


async def test_the_connection_on_which_it_was_shared_is_used_on(
    jan: Jan, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bare_app():
        host, machine = FarHost(SshMachine("box")), SshMachine("box")
        asked: list[object] = []

        def connect(suspend: AbstractContextManager[None], address: SshMachine) -> Host:
            asked.append(address)
            return host

        monkeypatch.setattr(ssh_prompt, "connect", connect)
        jan.sharing.share()
        form = jan.context.answer(f"box:{OTHER}")
        assert isinstance(form, ShareForm)
        assert asked == [machine] and host.closed == 1 and len(host.opened) == 1
        address = jan.session.sync.remote_address
        assert address is not None and address.host == machine
        told = jan.context.answer(None)
        assert isinstance(told, Notice) and told.heading == tr("sharing.shared.title")
        assert OTHER in told.text and "afspraak join" in told.text
        assert tr("lock.share") not in told.text
        assert jan.context.environment.open_remotes == {}, "the desk has taken it"
        assert jan.sign and jan.sharing.sync_client is not None
        jan.session.apply(Write(0, 0, "over that connection "))
        jan.sharing.sync()
        assert jan.sharing.sync_client.error is None


async def test_a_machine_that_cannot_be_reached_is_told(
    jan: Jan, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bare_app():

        def connect(*_: object) -> Host:
            raise RemoteError("sharing.database.none")

        monkeypatch.setattr(ssh_prompt, "connect", connect)
        jan.sharing.share()
        jan.context.answer("box:anna")
        told = jan.context.answer(None)
        assert isinstance(told, Notice)
        assert (told.heading, told.text) == (
            tr("sharing.form.title"), tr("sharing.database.none"),
        )  # fmt: skip
        assert jan.session.sync.remote_address is None


async def test_here_it_is_shared_at_once(jan: Jan) -> None:
    async with bare_app():
        jan.sharing.share()
        form = jan.context.answer(OTHER)
        assert isinstance(form, ShareForm)
        assert form.live({"login": ""}) == "Anna de Vries (anna)\nBob Smit (bob)"
        assert isinstance(jan.context.answer(None), Notice)
        assert jan.context.environment.open_remotes == {} and jan.sharing.sync_client is not None
        assert jan.context.work == []


async def test_who_can_be_chosen_in_a_database_is_shown_once_it_answers(jan: Jan) -> None:
    host = FarHost(DATABASE)
    hosts = Organisation(host)
    jan.use(hosts)
    jan.sharing.share()
    form = jan.context.dialogs[-1]
    assert isinstance(form, ShareForm)
    assert form.live({"login": ""}) == ""
    async with App[None]().run_test(size=(80, 24)) as pilot:
        await pilot.app.push_screen(form)
        await jan.context.work.pop()
        await pilot.pause()
        assert form.live({"login": ""}) == "Anna de Vries (anna)\nBob Smit (bob)"
        assert form.form.values()["login"] == "Anna de Vries (anna)", "as the conversation says"
    assert hosts.asked == [(DATABASE, False)] and host.closed == 1


@pytest.mark.parametrize("fails", [False, True])
async def test_a_form_that_was_closed_meanwhile_shows_nobody(jan: Jan, fails: bool) -> None:
    jan.use(Organisation(FarHost(DATABASE), fails=fails))
    jan.sharing.share()
    form = jan.context.answer(None)
    await jan.context.work.pop()
    assert isinstance(form, ShareForm) and form.live({"login": ""}) == ""
    assert jan.context.said == [] and jan.context.dialogs == []


@pytest.mark.parametrize("fails", [False, True])
async def test_a_database_is_called_in_the_background(jan: Jan, fails: bool) -> None:
    host = FarHost(DATABASE)
    jan.use(Organisation(host, fails=fails))
    jan.sharing.share()
    jan.context.work.pop().close()
    jan.context.answer("nobody-at-all")
    await jan.context.work.pop()
    assert jan.context.said == [tr("sharing.ssh.connecting", host=DATABASE.display_name)]
    told = jan.context.answer(None)
    assert isinstance(told, Notice) and told.heading == tr("sharing.form.title")
    assert (told.text == tr("sharing.database.none")) == fails
    assert host.closed == (0 if fails else 1)


def test_the_own_share_is_left_before_the_other_is_entered(
    jan: Jan, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    found = Mock(owner=Login("anna"), person=PEOPLE[0])

    def share(_: Session, owner: Login, host: Host) -> None:
        done.append(f"share {owner}")

    membership = "afspraak.data.sync.membership"
    monkeypatch.setattr(type(jan.session.sync), "own_share", Mock(invited="anna"))
    monkeypatch.setattr(f"{membership}.is_alone_in_own_share", lambda _: True)
    monkeypatch.setattr(f"{membership}.share_by", lambda *_: None if "gone" in done else found)
    monkeypatch.setattr(f"{membership}.withdraw", lambda *_: done.append("withdraw"))
    monkeypatch.setattr(f"{membership}.share_session", share)
    split = SplitShare(jan.session, lambda: done.append("stop"), lambda _: done.append("connect"))
    split.look()
    others = [split.other]
    split.enter(LocalHost())
    others.append(split.other)
    assert done == ["stop", "withdraw", "share anna", "connect"]
    done[:] = ["gone"]
    split.enter(LocalHost())
    split.look()
    assert done == ["gone"] and [*others, split.other] == [PEOPLE[0], None, None]


async def test_what_came_back_from_a_copy_of_ones_own_is_told_once(jan: Jan) -> None:
    async with bare_app():
        jan.sharing.share()
        jan.context.answer(OTHER)
        client = jan.sharing.sync_client
        assert client is not None
        client.own_came_back = True
        for _ in range(2):
            jan.sharing.sync()
        assert jan.context.said.count(tr("sharing.own_came_back")) == 1
