"""An edition of the minutes: what they say beside what is in the conversation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..ids import PartnerId
from ..kinds.record_form import Chapter, record_form_of
from ..model.conversation import Conversation, Role
from ..model.last_change import last_change
from .left_out import LeftOut, left_out_of


class Version(StrEnum):
    """For whom the minutes are."""

    FULL = "full"
    """For the two who talked: the full record."""
    FILE = "file"
    """For a personnel file, or for somebody who was not there: an excerpt."""


_ALL_CHAPTERS = frozenset(Chapter)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the minutes of a conversation."""

    title: str
    keeping: str
    """How long they are kept, and the rights of whom they are about."""
    roles: Mapping[Role, str]
    """What the two partners are called, with a capital."""
    version: Version = Version.FULL
    chapters: frozenset[Chapter] = _ALL_CHAPTERS
    digest: str = ""
    """The content digest of the conversation; not told if empty."""
    as_of: str = ""
    """The UTC time of the last change; not told if empty."""
    authors: bool = True
    """Whether the notes say who wrote what."""
    front_matter: bool = False
    void: frozenset[PartnerId] = frozenset()
    """The partners whose stance does not hold any more."""
    left_out: tuple[LeftOut, ...] = ()
    """What of the conversation is left out, as it is told."""

    @property
    def is_file(self) -> bool:
        """Whether it is the file version."""
        return self.version is Version.FILE

    def has(self, chapter: Chapter) -> bool:
        """Return whether it may have a chapter."""
        return chapter in self.chapters


def edition_of(
    conversation: Conversation,
    version: Version = Version.FULL,
    *,
    digest: str = "",
    authors: bool = True,
    front_matter: bool = False,
    void: Collection[PartnerId] = (),
) -> Edition:
    """Return the edition of a conversation that its kind describes; the values are as above."""
    form = record_form_of(conversation)
    notice = (form.notice.keep.strip(), form.notice.rights.strip())
    is_file = version is Version.FILE
    chapters = frozenset(form.file_chapters) if is_file else _ALL_CHAPTERS
    return Edition(
        title=form.title_of(conversation),
        keeping=" ".join(filter(None, notice)),
        roles=form.roles,
        version=version,
        chapters=chapters,
        digest=digest,
        as_of=last_change(conversation),
        authors=authors,
        front_matter=front_matter,
        void=frozenset(void),
        left_out=left_out_of(conversation, chapters, is_file=is_file),
    )
