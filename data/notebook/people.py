"""Whom a notebook is about: the people in it, and every file that a conversation left there.

A file belongs to the conversation whose name it bears: previous copies, journals, the private file,
what was damaged, temporaries, and what a folder syncer left of any of them.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import NotFoundError, StorageError, UsageError
from ..i18n.catalogue import tr
from ..model.conversation import Conversation, Partner
from ..model.private_answers import private_file_partner
from ..session.participant import proven
from ..session.private_file import read_private
from ..session.session import Session
from ..storage.siblings import journal_folder, side_files
from ..system.file_errors import display_path
from ..system.memory_folders import memory_folders
from ..text.sanitize import clean_line
from .notebook import slug_of
from .summary import SUFFIX, is_conversation, read_conversation, unreadable_notebook

_HIDDEN = re.compile(r"(?:[.#~]|syncthing[.~])+")
"""How the names of temporary files begin: ours, editors' and syncers'."""
_PART = re.compile(r"\.(?:json|private|log)(?![a-zA-Z0-9])")
"""Where in the name of a file the name of its conversation ends."""
_JOURNALS = re.compile(r"\.log(\.damaged(\.\d+)?)?$")
"""How the names of folders of journals end, also of those that were put aside."""
_NAMED = 8
"""So many people are named where several can be meant."""


@dataclass(frozen=True, slots=True)
class ConversationFiles:
    """A conversation as far as it can be read, and its files."""

    path: Path
    """Its own file, which need not be there any more."""
    files: tuple[Path, ...]
    """Everything that belongs to it, that file too; folders hold journals and working copies."""
    conversation: Conversation | None = None
    fault: str = ""
    """Why its own file cannot be read; `conversation` is then that of a copy, or None."""

    @property
    def slug(self) -> str:
        """What it is called in the notebook."""
        return self.path.name.removesuffix(SUFFIX)

    def me(self) -> str | None:
        """The id of the partner who is at this terminal; None while nothing proves who that is."""
        private = read_private(self.path)
        fields = private.fields if private else {}
        if self.conversation is None:
            return private_file_partner(fields) or None
        return proven(self.conversation, fields)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the notebook, and the conversations with them."""

    name: str
    conversations: tuple[ConversationFiles, ...] = ()
    logins: tuple[str, ...] = ()

    def partner(self, talk: ConversationFiles) -> Partner | None:
        """Who they are in one of their conversations; None where only its name tells of them."""
        partners = talk.conversation.partners if talk.conversation else ()
        return next((p for p in partners if _same(p.name, self.name)), None)

    def without_own(self) -> Person:
        """The same, with the conversations in which they are not who is at this terminal."""
        return replace(
            self, conversations=tuple(talk for talk in self.conversations if not self._is_me(talk))
        )

    def _is_me(self, talk: ConversationFiles) -> bool:
        partners = talk.conversation.partners if talk.conversation else ()
        named = {partner.id for partner in partners if _same(partner.name, self.name)}
        return bool(named) and named <= {talk.me()}


def conversation_files_in(folder: Path) -> list[ConversationFiles]:
    """All that a notebook holds, by name. Raises StoreError where the folder cannot be read."""
    try:
        with os.scandir(folder) as entries:
            found = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable_notebook(folder, error) from error
    slugs = {name.removesuffix(SUFFIX) for name in found if is_conversation(os.fsencode(name))}
    files: dict[str, list[Path]] = {}
    for name, is_folder in found.items():
        slug = _slug_in(name, slugs)
        if slug and (not is_folder or _JOURNALS.search(name)):
            files.setdefault(slug, []).append(folder / name)
    return [_read(folder / f"{slug}{SUFFIX}", files[slug]) for slug in sorted(files)]


def people_of(talks: Iterable[ConversationFiles]) -> list[Person]:
    """Everybody who takes part in these conversations, by name."""
    talks = list(talks)
    names: dict[str, str] = {}
    for talk in talks:
        for partner in talk.conversation.partners if talk.conversation else ():
            if key := _key(partner.name):
                names.setdefault(key, clean_line(partner.name))
    people = [Person(names[key]) for key in sorted(names)]
    slugs = {slug_of(person.name): person.name for person in people}
    return [_complete(person, talks, slugs) for person in people]


def find_person(people: Sequence[Person], wanted: str) -> Person:
    """The one whose name, its unambiguous beginning or login name this is.

    Raises NothingFoundError where it is nobody, and UsageError, which names them, for several.
    """
    key = _key(wanted)
    exact = [person for person in people if _key(person.name) == key]
    logged = [person for person in people if wanted in person.logins]
    begun = [person for person in people if key and _key(person.name).startswith(key)]
    found = exact or logged or begun
    if not found:
        raise NotFoundError(tr("privacy.person.none", name=display_path(wanted)))
    if len(found) > 1:
        several = "\n".join(
            f"  {display_path(person.name)}  ({', '.join(map(display_path, person.logins)) or '-'})"
            for person in found[:_NAMED]
        )
        raise UsageError(tr("privacy.person.several", name=display_path(wanted), people=several))
    return found[0]


def is_whole_name(person: Person, wanted: str) -> bool:
    """Whether this is the person's whole name or login name, and not its beginning alone."""
    return _same(person.name, wanted) or wanted in person.logins


def _complete(person: Person, talks: Iterable[ConversationFiles], slugs: dict[str, str]) -> Person:
    theirs = tuple(
        talk
        for talk in talks
        if person.partner(talk) is not None
        or (talk.conversation is None and _named_in(talk.slug, slugs) == person.name)
    )
    partners = [partner for talk in theirs if (partner := person.partner(talk))]
    logins = sorted({partner.login for partner in partners if partner.login})
    return replace(person, conversations=theirs, logins=tuple(logins))


def _named_in(slug: str, slugs: dict[str, str]) -> str:
    """Who the name of a conversation tells of: it begins with that of the other partner."""
    named = [one for one in slugs if one and re.match(re.escape(one) + r"(?![^\W_])", slug)]
    return slugs[max(named, key=len)] if named else ""


def _slug_in(name: str, slugs: set[str]) -> str:
    """The conversation that a file of this name belongs to; empty where it is none of ours."""
    for bare in (name, _HIDDEN.sub("", name, count=1) if _HIDDEN.match(name) else name):
        ends = [match.start() for match in _PART.finditer(bare)]
        for end in reversed(ends):
            if bare[:end] in slugs:
                return bare[:end]
    return bare[: ends[0]] if ends else ""


def _read(path: Path, files: list[Path]) -> ConversationFiles:
    in_memory = (folder.parent for folder in memory_folders(path))
    files = sorted({*files, *_link_targets(files), *in_memory})
    talk = ConversationFiles(path, tuple(files))
    if path in files:
        try:
            look = journal_folder(path).is_dir()
            told = (
                Session.open_read_only(path).full_conversation()
                if look
                else read_conversation(path)
            )
            return replace(talk, conversation=told)
        except StorageError as error:
            talk = replace(talk, fault=str(error))
    else:
        talk = replace(talk, fault=tr("privacy.person.gone", file=display_path(path)))
    for copy in files:  # whatever can be read tells whose it is
        if copy != path and copy.is_file():
            with suppress(StorageError):
                return replace(talk, conversation=read_conversation(copy))
    return talk


def _link_targets(files: Iterable[Path]) -> Iterator[Path]:
    """What links of this user's lead to, and what stands beside that."""
    for path in files:
        with suppress(OSError, StorageError):
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode) and status.st_uid == os.geteuid():
                real = path.resolve(strict=True)
                if real.is_file():
                    yield real
                    yield from side_files(real)


def _key(name: str) -> str:
    return clean_line(name).casefold()


def _same(one: str, other: str) -> bool:
    return _key(one) == _key(other)
