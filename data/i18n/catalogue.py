"""The message catalogues of the languages, and the current language.

A message is looked up by a stable key and filled in with `str.format`. The first part of a key, its
prefix, is the name of its module: `approval.by.seen` is in `locale/<language>/approval.py`. A
module is imported when one of its messages is first needed. A test keeps the languages alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

LANGUAGES = ("en", "nl")

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the locale, in the order of POSIX (XBD 8.2)."""


class Catalogue:
    """The messages of one language: `words("desk.exported", path="minutes.md")`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return the message under `key`, filled in. Raises KeyError if there is none."""
        message = messages(self.language, key.partition(".")[0])[key]
        return message.format(**values) if values else message

    def __contains__(self, key: str) -> bool:
        return key in messages(self.language, key.partition(".")[0])


@cache
def messages(language: str, prefix: str) -> Mapping[str, str]:
    """Return the messages whose keys begin with `prefix`, by key. Raises KeyError if none do."""
    name = f"{__package__}.locale.{language}.{prefix}"
    try:
        result: Mapping[str, str] = import_module(name).MESSAGES
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise KeyError(prefix) from None
    return result


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language; English if we do not have it."""
    return Catalogue(language if language in LANGUAGES else "en")


class _Current:
    language = "en"


def set_language(language: str) -> None:
    """Choose the language of screens and messages, for the whole process."""
    _Current.language = language if language in LANGUAGES else "en"


def current_language() -> str:
    """Return the language of screens and messages."""
    return _Current.language


def tr(key: str, **values: object) -> str:
    """Return a message in the language of screens and messages."""
    return catalogue(_Current.language)(key, **values)


def plural(key: str, count: int, **values: object) -> str:
    """Return a message that depends on a number: `key.one` for one, `key.other` for others.

    The names are those of Unicode's plural categories; English and Dutch have just these two.
    """
    return tr(f"{key}.one" if count == 1 else f"{key}.other", count=count, **values)


def language_from_locale(environment: Mapping[str, str]) -> str:
    """Return the language of the locale: that of the first of its variables that is set."""
    for name in LOCALE:
        if value := environment.get(name):
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"
