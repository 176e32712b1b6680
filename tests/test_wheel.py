"""`pip install` puts exactly one import package into an environment, and the whole of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .support.repository import ROOT

FLOORS = ("data", "widgets", "tui")
ROOT_FILES = (
    *("__init__.py", "__main__.py", "py.typed", "pyproject.toml", "README.md", "LICENSE"),
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A copy, because building leaves its traces beside the sources.
    source = tmp_path_factory.mktemp("source")
    for name in (*FLOORS, *ROOT_FILES):
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, source / name)
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*command, "-w", str(target), str(source)], check=True)
    return next(target.glob("*.whl"))


def test_no_file_is_forgotten_and_nothing_else_is_installed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    data = {name for name in names if ".data/data/" in name}
    assert [name.partition(".data/data/")[2] for name in data] == ["share/man/man1/afspraak.1"]
    expected = {"afspraak/__init__.py", "afspraak/__main__.py", "afspraak/py.typed"}
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*"):
            if path.suffix in (".py", ".sql", ".toml", ".tcss"):
                expected.add(f"afspraak/{path.relative_to(ROOT).as_posix()}")
    assert names - data == expected


def test_the_wheel_brings_its_licence_along(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [
            name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE")
        ]
        assert archive.read(name) == (ROOT / "LICENSE").read_bytes()
        (facts,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        assert b"License-Expression: MIT" in archive.read(facts)


def test_the_wheel_works_away_from_the_sources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    for words in (["--version"], ["new", "Anna", "--no-open"], ["export", "anna", "-o", "-"]):
        answer = subprocess.run(
            [sys.executable, "-m", "afspraak", "--notebook", str(tmp_path / "nb"), *words],
            cwd="/",
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer.stdout
        assert not answer.stderr
