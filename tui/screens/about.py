"""Subject access on screen: all data about the other partner of a conversation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from ...data.errors import AfspraakError
from ...data.notebook.summary import Summary
from ...widgets.language import spoken, tr
from ..environment import environment_of
from .previous_minutes import MarkdownScreen


def show_about(
    app: App[Any], folder: Path, chosen: Summary, show_status: Callable[[str], None]
) -> None:
    """Show all data about the other partner of `chosen`; call `show_status` if that fails."""
    from ...data.privacy.subject_access import collect_subject_data
    from ...data.privacy.subject_access_report import subject_data_markdown

    try:
        found = collect_subject_data(
            folder, chosen.partner, environment_of(app).hosts, user=environment_of(app).user
        )
        text = subject_data_markdown(spoken(), found)
    except AfspraakError as error:
        show_status(tr(error.message))
        return
    app.push_screen(MarkdownScreen(tr("subject_access.title", name=chosen.partner), text))
