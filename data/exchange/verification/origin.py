"""Find the conversations that minutes may be of, by what the minutes say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ...approval.content_digest import digest_of
from ...errors import AfspraakError
from ...ids import MANAGER
from ...minutes.understanding import understand
from ...model.conversation import Conversation
from ...notebook.notebook import Notebook
from ...notebook.summary import Summary
from ...session.user import SYSTEM_USER, User
from ...storage.database import ConversationDatabase
from ...storage.loader import read_validated
from ...text.lazy_pattern import lazy_pattern

_DIGEST = lazy_pattern(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_MOST = 8
"""The most conversations that are returned without a digest of theirs in the text."""


class _Likeness(NamedTuple):
    """What minutes and a conversation have in common."""

    names: bool
    date: bool
    title: bool
    kind: bool

    @property
    def suffices(self) -> bool:
        """Whether the minutes may be of that conversation."""
        return self.names and (self.date or self.title)


def conversations_of(text: str, notebook: Notebook, *, user: User = SYSTEM_USER) -> list[Path]:
    """Return the conversations of a notebook that minutes may be of, likeliest first.

    One with a digest that stands in the text comes first; then those with the same two names, and
    the same date or title. Raises StorageError if the folder cannot be read.
    """
    found = understand(text, MANAGER)
    told = found.conversation if found else None
    likeness = {
        summary.path: _likeness(summary, told)
        for summary in notebook.summaries()
        if summary.fault is None
    }
    ordered = sorted(likeness, key=lambda path: likeness[path], reverse=True)
    same = list(islice(_with_digest(ordered, set(_DIGEST.findall(text)), user), 1))
    alike = [path for path in ordered if likeness[path].suffices and path not in same]
    return [*same, *alike[:_MOST]]


def _likeness(summary: Summary, told: Conversation | None) -> _Likeness:
    if told is None:
        return _Likeness(names=False, date=False, title=False, kind=False)
    header = told.header
    names = [sorted(name.casefold() for name in each if name)
             for each in (summary.names, [partner.name for partner in told.partners])]  # fmt: skip
    return _Likeness(
        names=names[0] == names[1] != [],
        date=summary.date is not None and summary.date == header.date,
        title=summary.title != "" and summary.title == header.title,
        kind=summary.kind == header.kind,
    )


def _with_digest(paths: list[Path], digests: set[str], user: User) -> Iterator[Path]:
    """Yield the conversations whose content digest is one of these."""
    for path in paths if digests else ():
        with suppress(AfspraakError):
            tables = read_validated(ConversationDatabase(path, keyring=user.keyring)).tables
            if digest_of(tables) in digests:
                yield path
