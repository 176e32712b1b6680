"""Paths as a person reads them."""

from __future__ import annotations

from pathlib import Path


def shown_path(path: Path) -> str:
    """A path as short as it can be told: from the home folder, if it is in there."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # elsewhere, or no home folder is known
        return str(path)
