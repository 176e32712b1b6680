"""Erasing one person from a notebook: whole conversations with them, and all that came of those.

What is erased last is each conversation's own file: where the machine stops halfway, it still tells
whose the rest is, and forgetting once more finds it. The index is made from the conversations, so
it goes as a whole, and so do those of notebooks that were moved: their rows are of no use.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import AfspraakError, UsageError
from ..exchange.export_log import Export, erase_log_entries, find_exports
from ..i18n.catalogue import tr
from ..model.remote_address import RemoteAddress
from ..notebook.people import (
    ConversationFiles,
    Person,
    conversation_files_in,
    find_person,
    is_whole_name,
    people_of,
)
from ..session.find_working_copies import find_disk_copies
from ..session.pair import open_pair_read_only
from ..session.private_file import remote_address_of
from ..storage.journal.journal_files import journals_in_use
from ..storage.open_marker import try_exclusive_lock
from ..storage.siblings import journal_folder, private_path
from ..sync.hosts import open_host
from ..system.descriptors import fsync_descriptor
from ..system.file_errors import display_path, write_error
from ..system.folder_lock import lock_folder
from ..system.paths import cache_folder, real_path
from .person_shares import find_person_shares
from .subject_access import mentions, unreadable_files


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What forgetting a person comes down to."""

    folder: Path
    person: Person
    files: tuple[Path, ...]
    """All that goes, in this order; folders of journals as a whole."""
    shared: tuple[RemoteAddress, ...]
    """Where conversations with them are shared."""
    other_shares: tuple[RemoteAddress, ...]
    """Shares of this user's that name them, of conversations elsewhere; they stay."""
    exports: tuple[Export, ...]
    """The exports that are known; they go only where that is asked for."""
    mentioned: tuple[str, ...]
    """Conversations with others in which the name stands; they stay as they are."""
    linked: tuple[str, ...]
    """Conversations with others that follow one that goes, or hold what came from it."""
    unreadable: tuple[str, ...]
    """What cannot be read, and may be about anybody."""
    version_folders: tuple[Path, ...]
    """Hidden folders in or above the notebook that may keep older versions of its files."""


@dataclass(frozen=True, slots=True)
class ErasureResult:
    """What came of it."""

    files: int
    exports: tuple[Path, ...]
    """Exports that were removed."""
    not_erased: tuple[str, ...]
    """What could not be erased, in the user's words."""


def plan_erasure(folder: Path, wanted: str, *, whole_name: bool = False) -> ErasurePlan:
    """What would go for the person whose name, its beginning or login is `wanted`.

    With `whole_name` a beginning is not enough. Raises NothingFoundError, UsageError, StoreError.
    """
    talks = conversation_files_in(folder)
    person = find_person(people_of(talks), wanted)
    if whole_name and not is_whole_name(person, wanted):
        raise UsageError(tr("erasure.whole_name", name=display_path(person.name)))
    person = person.without_own()
    if not person.conversations:
        raise UsageError(tr("erasure.yourself", name=display_path(person.name)))
    own = [talk.path for talk in person.conversations]
    shared = [where for talk in person.conversations if (where := remote_address_of(talk.path))]
    shares = find_person_shares(person, folder, shared)
    return ErasurePlan(
        folder,
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
    """Erase what was planned, and these of its exports that are still as they were written.

    Nothing at all is erased where one of the conversations is open in a program, or where another
    conversation's files lie beside one: UsageError. What cannot be removed is told in the answer;
    the rest goes. Raises StoreError.
    """
    chosen = set(exports)
    remains: list[str] = []
    for talk in plan.person.conversations:
        _refuse_foreign(talk)
    with ExitStack() as stack:
        for talk in plan.person.conversations:
            if not stack.enter_context(try_exclusive_lock(talk.path)) or _is_open(talk):
                raise UsageError(tr("erasure.open", slug=display_path(talk.slug)))
        for where in plan.shared:
            remains += _erase_share(where)
        gone = [
            path
            for one in plan.exports
            if not one.mixed
            for path in one.unchanged_files
            if path in chosen and not _remove(path, remains)
        ]
        erase_log_entries(talk.path for talk in plan.person.conversations)
        _delete_indexes(remains)
        count = 0
        with lock_folder(plan.folder) as folder:
            # Looked for once more: what was saved while the question stood there goes too.
            going = {talk.path for talk in plan.person.conversations}
            there = [talk for talk in conversation_files_in(plan.folder) if talk.path in going]
            for path in _files(there):
                count += not _remove(path, remains)
            with suppress(OSError):
                fsync_descriptor(folder)
        _delete_indexes(remains)  # somebody may have asked it something meanwhile
    return ErasureResult(count, tuple(gone), tuple(remains))


def _refuse_foreign(talk: ConversationFiles) -> None:
    """Raise UsageError where what lies beside a conversation is another one's: that may stay."""
    beside: Iterable[Path] = ()
    with suppress(AfspraakError):  # damaged or locked: then it cannot be told apart
        beside = open_pair_read_only(talk.path).unrelated.paths(talk.path)
    for path in beside:
        raise UsageError(
            tr("erasure.foreign", path=display_path(path), slug=display_path(talk.slug))
        )


def _files(talks: Sequence[ConversationFiles]) -> Iterator[Path]:
    """All files of conversations, those that tell whose they are last."""
    own = {talk.path for talk in talks}
    # Named one by one, though they go with the folder of the journals.
    yield from (copy.folder for talk in talks for copy in find_disk_copies(talk.path))
    yield from (path for talk in talks for path in talk.files if path not in own)
    yield from (path for talk in talks for path in talk.files if path in own)


def _is_open(talk: ConversationFiles) -> bool:
    """Whether a session has something in a journal of it: also one of an earlier version."""
    return any(
        journals_in_use(journal_folder(path)) for path in (talk.path, private_path(talk.path))
    )


def _remove(path: Path, remains: list[str]) -> str:
    """Remove a file or a folder of journals; tells what went wrong, also in `remains`."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        told = str(write_error(error.filename or path, error))
        remains.append(told)
        return told
    return ""


def _erase_share(where: RemoteAddress) -> Iterator[str]:
    """Take a shared place away, or one's own part out of another's; yields what stays there."""
    try:
        with closing(open_host(where.host, ask=True)) as host:
            if host.erase(where.share_id):
                yield tr("erasure.belongs_to_other", where=display_path(str(where)))
    except AfspraakError as error:
        yield tr("erasure.remote_failed", where=display_path(str(where)), reason=str(error))


def _delete_indexes(remains: list[str]) -> None:
    with suppress(OSError):
        for path in cache_folder().glob("index-*.sqlite*"):
            _remove(path, remains)


def _linked(person: Person, talks: Iterable[ConversationFiles]) -> Iterator[str]:
    gone = {talk.slug for talk in person.conversations}
    for talk in talks:
        if talk in person.conversations or talk.conversation is None:
            continue
        rows: Sequence[object] = (*talk.conversation.agreements, *talk.conversation.checklist)
        came = {talk.conversation.header.previous, *(getattr(r, "carried_from", "") for r in rows)}
        if came & gone:
            yield talk.slug


def _version_folders(folder: Path) -> Iterator[Path]:
    """Where versions of the files may be kept by other programs: git, syncers, snapshots."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") and path.is_dir() and not path.is_symlink():
                yield path
    for above in real_path(folder).parents:
        for name in (".git", ".hg", ".jj", ".snapshots", ".stfolder"):
            if (above / name).exists():
                yield above / name
