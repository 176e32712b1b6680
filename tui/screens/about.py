"""Subject access on screen: all data about the other partner of a conversation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from ...data.notebook.summary import Summary
from ...widgets.language import spoken, tr
from ..controllers.context.show_errors import show_errors
from ..environment import environment_of
from .previous_minutes import MarkdownScreen


def show_about(
    app: App[Any], folder: Path, chosen: Summary, show_status: Callable[[str], None]
) -> None:
    """Show all data about the other partner of `chosen`; call `show_status` if that fails."""
    from ...data.privacy.subject_access import collect_subject_data
    from ...data.privacy.subject_access_report import subject_data_markdown

    hosts, user = environment_of(app).hosts, environment_of(app).user
    with show_errors(show_status):
        found = collect_subject_data(folder, chosen.partner, hosts, user=user)
        text = subject_data_markdown(spoken(), found)
        title, pane = tr("subject_access.title", name=chosen.partner), tr("subject_access.pane")
        app.push_screen(MarkdownScreen(title, pane, text))
