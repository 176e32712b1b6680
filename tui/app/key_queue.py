"""A queue of keys: deliver a key only when the effects of the one before have settled.

People type ahead, on slow lines above all, and a key may open a form or move the focus. Without the
queue, the next keys would go to the widget that had the focus before, where a letter may be a
command. So keys and pastes wait here, and none is lost or misread.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from rich.console import RenderableType
from textual import events
from textual.app import App, ReturnType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.message_pump import MessagePump

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


class KeyQueue(App[ReturnType], inherit_bindings=False):
    """An application that delivers its keys one at a time."""

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        """Build the application; without `driver_class` Textual chooses the driver."""
        super().__init__(driver_class)
        self._key_queue: asyncio.Queue[events.Event] = asyncio.Queue()
        self._delivery: asyncio.Task[None] | None = None
        self._leaving = False

    def exit(
        self,
        result: ReturnType | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave, without waiting for keys that are still queued."""
        self._leaving = True
        super().exit(result, return_code, message)

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes; pass every other event on at once."""
        typed = isinstance(event, events.Key | events.Paste)
        if not typed or event.is_forwarded:
            await super().on_event(event)
            return
        self._key_queue.put_nowait(event)
        if self._delivery is None:
            self._delivery = asyncio.create_task(self._deliver_keys())

    async def wait_until_settled(self) -> None:
        """Wait until the last key has had its effects: edits, focus, another screen."""
        for _ in range(_ROUNDS):
            if self._leaving:
                return
            before = self.screen, self.screen.focused
            await self._wait_for_node(self)
            for node in self._bubble_path():
                await self._wait_for_node(node)
            # In the first round a key becomes a message; in the second the message arrives.
            for node in self._bubble_path():
                await self._wait_for_node(node)
            if (self.screen, self.screen.focused) == before and self.screen.is_mounted:
                return

    async def _deliver_keys(self) -> None:
        while not self._leaving:
            event = await self._key_queue.get()
            try:
                with self._context():
                    self.app_focus = True  # else Textual drops a paste into an unfocused window
                    await super().on_event(self._canonical_event(event))
                    await self.wait_until_settled()
                    self._report_settled()
            except asyncio.CancelledError:
                raise
            except BaseException as error:  # a panic of pycrdt is no Exception
                self._handle_exception(error)  # type: ignore[arg-type]
                return
            finally:
                self._key_queue.task_done()

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
        chain = self.screen._modal_binding_chain  # noqa: SLF001
        return any(key in bindings.key_to_bindings for _, bindings in chain)

    async def all_delivered(self) -> None:
        """Wait until every queued key has been delivered and has had its effects."""
        await self._key_queue.join()

    def _report_settled(self) -> None:
        """Call `keys_settled` of the screen, if it has one, when the queue is empty."""
        callback = getattr(self.screen, "keys_settled", None)
        if callback is not None and self._key_queue.empty():
            self.screen.call_later(callback)

    def _bubble_path(self) -> list[DOMNode]:
        """Return the focused widget and its ancestors: the nodes through which messages bubble."""
        start = self.screen.focused or self.screen
        return [node for node in start.ancestors_with_self if node is not self]

    @staticmethod
    async def _wait_for_node(node: MessagePump) -> None:
        """Wait until a node has handled all messages that are queued for it now."""
        passed = asyncio.Event()
        if node.is_running and node.call_later(passed.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(passed.wait(), _NODE_TIMEOUT)
