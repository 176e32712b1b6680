"""Erase one person from a notebook: whole conversations with them, and all files of those.

Each conversation's own file is erased last: if the machine stops halfway, it still names the
person, and a second erasure finds the rest. All indexes in the cache are deleted, those of moved
notebooks too: they are derived from the conversations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import AfspraakError, StorageError, UsageError
from ..exchange.export_log import Export, erase_log_entries, find_exports
from ..i18n.catalogue import Message
from ..ids import Slug
from ..model.remote_address import RemoteAddress
from ..notebook.people import (
    ConversationFiles,
    Person,
    conversation_files_in,
    find_person,
    is_whole_name,
    people_of,
)
from ..notebook.places.links import names_of
from ..notebook.places.record import drop_names
from ..session.open_pair import foreign_files_beside
from ..session.private_file import remote_address_of
from ..session.user import SYSTEM_USER, User
from ..session.working_copies.find_working_copies import find_disk_copies
from ..storage.journal.journal_files import has_session
from ..storage.open_marker import try_exclusive_lock
from ..sync.folder.shared_folders import finish_deletions
from ..sync.hosts import NO_ORGANISATION, Hosts
from ..system.files.descriptors import fsync_descriptor
from ..system.files.file_errors import display_path
from ..system.files.folder_lock import lock_folder
from ..system.files.removal import remove_tree
from ..system.paths import cache_folder, exists, is_folder, real_path
from .person_shares import find_person_shares
from .subject_access import mentions, unreadable_files


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """The things that the erasure of a person removes, and those that stay."""

    folder: Path
    user: User
    hosts: Hosts
    person: Person
    files: tuple[Path, ...]
    """The files to erase, in this order; journal folders as a whole."""
    shared: tuple[RemoteAddress, ...]
    """The shares of the conversations with them."""
    other_shares: tuple[RemoteAddress, ...]
    """Shares of this user's that name them, of conversations elsewhere; they stay."""
    exports: tuple[Export, ...]
    """The known exports; they are erased only on request."""
    mentioned: tuple[Slug, ...]
    """Conversations with others that mention the name; they stay unchanged."""
    linked: tuple[Slug, ...]
    """Conversations with others that follow an erased one, or have rows carried over from it."""
    unreadable: tuple[Message, ...]
    """Messages about files that cannot be read, and may be about anybody."""
    version_folders: tuple[Path, ...]
    """Hidden folders in or above the notebook that may hold older versions of its files."""


@dataclass(frozen=True, slots=True)
class ErasureResult:
    """The result of an erasure."""

    files: int
    exports: tuple[Path, ...]
    """Exports that were erased."""
    not_erased: tuple[Message, ...]
    """Messages about what could not be erased."""


def plan_erasure(
    folder: Path,
    wanted: str,
    hosts: Hosts = NO_ORGANISATION,
    *,
    whole_name: bool = False,
    user: User = SYSTEM_USER,
) -> ErasurePlan:
    """Plan the erasure of the person whose name, its beginning or login is `wanted`.

    With `whole_name` a beginning is not enough. Raises NotFoundError, UsageError, StorageError.
    """
    talks = conversation_files_in(folder, user=user)
    person = find_person(people_of(talks), wanted)
    if whole_name and not is_whole_name(person, wanted):
        raise UsageError("erasure.whole_name", name=display_path(person.name))
    person = person.without_own()
    if not person.conversations:
        raise UsageError("erasure.yourself", name=display_path(person.name))
    own = [talk.path for talk in person.conversations]
    shared = [
        address
        for talk in person.conversations
        if (address := remote_address_of(talk.path, keyring=talk.user.keyring))
    ]
    shares = find_person_shares(person, folder, hosts, shared, far=True, user=user)
    return ErasurePlan(
        folder,
        user,
        hosts,
        person,
        tuple(_files(person.conversations)),
        tuple(dict.fromkeys((*shared, *shares.in_notebook))),
        shares.outside_notebook,
        tuple(find_exports(own)),
        tuple(mentions(person, talks)),
        tuple(_linked(person, talks)),
        (*unreadable_files(talks, person), *shares.unreadable),
        tuple(_version_folders(folder)),
    )


def erase_person(plan: ErasurePlan, exports: Iterable[Path] = ()) -> ErasureResult:
    """Erase what was planned, and those of these `exports` that are unchanged since.

    Raises UsageError, and erases nothing, if one of the conversations is open in a program, or if
    another conversation's files are beside it. Raises StorageError. The result reports what could
    not be erased; the rest is erased.
    """
    chosen = set(exports)
    remains: list[Message] = []
    for talk in plan.person.conversations:
        _refuse_foreign(talk)
    with ExitStack() as stack:
        for talk in plan.person.conversations:
            if not stack.enter_context(try_exclusive_lock(talk.path)) or has_session(talk.path):
                raise UsageError("erasure.open", slug=display_path(talk.slug))
        for address in plan.shared:
            remains += _erase_share(address, plan.hosts)
        finish_deletions()
        erased_exports = [
            path
            for export in plan.exports
            if not export.mixed
            for path in export.unchanged_files
            if path in chosen and not _remove(path, remains)
        ]
        erase_log_entries(talk.path for talk in plan.person.conversations)
        _delete_indexes(remains)
        count = 0
        with lock_folder(plan.folder) as folder:
            # Searched again: files saved while the user was being asked are erased too.
            planned = {talk.path for talk in plan.person.conversations}
            present = [
                talk
                for talk in conversation_files_in(plan.folder, user=plan.user)
                if talk.path in planned
            ]
            for path in _files(present):
                count += not _remove(path, remains)
            with suppress(OSError):
                fsync_descriptor(folder)
            try:
                drop_names(plan.folder, (talk.slug for talk in plan.person.conversations))
            except StorageError as error:
                remains.append(error.message)
        _delete_indexes(remains)  # a query may have made one again meanwhile
    return ErasureResult(count, tuple(erased_exports), tuple(remains))


def _refuse_foreign(talk: ConversationFiles) -> None:
    """Raise UsageError if files beside a conversation belong to another one, which must stay."""
    for path in foreign_files_beside(talk.path, user=talk.user):
        raise UsageError("erasure.foreign", path=display_path(path), slug=display_path(talk.slug))


def _files(talks: Sequence[ConversationFiles]) -> Iterator[Path]:
    """Yield all files of conversations; the conversation files, which name the person, last."""
    own = {talk.path for talk in talks}
    # Listed separately for the plan, though the journal folders contain some of them.
    yield from (copy.folder for talk in talks for copy in find_disk_copies(talk.path))
    yield from (path for talk in talks for path in talk.files if path not in own)
    yield from (path for talk in talks for path in talk.files if path in own)


def _remove(path: Path, remains: list[Message]) -> Message | None:
    """Remove a file or journal folder; return the message of a failure, also in `remains`."""
    try:
        remove_tree(path)
    except StorageError as error:
        remains.append(error.message)
        return error.message
    return None


def _erase_share(address: RemoteAddress, hosts: Hosts) -> Iterator[Message]:
    """Erase a share, or this user's part of another's; yield messages about what stays."""
    try:
        with closing(hosts.open_host(address.host, ask=True)) as host:
            if host.erase(address.share_id):
                yield Message("erasure.belongs_to_other", where=display_path(str(address)))
    except AfspraakError as error:
        yield Message(
            "erasure.remote_failed", where=display_path(str(address)), reason=error.message
        )


def _delete_indexes(remains: list[Message]) -> None:
    with suppress(OSError):
        for path in cache_folder().glob("index-*.sqlite*"):
            _remove(path, remains)


def _linked(person: Person, talks: Iterable[ConversationFiles]) -> Iterator[Slug]:
    erased_slugs = {talk.slug for talk in person.conversations}
    for talk in person.conversations:
        erased_slugs |= names_of(talk.path, talk.slug)
    for talk in talks:
        if talk in person.conversations or talk.conversation is None:
            continue
        rows: Sequence[object] = (*talk.conversation.agreements, *talk.conversation.checklist)
        sources = {
            talk.conversation.header.previous,
            *(getattr(r, "carried_from", "") for r in rows),
        }
        if sources & erased_slugs:
            yield talk.slug


def _version_folders(folder: Path) -> Iterator[Path]:
    """Yield folders where other programs may keep versions: git, syncers, snapshots."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") and is_folder(path) and not path.is_symlink():
                yield path
    for above in real_path(folder).parents:
        for name in (".git", ".hg", ".jj", ".snapshots", ".stfolder"):
            if exists(above / name):
                yield above / name
