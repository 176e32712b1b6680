"""Locking a conversation for the holders of some keys, and making it plain again.

Everything beside the file that holds its content goes first and the file itself last: whoever is
stopped halfway has a plain conversation, and locks it again. Old content is never written plain,
not even to a file that is renamed afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ..errors import StorageError, UsageError
from ..i18n.catalogue import plural, tr
from ..session.find_working_copies import find_disk_copies
from ..session.private_file import read_private
from ..session.session import Session
from ..storage.encryption.seal import (
    AGE_HEADER,
    NoMatchingKey,
    Seal,
    can_unseal,
    is_sealed,
    unseal_if_sealed,
)
from ..storage.journal.journal_files import journals_in_use
from ..storage.journal.journal_format import SEALED_MAGIC
from ..storage.siblings import journal_folder, private_path, side_files
from ..system.atomic_files import free_name, remove, resolve_link, write_atomically
from ..system.descriptors import close_quietly, open_regular
from ..system.file_errors import display_path, read_error, write_error
from ..system.folder_lock import lock_folder

_MAX_KEY_FILE = 1 << 20
_KINDS = ("ssh-ed25519 ", "ssh-rsa ", "age1")
_OUR_JOURNAL = ".afl"


class LockResult(NamedTuple):
    """What came of locking: for how many keys, and what went along with it or did not."""

    slug: str
    keys: int
    private: bool
    """Whether there is private preparation beside it."""
    shared: bool
    """Whether it is shared: what lies there is not locked."""

    def lines(self) -> list[str]:
        """It in words."""
        told = [plural("lock.done", self.keys, slug=self.slug)]
        if self.private:
            told.append(tr("lock.private"))
        if self.shared:
            told.append(tr("lock.share"))
        return [*told, tr("lock.elsewhere")]


def public_keys(path: Path) -> list[str]:
    """The public keys in a file: of SSH, of age, or those of an age identity file.

    Raises UsageError where there are none, or it is an SSH private key.
    """
    try:
        descriptor, _ = open_regular(path)
        try:
            data = os.read(descriptor, _MAX_KEY_FILE)
        finally:
            close_quietly(descriptor)
    except (OSError, StorageError) as error:
        raise UsageError(tr("lock.unread_key", file=display_path(path))) from error
    if data.lstrip().startswith(b"-----BEGIN"):
        raise UsageError(tr("lock.private_key", file=display_path(path)))
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    # `age-keygen` writes the public key of a private one beside it, as a comment.
    lines = [line.removeprefix("# public key: ") for line in lines]
    keys = [" ".join(line.split()[:2]) for line in lines if line.startswith(_KINDS)]
    if not keys:
        raise UsageError(tr("lock.no_public_key", file=display_path(path)))
    for key in keys:
        try:
            Seal([key])
        except ValueError as error:
            told = tr("lock.bad_key", file=display_path(path), reason=display_path(str(error)))
            raise UsageError(told) from error
    return keys


def lock(path: Path, key_files: Sequence[Path]) -> LockResult:
    """Lock the conversation at `path` for these keys, or a locked one for others than before.

    Raises UsageError where it is open elsewhere or none of the user's own keys would open it, and
    StoreError; then what was not reached yet is as it was, and the file itself is.
    """
    seal = Seal(list(dict.fromkeys(key for file in key_files for key in public_keys(file))))
    if not can_unseal(seal):
        raise UsageError(tr("lock.not_yours", tried=NoMatchingKey.tried()))
    private = read_private(path) is not None
    shared = _everything(path, seal, seal.for_own_keys() if private else seal)
    return LockResult(path.stem, len(seal.recipients), private, shared)


def unlock(path: Path) -> None:
    """Make the conversation at `path` plain again, with all that stands beside it.

    Raises UsageError where it is not locked or open elsewhere, and StoreError.
    """
    if not is_sealed(path):
        raise UsageError(tr("lock.not_locked", slug=display_path(path.stem)))
    _everything(path, None, None)


def unlocked_beside(path: Path) -> list[Path]:
    """The plain files beside a locked conversation that hold its content. Raises StoreError."""
    plain = [file for file, _ in _beside(path) if not _is_sealed(file)]
    return plain + [file for copy in find_disk_copies(path) for file in copy.files()]


def _everything(path: Path, shared: Seal | None, private: Seal | None) -> bool:
    """Write all that holds the conversation's content anew, with these seals, or plain.

    Returns whether the conversation is shared.
    """
    _refuse_open(path)
    with closing(Session.open(path)) as session:
        # What killed sessions left comes into the file by this, and their journals go.
        is_shared = session.remote_address is not None
    with lock_folder(resolve_link(path).parent):
        _refuse_open(path)
        if shared is not None:
            _remove_copies(path)
        for file, is_private in _beside(path):
            _rewrite(file, private if is_private else shared)
        _rewrite(path, shared)
    from ..notebook.index import remove_from_index

    for place in {path, resolve_link(path)}:
        remove_from_index(place)
    return is_shared


def _refuse_open(path: Path) -> None:
    """A session that has typed something has a journal; one that has not looks before it does."""
    if any(journals_in_use(journal_folder(file)) for file in (path, private_path(path))):
        raise UsageError(tr("lock.open_elsewhere", slug=display_path(path.stem)))


def _remove_copies(path: Path) -> None:
    """Remove what editors were given. Raises UsageError where that is in use, or was changed."""
    found = find_disk_copies(path)
    for copy in found:
        if not copy.acquire():
            raise UsageError(tr("lock.open_elsewhere", slug=display_path(path.stem)))
        if copy.read().has_content:
            told = {"slug": display_path(path.stem), "path": display_path(copy.folder)}
            raise UsageError(tr("lock.editor", **told))
    for copy in found:
        copy.remove()


def _beside(path: Path) -> Iterator[tuple[Path, bool]]:
    """What holds the conversation's content beside its file, and whether that is private."""
    private = private_path(path)
    for file in (path, private):
        for side in side_files(resolve_link(file)):
            yield side, file == private
        folder = journal_folder(file)
        if folder.is_dir():
            try:
                left = sorted(folder.iterdir())
            except OSError as error:
                raise read_error(folder, error) from error
            for side in left:
                if not side.is_dir():
                    yield side, file == private
    if private.exists():
        yield private, True


def _rewrite(file: Path, seal: Seal | None) -> None:
    """Put the file's plain content in its place, sealed or plain, as one whole write."""
    if file.name.startswith(".") and file.name.endswith(".new"):
        with lock_folder(file.parent) as folder:
            remove(file.name, folder)  # half a write that was killed
        return
    data = _content(file)
    if data.startswith(SEALED_MAGIC):
        return  # a journal that is damaged and sealed; it was read as far as it goes
    try:
        plain, before = unseal_if_sealed(data, file)
    except (StorageError, ValueError):
        return  # sealed, and no longer to be opened: nobody reads it, and nothing is thrown away
    if seal is None and before is None:
        return
    made = plain if seal is None else seal.seal(plain)
    if file.suffix == _OUR_JOURNAL:
        write_atomically(free_name(file), made)
        with lock_folder(file.parent) as folder:
            remove(file.name, folder)
        return
    write_atomically(file, made)


def _content(file: Path) -> bytes:
    try:
        descriptor, _ = open_regular(file)
        try:
            return b"".join(iter(lambda: os.read(descriptor, 1 << 20), b""))
        finally:
            close_quietly(descriptor)
    except OSError as error:
        raise write_error(file, error) from error


def _is_sealed(file: Path) -> bool:
    return _content(file).startswith((AGE_HEADER, SEALED_MAGIC))
