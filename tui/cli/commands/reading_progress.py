"""Progress on the terminal, while many conversations are read into the index."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ....widgets.language import tr
from ..standard_streams import write_styled

if TYPE_CHECKING:
    from ....data.notebook.index import ProgressCallback


def progress_reporter() -> ProgressCallback | None:
    """Return a callback that shows progress in one line on stderr; None without a terminal."""
    return _show if os.isatty(2) else None


def _show(done: int, total: int) -> None:
    line = tr("search.progress", done=done, total=total)
    end = f"\r{' ' * len(line)}\r" if done >= total else ""
    write_styled(sys.stderr, f"\r{line}{end}")
    sys.stderr.flush()
