"""What could wait until the first frame was drawn."""

from __future__ import annotations

import gc
from typing import Any

from textual.app import App

from .key_queue import KeyQueue


def finish_start(app: App[Any], keys: KeyQueue) -> None:
    """Turn the garbage collection on, import what the next keys need, and end the early picture."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    app.run_worker(_import_ahead, thread=True, group="loading")
    app.run_worker(_end_early_picture(app, keys), group="early picture")


def _import_ahead() -> None:
    """Import the modules that the next keys are likely to need."""
    from ..forms import agreement, answer  # noqa: F401
    from . import palette  # noqa: F401


async def _end_early_picture(app: App[Any], keys: KeyQueue) -> None:
    """Draw on over the early picture, once nothing of the first screen is missing."""
    await keys.wait_until_settled()
    end = getattr(app._driver, "end_early_picture", None)  # noqa: SLF001 - App has no public one
    if end is not None:
        end()
