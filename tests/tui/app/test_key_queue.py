"""The queue of keys: what waits in it, and what happens to the keys after one that fails."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input

from afspraak.tui.app.key_queue import KeyQueue, is_resting


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


async def test_the_wheel_waits_for_the_first_screen_and_for_the_keys_before_it() -> None:
    delivered: list[str] = []

    async def deliver(event: events.Event) -> None:
        delivered.append(event.key if isinstance(event, events.Key) else "wheel")

    def failed(error: BaseException) -> None:
        raise error

    app: App[None] = App()
    wheel = events.MouseScrollDown(None, 3, 3, 0, 1, 0, False, False, False)
    async with app.run_test():
        queue = KeyQueue(app, deliver, lambda: None, failed)
        assert queue.add(wheel), "nothing was delivered yet: the first screen may not stand"
        await queue.all_delivered()
        assert not queue.add(wheel), "a notch by itself need not settle"
        for event in (events.Key("a", "a"), wheel, events.Key("b", "b"), wheel):
            assert queue.add(event)
        await queue.all_delivered()
        assert delivered == ["wheel", "a", "wheel", "b", "wheel"]
        assert not queue.add(wheel)


async def test_a_widget_rests_until_it_has_a_message_and_after_it() -> None:
    """Textual's private queue is as `is_resting` reads it; else every key takes longer."""
    field = Input()

    class Holder(App[None]):
        def compose(self) -> ComposeResult:
            yield field

    app = Holder()
    async with app.run_test() as pilot:
        await pilot.pause()
        while not is_resting(field):
            await pilot.pause()
        field.post_message(events.Key("a", "a"))
        assert not is_resting(field)
        while not field.value:
            await pilot.pause()
        while not is_resting(field):
            await pilot.pause()
        assert is_resting(app.screen)
        assert is_resting(app)
