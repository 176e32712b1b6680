"""The context of controllers: its services, and its silence once the screen closes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from afspraak.data.i18n.catalogue import Message
from afspraak.data.model.edits import Write
from afspraak.data.session.listeners import SessionEvent
from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.tui.controllers.context import screen_context
from afspraak.tui.controllers.context.screen_context import ScreenContext
from afspraak.widgets.chrome.footer import Footer
from afspraak.widgets.chrome.header import Header

from ....support.screens.contexts import new_session
from ....support.screens.widget_holder import screen_lines, screen_text


class Last(Widget):
    """Acts when it is removed, before its screen is removed."""

    DEFAULT_CSS = "Last { height: 1; }"

    def __init__(self, at_the_end: Callable[[], None]) -> None:
        super().__init__()
        self._at_the_end = at_the_end

    def on_unmount(self) -> None:
        self._at_the_end()


class Watching(Screen[None]):
    """A screen with a session, which records the events that reach it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.heading, self.footer = Header(), Footer()
        self.context = ScreenContext(self, self.heading, self.footer)
        self.events: list[SessionEvent] = []
        self.calls: list[str] = []
        self.from_thread: Callable[[], None] = lambda: None
        self.was_closing: list[bool] = []

    def compose(self) -> ComposeResult:
        yield self.heading
        yield Last(self.at_the_end)
        yield self.footer

    def on_mount(self) -> None:
        self.context.subscribe(self.session, self.events.append)
        self.from_thread = self.context.in_screen_thread(lambda: self.calls.append("thread"))

    def on_unmount(self) -> None:
        self.context.close()

    def at_the_end(self) -> None:
        """All events happen while the widgets are being removed."""
        self.was_closing.append(self.context.is_closing)
        self.session.apply(Write(0, 0, "late"))
        self.context.show_status("late")
        self.context.push_screen(Screen[None]())
        self.from_thread()
        self.context.call_after_refresh(lambda: self.calls.append("refresh"))
        self.context.set_timer(0.001, lambda: self.calls.append("timer"))


@pytest.mark.parametrize("way", ["dismiss", "exit", "session"])
async def test_a_closing_screen_gets_no_more_requests(way: str, tmp_path: Path) -> None:
    screen = Watching(new_session(tmp_path))
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        screen.session.apply(Write(0, 0, "early"))
        screen.from_thread()
        await pilot.pause()
        seen, called = list(screen.events), list(screen.calls)
        assert len(seen) == 1 and called == ["thread"]
        match way:
            case "dismiss":
                screen.dismiss(None)
                await pilot.pause()
                assert app.screen is app.screen_stack[0]
            case "exit":
                app.exit()
            case "session":
                screen.context.close()
                screen.at_the_end()
                await pilot.pause()
                assert app.screen is screen
    assert screen.was_closing and all(screen.was_closing)
    assert screen.events == seen and screen.calls == called


async def test_a_result_of_a_thread_arrives_in_the_thread_of_the_screen(tmp_path: Path) -> None:
    screen = Watching(new_session(tmp_path))
    app = App[None]()
    async with app.run_test():
        await app.push_screen(screen)
        where: list[int] = []
        arrived = asyncio.Event()

        def take() -> None:
            where.append(threading.get_ident())
            arrived.set()

        report = screen.context.in_screen_thread(take)
        threading.Thread(target=report).start()
        await arrived.wait()
        assert where == [threading.get_ident()]
    threading.Thread(target=report).start()  # the loop may be closed by then
    assert len(where) == 1


async def test_a_worker_ends_with_its_screen(tmp_path: Path) -> None:
    screen = Watching(new_session(tmp_path))
    app = App[None]()
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    async with app.run_test() as pilot:
        await app.push_screen(screen)
        screen.context.run_worker(work(), group="test")
        await pilot.pause()
        assert ended == []
        screen.dismiss(None)
        await pilot.pause()
        assert ended == ["cancelled"]


async def test_a_status_message_expires_and_an_error_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Watching(new_session(tmp_path))
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(screen)

        async def shows(words: str) -> bool:
            await pilot.pause()
            return any(words in line for line in screen_lines(app))

        screen.context.show_status("a sentence")
        assert await shows("a sentence")
        monkeypatch.setattr(screen_context, "STATUS_SECONDS", 0.01)
        screen.context.show_status("another one")
        while await shows("another one"):
            await pilot.pause(0.01)
        screen.context.show_save_status(
            SaveStatus(Saving.FAILED, None, Message("storage.reason.full"))
        )
        assert await shows("the disk is full") and await shows("NOT SAVED")
        screen.context.show_save_status(SaveStatus(Saving.SAVED, None))
        assert not await shows("the disk is full") and not await shows("NOT SAVED")


async def test_the_end_of_a_message_does_not_take_the_next_one_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Watching(new_session(tmp_path))
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        monkeypatch.setattr(screen_context, "STATUS_SECONDS", 0.01)
        screen.context.show_status("the first")
        monkeypatch.setattr(screen_context, "STATUS_SECONDS", 1000)
        screen.context.show_status("the second")
        later = asyncio.Event()
        screen.set_timer(0.05, later.set)
        await later.wait()
        await pilot.pause()
        assert "the second" in screen_text(app)


async def test_news_waits_for_a_lasting_line_and_an_answer_does_not(tmp_path: Path) -> None:
    screen = Watching(new_session(tmp_path))
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(screen)

        async def shown() -> str:
            await pilot.pause()
            return screen_text(app)

        screen.context.show_news("some news")
        assert "some news" in await shown()
        screen.context.show_alert("to be read")
        assert "to be read" in await shown()
        screen.context.show_news("more news")
        assert "to be read" in await shown()
        screen.context.show_status("an answer")
        assert "an answer" in await shown()
        screen.context.show_alert()
        screen.context.show_news("more news")
        assert "more news" in await shown()
