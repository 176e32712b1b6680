"""One call of `afspraak`: what a command is given."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ...data.notebook import Notebook
from ...data.settings import Settings
from .progress import progress


class Request(NamedTuple):
    """Where the notebook is, the settings, and the parsed options."""

    folder: Path
    settings: Settings
    options: argparse.Namespace

    @property
    def notebook(self) -> Notebook:
        """The notebook this call is about."""
        return Notebook(self.folder, progress())


Command = Callable[[Request], int]
