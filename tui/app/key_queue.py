"""A queue of keys: deliver a key only when the effects of the one before have settled.

People type ahead, on slow lines above all, and a key may open a form or move the focus. Without the
queue, the next keys would go to the widget that had the focus before, where a letter may be a
command. So keys and pastes wait here, and none is lost or misread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import IntEnum
from itertools import count
from typing import Any, NamedTuple

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.errors import NoWidget
from textual.message_pump import MessagePump
from textual.widget import Widget

_ALIASES = {
    **{f"shift+{name}": name for name in ("enter", "backspace", "delete", "space", "escape")},
    "alt+enter": "enter",
    "ctrl+enter": "enter",
    "alt+space": "space",
    "ctrl+shift+backspace": "ctrl+backspace",
    "ctrl+shift+delete": "ctrl+delete",
}
"""The key that an unbound key stands for. Only some terminals tell the two apart."""
_CHARACTERS = {"enter": "\r", "backspace": "\x7f", "space": " "}
_NODE_TIMEOUT = 2.0
"""Seconds to wait for a widget; then the next key is delivered anyway."""
_ROUNDS = 20
"""The most changes of focus or screen after a key; then it counts as settled."""

_TURNS = 12
"""Turns of the event loop in which most keys have their effects; after that we wait for messages,
as a widget may be waiting for something else."""


def is_resting(node: MessagePump) -> bool:
    """Return whether a node has handled all its messages and waits for the next one.

    Textual has no public way to tell. Without these attributes every node counts as busy.
    """
    ready: Any = getattr(getattr(node, "_message_queue", None), "ready_event", None)
    return bool(getattr(ready, "_waiters", ())) and not ready.is_set()


def _waits(event: events.Event) -> bool:
    """Return whether an event waits in the queue.

    A click may move the focus too: keys typed before it and after it go where they were meant. What
    is dragged is moved after the click on it.
    """
    if isinstance(event, events.MouseMove):
        return bool(event.button)
    return isinstance(event, events.Key | events.Paste | events.MouseDown | events.MouseUp)


def _follows(event: events.Event) -> bool:
    """Return whether an event waits only for what is in the queue before it.

    The wheel turns what the keys before it have opened. By itself it need not settle each notch.
    """
    wheel = events.MouseScrollUp | events.MouseScrollDown
    return isinstance(event, wheel | events.MouseScrollLeft | events.MouseScrollRight)


class _Rank(IntEnum):
    """What is delivered first."""

    CLICKED = 0
    TYPED = 1


class _Entry(NamedTuple):
    """An event in the queue; of one rank in the order of their numbers."""

    rank: _Rank
    number: int
    event: events.Event


class KeyQueue:
    """Delivers the keys and pastes of an application one at a time."""

    def __init__(
        self,
        app: App[Any],
        deliver: Callable[[events.Event], Awaitable[None]],
        settled: Callable[[], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Build the queue of an application.

        `deliver` delivers a key, `settled` is called when it has had its effects, and `failed` if
        one of them raised an exception: no more keys are delivered then.
        """
        self._app = app
        self._deliver, self._settled, self._failed = deliver, settled, failed
        self._queue: asyncio.PriorityQueue[_Entry] = asyncio.PriorityQueue()
        self._numbers = count()
        self._delivery: asyncio.Task[None] | None = None
        self._stopped = False
        self._unsettled = 0
        """How many events wait, or have not had their effects."""

    def add(self, event: events.Event) -> bool:
        """Queue a key, paste or click. Return False for other events, which need not wait.

        The wheel waits too while something waits before it: a key, or the first screen.
        """
        is_behind = self._delivery is None or self._unsettled > 0
        if event.is_forwarded or not (_waits(event) or (is_behind and _follows(event))):
            return False
        self._put(event, _Rank.TYPED)
        return True

    def press(self, event: events.Key) -> None:
        """Queue the key that a click stands for: ahead of the keys that were typed after it."""
        self._put(event, _Rank.CLICKED)

    def _put(self, event: events.Event, rank: _Rank) -> None:
        self._unsettled += 1
        self._queue.put_nowait(_Entry(rank, next(self._numbers), event))
        if self._delivery is None:
            self._delivery = asyncio.create_task(self._deliver_keys())

    @property
    def is_empty(self) -> bool:
        """Whether no key is waiting."""
        return self._queue.empty()

    def stop(self) -> None:
        """Deliver no more keys: the application ends."""
        self._stopped = True

    async def wait_until_settled(self, clicked: Widget | None = None) -> None:
        """Wait until the last key has had its effects: edits, focus, another screen.

        After a click wait for the widget that was clicked too.
        """
        for _ in range(_ROUNDS):
            if self._stopped:
                return
            before = self._app.screen, self._app.screen.focused
            if not await self._came_to_rest(clicked):
                await self._wait_for_messages(clicked)
            screen = self._app.screen
            if (screen, screen.focused) == before and screen.is_mounted:
                return

    async def _came_to_rest(self, clicked: Widget | None) -> bool:
        """Return whether all nodes that a key passes through rest within some turns of the loop."""
        for _ in range(_TURNS):
            if is_resting(self._app) and all(map(is_resting, self._bubble_path(clicked))):
                return True
            await asyncio.sleep(0)
        return False

    async def _wait_for_messages(self, clicked: Widget | None) -> None:
        """Send a message through every node that a key passes through, and wait for it."""
        await self._wait_for_node(self._app)
        for node in self._bubble_path(clicked):
            await self._wait_for_node(node)
        # In the first round a key becomes a message; in the second the message arrives.
        for node in self._bubble_path():
            await self._wait_for_node(node)
        if clicked is not None:
            await self._wait_for_node(self._app)

    async def _deliver_keys(self) -> None:
        await self.wait_until_settled()  # the first may be typed before the first screen stands
        while not self._stopped:
            event = (await self._queue.get()).event
            clicked = self._widget_at(event)
            try:
                with self._app._context():  # noqa: SLF001 - as for events of its own
                    # Textual drops a paste into a window without the focus.
                    self._app.app_focus = True
                    await self._deliver(self._canonical_event(event))
                    await self.wait_until_settled(clicked)
                    self._settled()
            except asyncio.CancelledError:
                raise
            except BaseException as error:  # a panic of pycrdt is no Exception
                self._failed(error)
                return
            finally:
                self._unsettled -= 1
                self._queue.task_done()

    def _canonical_event(self, event: events.Event) -> events.Event:
        """Return an event with the key that an unbound key stands for (see `_ALIASES`).

        Alt with a character types the character, unless that combination is bound.
        """
        if not isinstance(event, events.Key):
            return event
        plain = _ALIASES.get(event.key)
        if plain is None and not event.key.startswith("alt+"):
            return event
        if self._is_bound(event.key):
            return events.Key(event.key, None) if event.is_printable else event
        return event if plain is None else events.Key(plain, _CHARACTERS.get(plain))

    def _is_bound(self, key: str) -> bool:
        """Return whether a key is bound on the current screen, or in the focused widget."""
        chain = self._app.screen._modal_binding_chain  # noqa: SLF001
        return any(key in bindings.key_to_bindings for _, bindings in chain)

    async def all_delivered(self) -> None:
        """Wait until every queued key has been delivered and has had its effects."""
        await self._queue.join()

    def _bubble_path(self, clicked: Widget | None = None) -> list[DOMNode]:
        """Return the nodes through which messages bubble.

        Those are the widget that was clicked or else the focused one, and its ancestors.
        """
        if clicked is not None and not clicked.is_attached:
            clicked = None
        start = clicked or self._app.screen.focused or self._app.screen
        return [node for node in start.ancestors_with_self if node is not self._app]

    def _widget_at(self, event: events.Event) -> Widget | None:
        """Return the widget that a mouse event is about; None for other events."""
        if isinstance(event, events.MouseEvent):
            with suppress(NoWidget):
                return self._app.screen.get_widget_at(event.x, event.y)[0]
        return None

    @staticmethod
    async def _wait_for_node(node: MessagePump) -> None:
        """Wait until a node has handled all messages that are queued for it now."""
        passed = asyncio.Event()
        if node.is_running and node.call_later(passed.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(passed.wait(), _NODE_TIMEOUT)
