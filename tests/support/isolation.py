"""Isolation of tests: a home of their own, and a guard that reports what they touch elsewhere.

The guard has two checks. In the test process an audit hook (`sys.addaudithook`) receives every call
that lists shared folders or changes a file, and refuses it outside the allowed folders. Changes by
other processes are found by comparing the user's folders before and after the run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ..checkout import ROOT

_XDG = {"data": ".local/share", "config": ".config", "cache": ".cache", "state": ".local/state"}
_REMOVED = (
    *("AFSPRAAK_NOTEBOOK", "AFSPRAAK_TODAY", "AFSPRAAK_SSH", "AFSPRAAK_REMOTE"),
    *("LC_ALL", "LC_MESSAGES", "LANGUAGE", "XDG_RUNTIME_DIR"),
)
GENERATED = {
    *("__pycache__", ".venv", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
    *(".hypothesis", ".import_linter_cache", "fuzz-found", ".git"),
}
"""Folders of the checkout that tools write into, ignored by git."""
_NEW_CACHE = "pytest-cache-files-"
"""The beginning of the name of pytest's cache folder during its creation."""
_SHARED = ("/var/lib/afspraak", "/var/tmp")
_PREFIX = "afspraak"


def isolated(home: Path) -> dict[str, str]:
    """Return the variables that make a program write only within `home`, which is created."""
    for name in (*_XDG, "tmp"):
        (home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    shared = home / "shared"
    shared.mkdir(exist_ok=True)
    shared.chmod(0o1777)
    return {
        "HOME": str(home),
        **{f"XDG_{name.upper()}_HOME": str(home / name) for name in _XDG},
        "AFSPRAAK_SHARED": str(shared),
        "TMPDIR": str(home / "tmp"),
        "LANG": "en_GB.UTF-8",
        "AFSPRAAK_HINTS": "0",
    }


def crash_reports(home: Path) -> list[Path]:
    """Return the crash reports that a program left in a home of `isolated`."""
    return sorted((home / "state" / _PREFIX).glob("crash-*"))


def isolate(home: Path) -> None:
    """Make this process and its children write only within `home`, except temporary files."""
    settings = [Path.home() / ".config/pip/pip.conf", Path.home() / ".pip/pip.conf"]
    if known := [path for path in settings if path.is_file()]:
        os.environ.setdefault("PIP_CONFIG_FILE", str(known[0]))  # where packages come from
    for name in _REMOVED:
        os.environ.pop(name, None)
    # Files that other users are to reach cannot lie within it.
    os.environ |= {name: value for name, value in isolated(home).items() if name != "TMPDIR"}


def removed() -> tuple[str, ...]:
    """Return the variables that no test may inherit from the user."""
    return _REMOVED


def _home_folders(environment: Mapping[str, str]) -> Iterator[str]:
    home = environment.get("HOME", "")
    for name, usual in _XDG.items():
        folder = environment.get(f"XDG_{name.upper()}_HOME", "") or f"{home}/{usual}"
        if folder.startswith("/"):
            yield f"{folder}/{_PREFIX}"
    for name in ("AFSPRAAK_NOTEBOOK", "AFSPRAAK_SHARED"):
        if environment.get(name, "").startswith("/"):
            yield environment[name]


class Guard:
    """The user's folders, and the accesses of tests to them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Read the user's folders from an environment that no test has changed yet."""
        self.places = tuple(os.path.realpath(place) for place in _home_folders(environment))
        self.touched: list[str] = []
        """What the audit hook saw, in words."""
        self._watching = False

    def watch(self) -> None:
        """Watch this process from now on; an audit hook cannot be removed."""
        self._watching = True
        sys.addaudithook(self._heard)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Allow everything in the block: the guard itself is reading."""
        before, self._watching = self._watching, False
        try:
            yield
        finally:
            self._watching = before

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        found = _PATHS.get(event)
        if found is None or not self._watching:
            return
        if event == "open":
            flags = arguments[2]
            if not isinstance(flags, int) or not flags & _WRITES:
                return
        for path in arguments[:found]:
            # A relative path beside a descriptor of a folder is seen by the comparison alone.
            if isinstance(path, (str, bytes)) and self._is_outside(os.fsdecode(path), event):
                self.touched.append(f"{event} {os.fsdecode(path)}")
                raise PermissionError(f"a test may not touch this: {event} {path!r}")

    def _is_outside(self, path: str, event: str) -> bool:
        if event in ("os.listdir", "os.scandir"):
            return path.rstrip("/") in (*_SHARED, *self.places)
        if not path.startswith("/"):
            return False
        for shared in _SHARED:
            if path == shared or path.startswith(f"{shared}/{_PREFIX}"):
                return True
        if path.startswith(_INSIDE):
            parts = path[len(_INSIDE) :].split("/")
            return not (GENERATED & set(parts) or parts[0].startswith(_NEW_CACHE))
        return any(path == place or path.startswith(f"{place}/") for place in self.places)


_INSIDE = f"{ROOT}/"
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_PATHS = {
    "open": 1,
    "os.listdir": 1,
    "os.scandir": 1,
    "os.mkdir": 1,
    "os.rename": 2,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.link": 2,
    "os.symlink": 2,
    "os.chmod": 1,
    "os.chown": 1,
    "os.truncate": 1,
    "os.utime": 1,
    "os.setxattr": 1,
    "shutil.rmtree": 1,
    "sqlite3.connect": 1,
}
"""Audit events, and the number of their path arguments (Python's "Audit events table")."""


class Found(NamedTuple):
    """The properties of a file or folder."""

    mode: int
    owner: int
    size: int
    modified: int
    """Nanoseconds."""


def listing(guard: Guard, shared: Sequence[str] = _SHARED) -> dict[str, Found]:
    """Return all files in the user's folders, and in shared folders of anybody."""
    found: dict[str, Found] = {}
    with guard.away():
        for folder in shared:
            with suppress(OSError):
                for path in Path(folder).iterdir():
                    if path.name.lstrip(".").startswith(_PREFIX) or folder != _SHARED[-1]:
                        found |= _tree(str(path))
        for place in guard.places:
            found |= _tree(place)
    return found


def _tree(top: str) -> dict[str, Found]:
    found: dict[str, Found] = {}
    paths = [top]
    paths += [
        f"{folder}/{name}" for folder, folders, files in os.walk(top) for name in folders + files
    ]
    for path in paths:
        with suppress(OSError):
            at = os.lstat(path)
            found[path] = Found(at.st_mode, at.st_uid, at.st_size, at.st_mtime_ns)
    return found


def difference(before: Mapping[str, Found], after: Mapping[str, Found]) -> list[str]:
    """Return the paths that were added, removed or changed."""
    return sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )
