"""Messages, and the catalogues that render them in a language.

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


class Message:
    """A message in no language yet: a key and values, which a `Catalogue` renders.

    A value may be a Message itself, a tuple of texts and Messages, which are rendered with commas
    between them, or a function that makes a text in a language: a date in words.
    """

    __slots__ = ("key", "values")

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values: Mapping[str, object] = values

    @classmethod
    def counted(cls, key: str, count: int, /, **values: object) -> Message:
        """Return a message that depends on a number: `key.one` for one, `key.other` for others.

        The names are those of Unicode's plural categories; English and Dutch have just these two.
        """
        return cls(f"{key}.one" if count == 1 else f"{key}.other", count=count, **values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return self.key == other.key and self.values == other.values

    def __hash__(self) -> int:
        return hash((self.key, *self.values))

    def __repr__(self) -> str:
        values = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f"Message({self.key!r}{values})"

    def __format__(self, spec: str) -> str:
        raise TypeError("a Message has no language: render it with a catalogue")

    def __str__(self) -> str:
        """Return the English text, for logs and tests; a catalogue renders it for people."""
        return catalogue("en")(self)


class Catalogue:
    """The messages of one language: `words("desk.exported", path="minutes.md")`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: str | Message, /, **values: object) -> str:
        """Return a Message, or the message under a key, filled in. Raises KeyError if unknown."""
        if isinstance(message, Message):
            return self(message.key, **message.values)
        text = messages(self.language, message.partition(".")[0])[message]
        if not values:
            return text
        return text.format(**{name: self._rendered(value) for name, value in values.items()})

    def text(self, value: Message | str) -> str:
        """Return a Message filled in, and a text as it is."""
        return self(value) if isinstance(value, Message) else value

    def _rendered(self, value: object) -> object:
        if isinstance(value, Message):
            return self(value)
        if isinstance(value, tuple):
            return ", ".join(str(self._rendered(part)) for part in value)
        return value(self) if callable(value) else value

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


def language_from_locale(environment: Mapping[str, str]) -> str:
    """Return the language of the locale: that of the first of its variables that is set."""
    for name in LOCALE:
        if value := environment.get(name):
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"
