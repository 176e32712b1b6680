"""What others share: the rows and commands for it, what is said of hosts, and joining."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.errors import RemoteError
from afspraak.data.i18n.catalogue import Message, catalogue
from afspraak.data.ids import Login, Slug
from afspraak.data.model.remote_address import HostAddress, SshMachine
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.user import User
from afspraak.data.sync import membership
from afspraak.data.sync.hosts import Host, Hosts
from afspraak.data.sync.membership import JoinResult
from afspraak.data.sync.offers.offer import Offer
from afspraak.data.sync.shares import Share, ShareMetadata
from afspraak.tui.controllers import offers as module
from afspraak.tui.controllers.offers import OffersController
from afspraak.tui.environment import Environment
from afspraak.tui.forms.dialog.confirm import Notice
from afspraak.widgets.language import speak

from ...support.screens.contexts import FakeContext
from ...support.servers.fake_host import FakeHost
from ...support.servers.remotes import folder_remotes

BOX = SshMachine("box")


def offered(number: int, title: str) -> Offer:
    about = ShareMetadata(title, (), Slug("talk"), f"2026-0{number}", str(number))
    share = Share(f"/shared/{number}", Login("annav"), about, date(2026, 3, 2), "Anna de Vries")
    return Offer(BOX, share)


PLAN, CHECK = offered(1, "Planning"), offered(2, "Check-in")
WHO = "Anna de Vries (annav)"


class _Watch:
    """A watch that finds what the test says."""

    def __init__(
        self, hosts: Hosts, addresses: Sequence[HostAddress], changed: Callable[[], None]
    ) -> None:
        self.addresses, self.changed = addresses, changed
        self.offers: list[Offer] = []
        self.troubles: dict[HostAddress, Message] = {}
        self.asked: list[str] = []

    def start(self) -> None:
        self.asked.append("start")

    def pause(self) -> None:
        self.asked.append("pause")

    def resume(self) -> None:
        self.asked.append("resume")

    def stop(self) -> None:
        self.asked.append("stop")


class Offered:
    """A notebook, what is offered to it, and what was opened of it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        speak(catalogue("en"))
        folder_remotes(folder / "shared")
        self.folder, self.context = folder / "nb", FakeContext()
        self.host = FakeHost(BOX, folder / "shared")
        self.watches: list[_Watch] = []
        self.shown = 0
        self.opened: list[Path] = []
        host = self.host

        class _Hosts(Hosts):
            def open_host(self, address: HostAddress, *, ask: bool) -> FakeHost:
                assert not ask, "a screen cannot be asked"
                return host

        hosts = _Hosts(machines=("box",))
        self.context.environment = Environment(find_hosts=lambda: hosts)
        monkeypatch.setattr(module, "OfferWatch", self._new_watch)
        self.offers = OffersController(
            Notebook(self.folder), self.context, self._show, self.opened.append
        )

    def _new_watch(
        self, hosts: Hosts, addresses: Sequence[HostAddress], changed: Callable[[], None]
    ) -> _Watch:
        self.watches.append(_Watch(hosts, addresses, changed))
        return self.watches[-1]

    def _show(self) -> None:
        self.shown += 1

    def found(self, *offers: Offer, **troubles: Message) -> None:
        """The watch found something, and says so in its thread."""
        watch = self.watches[-1]
        watch.offers = list(offers)
        watch.troubles = {SshMachine(name): reason for name, reason in troubles.items()}
        watch.changed()
        for call in self.context.from_threads:
            call()
        self.context.from_threads.clear()


@pytest.fixture
def jan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Offered:
    return Offered(tmp_path, monkeypatch)


def test_offers_are_shown_when_they_change(jan: Offered) -> None:
    jan.offers.watch([])
    (watch,) = jan.watches
    assert BOX in watch.addresses and watch.asked == ["start", "resume"]
    jan.found(PLAN, CHECK)
    assert jan.offers.offers == [PLAN, CHECK] and jan.shown == 1
    jan.found(PLAN, CHECK)
    assert jan.shown == 1, "nothing changed"
    assert list(jan.offers.by_key.values()) == [PLAN, CHECK]
    assert list(jan.offers.by_key) == ["box:/shared/1/", "box:/shared/2/"]
    jan.found(CHECK)
    assert jan.offers.offers == [CHECK] and jan.shown == 2


def test_the_rows_are_those_with_all_the_words(jan: Offered) -> None:
    jan.offers.watch([])
    jan.found(PLAN, CHECK)
    plan, check = (f"{WHO} shares: {title} · Enter joins" for title in ("Planning", "Check-in"))
    assert list(jan.offers.rows("").values()) == [plan, check]
    assert jan.offers.rows("ANNA check") == {"box:/shared/2/": check}
    assert jan.offers.rows("anna nobody") == {}


def test_looking_pauses_goes_on_and_ends(jan: Offered) -> None:
    jan.offers.pause()
    jan.offers.stop()
    jan.offers.watch([])
    jan.offers.pause()
    jan.offers.watch([])
    jan.offers.stop()
    (watch,) = jan.watches
    assert watch.asked == ["start", "resume", "pause", "resume", "stop"]
    watch.changed()
    for call in jan.context.from_threads:
        call()
    assert jan.shown == 0, "what comes too late is dropped"
    jan.offers.watch([])
    assert len(jan.watches) == 2 and jan.watches[1].asked == ["start", "resume"]


def test_a_host_that_cannot_be_looked_at_is_told_once(jan: Offered) -> None:
    jan.offers.watch([])
    slow, dropped = Message("sharing.ssh.slow"), Message("sharing.ssh.dropped", host="box")
    jan.found(box=dropped)
    jan.found(box=slow)
    jan.found(box=slow, attic=Message("sharing.ssh.unknown", host="attic"))
    lead = "What others share cannot be looked up now: "
    assert jan.context.said == [
        f"{lead}the line to box dropped",
        f"{lead}ssh knows no machine called attic.",
    ]
    assert jan.shown == 0


async def test_a_command_joins_and_opens_it(
    jan: Offered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "nb" / "planning.json"
    asked: list[tuple[Share, Path]] = []

    def join(share: Share, notebook: Path, host: Host, *, user: User) -> JoinResult:
        asked.append((share, notebook))
        return JoinResult(made, BOX.share(share.id), host.open_remote(share.id))

    monkeypatch.setattr(membership, "join", join)
    jan.offers.watch([])
    jan.found(PLAN, CHECK)
    commands = dict(jan.offers.commands())
    assert list(commands) == [f"Join: Planning of {WHO}", f"Join: Check-in of {WHO}"]
    commands[f"Join: Planning of {WHO}"]()
    commands[f"Join: Check-in of {WHO}"]()
    assert jan.context.said == [f"Taking in what {WHO} shares…"], "one at a time"
    (work,) = jan.context.work
    await work
    assert asked == [(PLAN.share, jan.folder)] and jan.opened == [made]
    assert jan.host.closed and jan.context.said[1:] == [""]
    (remote,) = jan.context.environment.open_remotes.values()
    assert remote is jan.host.lines[0], "the desk goes on with it"
    remote.close()
    commands[f"Join: Check-in of {WHO}"]()
    assert jan.context.said[-1] == f"Taking in what {WHO} shares…"
    jan.context.work[-1].close()


async def test_what_cannot_be_joined_is_told_and_can_be_tried_again(
    jan: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    def join(*_: object, user: User) -> JoinResult:
        raise RemoteError("sharing.empty")

    monkeypatch.setattr(membership, "join", join)
    for _ in range(2):
        jan.offers.join(PLAN)
        await jan.context.work.pop()
        notice = jan.context.answer(None)
        assert isinstance(notice, Notice)
        assert (notice.heading, notice.text) == (
            "What others share with you",
            "There is nothing yet in what is shared.",
        )
        assert jan.context.said[-1] == "" and jan.host.closed
    assert jan.opened == [] and jan.context.environment.open_remotes == {}
