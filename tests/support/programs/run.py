"""How a program of this folder is run: by its path, so that the tests are not loaded with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ...checkout import IMPORT_ROOT


def program_path(name: str) -> str:
    """Where the program with this name is."""
    return str(Path(__file__).with_name(f"{name}.py"))


def command(name: str, *arguments: str) -> list[str]:
    """What starts it in a process of its own, with `environment()`."""
    return [sys.executable, program_path(name), *arguments]


def environment() -> dict[str, str]:
    """The environment of this process, with the package to be found in it."""
    return os.environ | {"PYTHONPATH": str(IMPORT_ROOT)}
