"""What holds for the whole house, and no linter knows."""

from __future__ import annotations

import re
from pathlib import Path

from .checkout import ROOT

FLOORS = ("data", "widgets", "tui", "tests")
LONGEST = 400


def _sources() -> list[Path]:
    return [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]


def test_the_package_never_calls_itself_by_name() -> None:
    # Its folder may have any name: only relative imports hold wherever it is loaded from.
    absolute = re.compile(r"^\s*(?:from|import) afspraak\b|import_module\(\"afspraak", re.MULTILINE)
    product = [path for path in _sources() if not path.is_relative_to(ROOT / "tests")]
    found = [path for path in product if absolute.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_tests_import_the_package_by_its_name() -> None:
    # A relative import from outside `tests` fails where the folder has no name of a package.
    outside = {}
    for path in (ROOT / "tests").rglob("*.py"):
        depth = len(path.relative_to(ROOT / "tests").parts)
        imports = re.findall(r"^\s*from (\.+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if any(len(dots) > depth for dots in imports):
            outside[str(path.relative_to(ROOT))] = depth
    assert outside == {}


def test_no_file_outgrows_its_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _sources()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST
    }
    assert long == {}
