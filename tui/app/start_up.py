"""What could wait until the first frame was drawn."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

from textual.app import App

from .key_queue import KeyQueue

_IMPORT_AHEAD_SECONDS = 0.3
"""Seconds after the first frame until modules are imported ahead: a key typed ahead goes first."""


class StartUp:
    """The end of the start: call `finish` after the first frame."""

    def __init__(self, app: App[Any], keys: KeyQueue) -> None:
        self._app, self._keys = app, keys
        self._finished = asyncio.Event()

    def finish(self) -> None:
        """Turn garbage collection on, import what the next keys need, end the early picture."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self._app.set_timer(_IMPORT_AHEAD_SECONDS, self._begin_importing)
        self._app.run_worker(self._end_early_picture(), group="start-up")

    def _begin_importing(self) -> None:
        self._app.run_worker(_import_ahead, thread=True, group="loading")

    async def wait_until_finished(self) -> None:
        """Wait until nothing of the first screen is missing."""
        await self._finished.wait()

    async def _end_early_picture(self) -> None:
        """Draw on over the early picture, once nothing of the first screen is missing."""
        await self._keys.wait_until_settled()
        end = getattr(self._app._driver, "end_early_picture", None)  # noqa: SLF001
        if end is not None:
            end()
        self._finished.set()


def _import_ahead() -> None:
    """Import the modules that the next keys are likely to need."""
    from ..forms import agreement, answer  # noqa: F401
    from . import palette  # noqa: F401
