"""Tidy a notebook where there is a reason to."""

from __future__ import annotations

from pathlib import Path

from ..notebook.places.record import needs_tidying


def tidy_if_needed(notebook: Path) -> None:
    """Complete what a killed program left in a notebook, and erase what is over. Never raises.

    What that takes is imported only then: almost every start has nothing to tidy.
    """
    if needs_tidying(notebook):
        from .deletion import tidy

        tidy(notebook)
