"""One call of `afspraak`: what a command is given."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ....data.settings.settings import Settings

if TYPE_CHECKING:
    from ....data.notebook.notebook import Notebook


class Request(NamedTuple):
    """Where the notebook is, the settings, and the parsed options."""

    folder: Path
    settings: Settings
    options: argparse.Namespace

    @property
    def notebook(self) -> Notebook:
        """The notebook this call is about."""
        from ....data.notebook.notebook import Notebook
        from .progress import progress_reporter

        return Notebook(self.folder, progress_reporter())


Command = Callable[[Request], int]
