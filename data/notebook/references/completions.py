"""The references that begin with what a user typed, for the completion of a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ids import Slug
from ...text.plain_words import search_words
from ...text.sanitize import clean_line
from .reference import parse_reference
from .resolve import choices_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..notebook import Notebook
    from .known import Known, KnownConversations


def complete_reference(notebook: Notebook, prefix: str) -> list[str]:
    """Return references that begin with `prefix`.

    Those are slugs, else words of names; behind a name with a colon kinds and years, and with an at
    sign numbers. None that a terminal could execute. Raises StorageError for an unreadable folder.
    """
    who, colon, _ = prefix.rpartition(":")
    if not colon:
        who, at, _ = prefix.rpartition("@")
        if not at:
            return _clean(prefix, notebook.slugs()) or _clean(prefix, _name_words(notebook))
    reference = parse_reference(who)
    if reference is None or reference.is_empty:
        return []
    conversations = notebook.index.known()
    choices, _ = choices_of(reference._replace(number=1), conversations)
    slugs = {slug for choice in choices for slug in choice.slugs}
    if not colon:
        return _clean(prefix, (f"{who}@{number}" for number in range(1, len(slugs) + 1)))
    known = [each for each in conversations.all if each.slug in slugs]
    return _clean(prefix, (f"{who}:{word}" for each in known for word in _selectors(each)))


def _selectors(known: Known) -> list[str]:
    year = known.period or known.date[:4]
    return [word for word in (known.kind, year) if word]


def _name_words(notebook: Notebook) -> Iterable[str]:
    conversations: KnownConversations = notebook.index.known()
    for known in conversations.all:
        for name in conversations.named(known):
            yield from name.lower().split()
            yield from search_words(name)


def _clean(prefix: str, words: Iterable[str | Slug]) -> list[str]:
    found = dict.fromkeys(word for word in words if word.startswith(prefix))
    return [word for word in found if clean_line(word) == word]
