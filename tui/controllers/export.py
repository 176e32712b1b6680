"""Write minutes to the folder where afspraak was started."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...data.privacy.sensitive_words import health_words_of_any_language
from ...data.system.descriptors import read_regular
from ...data.system.paths import working_folder
from ...widgets.language import tr
from ..formatting.paths import shown_path
from .context.controller_context import StatusLine
from .context.show_errors import show_errors

_MOST_READ = 1 << 22
"""The most bytes of the minutes that are searched for words about health."""


def write_minutes(
    path: Path, export: Callable[[Path], object], context: StatusLine, *, locked: bool = False
) -> None:
    """Call `export` with the path of the minutes of the conversation at `path`, and show that path.

    With `locked` the status line adds that the minutes are not encrypted. A word about health in
    them is named in front of it.
    """
    with show_errors(context.show_status):
        target = working_folder() / f"{path.stem}.md"
        export(target)
        key = "lock.desk.exported" if locked else "desk.exported"
        exported = tr(key, path=shown_path(target))
        text = read_regular(target, _MOST_READ).decode(errors="replace")
        if words := health_words_of_any_language([text]):
            exported = tr("sensitive_words.exported", word=words[0], exported=exported)
        context.show_status(exported)
