"""Paths as screens show them."""

from __future__ import annotations

from pathlib import Path


def shown_path(path: Path) -> str:
    """Return a path as `~/…` if it is in the home folder, else as it is."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # not in the home folder, or no home folder is known
        return str(path)
