"""The notebook: a folder of conversations, one file each."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import StorageError
from ..ids import PartnerId, Slug
from ..session.user import SYSTEM_USER, User
from ..system.paths import exists, user_path
from .places.folders import archive_of
from .summary import (
    SUFFIX,
    Summary,
    is_conversation,
    slug_of_private_copy,
    sort_summaries,
    unreadable_notebook,
)

if TYPE_CHECKING:
    from ..model.conversation import Conversation
    from .agenda.board import Board
    from .index import Index, ProgressCallback

_JOURNALS = b".log"

_MAX_CHARACTERS = 60
"""The most characters in the slug of a new conversation."""
_LONGEST_BEFORE, _LONGEST_AFTER = ".", "-99.private.json.damaged.99.new"
"""What the longest name of a file of a conversation has around the slug."""
_OTHER_BYTES = len(_LONGEST_BEFORE + _LONGEST_AFTER)


class Found(NamedTuple):
    """The file of a reference. `among` is the number of conversations between which it chose."""

    path: Path
    among: int = 1


class Notebook:
    """A folder with conversations."""

    def __init__(
        self, folder: Path, progress: ProgressCallback | None = None, *, user: User = SYSTEM_USER
    ) -> None:
        """Open the notebook in `folder`; `progress` is called while many conversations are read."""
        self.folder = folder
        self._progress = progress
        self.user = user

    @cached_property
    def index(self) -> Index:
        """The index, which answers queries over all conversations."""
        from .index import Index

        return Index(self.folder, self._progress, user=self.user)

    def slugs(self) -> list[Slug]:
        """Return the names of the conversations. Raises StorageError for an unreadable folder."""
        found = map(os.fsdecode, self._names(is_conversation))
        return sorted(Slug(name.removesuffix(SUFFIX)) for name in found)

    def private_file_copies(self) -> list[Path]:
        """Return a folder syncer's copies of private files, by name. Raises StorageError."""
        return [
            self.folder / os.fsdecode(name) for name in sorted(self._names(slug_of_private_copy))
        ]

    def orphaned_journals(self) -> list[Path]:
        """Return the paths at which there are journals but no conversation. Raises StorageError."""
        found = sorted(self._names(lambda name: name.endswith(_JOURNALS)))
        paths = [self.path_of(Slug(os.fsdecode(name.removesuffix(_JOURNALS)))) for name in found]
        return [
            path
            for path in paths
            if is_conversation(os.fsencode(path.name))
            and not exists(path)
            and any(path.with_suffix(_JOURNALS.decode()).glob("*.afl"))
        ]

    def _names(self, wanted: Callable[[bytes], object]) -> list[bytes]:
        try:
            # Names are enough, and much cheaper than paths.
            return list(filter(wanted, os.listdir(os.fsencode(self.folder))))  # noqa: PTH208
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unreadable_notebook(self.folder, error) from error

    def paths(self) -> list[Path]:
        """Return the conversation files, by slug. Raises StorageError for an unreadable folder."""
        return [self.path_of(slug) for slug in self.slugs()]

    def path_of(self, slug: Slug) -> Path:
        """Return the file of the conversation with this slug, whether it is there or not."""
        return self.folder / f"{slug}{SUFFIX}"

    def summaries(self) -> Iterator[Summary]:
        """Return the conversations, newest date first, those without a date last.

        If the file of one is gone and a journal of it is left, that is its fault. Raises
        StorageError if the folder cannot be read.
        """
        return iter(self._with_gone(self.index.summaries()))

    def _with_gone(self, found: list[Summary]) -> list[Summary]:
        gone = [*self._without_file()]
        return sort_summaries([*found, *gone]) if gone else found

    def _without_file(self) -> Iterator[Summary]:
        """Yield the conversations whose file is gone, unless a session has them open."""
        for path in self.orphaned_journals():
            from ..i18n.catalogue import Message
            from ..storage.journal.journal_files import journals_in_use
            from ..storage.siblings import journal_folder
            from ..system.files.file_errors import display_path

            with suppress(StorageError):
                if journals_in_use(journal_folder(path)):
                    continue
            fault = Message("notebook.file_gone", slug=display_path(shlex.quote(path.stem)))
            yield Summary(Slug(path.stem), os.fspath(path), fault=fault)

    def board(self, today: date) -> Board:
        """Return the conversations as `summaries` does, and their open agreements.

        Raises StorageError if the folder cannot be read.
        """
        board = self.index.board(today)
        return board._replace(summaries=self._with_gone(list(board.summaries)))

    def find(self, reference: str) -> Path:
        """Return the file of a reference; see `look_up`."""
        return self.look_up(reference).path

    def look_up(self, reference: str) -> Found:
        """Return the conversation of a reference: a slug, a path, or a person.

        The newest conversation with a person is meant, unless the reference selects another; see
        `references/reference.py`. Only its whole slug means a copy that another program made, or a
        conversation whose file is gone and of which a journal is left.

        Raises NotFoundError if it matches none, AmbiguousReference if it matches several people.
        """
        from ..system.files.file_errors import require_file

        if "/" in reference or reference.endswith(SUFFIX):
            return Found(require_file(user_path(reference), reference))
        if (path := self.with_slug(reference)) is not None:
            return Found(path)
        from .references.resolve import look_up

        slug, among = look_up(reference, self)
        return Found(self.path_of(slug), among)

    def with_slug(self, slug: str) -> Path | None:
        """Return the file of the conversation with exactly this slug. Raises StorageError."""
        if slug in self.slugs():
            return self.path_of(Slug(slug))
        return next((path for path in self.orphaned_journals() if path.stem == slug), None)

    @property
    def archive(self) -> Notebook:
        """The notebook of the archived conversations; its folder may not exist."""
        return Notebook(archive_of(self.folder), self._progress, user=self.user)

    def new_path(self, conversation: Conversation, me: PartnerId | None) -> Path:
        """Return a free file name for a conversation, from the other partner's name and the title.

        If `me` is unknown, both names are used. The folder is made if needed, for its user alone.
        Raises StorageError.
        """
        from ..system.files.private_folder import make_private_folder
        from .places.links import free_name

        make_private_folder(self.folder)
        others = [partner.name for partner in conversation.partners if partner.id != me]
        slug = slug_of(" ".join([*others, conversation.header.title]))
        wanted = self._possible(slug, Slug(conversation.header.kind))
        return self.path_of(free_name(self.folder, wanted))

    def _possible(self, slug: Slug, kind: Slug) -> Slug:
        """Return a slug for which all files can be made in the folder: `slug`, if need be cut.

        If the folder takes no such name, return another one, and notify the user.
        """
        from ..system.paths import can_have_name, name_limit

        room = name_limit(self.folder) - _OTHER_BYTES
        wanted = cut_slug(slug, room)
        ascii_only = Slug(re.sub(r"[^a-z0-9]+", "-", slug).strip("-"))
        for candidate in filter(None, (wanted, cut_slug(ascii_only, room))):
            try:
                name = f"{_LONGEST_BEFORE}{candidate}{_LONGEST_AFTER}"
                os.fsencode(name)
            except UnicodeEncodeError:
                continue
            if can_have_name(self.folder, name):
                break
        else:
            candidate = kind
        if candidate != wanted and wanted:
            self._notify_other_name(wanted, candidate)
        return candidate

    def _notify_other_name(self, wanted: Slug, used: Slug) -> None:
        from ..i18n.catalogue import Message
        from ..system.files.file_errors import display_path

        values = {"wanted": display_path(wanted), "used": display_path(used)}
        brief = Message("notebook.other_name.brief", used=display_path(used))
        self.user.notify(Message("notebook.other_name", **values), brief)


def slug_of(text: str) -> Slug:
    """Return lower-case letters, digits and hyphens for a text; accents are dropped."""
    from ..text.graphemes import truncate
    from ..text.plain_words import plain_words

    return Slug(truncate("-".join(plain_words(text)), _MAX_CHARACTERS).rstrip("-"))


def cut_slug(slug: Slug, limit: int) -> Slug:
    """Return the longest beginning of a slug with at most `limit` bytes, in whole characters."""
    from ..text.graphemes import truncate

    length = len(slug)
    while length and len(slug[:length].encode("utf-8", "surrogateescape")) > limit:
        length -= 1
    return Slug(truncate(slug, length).rstrip("-")) if length < len(slug) else slug


def link_slug(path: Path) -> Slug:
    """Return the slug by which another conversation names this one: in UTF-8 in every locale."""
    return Slug(os.fsencode(path.stem).decode("utf-8", "replace"))


def short_slug(slug: Slug, conversation: Conversation) -> str:
    """Return a slug without the name of the partner that it begins with: `planning-2027`."""
    for partner in conversation.partners:
        name = slug_of(partner.name)
        if name and slug.startswith(f"{name}-"):
            return slug.removeprefix(f"{name}-")
    return slug
