"""Hooks on the screens: they run in a thread, and only a failure is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import copy_context
from typing import Any

from ...data.system.hooks.hook_file import has_hook
from ...widgets.language import tr


def run_in_background(
    name: str, facts: Callable[[], Mapping[str, Any]], show: Callable[[str], object]
) -> None:
    """Run the hook with this name, if there is one; pass `show` a sentence if it fails.

    `facts` and `show` are called in this thread. A hook goes on after the program has ended.
    """
    if not has_hook(name):
        return
    told, loop, context = facts(), asyncio.get_running_loop(), copy_context()

    def run() -> None:
        from ...data.system.hooks.run import run_hook

        if failure := run_hook(name, told, brief=True):
            with suppress(RuntimeError):  # the program ends
                loop.call_soon_threadsafe(lambda: show(tr(failure)), context=context)

    threading.Thread(target=run, name=f"hook {name}", daemon=True).start()
