"""How this afspraak was installed, and the command that adds the libraries of an extra to it.

No command names afspraak as a package to download: the name may be somebody else's in an index.
"""

from __future__ import annotations

import json
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..text.lazy_pattern import lazy_pattern
from .paths import exists, is_file, shell_words

EXTRAS: Mapping[str, tuple[str, ...]] = {
    "lock": ("cryptography", "pyrage"),
    "postgres": ("psycopg",),
}
"""The libraries of each optional part of the program, as pyproject.toml names them."""

_PACKAGE = "afspraak"
_EXTRA = lazy_pattern(r"""\bextra\s*==\s*["']([\w-]+)["']""")


class Installer(StrEnum):
    """What made the environment in which this process runs."""

    PIPX = "pipx"
    UV_TOOL = "uv_tool"
    CHECKOUT = "checkout"
    VENV = "venv"
    SYSTEM = "system"


def installer() -> Installer:
    """Return what made the environment in which this process runs."""
    prefix = Path(sys.prefix)
    if is_file(prefix / "pipx_metadata.json"):
        return Installer.PIPX
    if is_file(prefix / "uv-receipt.toml"):
        return Installer.UV_TOOL
    if _is_checkout(package_folder()):
        return Installer.CHECKOUT
    return Installer.VENV if _in_venv() else Installer.SYSTEM


def install_command(extra: str, also: Iterable[str] = ()) -> str:
    """Return the shell command that adds the libraries of an extra to this environment.

    `also` are the extras that are told of at the same moment. One command of `uv tool` would undo
    the other, so there each of them adds the libraries of all.
    """
    wanted = requirements(extra)
    match installer():
        case Installer.PIPX:
            return shell_words(["pipx", "inject", _pipx_environment(), *wanted])
        case Installer.UV_TOOL:
            return _uv_tool_command([one for each in (extra, *also) for one in requirements(each)])
        case Installer.CHECKOUT:
            return _checkout_command(extra, package_folder())
        case Installer.VENV:
            return shell_words([*_pip(Path(sys.prefix, "bin", "python")), *wanted])
        case Installer.SYSTEM:
            return shell_words([*_pip(Path(sys.executable or "python3")), *_managed(), *wanted])


def requirements(extra: str) -> list[str]:
    """Return the requirements of an extra, such as `pyrage<2,>=1.4`."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        found = requires(_PACKAGE) or []
    except PackageNotFoundError:
        found = []
    own = [line for line in found if (named := _EXTRA.search(line)) and named[1] == extra]
    return [line.partition(";")[0].strip() for line in own] or list(EXTRAS[extra])


def package_folder() -> Path:
    """Return the folder of this package, without symbolic links: the root of a checkout."""
    return Path(__file__).resolve().parents[2]


def _is_checkout(folder: Path) -> bool:
    return is_file(folder / "pyproject.toml")


def _in_venv() -> bool:
    return sys.prefix != sys.base_prefix


def _pip(python: Path) -> list[str]:
    """Return the words that install into the environment of `python`; one of uv has no pip."""
    from importlib.util import find_spec

    if find_spec("pip") is None:
        return ["uv", "pip", "install", "--python", str(python)]
    return [str(python), "-m", "pip", "install"]


def _managed() -> list[str]:
    """Return the option without which pip refuses to add to the Python of a distribution."""
    marker = Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    return ["--break-system-packages"] if exists(marker) else []


def _checkout_command(extra: str, root: Path) -> str:
    if _in_venv():
        return shell_words([*_pip(Path(sys.prefix, "bin", "python")), "-e", f"{root}[{extra}]"])
    into = shell_words([".venv/bin/python", "-m", "pip", "install", "-e", f".[{extra}]"])
    return f"cd {shell_words([str(root)])} && python3 -m venv .venv && {into}"


def _pipx_environment() -> str:
    """Return pipx's name for this environment, which may have a suffix."""
    try:
        stored = json.loads(Path(sys.prefix, "pipx_metadata.json").read_text(encoding="utf-8"))
        name = stored["environment"]
    except (OSError, ValueError, KeyError, TypeError):
        name = None
    return name if isinstance(name, str) and name else Path(sys.prefix).name


def _uv_tool_command(wanted: list[str]) -> str:
    """Return the command that installs this tool again from where it came, with more libraries.

    `uv tool install` removes the libraries that it is not told of, so those of before are named.
    """
    try:
        receipt = tomllib.loads(Path(sys.prefix, "uv-receipt.toml").read_text(encoding="utf-8"))
        stored = list(receipt["tool"]["requirements"])
        (own,) = (entry for entry in stored if entry["name"] == _PACKAGE)
        others = [_requirement(entry) for entry in stored if entry is not own]
        source = _requirement(own)
    except (OSError, ValueError, KeyError, TypeError):
        return shell_words(
            ["uv", "pip", "install", "--python", f"{sys.prefix}/bin/python", *wanted]
        )
    added = dict.fromkeys([*others, *wanted])
    return shell_words(["uv", "tool", "install", *(f"--with={one}" for one in added), source])


def _requirement(entry: Mapping[str, Any]) -> str:
    """Return one requirement of uv's receipt as a word of its command line."""
    extras = f"[{','.join(entry['extras'])}]" if entry.get("extras") else ""
    for key in ("directory", "editable", "path", "url"):
        if key in entry:
            return f"{entry[key]}{extras}"
    if "git" in entry:
        return f"git+{entry['git']}"
    return f"{entry['name']}{extras}{entry.get('specifier', '')}"
