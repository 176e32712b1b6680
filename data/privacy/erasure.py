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
from ..exchange.export_log import Export, exports_of, forget_exports
from ..i18n.catalogue import tr
from ..model.remote_address import RemoteAddress
from ..notebook.people import Person, Talk, find_person, is_whole_name, people_of, talks_in
from ..session.pair import remains_of
from ..session.private_file import shared_at
from ..session.working_copy import disk_copies
from ..storage.journal.journal import living
from ..storage.open_marker import closed_for_all
from ..storage.siblings import journal_folder, private_path
from ..sync.hosts import at
from ..system.atomic_files import locked, shown, sync_folder, unwritable
from ..system.paths import cache_folder, real_path
from .person_shares import shares_of
from .subject_access import mentions, unread


@dataclass(frozen=True, slots=True)
class Plan:
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
    unread: tuple[str, ...]
    """What cannot be read, and may be about anybody."""
    around: tuple[Path, ...]
    """Hidden folders in or above the notebook that may keep older versions of its files."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What came of it."""

    files: int
    exports: tuple[Path, ...]
    """Exports that were removed."""
    remains: tuple[str, ...]
    """What could not be erased, in the user's words."""


def plan(folder: Path, wanted: str, *, whole_name: bool = False) -> Plan:
    """What would go for the person whose name, its beginning or login is `wanted`.

    With `whole_name` a beginning is not enough. Raises NothingFoundError, UsageError, StoreError.
    """
    talks = talks_in(folder)
    person = find_person(people_of(talks), wanted)
    if whole_name and not is_whole_name(person, wanted):
        raise UsageError(tr("erasure.whole_name", name=shown(person.name)))
    person = person.as_another()
    if not person.talks:
        raise UsageError(tr("erasure.yourself", name=shown(person.name)))
    own = [talk.path for talk in person.talks]
    shared = [where for talk in person.talks if (where := shared_at(talk.path))]
    shares = shares_of(person, folder, shared)
    return Plan(
        folder,
        person,
        tuple(_files(person.talks)),
        tuple(dict.fromkeys((*shared, *shares.found))),
        shares.others,
        tuple(exports_of(own)),
        tuple(mentions(person, talks)),
        tuple(_linked(person, talks)),
        (*unread(talks, person), *shares.unread),
        tuple(_around(folder)),
    )


def forget(what: Plan, exports: Iterable[Path] = ()) -> Forgotten:
    """Erase what was planned, and these of its exports that are still as they were written.

    Nothing at all is erased where one of the conversations is open in a program, or where another
    conversation's files lie beside one: UsageError. What cannot be removed is told in the answer;
    the rest goes. Raises StoreError.
    """
    chosen = set(exports)
    remains: list[str] = []
    for talk in what.person.talks:
        _refuse_foreign(talk)
    with ExitStack() as stack:
        for talk in what.person.talks:
            if not stack.enter_context(closed_for_all(talk.path)) or _is_open(talk):
                raise UsageError(tr("erasure.open", slug=shown(talk.slug)))
        for where in what.shared:
            remains += _withdrawn(where)
        gone = [
            path
            for one in what.exports
            if not one.mixed
            for path in one.unchanged
            if path in chosen and not _erased(path, remains)
        ]
        forget_exports(talk.path for talk in what.person.talks)
        _forget_indexes(remains)
        count = 0
        with locked(what.folder) as folder:
            # Looked for once more: what was saved while the question stood there goes too.
            going = {talk.path for talk in what.person.talks}
            there = [talk for talk in talks_in(what.folder) if talk.path in going]
            for path in _files(there):
                count += not _erased(path, remains)
            with suppress(OSError):
                sync_folder(folder)
        _forget_indexes(remains)  # somebody may have asked it something meanwhile
    return Forgotten(count, tuple(gone), tuple(remains))


def _refuse_foreign(talk: Talk) -> None:
    """Raise UsageError where what lies beside a conversation is another one's: that may stay."""
    beside: Iterable[Path] = ()
    with suppress(AfspraakError):  # damaged or locked: then it cannot be told apart
        beside = remains_of(talk.path).paths(talk.path)
    for path in beside:
        raise UsageError(tr("erasure.foreign", path=shown(path), slug=shown(talk.slug)))


def _files(talks: Sequence[Talk]) -> Iterator[Path]:
    """All files of conversations, those that tell whose they are last."""
    own = {talk.path for talk in talks}
    # Named one by one, though they go with the folder of the journals.
    yield from (copy.folder for talk in talks for copy in disk_copies(talk.path))
    yield from (path for talk in talks for path in talk.files if path not in own)
    yield from (path for talk in talks for path in talk.files if path in own)


def _is_open(talk: Talk) -> bool:
    """Whether a session has something in a journal of it: also one of an earlier version."""
    return any(living(journal_folder(path)) for path in (talk.path, private_path(talk.path)))


def _erased(path: Path, remains: list[str]) -> str:
    """Remove a file or a folder of journals; tells what went wrong, also in `remains`."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        told = str(unwritable(error.filename or path, error))
        remains.append(told)
        return told
    return ""


def _withdrawn(where: RemoteAddress) -> Iterator[str]:
    """Take a shared place away, or one's own part out of another's; yields what stays there."""
    try:
        with closing(at(where.host, ask=True)) as host:
            if host.erase(where.place):
                yield tr("erasure.belongs_to_other", where=shown(str(where)))
    except AfspraakError as error:
        yield tr("erasure.remote_failed", where=shown(str(where)), reason=str(error))


def _forget_indexes(remains: list[str]) -> None:
    with suppress(OSError):
        for path in cache_folder().glob("index-*.sqlite*"):
            _erased(path, remains)


def _linked(person: Person, talks: Iterable[Talk]) -> Iterator[str]:
    gone = {talk.slug for talk in person.talks}
    for talk in talks:
        if talk in person.talks or talk.conversation is None:
            continue
        rows: Sequence[object] = (*talk.conversation.agreements, *talk.conversation.checklist)
        came = {talk.conversation.header.previous, *(getattr(r, "carried_from", "") for r in rows)}
        if came & gone:
            yield talk.slug


def _around(folder: Path) -> Iterator[Path]:
    """Where versions of the files may be kept by other programs: git, syncers, snapshots."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") and path.is_dir() and not path.is_symlink():
                yield path
    for above in real_path(folder).parents:
        for name in (".git", ".hg", ".jj", ".snapshots", ".stfolder"):
            if (above / name).exists():
                yield above / name
