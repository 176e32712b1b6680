"""What references are compared with: each conversation by its names, kind, period and dates."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ...i18n.catalogue import LANGUAGES
from ...ids import Slug
from ...text.plain_words import search_words
from ..summary import SUFFIX, Summary

if TYPE_CHECKING:
    from ...model.conversation import Conversation


class Known(NamedTuple):
    """A conversation that a reference may mean. Of one that cannot be read only the slug is known.

    `names` are those of whom it is with: both partners if it is unknown which of them the user is.
    `date` and `created` are ISO 8601 or empty.
    """

    slug: Slug
    names: tuple[str, ...] = ()
    kind: str = ""
    kind_title: str = ""
    title: str = ""
    period: str = ""
    date: str = ""
    created: str = ""
    previous: Slug = Slug("")
    is_readable: bool = True

    def of(self, conversation: Conversation) -> Known:
        """Return it with what a locked conversation says, opened with the user's key."""
        header = conversation.header
        return self._replace(
            names=tuple(partner.name for partner in conversation.partners if partner.name),
            is_readable=True,
            kind=header.kind,
            kind_title=header.kind_title,
            title=header.title,
            period=header.period,
            date=header.date.isoformat() if header.date else "",
            created=header.created,
            previous=header.previous,
        )

    def kind_words(self) -> list[str]:
        """Return the words by which its kind is meant, in both languages."""
        return search_words(" ".join((self.kind, self.kind_title, *_built_in_titles(self.kind))))

    def title_words(self) -> list[str]:
        """Return the words of its period, title and slug, without those of the names."""
        of_names = {word for name in self.names for word in search_words(name)}
        words = search_words(f"{self.period} {self.title} {self.slug}")
        return [word for word in words if word not in of_names]


class KnownConversations:
    """All conversations of a notebook."""

    def __init__(self, all_known: Sequence[Known]) -> None:
        self.all = all_known

    @cached_property
    def _by_slug(self) -> dict[Slug, Known]:
        return {known.slug: known for known in self.all}

    @cached_property
    def _people(self) -> dict[str, str]:
        """The people by the words of their names, joined with hyphens as in slugs."""
        return {
            "-".join(search_words(name)): name for known in self.all for name in known.names if name
        }

    def named(self, known: Known) -> tuple[str, ...]:
        """Return the names of whom a conversation is with.

        For one that cannot be read, that is the person whose name its slug begins with.
        """
        if known.is_readable:
            return known.names
        slug = "-".join(search_words(known.slug))
        found = [name for name in self._people if slug == name or slug.startswith(f"{name}-")]
        return (self._people[max(found, key=len)],) if found else ()

    def age(self, known: Known) -> tuple[str, int, str, Slug]:
        """Return the key by which conversations are sorted, the newest last.

        The date counts, and without one the day on which it was begun. A follow-up is newer than
        what it follows, whatever their dates are.
        """
        day, depth, seen = _day(known), 0, {known.slug}
        before = self._by_slug.get(known.previous)
        while before is not None and before.slug not in seen:
            day, depth = max(day, _day(before)), depth + 1
            seen.add(before.slug)
            before = self._by_slug.get(before.previous)
        return day, depth, known.created, known.slug


def _built_in_titles(kind: str) -> tuple[str, ...]:
    """Return what a kind is called in each language; nothing for one that is not built in."""
    from ...templates.kind_place import builtin  # most references name no kind

    found = (builtin(kind, language) for language in LANGUAGES)
    return tuple(one.title for one in found if one is not None)


def _day(known: Known) -> str:
    return known.date or known.created[:10]


def query_known(connection: sqlite3.Connection) -> list[Known]:
    """Return the conversations of the index, without copies that other programs made."""
    rows = connection.execute(
        "SELECT name, partner, names, kind, kind_title, title, period, date, created, previous"
        " FROM file WHERE copy_of = x''"
    )
    return [
        Known(Slug(os.fsdecode(name).removesuffix(SUFFIX)), _others(partner, names), *values)
        for name, partner, names, *values in rows
    ]


def unreadable(faults: Iterable[Summary]) -> list[Known]:
    """Return the conversations that are damaged or locked."""
    return [Known(fault.slug, is_readable=False) for fault in faults]


def _others(partner: str, names: str) -> tuple[str, ...]:
    both = tuple(filter(None, names.split("\n")))
    return (partner,) if partner in both else both
