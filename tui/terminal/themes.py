"""The themes: the terminal's own colours, and those of Textual."""

from __future__ import annotations

from ...data.i18n.catalogue import Message
from ...data.settings.settings import Settings

TERMINAL_THEMES = ("ansi-dark", "ansi-light")
"""Themes of the terminal's own 16 colours; known without importing Textual, which is slow."""


def with_known_theme(settings: Settings) -> Settings:
    """Return the settings with a theme that exists: the default, and a fault, if it does not."""
    if settings.theme in TERMINAL_THEMES:
        return settings
    from textual.theme import BUILTIN_THEMES

    if settings.theme in BUILTIN_THEMES:
        return settings
    choices = ", ".join(dict.fromkeys((*TERMINAL_THEMES, *BUILTIN_THEMES)))
    fault = settings.fault("theme", Message("settings.choices", choices=choices))
    return settings._replace(theme=Settings().theme).with_faults([fault])
