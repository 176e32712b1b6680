"""The versions of the program, of Python, and of the libraries."""

from __future__ import annotations

import platform
from typing import NamedTuple

from .... import __version__
from ...system.installation import EXTRAS, install_command

REQUIRED = ("textual", "tinydb", "pycrdt")
"""The libraries whose version matters to whoever reads a report."""


class Library(NamedTuple):
    """A library. `version` is "" if it is not installed.

    `extra` is the optional part that needs it, "" if everything does; `command` installs the
    missing libraries of that part.
    """

    name: str
    version: str
    extra: str = ""
    command: str = ""


def libraries() -> list[Library]:
    """Return the program, Python, and the libraries, with their versions."""
    found = [Library("afspraak", __version__), Library("Python", platform.python_version())]
    found += [Library(name, version_of(name)) for name in REQUIRED]
    versions = {extra: {name: version_of(name) for name in EXTRAS[extra]} for extra in EXTRAS}
    missing = [extra for extra, by_name in versions.items() if not all(by_name.values())]
    for extra, by_name in versions.items():
        command = install_command(extra, missing) if extra in missing else ""
        found += [
            Library(name, version, extra, "" if version else command)
            for name, version in by_name.items()
        ]
    return found


def version_of(name: str) -> str:
    """Return the version of an installed library; "" if it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return str(version(name) or "")
    except PackageNotFoundError:
        return ""
