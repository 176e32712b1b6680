"""The file of a conversation: TinyDB tables as readable JSON, written durably and read strictly.

TinyDB's own JSONStorage writes in place (half a file after a kill) and reads leniently (an empty
file is an empty database, a duplicate key drops data). This one never does either. The lost update
check is the last defence when another program changes the file while we have it open.
"""

from __future__ import annotations

import errno
import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from ..errors import StoreError
from ..i18n.catalogue import tr
from ..system.atomic_files import (
    Identity,
    Unsettled,
    close_quietly,
    identity,
    locked,
    open_regular,
    previous_copy,
    resolved,
    shown,
    temporary_name,
    unreadable,
    write_whole,
)
from ..system.ownership import is_anothers
from ..system.paths import is_file
from ..text.sanitize import clip
from .encryption.seal import BrokenSeal, LockedFile, Seal, unsealed

__all__ = [
    "ChangedOnDisk",
    "DamagedFile",
    "DurableStorage",
    "Tables",
    "Unsettled",
    "identity",
    "open_tinydb",
    "previous_copy",
    "side_files",
    "strict_json",
]

Tables = dict[str, dict[str, dict[str, Any]]]
"""Table name -> document id (digits) -> document."""

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read or written: some 300 times 200 kB of notes, a very long talk."""

MAX_DEPTH = 64
"""How deep JSON may nest, the top level counted; far more than tables of documents need."""

_CHUNK = 1 << 20
_READ_ATTEMPTS = 3
_ID = re.compile(r"0|[1-9][0-9]{0,14}")  # below 2**53, and one spelling for each number
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class DamagedFile(StoreError):
    """What the file holds is not a conversation.

    `path` is the file, `reason` says in the user's words what is wrong, and `previous` is the
    previous copy when there is one (see `previous.py`).
    """

    def __init__(self, path: Path, reason: str, previous: Path | None = None) -> None:
        values: dict[str, object] = {"file": shown(path), "reason": reason}
        message = tr("storage.damaged", **values)
        if previous is not None:
            message = tr("storage.damaged.previous", previous=shown(previous), **values)
        super().__init__(message)
        self.path = path
        self.reason = reason
        self.previous = previous


class ChangedOnDisk(StoreError):
    """The file is not the one that was read last; nothing was written. `path` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(tr("storage.changed", file=shown(path)))
        self.path = path


class Damage(ValueError):
    """Why bytes are refused, as the words of a message."""


def _refuse(kind: str, **values: object) -> NoReturn:
    raise Damage(tr(f"storage.damage.{kind}", **values))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _refuse("duplicate", name=clip(twice, 40))
    return result


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        _refuse("number")
    return value


def _constant(word: str) -> NoReturn:
    _refuse("constant", word=word)


def strict_json(data: bytes, name: Path | str) -> Tables:
    """The tables in `data`; `name` is what an error calls the file.

    Refused with DamagedFile: more than MAX_BYTES, nothing at all, a byte order mark, what is not
    UTF-8 or not JSON (told with line and column), duplicate names, numbers that are not finite or
    too long, lone surrogates, nesting beyond MAX_DEPTH, and anything but tables of documents with
    integer ids.
    """
    try:
        return checked(data)
    except Damage as damage:
        raise DamagedFile(Path(name), str(damage)) from None


def checked(data: bytes) -> Tables:
    """The tables in `data`, as `strict_json` tells. Raises Damage."""
    if len(data) > MAX_BYTES:
        _refuse("large", limit=MAX_BYTES // (1024 * 1024))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse("utf8", line=data.count(b"\n", 0, error.start) + 1)
    if text.startswith("\ufeff"):
        _refuse("mark")
    if not text.strip(" \t\r\n"):
        _refuse("empty")
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_constant, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        _refuse("syntax", line=error.lineno, column=error.colno)
    except RecursionError:
        _refuse("deep", limit=MAX_DEPTH)
    except Damage:
        raise
    except ValueError:  # an integer of more digits than Python converts
        _refuse("number")
    _check_depth(value)
    # After strict decoding a lone surrogate can only come from an escape.
    if _SURROGATE.search(data):
        _check_surrogates(value)
    return _check_tables(value)


def _check_depth(value: object) -> None:
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return
    if any(isinstance(one, dict | list) for one in level):
        _refuse("deep", limit=MAX_DEPTH)


def _check_surrogates(value: object) -> None:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            try:
                one.encode("utf-8")
            except UnicodeEncodeError:
                _refuse("surrogate")
        elif isinstance(one, dict):
            stack.extend(one)
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)


def _check_tables(value: object) -> Tables:
    if not isinstance(value, dict):
        _refuse("shape")
    for name, table in value.items():
        if not isinstance(table, dict):
            _refuse("table", table=clip(name, 40))
        for document_id, document in table.items():
            if not (_ID.fullmatch(document_id) and isinstance(document, dict)):
                _refuse("document", table=clip(name, 40), id=clip(document_id, 20))
    return value


def read_bytes(path: Path) -> tuple[bytes, Identity]:
    """All bytes of the file and its identity. Raises FileNotFoundError, Damage, StoreError."""
    for attempt in range(_READ_ATTEMPTS):
        descriptor, status = open_regular(path)
        try:
            if status.st_size > MAX_BYTES:
                _refuse("large", limit=MAX_BYTES // (1024 * 1024))
            parts: list[bytes] = []
            size = 0
            while size <= MAX_BYTES and (part := os.read(descriptor, _CHUNK)):
                parts.append(part)
                size += len(part)
            before, after = Identity.of(status), Identity.of(os.fstat(descriptor))
        except OSError as error:
            raise unreadable(path, error) from error
        finally:
            close_quietly(descriptor)
        if before == after and size == after.size:
            return b"".join(parts), after
        if attempt + 1 < _READ_ATTEMPTS:
            continue  # a program is writing it in place at this very moment
    raise unreadable(path, TimeoutError(errno.ETIMEDOUT, "the file keeps changing"))


@contextmanager
def replaceable(path: Path) -> Iterator[None]:
    """Reading the file at `path` raises DamagedFile where another user's file stands there.

    Where that cannot be read, and the folder is one's own, the previous copy can take its place.
    """
    try:
        yield
    except StoreError as error:
        denied = isinstance(error.__cause__, PermissionError) and is_anothers(path)
        if not denied or not os.access(path.parent, os.W_OK):
            raise
        previous = previous_copy(path)
        there = previous if os.access(previous, os.R_OK) else None
        raise DamagedFile(path, error.cause, there) from error


class DurableStorage(Storage):
    """A TinyDB storage that loses nothing: `DurableStorage(path)`.

    A link at `path` is followed once; its target is what gets read and replaced. `identity` tells
    which file was read or written last, None when there was none. `seal` is that of a locked
    conversation; once there is one, nothing is written plain any more.
    """

    def __init__(self, path: Path | str, seal: Seal | None = None) -> None:
        self.path = resolved(Path(path))
        self.identity: Identity | None = None
        self.seal = seal

    def read(self) -> Tables | None:
        """The tables, or None where there is no file (its previous copy may be there all the same).

        Raises DamagedFile, or StoreError when the file cannot be read. After a failure `identity`
        is None, so that nothing gets written over what is there.
        """
        self.identity = None
        try:
            with replaceable(self.path):
                data, found = read_bytes(self.path)
            plain, seal = unsealed(data, self.path)
            tables = checked(plain)
        except FileNotFoundError:
            return None
        except (Damage, BrokenSeal) as damage:
            previous = previous_copy(self.path)
            there = previous if is_file(previous) else None
            raise DamagedFile(self.path, str(damage), there) from None
        except LockedFile:
            if self._opened_before():
                reason = tr("lock.broken")
                raise DamagedFile(self.path, reason, previous_copy(self.path)) from None
            raise
        self.identity = found
        self.seal = seal or self.seal
        return tables

    def _opened_before(self) -> bool:
        """Whether a key at hand opens the previous copy: who it is for never changes by itself.

        Then it is the file that is damaged, in the lines that tell whose keys open it.
        """
        try:
            data, _ = read_bytes(previous_copy(self.path))
            return unsealed(data, self.path)[1] is not None
        except (OSError, ValueError, StoreError):
            return False

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file by these tables; the present file becomes the previous copy.

        Nothing is written that `read` would refuse. Raises ChangedOnDisk when the file is not the
        one read or written last, StoreError when it could not be written; the old file then stands.
        """
        body = self.encoded(data)
        with locked(self.path.parent):
            if identity(self.path) != self.identity:
                raise ChangedOnDisk(self.path)
            try:
                self.identity = write_whole(self.path, body, keep_previous=True)
            except Unsettled as error:
                self.identity = error.identity
                raise

    def encoded(self, data: Mapping[str, Mapping[str, Any]]) -> bytes:
        """These tables as they stand in a file. Raises StoreError on what `read` would refuse."""
        try:
            text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
            body = f"{text}\n".encode()
            checked(body)
        except (TypeError, ValueError, RecursionError) as error:
            message = tr("storage.not_written", file=shown(self.path), reason=shown(str(error)))
            raise StoreError(message) from error
        if self.seal is None:
            return body
        sealed = self.seal.seal(body)
        if len(sealed) > MAX_BYTES:
            reason = tr("storage.damage.large", limit=MAX_BYTES // (1024 * 1024))
            raise StoreError(tr("storage.not_written", file=shown(self.path), reason=reason))
        return sealed


class _UncachedTable(Table):
    """A table that asks the storage every time: another session may have written meanwhile.

    Setting `default_query_cache_capacity` would do nothing: TinyDB binds it as a default argument.
    """

    def __init__(
        self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        del cache_size
        super().__init__(storage, name, cache_size=0, persist_empty=persist_empty)

    def insert(self, document: Mapping[str, Any]) -> int:
        self._next_id = None
        return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        self._next_id = None
        return super().insert_multiple(documents)


class _DurableDB(TinyDB):
    table_class = _UncachedTable


def open_tinydb(path: Path | str) -> TinyDB:
    """The file as a TinyDB that caches neither queries nor ids; `.storage` is a DurableStorage."""
    return _DurableDB(path, storage=DurableStorage)


def side_files(path: Path) -> list[Path]:
    """The files that stand beside a conversation's and hold its content, for moving and erasing.

    The previous copy, what was damaged, and temporaries that a kill left behind.
    """
    name = path.name
    fixed = {f"{name}~", temporary_name(name), temporary_name(f"{name}~")}
    damaged = re.compile(re.escape(name) + r"\.damaged(\.\d+)?")
    stray = re.compile(r"\." + damaged.pattern + r"\.new")
    try:
        present = sorted(path.parent.iterdir())
    except OSError as error:
        raise unreadable(path.parent, error) from error
    return [
        one
        for one in present
        if one.name in fixed or damaged.fullmatch(one.name) or stray.fullmatch(one.name)
    ]
