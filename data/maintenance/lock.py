"""Lock a conversation for the holders of some keys, and make it plain again.

Companion files are rewritten first, the conversation last: if `lock` is interrupted, the
conversation is still plain; run it again. `lock` writes no plaintext, not even temporarily;
`unlock` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ..errors import StorageError, UsageError
from ..i18n.catalogue import Message
from ..ids import Slug
from ..session.private_file import read_private
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..session.working_copies.find_working_copies import find_disk_copies
from ..storage.encryption.keyring import Keyring
from ..storage.encryption.seal import (
    AGE_HEADER,
    BrokenSeal,
    Seal,
    can_unseal,
    guarded_keys,
    is_sealed,
    unseal_if_sealed,
)
from ..storage.journal.journal_files import has_session
from ..storage.journal.journal_format import SEALED_MAGIC
from ..storage.siblings import journal_folder, private_path, side_files
from ..system.files.atomic_files import free_name, remove, resolve_link, write_atomically
from ..system.files.descriptors import read_regular
from ..system.files.file_errors import display_path, read_error, write_error
from ..system.files.folder_lock import lock_folder
from ..system.paths import exists, is_folder

_MAX_KEY_FILE = 1 << 20
_KINDS = ("ssh-ed25519 ", "ssh-rsa ", "age1")
_OUR_JOURNAL = ".afl"


class LockResult(NamedTuple):
    """The result of locking: the number of keys, and what else holds content."""

    slug: Slug
    keys: int
    private: bool
    """Whether there is private preparation beside it."""
    shared: bool
    """Whether it is shared: the updates at the remote are not locked."""

    def lines(self) -> list[Message]:
        """Return what was locked, and what was not."""
        texts = [Message.counted("lock.done", self.keys, slug=self.slug)]
        if self.private:
            texts.append(Message("lock.private"))
        if self.shared:
            texts.append(Message("lock.share"))
        return [*texts, Message("lock.elsewhere")]


def public_keys(path: Path) -> list[str]:
    """Return the public keys in a file: of SSH, of age, or those of an age identity file.

    Raises UsageError if there are none, or if it is an SSH private key.
    """
    try:
        data = read_regular(path, _MAX_KEY_FILE)
    except (OSError, StorageError) as error:
        raise UsageError("lock.unread_key", file=display_path(path)) from error
    if data.lstrip().startswith(b"-----BEGIN"):
        raise UsageError("lock.private_key", file=display_path(path))
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    # `age-keygen` writes the public key of a private one above it, as a comment.
    lines = [line.removeprefix("# public key: ") for line in lines]
    keys = [" ".join(line.split()[:2]) for line in lines if line.startswith(_KINDS)]
    if not keys:
        raise UsageError("lock.no_public_key", file=display_path(path))
    for key in keys:
        try:
            Seal([key])
        except ValueError as error:
            reason = error.message if isinstance(error, BrokenSeal) else display_path(str(error))
            raise UsageError("lock.bad_key", file=display_path(path), reason=reason) from error
    return keys


def lock(path: Path, key_files: Sequence[Path], *, user: User = SYSTEM_USER) -> LockResult:
    """Lock the conversation at `path` for these keys, or relock it for other keys.

    Raises UsageError if it is open elsewhere or none of the user's own keys would open it, and
    StorageError. On error, files not yet rewritten, and the conversation, are unchanged.
    """
    seal = Seal(list(dict.fromkeys(key for file in key_files for key in public_keys(file))))
    if not can_unseal(seal, keyring=user.keyring):
        if guarded := guarded_keys(seal, keyring=user.keyring):
            raise UsageError("lock.not_given", place=display_path(guarded[0]))
        raise UsageError("lock.not_yours", tried=user.keyring.display_files)
    private = read_private(path, keyring=user.keyring) is not None
    shared = _reseal_all(
        path, seal, seal.for_own_keys(keyring=user.keyring) if private else seal, user=user
    )
    return LockResult(Slug(path.stem), len(seal.recipients), private, shared)


def unlock(path: Path, *, user: User = SYSTEM_USER) -> None:
    """Make the conversation at `path` plain again, with all its companion files.

    Raises UsageError if it is not locked or open elsewhere, and StorageError.
    """
    if not is_sealed(path):
        raise UsageError("lock.not_locked", slug=display_path(path.stem))
    _reseal_all(path, None, None, user=user)


def unlocked_beside(path: Path) -> list[Path]:
    """Return the plain files beside a locked conversation that hold its content.

    Raises StorageError.
    """
    sealed = (AGE_HEADER, SEALED_MAGIC)
    plain = [file for file, _ in _companion_files(path) if not _content(file).startswith(sealed)]
    return plain + [file for copy in find_disk_copies(path) for file in copy.files()]


def _reseal_all(path: Path, shared: Seal | None, private: Seal | None, *, user: User) -> bool:
    """Rewrite all files with the conversation's content, with these seals, or plain.

    Return whether the conversation is shared.
    """
    _refuse_open(path)
    with closing(Session.open(path, user=user)) as session:
        # Closing saves the updates of killed sessions, and removes their journals.
        is_shared = session.sync.remote_address is not None
    with lock_folder(resolve_link(path).parent):
        _refuse_open(path)
        if shared is not None:
            _remove_copies(path)
        for file, is_private in _companion_files(path):
            _rewrite(file, private if is_private else shared, keyring=user.keyring)
        _rewrite(path, shared, keyring=user.keyring)
    from ..notebook.index import remove_from_index

    for file_path in {path, resolve_link(path)}:
        remove_from_index(file_path)
    return is_shared


def _refuse_open(path: Path) -> None:
    """Raise UsageError if a session has a journal; others read the seal before they make one."""
    if has_session(path):
        raise UsageError("lock.open_elsewhere", slug=display_path(path.stem))


def _remove_copies(path: Path) -> None:
    """Remove working copies of editors. Raises UsageError if one is in use, or was changed."""
    copies = find_disk_copies(path)
    for copy in copies:
        if not copy.acquire():
            raise UsageError("lock.open_elsewhere", slug=display_path(path.stem))
        if copy.read().has_content:
            values = {"slug": display_path(path.stem), "path": display_path(copy.folder)}
            raise UsageError("lock.editor", **values)
    for copy in copies:
        copy.remove()


def _companion_files(path: Path) -> Iterator[tuple[Path, bool]]:
    """Yield the companion files with the conversation's content, and whether each is private."""
    private = private_path(path)
    for file in (path, private):
        for side in side_files(resolve_link(file)):
            yield side, file == private
        folder = journal_folder(file)
        if is_folder(folder):
            try:
                entries = sorted(folder.iterdir())
            except OSError as error:
                raise read_error(folder, error) from error
            for side in entries:
                if not is_folder(side):
                    yield side, file == private
    if exists(private):
        yield private, True


def _rewrite(file: Path, seal: Seal | None, *, keyring: Keyring) -> None:
    """Rewrite a file with its plain content, sealed or plain, in one atomic write."""
    if file.name.startswith(".") and file.name.endswith(".new"):
        with lock_folder(file.parent) as folder:
            remove(file.name, folder)  # a killed write
        return
    data = _content(file)
    if data.startswith(SEALED_MAGIC):
        return  # a damaged sealed journal: opening recovered all of it that can be read
    try:
        plain, seal_before = unseal_if_sealed(data, file, keyring=keyring)
    except (StorageError, ValueError):
        return  # sealed, and no key opens it: keep it as it is
    if seal is None and seal_before is None:
        return
    content = plain if seal is None else seal.seal(plain)
    if file.suffix == _OUR_JOURNAL:
        write_atomically(free_name(file), content)
        with lock_folder(file.parent) as folder:
            remove(file.name, folder)
        return
    write_atomically(file, content)


def _content(file: Path) -> bytes:
    try:
        return read_regular(file)
    except OSError as error:
        raise write_error(file, error) from error
