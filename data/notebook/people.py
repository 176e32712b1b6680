"""The people in a notebook, and every file that belongs to a conversation."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import NotFoundError, StorageError, UsageError
from ..i18n.catalogue import Message
from ..ids import Login, Slug
from ..model.checklist.private_answers import private_file_partner
from ..model.conversation import Conversation, Partner
from ..session.participant import proven
from ..session.private_file import read_private
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..storage.siblings import journal_folder, side_files
from ..system.files.file_errors import display_path
from ..system.files.memory_folders import memory_folders
from ..system.paths import is_file, is_folder
from ..text.plain_words import has_words, search_words
from ..text.sanitize import clean_line
from .notebook import slug_of
from .places.file_names import files_by_slug
from .places.folders import folders_of
from .summary import SUFFIX, read_conversation, slug_at

_MAX_NAMED = 8
"""The most people that an error names if several match."""


@dataclass(frozen=True, slots=True)
class ConversationFiles:
    """A conversation as far as it can be read, and its files."""

    path: Path
    """Its own file, which may be gone."""
    files: tuple[Path, ...]
    """All files that belong to it, its own included; folders hold journals and working copies."""
    conversation: Conversation | None = None
    user: User = SYSTEM_USER
    """Who reads it."""
    fault: Message | None = None
    """Why its own file cannot be read; `conversation` is then that of a copy, or None."""

    @property
    def slug(self) -> Slug:
        """Its name in the notebook."""
        return slug_at(self.path)

    def me(self) -> str | None:
        """Return the id of the partner who is at this terminal; None if it is not proven."""
        private = read_private(self.path, keyring=self.user.keyring)
        fields = private.fields if private else {}
        if self.conversation is None:
            return private_file_partner(fields) or None
        return proven(self.conversation, fields, user=self.user)


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the notebook, and the conversations with them."""

    name: str
    conversations: tuple[ConversationFiles, ...] = ()
    logins: tuple[Login, ...] = ()

    def partner(self, talk: ConversationFiles) -> Partner | None:
        """Return their partner in a conversation; None if only its file name mentions them."""
        partners = talk.conversation.partners if talk.conversation else ()
        return next((p for p in partners if _is_same_name(p.name, self.name)), None)

    def without_own(self) -> Person:
        """Return the person with only the conversations in which they are not the user."""
        return replace(
            self, conversations=tuple(talk for talk in self.conversations if not self._is_me(talk))
        )

    def _is_me(self, talk: ConversationFiles) -> bool:
        partners = talk.conversation.partners if talk.conversation else ()
        named = {partner.id for partner in partners if _is_same_name(partner.name, self.name)}
        return bool(named) and named <= {talk.me()}


def conversation_files_in(folder: Path, *, user: User = SYSTEM_USER) -> list[ConversationFiles]:
    """Return all conversations of a notebook, by name; archived and deleted ones last.

    Raises StorageError.
    """
    found = [(place, files_by_slug(place)) for place in folders_of(folder)]
    return [
        _read_files(place / f"{slug}{SUFFIX}", files[slug], user=user)
        for place, files in found
        for slug in sorted(files)
    ]


def people_of(talks: Iterable[ConversationFiles]) -> list[Person]:
    """Return all partners of these conversations, by name."""
    talks = list(talks)
    names: dict[str, str] = {}
    for talk in talks:
        for partner in talk.conversation.partners if talk.conversation else ():
            if key := _key(partner.name):
                names.setdefault(key, partner.name)
    people = [Person(names[key]) for key in sorted(names)]
    slugs = {slug_of(person.name): person.name for person in people}
    return [_complete(person, talks, slugs) for person in people]


def find_person(people: Sequence[Person], wanted: str) -> Person:
    """Return the person with this name, an unambiguous beginning or words of it, or this login.

    Words are compared as in references: beginnings will do, and accents do not count.

    Raises NotFoundError for nobody, and UsageError, which names them, for several.
    """
    key = _key(wanted)
    exact = [person for person in people if _key(person.name) == key]
    logged = [person for person in people if wanted in person.logins]
    starting = [person for person in people if key and _key(person.name).startswith(key)]
    words = search_words(wanted)
    alike = [person for person in people if words and has_words(search_words(person.name), words)]
    found = exact or logged or starting or alike
    if not found:
        raise NotFoundError("privacy.person.none", name=display_path(wanted))
    if len(found) > 1:
        listed = "\n".join(
            f"  {display_path(person.name)}  ({', '.join(map(display_path, person.logins)) or '-'})"
            for person in found[:_MAX_NAMED]
        )
        raise UsageError("privacy.person.several", name=display_path(wanted), people=listed)
    return found[0]


def is_whole_name(person: Person, wanted: str) -> bool:
    """Return whether this is the person's whole name or login, not only its beginning."""
    return _is_same_name(person.name, wanted) or wanted in person.logins


def _complete(person: Person, talks: Iterable[ConversationFiles], slugs: dict[Slug, str]) -> Person:
    own_talks = tuple(
        talk
        for talk in talks
        if person.partner(talk) is not None
        or (talk.conversation is None and _named_in(talk.slug, slugs) == person.name)
    )
    partners = [partner for talk in own_talks if (partner := person.partner(talk))]
    logins = sorted({partner.login for partner in partners if partner.login})
    return replace(person, conversations=own_talks, logins=tuple(logins))


def _named_in(slug: Slug, slugs: dict[Slug, str]) -> str:
    """Return the person whose name the slug of a conversation begins with; "" for none."""
    matches = [
        slug_start
        for slug_start in slugs
        if slug_start and re.match(re.escape(slug_start) + r"(?![^\W_])", slug)
    ]
    return slugs[max(matches, key=len)] if matches else ""


def _read_files(path: Path, files: list[Path], *, user: User) -> ConversationFiles:
    in_memory = (folder.parent for folder in memory_folders(path))
    files = sorted({*files, *_link_targets(files), *in_memory})
    talk = ConversationFiles(path, tuple(files), user=user)
    if path in files:
        try:
            has_journals = is_folder(journal_folder(path))
            conversation = (
                Session.open_read_only(path, user=user).full_conversation()
                if has_journals
                else read_conversation(path, user=user)
            )
            return replace(talk, conversation=conversation)
        except StorageError as error:
            talk = replace(talk, fault=error.message)
    else:
        talk = replace(talk, fault=Message("privacy.person.gone", file=display_path(path)))
    for copy in files:  # whichever copy can be read
        if copy != path and is_file(copy):
            with suppress(StorageError):
                return replace(talk, conversation=read_conversation(copy, user=user))
    return talk


def _link_targets(files: Iterable[Path]) -> Iterator[Path]:
    """Yield the targets of this user's symbolic links, and the files beside them."""
    for path in files:
        with suppress(OSError, StorageError):
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode) and status.st_uid == os.geteuid():
                real = path.resolve(strict=True)
                if is_file(real):
                    yield real
                    yield from side_files(real)


def _key(name: str) -> str:
    return clean_line(name).casefold()


def _is_same_name(name: str, other: str) -> bool:
    return _key(name) == _key(other)
