"""Which themes there are: the terminal's own colours, and those that Textual brings."""

from __future__ import annotations

from ...data.settings.settings import Settings

TERMINAL_THEMES = ("ansi-dark", "ansi-light")
"""The terminal's own 16 colours; known without asking Textual, which takes long to load."""


def with_known_theme(settings: Settings) -> Settings:
    """The settings with a theme that exists: the usual one, and a fault, where it does not."""
    if settings.theme in TERMINAL_THEMES:
        return settings
    from textual.theme import BUILTIN_THEMES

    if settings.theme in BUILTIN_THEMES:
        return settings
    choices = ", ".join(dict.fromkeys((*TERMINAL_THEMES, *BUILTIN_THEMES)))
    fault = settings.fault("theme", "settings.choices", choices=choices)
    return settings._replace(theme=Settings().theme).with_faults([fault])
