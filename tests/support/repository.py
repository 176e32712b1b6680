"""The checkout that the tests belong to."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The folder of the repository, which is the package itself."""
