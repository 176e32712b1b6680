"""The user's settings. Wrong values are told and passed over: the program always starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .language import LANGUAGES, say


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose in `settings.toml`."""

    language: str = ""
    """"nl" or "en"; empty follows the locale."""
    name: str = ""
    """The user's own name, filled in when a conversation is begun."""
    notebook: str = ""
    """The folder of the notebook; empty means the usual place."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Key names by the id of their binding, as `afspraak` shows them in its help."""
    faults: tuple[str, ...] = ()
    """What was wrong in the file, in words."""


def read_settings(path: Path) -> Settings:
    """The settings in a TOML file; the defaults where there is none. Never raises."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        return Settings(faults=(say("settings.unreadable", path=path, reason=error),))
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Settings(faults=(say("settings.unreadable", path=path, reason=error),))
    settings = Settings()
    faults: list[str] = []
    for name, value in values.items():
        fault = _fault(name, value)
        if fault:
            line = _line_of(text, name)
            faults.append(say("settings.fault", path=path, line=line, name=name, reason=fault))
        else:
            settings = replace(settings, **{name: value})
    return replace(settings, faults=tuple(faults))


def _fault(name: str, value: Any) -> str:
    if name == "language":
        return "" if value in LANGUAGES else say("settings.choices", choices=", ".join(LANGUAGES))
    if name in ("name", "notebook"):
        return "" if isinstance(value, str) else say("settings.text")
    if name == "keys":
        sound = isinstance(value, dict) and all(isinstance(key, str) for key in value.values())
        return "" if sound else say("settings.keys")
    return say("settings.unknown")


def _line_of(text: str, name: str) -> int:
    """The line (from 1) on which a setting stands."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().removeprefix("[").startswith(name):
            return number
    return 1
