"""Write minutes to the folder where afspraak was started."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...data.system.paths import working_folder
from ...widgets.language import tr
from ..formatting.paths import shown_path
from .context.controller_context import StatusLine
from .context.show_errors import show_errors


def write_minutes(
    path: Path, export: Callable[[Path], object], context: StatusLine, *, locked: bool = False
) -> None:
    """Call `export` with the path of the minutes of the conversation at `path`, and show that path.

    With `locked` the status line adds that the minutes are not encrypted.
    """
    with show_errors(context.show_status):
        target = working_folder() / f"{path.stem}.md"
        export(target)
        key = "lock.desk.exported" if locked else "desk.exported"
        context.show_status(tr(key, path=shown_path(target)))
