"""Run a program of this folder by its path, so that it does not import the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ...checkout import IMPORT_ROOT


def program_path(name: str) -> str:
    """The path of the program with this name."""
    return str(Path(__file__).with_name(f"{name}.py"))


def command(name: str, *arguments: str) -> list[str]:
    """The command that starts it in a separate process, with `environment()`."""
    return [sys.executable, program_path(name), *arguments]


def environment() -> dict[str, str]:
    """The environment of this process, with the package on its PYTHONPATH."""
    return os.environ | {"PYTHONPATH": str(IMPORT_ROOT)}
