"""What is kept about the partner of a conversation, over the whole screen, only to be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import tr
from ...data.notebook.summary import Summary
from .previous_minutes import EarlierMinutes


def show_about(app: App[Any], folder: Path, chosen: Summary, tell: Callable[[str], None]) -> None:
    """Show it for the other partner of the chosen conversation, or `tell` why that cannot be."""
    from ...data.privacy.subject_access import about
    from ...data.privacy.subject_access_report import about_markdown

    try:
        text = about_markdown(about(folder, chosen.partner))
    except AfspraakError as error:
        tell(str(error))
        return
    app.push_screen(EarlierMinutes(tr("subject_access.title", name=chosen.partner), text))
