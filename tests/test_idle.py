"""The wait for an idle screen ends when all effects are there, and no later."""

from __future__ import annotations

import asyncio
import time

import pytest

from .support.screens import idle


async def test_it_waits_for_callbacks_of_callbacks() -> None:
    done: list[int] = []
    loop = asyncio.get_running_loop()

    def later(left: int) -> None:
        done.append(left)
        if left:
            loop.call_soon(later, left - 1)

    later(50)
    await idle.wait_for_idle()
    assert done[-1] == 0


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.015])
async def test_it_waits_for_timers_that_are_due_soon(seconds: float) -> None:
    done = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, done.set)
    await idle.wait_for_idle()
    assert done.is_set()


async def test_it_waits_for_a_thread_that_works() -> None:
    done: list[int] = []

    def work() -> None:
        end = time.process_time() + 0.1
        while time.process_time() < end:
            pass
        done.append(1)

    task = asyncio.create_task(asyncio.to_thread(work))
    await idle.wait_for_idle(max_sleep=30)
    assert done
    await task


async def test_it_leaves_a_timer_of_later_alone() -> None:
    done = asyncio.Event()
    timer = asyncio.get_running_loop().call_later(3600, done.set)
    await idle.wait_for_idle()
    assert not done.is_set()
    timer.cancel()
