"""Gather what `afspraak diagnose` tells."""

from __future__ import annotations

from typing import NamedTuple

from ...notebook.notebook import Notebook
from ...settings.settings import Settings
from ...sync.folder.shared_folders import shared_parent
from ...system.clock import local_zone
from ...system.installation import Installer, installer
from .counts import Counts, count
from .libraries import Library, libraries
from .places import Place, read_places
from .problems import Problem, find_problems
from .terminal import Terminal, read_locale, read_terminal


class Diagnosis(NamedTuple):
    """The state of an installation, without a word of a conversation."""

    installer: Installer
    libraries: list[Library]
    terminal: Terminal
    locale: str
    zone: str
    places: list[Place]
    counts: Counts
    problems: list[Problem]


def diagnose(notebook: Notebook, settings: Settings, *, draws: bool) -> Diagnosis:
    """Return the state of this installation; `draws` is whether the screens can be drawn."""
    known, terminal = libraries(), read_terminal()
    places = read_places(notebook.folder, shared_parent())
    counts = count(notebook)
    problems = find_problems(places, counts, known, terminal, settings, draws=draws)
    return Diagnosis(
        installer(), known, terminal, read_locale(), local_zone(), places, counts, problems
    )
