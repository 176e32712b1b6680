"""What the header and the footer of the notebook say; nothing here imports Textual."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from ....data.errors import AfspraakError
from ....data.i18n.catalogue import Message
from ....data.notebook.notebook import Notebook
from ....data.notebook.places.folders import folders_of
from ....data.notebook.summary import Summary
from ....data.privacy.retention import overdue_line, people_past_retention
from ....data.system.paths import home_relative
from ....widgets.drawing.footer_line import KeyHint
from ....widgets.language import tr
from ...keys.keymap import Keymap

NAMED_KEYS = ("notebook.begin", "notebook.open", "notebook.invite", "notebook.follow_up")
"""The bindings whose keys are named in texts of the screen."""


def notebook_titles(folder: Path) -> list[str]:
    """Return forms of the title, the longest first."""
    names = (home_relative(folder), f"…/{folder.name}")
    return [tr("notebook.title", folder=name) for name in names]


def named_keys(keymap: Keymap) -> dict[str, str]:
    """Return the first key of each of `NAMED_KEYS`."""
    return {each: keymap.first_key(each) for each in NAMED_KEYS}


def notebook_hints(
    keymap: Keymap, folder: Path, *, has_rows: bool, can_fold: bool
) -> tuple[list[KeyHint], list[KeyHint]]:
    """Return the keys at the left and at the right that have a meaning now."""
    always = keymap.hints("notebook", always=True)
    if has_rows:
        omitted = () if can_fold else ("notebook.fold",)
        return keymap.hints("notebook", omit=omitted), always
    begin = (keymap.first_key("notebook.begin"), tr("key.notebook.begin"))
    leave = (keymap.first_key("notebook.leave"), tr("hint.notebook.leave"))
    away = (keymap.first_key("notebook.archived"), tr("hint.notebook.archived"))
    is_away = len(folders_of(folder)) > 1
    return [begin, *([away] if is_away else [])], [leave, *always]


def retention_reminder(
    notebook: Notebook, summaries: Sequence[Summary], years: int, today: date
) -> Message | None:
    """Return a reminder of people past the retention period; None if there are none."""
    with suppress(AfspraakError):
        known = [*summaries, *notebook.archive.summaries()]
        return overdue_line(people_past_retention(known, years, today), years)
    return None
