"""Paths as a person reads them."""

from __future__ import annotations

from pathlib import Path


def shown_path(path: Path) -> str:
    """Return a path relative to the home folder, as `~/…`, if it is in there."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # not in the home folder, or no home folder is known
        return str(path)
