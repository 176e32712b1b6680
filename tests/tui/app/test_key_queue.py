"""The queue of keys: what happens to the keys after one that fails."""

from __future__ import annotations

from textual import events
from textual.app import App

from afspraak.tui.app.key_queue import KeyQueue


async def test_no_key_is_delivered_after_one_that_failed() -> None:
    delivered: list[str] = []
    failures: list[BaseException] = []

    async def deliver(event: events.Event) -> None:
        assert isinstance(event, events.Key)
        delivered.append(event.key)
        if event.key == "b":
            raise ValueError(event.key)

    app: App[None] = App()
    async with app.run_test() as pilot:
        queue = KeyQueue(app, deliver, lambda: None, failures.append)
        for key in "abcd":
            assert queue.add(events.Key(key, key))
        while not failures:
            await pilot.pause()
        for _ in range(10):
            await pilot.pause()
        assert delivered == ["a", "b"]
        assert [str(failure) for failure in failures] == ["b"]
