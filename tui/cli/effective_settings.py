"""Effective settings: option, environment variable, settings file or default, in that order.

The command line uses these values and `afspraak settings` prints them, so the two cannot differ.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from ...data.i18n.catalogue import LANGUAGES, LOCALE, language_from_locale
from ...data.settings.settings import Settings
from ...data.system.paths import notebook_folder, user_path, working_folder
from ...widgets.language import tr

Kind = Literal["option", "environment", "file", "system", "usual"]


Value = str | bool | int | Path | tuple[str, ...] | None


class EffectiveSetting(NamedTuple):
    """One setting: its effective value, and the source of it.

    `by` is the option or variable; `line` is the line in the settings file, from 1, and 0 for
    another source.
    """

    name: str
    value: Value
    source: Kind = "usual"
    by: str = ""
    line: int = 0

    def describe_source(self, file: str) -> str:
        """Return the source in words; `file` is the name of the settings file."""
        return tr(f"settings.source.{self.source}", name=self.by, file=file, line=self.line)


def language(asked: str | None, settings: Settings) -> EffectiveSetting:
    """Return the language of screens and messages; `asked` is the value of `--lang`."""
    if asked:
        return EffectiveSetting("language", asked, "option", "--lang")
    if settings.language:
        return _from_file("language", settings.language, settings)
    variable = next((name for name in LOCALE if os.environ.get(name)), "")
    source: Kind = "environment" if variable else "usual"
    return EffectiveSetting("language", language_from_locale(os.environ), source, variable)


def asked_language(words: Sequence[str]) -> str | None:
    """Read `--lang` from the arguments before there is a parser: its help is in that language."""
    for position, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and position + 1 < len(words):
            value = words[position + 1]
        if value in LANGUAGES:
            return value
    return None


def notebook(options: argparse.Namespace, settings: Settings) -> EffectiveSetting:
    """Return the folder of the notebook."""
    if options.notebook:
        chosen = user_path(options.notebook)
        if not chosen.is_absolute():
            working_folder()  # without that folder, it is a plain word
        return EffectiveSetting("notebook", chosen, "option", "--notebook")
    if os.environ.get("AFSPRAAK_NOTEBOOK"):
        return EffectiveSetting("notebook", notebook_folder(), "environment", "AFSPRAAK_NOTEBOOK")
    if settings.notebook:
        return _from_file("notebook", settings.notebook, settings)
    return EffectiveSetting("notebook", notebook_folder())


def mouse(options: argparse.Namespace, settings: Settings) -> EffectiveSetting:
    """Return whether to use the mouse. GNU screen, which sets $STY, passes it on badly."""
    if getattr(options, "no_mouse", False):
        return EffectiveSetting("mouse", False, "option", "--no-mouse")
    if os.environ.get("STY"):
        return EffectiveSetting("mouse", False, "environment", "STY")
    return _from_file("mouse", settings.mouse, settings)


def driver(options: argparse.Namespace, settings: Settings) -> EffectiveSetting:
    """Return the driver that draws the screens; $TEXTUAL_DRIVER selects one of Textual's."""
    if getattr(options, "driver", None):
        return EffectiveSetting("driver", options.driver, "option", "--driver")
    if os.environ.get("TEXTUAL_DRIVER"):
        return EffectiveSetting("driver", "textual", "environment", "TEXTUAL_DRIVER")
    return _from_file("driver", settings.driver, settings)


def effective_settings(options: argparse.Namespace, settings: Settings) -> list[EffectiveSetting]:
    """Return every setting but the keys, in the order in which they are printed."""
    from ...data.storage.encryption.keyring import Keyring
    from ...data.system.paths import home_relative
    from ...data.system.user import full_name, login_name

    name = EffectiveSetting("name", full_name() or login_name(), "system")
    return [
        language(options.lang, settings),
        _from_file("name", settings.name, settings) if settings.name else name,
        notebook(options, settings),
        _from_file("theme", settings.theme, settings),
        _from_file("author_colours", settings.author_colours, settings),
        _from_file("templates", settings.templates, settings),
        _from_file("kinds", tuple(map(home_relative, settings.kinds)), settings),
        _from_file("only_kinds", settings.only_kinds, settings),
        _from_file("idle_lock", settings.idle_lock, settings),
        _from_file(
            "identities", tuple(map(home_relative, Keyring(settings.identities).files)), settings
        ),
        _from_file("clock", settings.clock, settings),
        _from_file("hints", settings.hints, settings),
        mouse(options, settings),
        _from_file("keep_years", settings.keep_years, settings),
        _from_file("checklist_width", settings.checklist_width, settings),
        driver(options, settings),
        _from_file("sharing.url", settings.sharing_url, settings),
        _from_file("sharing.listen", settings.sharing_listen, settings),
        _from_file("sharing.hosts", settings.sharing_hosts, settings),
    ]


def _from_file(name: str, value: Value, settings: Settings) -> EffectiveSetting:
    """Return a setting of the file, or its default if it is absent or invalid there."""
    wrong = any(fault.name == name for fault in settings.faults)
    line = 0 if wrong else settings.lines.get(name, 0)
    return EffectiveSetting(name, value, "file" if line else "usual", line=line)
