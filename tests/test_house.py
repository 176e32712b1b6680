"""What holds for the whole house, and no linter knows."""

from __future__ import annotations

import re
from pathlib import Path

from .support.repository import ROOT

FLOORS = ("data", "widgets", "tui", "tests")
LONGEST = 400


def _sources() -> list[Path]:
    return [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]


def test_the_package_never_calls_itself_by_name() -> None:
    # In a checkout it carries the folder's name, so an absolute import would load a second copy.
    absolute = re.compile(r"^\s*(?:from|import) afspraak\b|import_module\(\"afspraak", re.MULTILINE)
    found = [path for path in _sources() if absolute.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_file_outgrows_its_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _sources()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST
    }
    assert long == {}


def test_every_package_is_listed_for_the_wheel() -> None:
    listed = re.findall(r'"(afspraak[\w.]*)",', (ROOT / "pyproject.toml").read_text("utf-8"))
    packages = {
        ".".join(["afspraak", *path.parent.relative_to(ROOT).parts])
        for floor in ("data", "widgets", "tui")
        for path in (ROOT / floor).rglob("__init__.py")
    }
    assert packages <= set(listed)
