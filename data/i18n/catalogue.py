"""The languages afspraak speaks: message catalogues, and which one holds.

A message is looked up by a stable key and filled in with `str.format`. The catalogues are plain
modules in `locale/`, so they load from compiled byte code; a test keeps the languages alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

LANGUAGES = ("en", "nl")

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the locale, in the order that POSIX gives them (XBD 8.2)."""


class Catalogue:
    """The messages of one language: `words("saved", time="14:02")`."""

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        self.language = language
        self._messages = messages

    def __call__(self, key: str, **values: object) -> str:
        """The message under `key`, filled in. Raises KeyError where there is none."""
        message = self._messages[key]
        return message.format(**values) if values else message

    def __contains__(self, key: str) -> bool:
        return key in self._messages


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language; English where we do not speak it."""
    known = language if language in LANGUAGES else "en"
    return Catalogue(known, import_module(f".locale.{known}", __package__).MESSAGES)


class _Spoken:
    language = "en"


def speak(language: str) -> None:
    """Choose the language of screens and messages, for the whole process."""
    _Spoken.language = language if language in LANGUAGES else "en"


def spoken() -> str:
    """The language of screens and messages."""
    return _Spoken.language


def say(key: str, **values: object) -> str:
    """A message in the language of screens and messages."""
    return catalogue(_Spoken.language)(key, **values)


def from_locale(environment: Mapping[str, str]) -> str:
    """The language of the locale: that of the first of its variables that is set."""
    for name in LOCALE:
        if value := environment.get(name):
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"
