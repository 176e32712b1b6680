"""Select the tests that most likely detect a mutation."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..checkout import PACKAGE

Calls = Mapping[str, tuple[float, list[str]]]
"""For each test function the seconds it takes and what it calls (see `calls.py`)."""

_SPAWNING = ("subprocess", "pty")
"""Modules by which a test starts the program as a process of its own, where no call is recorded."""


class Choice(NamedTuple):
    """A test function or a test file, and what it costs."""

    test: str
    seconds: float


def existing(root: Path, calls: Calls) -> Calls:
    """Return the calls of the tests that the checkout still has; others were renamed or removed."""
    texts: dict[str, str] = {}
    found = {}
    for test, call in calls.items():
        path, _, name = test.partition("::")
        if path not in texts:
            texts[path] = (root / path).read_text() if (root / path).exists() else ""
        if f"def {name.rpartition('::')[2]}(" in texts[path]:
            found[test] = call
    return found


def choose(root: Path, calls: Calls, file: str, function: str) -> list[Choice]:
    """Return the tests that may notice a change in `function` of `file`, the likeliest first.

    Those that call the function come first (anything of the file, for a change outside functions),
    the near and particular ones before the broad; then those that start processes, and those that
    call something else of the file: what a thread calls is not recorded.
    """
    wanted = f"{file}:{function}" if function else f"{file}:"
    distances = _distances(root, file)
    direct: list[tuple[float, Choice]] = []
    others: list[tuple[float, Choice]] = []
    for test, (seconds, called) in calls.items():
        path = test.partition("::")[0]
        distance = distances.get(path, 9)
        if any(each == wanted or each.startswith(f"{wanted}.") or (not function and
               each.startswith(wanted)) for each in called):  # fmt: skip
            rank = distance * 1000 + seconds * (1 + len(called) / 200)
            direct.append((rank, Choice(test, seconds)))
        elif _spawns(root, path):
            named = Path(file).stem.rstrip("s") in (root / path).read_text()
            near = path.startswith(f"tests/{file.partition('/')[0]}/")
            rank = 10 * (not near) + 5 * (not named) + seconds / 10
            others.append((rank, Choice(test, seconds)))
        elif any(each.startswith(f"{file}:") for each in called):
            others.append((distance + seconds / 10, Choice(test, seconds)))
    return [choice for _, choice in (*sorted(direct), *sorted(others))]


def capped(choices: list[Choice], seconds: float) -> tuple[list[str], list[str]]:
    """Return as many of the first tests as take `seconds` together, and the others."""
    total = 0.0
    for index, choice in enumerate(choices):
        total += choice.seconds
        if total > seconds and index:
            break
    else:
        index = len(choices)
    return [each.test for each in choices[:index]], [each.test for each in choices[index:]]


_known_spawning: dict[str, bool] = {}


def _spawns(root: Path, path: str) -> bool:
    """Tell whether a test file, or a helper that it imports, starts processes."""
    if path not in _known_spawning:
        _known_spawning[path] = False
        helpers = [
            f"{name.replace('.', '/')}.py"
            for name in set(_imports(root, root / path))
            if name.startswith("tests.") and (root / f"{name.replace('.', '/')}.py").exists()
        ]
        imported = set(_imports(root, root / path))
        _known_spawning[path] = bool(imported & set(_SPAWNING)) or any(
            _spawns(root, helper) for helper in helpers
        )
    return _known_spawning[path]


_known_distances: dict[str, dict[str, int]] = {}
_known_importers: dict[str, set[str]] = {}


def _distances(root: Path, file: str) -> dict[str, int]:
    """Return how many imports each file of the package is away from `file`."""
    if not _known_importers:
        for path in root.rglob("*.py"):
            relative = str(path.relative_to(root))
            for name in _imports(root, path):
                _known_importers.setdefault(name, set()).add(relative)
    if file not in _known_distances:
        found, edge, distance = {file: 0}, [file], 0
        while edge:
            distance += 1
            edge = [
                importer
                for each in edge
                for importer in sorted(_known_importers.get(_module(each), ()))
                if importer not in found and found.setdefault(importer, distance)
            ]
        _known_distances[file] = found
    return _known_distances[file]


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(root: Path, path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, those of the package from its root."""
    package = path.relative_to(root).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (_from_root(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = _from_root(".".join((*above, *((node.module,) if node.module else ()))))
            yield base
            yield from (f"{base}.{alias.name}" if base else alias.name for alias in node.names)


def _from_root(name: str) -> str:
    """Return an absolute module name as it is counted from the root of the checkout."""
    return name.removeprefix(f"{PACKAGE}.")
