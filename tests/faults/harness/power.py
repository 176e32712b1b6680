"""A model of power cuts: the folders that can exist after one, given the recorded calls.

The calls are recorded while the real code works on real files. A cut after any call may leave:

- of each file: the last synced content, with any number of later writes. The last of these may be
  partial, or may have extended the file by zeros only;
- of each folder: the names at its last sync, with any subset of the later changes, in any order. A
  rename is one change, as on every journalling file system.

Nothing else is guaranteed: syncing a file does not sync its name, and vice versa.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations, count, permutations, product
from pathlib import Path
from typing import Any

_COUNT = count(1)
_MOST_ORDERED = 5


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changes the disk. `said` is the number of guarantees given so far."""

    what: str
    inode: int
    data: bytes = b""
    size: int = 0
    names: tuple[tuple[int, str, int | None], ...] = ()
    """Folder, name, and the new inode of the name; None if the name is removed."""
    said: tuple[object, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.what, *(name for _, name, _ in self.names)])


@dataclass
class Recording:
    """The recorded calls below a folder, and the initial state of that folder."""

    root: Path
    without: int | None = None
    """The number of an omitted sync, as if the code did not make it."""
    calls: list[Call] = field(default_factory=list)
    said: list[object] = field(default_factory=list)
    syncs: int = 0
    folders: dict[int, dict[str, int]] = field(default_factory=dict)
    """The current content of the folders."""
    began: dict[int, dict[str, int]] = field(default_factory=dict)
    """The initial content of the folders."""
    files: dict[int, bytes] = field(default_factory=dict)
    """The initial content of the files."""
    _numbers: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder, _, names in os.walk(self.root):
            entries = self.folders[self.number(Path(folder).stat())] = {}
            for path in Path(folder).iterdir():
                entries[path.name] = self.number(path.stat())
                if path.name in names:
                    self.files[entries[path.name]] = path.read_bytes()
        self.began = {inode: dict(names) for inode, names in self.folders.items()}

    def number(self, status: os.stat_result, *, new: bool = False) -> int:
        """A unique number for an inode: the kernel reuses its own numbers."""
        if new:
            self._numbers.pop(status.st_ino, None)
        return self._numbers.setdefault(status.st_ino, next(_COUNT))

    def promise(self, what: object) -> None:
        """From now on this must be present after every cut."""
        self.said.append(what)

    def add(self, what: str, inode: int, **more: Any) -> None:
        """Record a call."""
        self.calls.append(Call(what, inode, said=tuple(self.said), **more))

    @contextmanager
    def running(self) -> Iterator[Recording]:
        """Record all calls in the block."""
        real = {name: getattr(os, name) for name in _WRAPPED}
        try:
            for name, wrap in _WRAPPED.items():
                setattr(os, name, wrap(self, real[name]))
            yield self
        finally:
            for name, function in real.items():
                setattr(os, name, function)

    def inside(self, folder: int) -> bool:
        """Whether this inode is a recorded folder."""
        return folder in self.folders

    def entry(self, path: Any, dir_fd: int | None) -> tuple[int, str] | None:
        """The folder and name of a path; None outside the recorded folders."""
        there = Path(os.fsdecode(path))
        try:
            status = os.stat(there.parent, dir_fd=dir_fd)
        except OSError:
            return None
        number = self.number(status)
        return (number, there.name) if self.inside(number) else None


def _open(it: Recording, real: Callable[..., int]) -> Callable[..., int]:
    def call(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        there = it.entry(path, dir_fd) if flags & os.O_CREAT else None
        known = there is not None and there[1] in it.folders[there[0]]
        descriptor = real(path, flags, mode, dir_fd=dir_fd)
        if there is not None and not known:
            inode = it.number(os.fstat(descriptor), new=True)
            it.folders[there[0]][there[1]] = inode
            it.files[inode] = b""
            it.add("create", inode, names=((*there, inode),))
        return descriptor

    return call


def _write(it: Recording, real: Callable[..., int]) -> Callable[..., int]:
    def call(descriptor: int, data: Any) -> int:
        count = real(descriptor, data)
        inode = it.number(os.fstat(descriptor))
        if inode in it.files:  # all of ours are written from their beginning, or at their end
            it.add("write", inode, data=bytes(data)[:count])
        return count

    return call


def _truncate(it: Recording, real: Callable[..., None]) -> Callable[..., None]:
    def call(descriptor: int, size: int) -> None:
        real(descriptor, size)
        if (inode := it.number(os.fstat(descriptor))) in it.files:
            it.add("ftruncate", inode, size=size)

    return call


def _sync(it: Recording, real: Callable[..., None]) -> Callable[..., None]:
    def call(descriptor: int) -> None:
        inode = it.number(os.fstat(descriptor))
        if inode in it.files or it.inside(inode):
            it.syncs += 1
            if it.without == it.syncs:
                return
            it.add("sync", inode)
        real(descriptor)

    return call


def _rename(it: Recording, real: Callable[..., None]) -> Callable[..., None]:
    def call(
        source: Any, target: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None
    ) -> None:
        before, after = it.entry(source, src_dir_fd), it.entry(target, dst_dir_fd)
        real(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
        if before is None or after is None:
            return
        inode = it.folders[before[0]][before[1]]
        if it.folders[after[0]].get(after[1]) == inode:
            return  # between two links to one file this does nothing
        del it.folders[before[0]][before[1]]
        it.folders[after[0]][after[1]] = inode
        it.add("rename", inode, names=((*before, None), (*after, inode)))

    return call


def _link(it: Recording, real: Callable[..., None]) -> Callable[..., None]:
    def call(source: Any, target: Any, **named: Any) -> None:
        before = it.entry(source, named.get("src_dir_fd"))
        after = it.entry(target, named.get("dst_dir_fd"))
        real(source, target, **named)
        if before is not None and after is not None:
            inode = it.folders[before[0]][before[1]]
            it.folders[after[0]][after[1]] = inode
            it.add("link", inode, names=((*after, inode),))

    return call


def _unlink(it: Recording, real: Callable[..., None]) -> Callable[..., None]:
    def call(path: Any, *, dir_fd: int | None = None) -> None:
        there = it.entry(path, dir_fd)
        real(path, dir_fd=dir_fd)
        if there is not None:
            inode = it.folders[there[0]].pop(there[1])
            it.add("unlink", inode, names=((*there, None),))

    return call


def _mkdir(it: Recording, real: Callable[..., None]) -> Callable[..., None]:
    def call(path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        there = it.entry(path, dir_fd)
        real(path, mode, dir_fd=dir_fd)
        if there is not None:
            inode = it.number(os.stat(path, dir_fd=dir_fd), new=True)
            it.folders[there[0]][there[1]] = inode
            it.folders[inode] = {}
            it.add("mkdir", inode, names=((*there, inode),))

    return call


_WRAPPED: dict[str, Callable[[Recording, Callable[..., Any]], Callable[..., Any]]] = {
    "open": _open,
    "write": _write,
    "ftruncate": _truncate,
    "fsync": _sync,
    "fdatasync": _sync,
    "rename": _rename,
    "replace": _rename,
    "link": _link,
    "unlink": _unlink,
    "mkdir": _mkdir,
    "rmdir": _unlink,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A possible disk after a cut: names and content, by folder and by inode."""

    folders: dict[int, dict[str, int]]
    files: dict[int, bytes]
    root: int
    said: tuple[object, ...]
    after: str

    def put(self, folder: Path) -> None:
        """Create these files and folders on a real disk."""
        self._put(folder, self.root)

    def _put(self, folder: Path, inode: int) -> None:
        folder.mkdir(exist_ok=True)
        for name, target in self.folders[inode].items():
            if target in self.folders:
                self._put(folder / name, target)
            else:
                (folder / name).write_bytes(self.files.get(target, b""))


def cuts(recording: Recording) -> Iterator[Found]:
    """Every possible disk after a cut at each of the calls."""
    root = recording.number(recording.root.stat())
    seen = set()
    for number in range(len(recording.calls) + 1):
        done = recording.calls[:number]
        more = number < len(recording.calls)  # what is promised before the next call is made
        promised = recording.calls[number].said if more else tuple(recording.said)
        after = str(done[-1]) if done else "nothing"
        for folders in _names(recording, done):
            reached = _reached(folders, root)
            choices = [
                [(inode, content) for content in _contents(recording, done, inode)]
                for inode in sorted(reached - folders.keys())
            ]
            for chosen in product(*choices):
                found = Found(folders, dict(chosen), root, promised, after)
                one = (repr(sorted(folders.items())), chosen, promised)
                if one not in seen:
                    seen.add(one)
                    yield found


def _reached(folders: dict[int, dict[str, int]], root: int) -> set[int]:
    found, queue = set(), [root]
    while queue:
        inode = queue.pop()
        found.add(inode)
        queue += folders.get(inode, {}).values()
    return found


def _names(recording: Recording, done: list[Call]) -> Iterator[dict[int, dict[str, int]]]:
    """The possible contents of the folders."""
    kept = {inode: dict(names) for inode, names in recording.began.items()}
    loose: list[Call] = []
    for call in done:
        if call.what == "mkdir":
            kept.setdefault(call.inode, {})
        if call.names:
            loose.append(call)
        if call.what == "sync" and call.inode in kept:
            for earlier in loose:
                if any(folder == call.inode for folder, _, _ in earlier.names):
                    _change(kept, earlier)
            loose = [
                one for one in loose if all(folder != call.inode for folder, _, _ in one.names)
            ]
    # Beyond a handful the orders are too many, and no save has so many changes between two syncs.
    choose = permutations if len(loose) <= _MOST_ORDERED else combinations
    for number in range(len(loose) + 1):
        for some in choose(loose, number):
            folders = {inode: dict(names) for inode, names in kept.items()}
            for call in some:
                _change(folders, call)
            yield folders


def _change(folders: dict[int, dict[str, int]], call: Call) -> None:
    for folder, name, target in call.names:
        if target is None:
            folders[folder].pop(name, None)
        else:
            folders[folder][name] = target


def _contents(recording: Recording, done: list[Call], inode: int) -> list[bytes]:
    """The possible contents of a file."""
    kept = recording.files.get(inode, b"")
    loose: list[Call] = []
    for call in done:
        if call.inode == inode and call.what in ("write", "ftruncate"):
            loose.append(call)
        elif call.inode == inode and call.what == "sync":
            for earlier in loose:
                kept = _content(kept, earlier)
            loose = []
    result = [kept]
    for call in loose:
        before = kept
        kept = _content(before, call)
        if call.what == "write":
            result.append(before + call.data[: len(call.data) // 2])
            result.append(before + bytes(len(call.data)))
        result.append(kept)
    return list(dict.fromkeys(result))


def _content(before: bytes, call: Call) -> bytes:
    return before + call.data if call.what == "write" else before[: call.size]
