"""Screens use the keys of their user, and not only those in the usual files."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from afspraak.data.ids import MANAGER
from afspraak.data.maintenance.lock import lock
from afspraak.data.model.edits import Answer, Write
from afspraak.data.notebook.follow_up import follow_up_defaults, make_follow_up
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.settings.settings import Settings
from afspraak.data.storage.encryption.keyring import Keyring
from afspraak.data.storage.encryption.seal import is_sealed
from afspraak.data.storage.siblings import private_path
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.environment import Environment
from afspraak.widgets.language import tr

from ...support.conversations.copies import done
from ...support.conversations.lock_keys import key
from ...support.screens.dialogs import settle
from ...support.screens.widget_holder import screen_text
from ...support.terminal.terminal import PATIENCE
from ...support.terminal.terminal import key as key_of


@pytest.fixture
def user(tmp_path: Path) -> User:
    return User(keyring=Keyring([key(tmp_path / "keys", "jan").private]))


@pytest.fixture
def locked(tmp_path: Path, user: User, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A locked conversation with notes and a private answer."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "nb" / "talk.json"
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", title="First talk")
    conversation = build_conversation(beginning)
    Session.create(path, conversation, me=MANAGER).close()
    answer = Answer(conversation.checklist[0].id, MANAGER, "Xylofoon", private=True)
    done(path, Write(0, 0, "Zwaluwstaart\n"), answer)
    lock(path, [key(tmp_path / "keys", "jan").public], user=user)
    return path


def conversations(folder: Path) -> list[Path]:
    """The conversation files of a notebook."""
    return [path for path in folder.glob("*.json") if ".private" not in path.name]


class Screens:
    """The program in a notebook, with keys to press."""

    def __init__(self, app: AfspraakApp, pilot: Pilot[int]) -> None:
        self.app, self._pilot = app, pilot

    @property
    def text(self) -> str:
        return screen_text(self.app)

    async def press(self, *keys: str) -> None:
        for name in keys:
            await self._pilot.press(name)
            await settle(cast("Pilot[None]", self._pilot))

    async def do(self, *bindings: str) -> None:
        await self.press(*map(key_of, bindings))

    async def wait(self, happened: str | Callable[[], object]) -> None:
        """Wait until a text is on the screen, or something has happened."""
        end = time.monotonic() + PATIENCE
        while not (happened() if callable(happened) else happened in self.text):
            assert time.monotonic() < end, self.text
            await self._pilot.pause(0.01)


@asynccontextmanager
async def opened(folder: Path, user: User, path: Path | None = None) -> AsyncIterator[Screens]:
    """The program of this user."""
    app = AfspraakApp(
        Notebook(folder, user=user), Settings(), path, environment=Environment(user=user)
    )
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(cast("Pilot[None]", pilot))
        yield Screens(app, pilot)


async def test_a_locked_conversation_is_opened_from_the_notebook(locked: Path, user: User) -> None:
    async with opened(locked.parent, user) as screens:
        await screens.wait("locked")
        await screens.do("notebook.open")
        await screens.wait("Zwaluwstaart")
        await screens.wait("Xylofoon")


async def test_a_follow_up_from_the_desk_is_locked(locked: Path, user: User) -> None:
    async with opened(locked.parent, user, locked) as screens:
        await screens.wait("Zwaluwstaart")
        await screens.do("list.follow_up")
        await screens.wait(tr("form.conversation"))
        await screens.do("form.accept")
        await screens.wait(lambda: len(conversations(locked.parent)) == 2)
    assert all(map(is_sealed, conversations(locked.parent)))


async def test_a_follow_up_from_the_notebook_is_locked(locked: Path, user: User) -> None:
    async with opened(locked.parent, user) as screens:
        await screens.wait("locked")
        await screens.do("notebook.follow_up")
        await screens.wait(tr("form.conversation"))
        await screens.do("form.accept")
        await screens.wait(lambda: len(conversations(locked.parent)) == 2)
    assert all(map(is_sealed, conversations(locked.parent)))


async def test_minutes_and_invitation_of_a_locked_conversation(locked: Path, user: User) -> None:
    async with opened(locked.parent, user) as screens:
        await screens.wait("locked")
        await screens.do("notebook.export")
        await screens.press("enter")
        await screens.wait("talk.md")
        assert "Zwaluwstaart" in Path("talk.md").read_text(encoding="utf-8")
        await screens.do("notebook.invite")
        await screens.wait(lambda: len(list(Path.cwd().glob("*.md"))) == 2)
        await screens.wait(tr("invitation.title"))


async def test_previous_minutes_of_a_locked_conversation(locked: Path, user: User) -> None:
    previous = Session.open_read_only(locked, user=user).full_conversation()
    made = make_follow_up(locked, previous, follow_up_defaults(previous, MANAGER), user=user)
    async with opened(locked.parent, user, made.path) as screens:
        await screens.do("list.look_back")
        await screens.wait("Manager: Jan Bakker")
        assert tr("follow_up.previous.title", title="First talk") in screens.text


async def test_the_answer_to_who_you_are_is_kept_with_a_locked_conversation(
    tmp_path: Path, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "nb" / "talk.json"
    conversation = build_conversation(NewConversation("manager", "Kim", "Anna de Vries"))
    Session.create(path, conversation, me=None).close()
    lock(path, [key(tmp_path / "keys", "jan").public], user=user)
    async with opened(path.parent, user) as screens:
        await screens.wait("locked")
        await screens.do("notebook.invite")
        await screens.wait(tr("participant.form"))
        await screens.press("right", "ctrl+s")
        await screens.wait(tr("invitation.title"))
    assert Session.open_read_only(path, user=user).me == MANAGER
    assert is_sealed(path) and is_sealed(private_path(path))
