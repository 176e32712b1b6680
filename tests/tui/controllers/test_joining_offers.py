"""What others share: joining it in the background, and the question about an own conversation."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.app import App
from textual.screen import Screen

from afspraak.data.errors import RemoteError, UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import Login, Slug
from afspraak.data.model.remote_address import HostAddress, SshMachine
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.summary import Summary
from afspraak.data.sync import membership
from afspraak.data.sync.hosts import Host, Hosts
from afspraak.data.sync.offers import together as bringing
from afspraak.data.sync.offers.offer import Offer
from afspraak.data.sync.offers.together import BroughtTogether
from afspraak.data.sync.shares import Share, ShareMetadata
from afspraak.tui.controllers.offers import OffersController
from afspraak.tui.environment import Environment
from afspraak.tui.forms.dialog.confirm import Notice
from afspraak.tui.forms.together import Together, TogetherForm
from afspraak.tui.screens.first_look import ask_together, own_conversation, welcome
from afspraak.widgets.language import speak, tr

from ...support.screens.contexts import FakeContext, bare_app

BOX = SshMachine("box")
SHARE = Share(
    "/places/1", Login("anna"), ShareMetadata("planning", (), Slug("a")), None, "Anna Vos"
)
OFFER = Offer(BOX, SHARE)


class Joining:
    """Offers of a notebook, and the host on which they are joined."""

    def __init__(self, folder: Path) -> None:
        self.context, self.opened, self.calls = FakeContext(), [Path()], []  # type: ignore[var-annotated]
        self.opened.clear()
        hosts = SimpleNamespace(open_host=self._open)
        self.context.environment = Environment(find_hosts=lambda: cast(Hosts, hosts))
        notebook = Notebook(folder)
        self.offers = OffersController(notebook, self.context, lambda: None, self.opened.append)

    def _open(self, address: HostAddress, *, ask: bool) -> Host:
        self.calls.append((address, ask))
        return cast(Host, SimpleNamespace(close=lambda: self.calls.append("closed")))


@pytest.fixture
def joining(tmp_path: Path) -> Joining:
    speak(catalogue("en"))
    return Joining(tmp_path)


async def test_an_offer_is_joined_once_and_opened(
    joining: Joining, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = SimpleNamespace(path=tmp_path / "a.json", address="there", remote="open")
    monkeypatch.setattr(membership, "join", lambda *_, **__: joined)
    for _ in range(2):
        joining.offers.join(OFFER)
    assert joining.context.said == [tr("offers.joining", who="Anna Vos (anna)")]
    (work,) = joining.context.work
    await work
    assert joining.calls == [(BOX, False), "closed"]
    assert joining.opened == [tmp_path / "a.json"] and joining.context.said[1:] == [""]
    remotes: list[object] = [*joining.context.environment.open_remotes.values()]
    assert remotes == ["open"]
    joining.offers.join(OFFER)
    assert len(joining.context.work) == 2, "another one can be joined then"
    joining.context.work[-1].close()


async def test_an_offer_that_cannot_be_joined_is_told(
    joining: Joining, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RemoteError("sharing.database.none")

    monkeypatch.setattr(membership, "join", refuse)
    joining.offers.join(OFFER)
    await joining.context.work.pop()
    told = joining.context.answer(None)
    assert isinstance(told, Notice)
    assert (told.heading, told.text) == (tr("offers.title"), tr("sharing.database.none"))
    assert joining.context.said[-1] == "" and joining.opened == []
    assert joining.calls[-1] == "closed"
    joining.offers.join(OFFER)
    joining.context.work.pop().close()


def test_offers_are_found_by_their_words_and_have_commands(joining: Joining) -> None:
    other = Offer(BOX, SHARE._replace(id="/places/2", owner=Login("bob"), owner_name="Bob Smit"))
    joining.offers.offers = [OFFER, other]
    assert len(joining.offers.rows("")) == 2
    assert list(joining.offers.rows("PLANNING smit").values()) == [tr(other.line)]
    assert joining.offers.rows("planning nobody") == {}
    assert all(key.endswith("/") for key in joining.offers.by_key)
    titles = [title for title, _ in joining.offers.commands()]
    assert titles == [
        tr("offers.command", who=who, title="planning")
        for who in ("Anna Vos (anna)", "Bob Smit (bob)")
    ]
    for _, call in joining.offers.commands():
        call()
    assert joining.context.said == [tr("offers.joining", who="Anna Vos (anna)")]
    joining.context.work.pop().close()


class Looking:
    """An application that records what it is asked to show."""

    def __init__(self) -> None:
        self.environment = Environment()
        self.shown: list[Screen[Any]] = []
        self.answered: Callable[[Together | None], None] = lambda _: None

    def push_screen(
        self, screen: Screen[Any], answered: Callable[[Together | None], None] | None = None
    ) -> None:
        self.shown.append(screen)
        self.answered = answered or self.answered


COUNTS = {"answers": 3, "items": 1, "agreements": 2, "note_lines": 4}


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize(
    ("choice", "withdrawn", "fails"),
    [(None, False, False), (Together.BOTH, False, False), (Together.BRING, False, False),
     (Together.BRING, True, False), (Together.BRING, False, True)],
)  # fmt: skip
async def test_what_becomes_of_an_own_conversation_is_asked_and_done(
    choice: Together | None, withdrawn: bool, fails: bool, shared: bool, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    speak(catalogue("en"))
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    kept = tmp_path / "own.json.previous"

    def bring(own: Path, path: Path, **_: object) -> BroughtTogether:
        assert (own.name, path.name) == ("own.json", "joined.json")
        if fails:
            raise UsageError("sharing.database.none")
        return BroughtTogether(**COUNTS, kept=kept, withdrawn=withdrawn)

    monkeypatch.setattr(bringing, "is_shared", lambda *_, **__: shared)
    monkeypatch.setattr(bringing, "bring_together", bring)
    own = Summary(Slug("own"), str(tmp_path / "own.json"), title="mine", date=date(2026, 12, 3))
    looking, done = Looking(), []  # type: ignore[var-annotated]
    async with bare_app():
        ask_together(
            cast(App[Any], looking), own, "theirs", tmp_path / "joined.json", done.append,
            lambda: done.append(None),
        )  # fmt: skip
        (form,) = looking.shown
        assert isinstance(form, TogetherForm)
        looking.answered(choice)
    words = tr("together.done", **COUNTS, kept=os.fspath(kept))
    expected = {None: None, Together.BOTH: "", Together.BRING: words}[choice]
    if fails:
        expected = tr("sharing.database.none")
    elif withdrawn:
        expected = f"{words}\n{tr('together.withdrawn')}"
    assert done == [expected]


def test_the_welcome_tells_what_is_shared_and_what_was_done() -> None:
    speak(catalogue("en"))
    for report in ("", "Done."):
        looking = Looking()
        welcome(cast(App[Any], looking), report)
        (notice,) = looking.shown
        assert isinstance(notice, Notice)
        joined = tr("offers.joined", press=Environment().keymap.first_key("checklist.show_to_both"))
        assert notice.heading == tr("offers.joined.title")
        assert notice.text == (f"{joined}\n\n{report}" if report else joined)


def test_a_joined_conversation_that_cannot_be_compared_is_opened_all_the_same(
    tmp_path: Path,
) -> None:
    assert own_conversation(cast(App[Any], Looking()), tmp_path / "gone.json") is None
