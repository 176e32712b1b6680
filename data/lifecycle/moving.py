"""Move a conversation with all its files to another name or folder of its notebook.

The move is recorded before the first file is renamed, and the conversation's own file is the last
one. If the program is killed in between, the next one that looks at the notebook completes the move
(`complete_moves`); until then every file is at one of both names.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ..errors import AfspraakError, NotFoundError, StorageError, UsageError
from ..exchange.export_log import move_log_entries
from ..notebook.index import Index, remove_from_index
from ..notebook.places.file_names import files_by_slug, with_slug
from ..notebook.places.folders import archive_of, remove_empty_folders
from ..notebook.places.record import Move, Record, read_record, write_record
from ..notebook.summary import is_conversation, slug_at
from ..session.user import User
from ..storage.journal.journal_files import has_session
from ..storage.open_marker import try_exclusive_lock
from ..storage.siblings import (
    MERGED,
    free_path,
    is_free,
    refuse_long_name,
)
from ..system.files.descriptors import fsync_folder
from ..system.files.file_errors import display_path, write_error
from ..system.files.folder_lock import lock_folder
from ..system.files.memory_folders import move_memory_folders
from ..system.files.private_folder import make_private_folder
from ..system.paths import is_folder, real_path


def require_own(notebook: Path, path: Path) -> Path:
    """Return the path of a conversation in a notebook or its archive, as the notebook has it.

    Raises UsageError if it is somewhere else, and NotFoundError if nothing of it is there.
    """
    for folder in (notebook, archive_of(notebook)):
        if real_path(path.parent) == real_path(folder):
            if not files_by_slug(folder).get(slug_at(path)):
                raise NotFoundError(
                    "lifecycle.gone", slug=display_path(slug_at(path)), folder=display_path(folder)
                )
            return folder / path.name
    raise UsageError("lifecycle.elsewhere", path=display_path(path), folder=display_path(notebook))


def copies_of(path: Path, *, user: User) -> list[Path]:
    """Return the copies that other programs made of the conversation at `path`.

    Those of its private file bear its name, and are among its files.
    """
    found = Index(path.parent, user=user).copies().get(path, [])
    return [copy for copy in found if is_conversation(os.fsencode(copy.name))]


def moves_to(path: Path, target: Path, copies: Iterable[Path]) -> list[Move]:
    """Return the moves of a conversation and its copies, whose names change along."""
    before, now = slug_at(path), slug_at(target)
    found = [Move(path, target)]
    for copy in copies:
        name = copy.name
        if name.startswith(before):
            name = now + name.removeprefix(before)
        place = target.with_name(name)
        found.append(Move(copy, place if is_free(place) else free_path(place)))
    return found


def move_conversation(
    notebook: Path,
    moves: Sequence[Move],
    change: Callable[[Record], Record] = lambda record: record,
) -> None:
    """Move a conversation and its copies, all or nothing; `change` the record of the notebook.

    Raises UsageError if a program has the conversation open, one of its files is a link, or the
    name is taken, and StorageError; nothing is moved then.
    """
    with _held(moves), lock_folder(notebook):
        present = read_record(notebook)
        if present.under_way:
            _complete(notebook, present)
            present = read_record(notebook)
        for move in moves:
            _refuse_links(move.source)
            refuse_long_name(move.target)
            if not is_free(move.target):
                raise UsageError("lifecycle.name.taken", slug=display_path(slug_at(move.target)))
        after = change(present)
        write_record(notebook, after._replace(under_way=tuple(moves)))
        done: list[tuple[Path, Path]] = []
        try:
            for move in moves:
                _rename_files(move, done)
        except (OSError, StorageError) as error:
            # What cannot be renamed back stays recorded, so that the move is completed later.
            if _rename_back(done):
                for move in moves:
                    remove_empty_folders(notebook, move.target.parent)
                with suppress(StorageError):
                    write_record(notebook, present)
            if isinstance(error, StorageError):
                raise
            raise write_error(error.filename or moves[0].source, error) from error
        _finish(notebook, after, moves)


def complete_moves(notebook: Path) -> None:
    """Complete the moves of a program that was killed, unless another program has the files."""
    record = read_record(notebook)
    if record.under_way and os.access(notebook, os.W_OK):
        with suppress(AfspraakError), _held(record.under_way), lock_folder(notebook, 0):
            _complete(notebook, read_record(notebook))


def _complete(notebook: Path, record: Record) -> None:
    done: list[tuple[Path, Path]] = []
    for move in record.under_way:
        try:
            _rename_files(move, done)
        except OSError as error:
            raise write_error(error.filename or move.source, error) from error
    _finish(notebook, record, record.under_way)


def _finish(notebook: Path, record: Record, moves: Iterable[Move]) -> None:
    """Let everything that names the files by their path follow, and forget the move."""
    for move in moves:
        move_memory_folders(move.source, move.target)
        remove_from_index(move.source)
        remove_empty_folders(notebook, move.source.parent)
    with suppress(StorageError):  # as an export does not fail for the log
        move_log_entries(dict(moves))
    write_record(notebook, record._replace(under_way=()))


def refuse_open(path: Path) -> None:
    """Raise UsageError if a program has the conversation at `path` open."""
    with ExitStack() as stack:
        _hold(path, stack)


@contextmanager
def _held(moves: Iterable[Move]) -> Iterator[None]:
    """Hold conversations, so that no program can open them. Raises UsageError if one has."""
    with ExitStack() as stack:
        for move in moves:
            for path in move:
                _hold(path, stack)
        yield


def _hold(path: Path, stack: ExitStack) -> None:
    closed = stack.enter_context(try_exclusive_lock(path))
    if not closed or has_session(path):
        raise UsageError("lifecycle.open", slug=display_path(slug_at(path)))


def _refuse_links(path: Path) -> None:
    for file in files_by_slug(path.parent).get(slug_at(path), []):
        if file.is_symlink():
            raise UsageError("lifecycle.link", path=display_path(file))


def _rename_files(move: Move, done: list[tuple[Path, Path]]) -> None:
    """Rename the files of a conversation, its own one last; add each to `done`. Raises OSError."""
    source, target = move
    before, now = slug_at(source), slug_at(target)
    if not (files := files_by_slug(source.parent).get(before, [])):
        return  # all of them were renamed before the program was killed
    make_private_folder(target.parent)
    for file in sorted(files, key=lambda each: (each == source, each)):
        wanted = target.with_name(with_slug(file.name, before, now))
        if is_folder(file) and is_folder(wanted):
            # A session wrote at the earlier name before a move was completed.
            for each in sorted(file.iterdir()):
                _rename(each, _free(wanted / each.name), done)
            file.rmdir()
        else:
            _rename(file, _free(wanted), done)
    for folder in {source.parent, target.parent}:
        fsync_folder(folder)


def _rename(source: Path, target: Path, done: list[tuple[Path, Path]]) -> None:
    source.rename(target)
    done.append((source, target))


def _rename_back(done: Iterable[tuple[Path, Path]]) -> bool:
    """Undo these renames; return whether all are undone."""
    is_undone = True
    for source, target in reversed(list(done)):
        try:
            target.rename(source)
        except OSError:
            is_undone = False
    return is_undone


def _free(path: Path) -> Path:
    """Return `path` if nothing is there, else the name of a copy that is kept beside it."""
    numbered = (f"{path.name}{MERGED}.{n}" for n in itertools.count(2))
    names = itertools.chain([path.name, f"{path.name}{MERGED}"], numbered)
    return next(
        candidate for name in names if not os.path.lexists(candidate := path.with_name(name))
    )
