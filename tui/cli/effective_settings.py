"""What holds for this call, and where it comes from: option, environment, settings file or usual.

The command line asks this to act on it, and `afspraak settings` to tell it, so that the two can
never differ.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from ...data.i18n.catalogue import LANGUAGES, LOCALE, language_from_locale, tr
from ...data.settings.settings import Settings
from ...data.system.paths import notebook_folder, user_path, working_folder

Kind = Literal["option", "environment", "file", "system", "usual"]


Value = str | bool | int | Path | tuple[str, ...] | None


class EffectiveSetting(NamedTuple):
    """One setting: what holds, and where that comes from.

    `by` is the option or variable; `line` counts from 1 in the settings file, 0 where it is not
    from there.
    """

    name: str
    value: Value
    source: Kind = "usual"
    by: str = ""
    line: int = 0

    def describe_source(self, file: str) -> str:
        """The source in words; `file` is how the settings file is called."""
        return tr(f"settings.source.{self.source}", name=self.by, file=file, line=self.line)


def language(asked: str | None, settings: Settings) -> EffectiveSetting:
    """The language of screens and messages; `asked` is what `--lang` says."""
    if asked:
        return EffectiveSetting("language", asked, "option", "--lang")
    if settings.language:
        return _from_file("language", settings.language, settings)
    variable = next((name for name in LOCALE if os.environ.get(name)), "")
    source: Kind = "environment" if variable else "usual"
    return EffectiveSetting("language", language_from_locale(os.environ), source, variable)


def asked_language(words: Sequence[str]) -> str | None:
    """What `--lang` says among these words, before there is a parser, which is made in it."""
    for position, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and position + 1 < len(words):
            value = words[position + 1]
        if value in LANGUAGES:
            return value
    return None


def notebook(options: argparse.Namespace, settings: Settings) -> EffectiveSetting:
    """The folder of the notebook."""
    if options.notebook:
        chosen = user_path(options.notebook)
        if not chosen.is_absolute():
            working_folder()  # where that is gone, a plain word now
        return EffectiveSetting("notebook", chosen, "option", "--notebook")
    if os.environ.get("AFSPRAAK_NOTEBOOK"):
        return EffectiveSetting("notebook", notebook_folder(), "environment", "AFSPRAAK_NOTEBOOK")
    if settings.notebook:
        return _from_file("notebook", settings.notebook, settings)
    return EffectiveSetting("notebook", notebook_folder())


def mouse(options: argparse.Namespace, settings: Settings) -> EffectiveSetting:
    """Whether to listen to the mouse. GNU screen, which sets $STY, does not pass it on well."""
    if getattr(options, "no_mouse", False):
        return EffectiveSetting("mouse", False, "option", "--no-mouse")
    if os.environ.get("STY"):
        return EffectiveSetting("mouse", False, "environment", "STY")
    return _from_file("mouse", settings.mouse, settings)


def driver(options: argparse.Namespace, settings: Settings) -> EffectiveSetting:
    """What sends the screens to the terminal. $TEXTUAL_DRIVER asks for one of Textual's."""
    if getattr(options, "driver", None):
        return EffectiveSetting("driver", options.driver, "option", "--driver")
    if os.environ.get("TEXTUAL_DRIVER"):
        return EffectiveSetting("driver", "textual", "environment", "TEXTUAL_DRIVER")
    return _from_file("driver", settings.driver, settings)


def effective_settings(options: argparse.Namespace, settings: Settings) -> list[EffectiveSetting]:
    """Every setting but the keys, in the order in which they are told."""
    from ...data.storage.encryption.keyring import key_files
    from ...data.system.user import full_name, login_name
    from ..formatting.paths import shown_path

    name = EffectiveSetting("name", full_name() or login_name(), "system")
    return [
        language(options.lang, settings),
        _from_file("name", settings.name, settings) if settings.name else name,
        notebook(options, settings),
        _from_file("theme", settings.theme, settings),
        _from_file("author_colours", settings.author_colours, settings),
        _from_file("templates", settings.templates, settings),
        _from_file("idle_lock", settings.idle_lock, settings),
        _from_file("identities", tuple(map(shown_path, key_files())), settings),
        _from_file("clock", settings.clock, settings),
        mouse(options, settings),
        _from_file("keep_years", settings.keep_years, settings),
        driver(options, settings),
        _from_file("sharing.url", settings.sharing_url, settings),
        _from_file("sharing.listen", settings.sharing_listen, settings),
    ]


def _from_file(name: str, value: Value, settings: Settings) -> EffectiveSetting:
    """A setting that stands in the file, unless it does not, or is wrong there."""
    wrong = any(fault.name == name for fault in settings.faults)
    line = 0 if wrong else settings.lines.get(name, 0)
    return EffectiveSetting(name, value, "file" if line else "usual", line=line)
