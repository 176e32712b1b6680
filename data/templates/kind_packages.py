"""The kinds in Python packages: data files of packages that declare an entry point.

A package is never imported: installing one runs nothing of it. Only the TOML files in the list of
files that the installer wrote are read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..i18n.catalogue import Message
from ..text.sanitize import clean_line
from .faults import KindFault
from .kind_file import read_kind_file
from .kind_place import MOST_FILES, FoundKind, Place, PlaceKind, kinds_in

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

GROUP = "afspraak.kinds"
"""The group of the entry points; the value of one is the folder, as a dotted name."""
_PACKAGES = (".dist-info", ".egg-info")


def package_kinds() -> Iterator[tuple[FoundKind, ...]]:
    """Yield the kinds of each package, by the name of its entry point."""
    if not _may_be_declared():
        return
    from importlib.metadata import entry_points

    declared = entry_points(group=GROUP)
    for entry in sorted(declared, key=lambda entry: (entry.name, entry.value)):
        yield _kinds_of(entry, entry.dist)


def _may_be_declared() -> bool:
    """Return whether an installed package may have kinds.

    The library that knows takes longer to import than all else that a command does.
    """
    for place in dict.fromkeys(sys.path):
        try:
            with os.scandir(place or os.curdir) as entries:
                names = [entry.path for entry in entries if entry.name.endswith(_PACKAGES)]
        except NotADirectoryError:  # an archive, which only that library can look into
            return True
        except OSError:
            continue
        if any(_declares(Path(name)) for name in names):
            return True
    return False


def _declares(package: Path) -> bool:
    try:
        return GROUP.encode() in (package / "entry_points.txt").read_bytes()
    except OSError:
        return False


def _kinds_of(entry: EntryPoint, package: Distribution | None) -> tuple[FoundKind, ...]:
    name = clean_line(entry.name)
    place = Place(PlaceKind.PACKAGE, name)
    folder = PurePosixPath(*entry.value.strip().split("."))
    listed = package.files if package is not None else None
    files = [file for file in listed or () if file.parent == folder and file.name.endswith(".toml")]
    if not files or len(files) > MOST_FILES:
        reason = "template.too_many" if files else "template.no_files"
        values = {"folder": clean_line(str(folder)), "most": MOST_FILES}
        fault = KindFault(name, 0, Message(reason, **values))
        return (FoundKind(place, "", "", name, files=(name,), faults=(fault,)),)
    paths = sorted(Path(str(file.locate())) for file in files)
    return kinds_in(place, [read_kind_file(path) for path in paths])
