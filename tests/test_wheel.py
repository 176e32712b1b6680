"""The build: an sdist of the whole repository, and from it a wheel of the package alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from .checkout import ROOT
from .support.isolation import GENERATED

FLOORS = ("data", "widgets", "tui")
ROOT_MODULES = ("__init__.py", "__main__.py", "py.typed")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist of this checkout and the wheel built from it."""
    target = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.fixture
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture
def sdist(built: Path) -> Path:
    return next(built.glob("*.tar.gz"))


def _files() -> set[str]:
    """The files of the checkout, without generated ones."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*")
        if path.is_file() and not GENERATED & set(path.relative_to(ROOT).parts)
    }


def _held(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {member.name.partition("/")[2] for member in archive if member.isfile()}


def test_the_sdist_holds_every_file_of_the_checkout(sdist: Path) -> None:
    assert _held(sdist) - {"PKG-INFO"} == _files() - {"PKG-INFO"}


def test_the_sdist_holds_every_file_that_git_tracks(sdist: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this checkout has no git repository")
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    tracked = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = {name for name in tracked.split("\0") if name and (ROOT / name).exists()}
    assert names
    assert names - _held(sdist) == set()


def test_the_tests_run_in_an_unpacked_sdist(sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path)  # it was built here
    (folder,) = tmp_path.glob("afspraak-*")
    command = [sys.executable, "-m", "pytest", "-q", "tests/test_house.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_holds_every_file_of_the_product_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    data = {name for name in names if ".data/data/" in name}
    pages = {"share/man/man1/afspraak.1", "share/man/nl/man1/afspraak.1"}
    assert {name.partition(".data/data/")[2] for name in data} == pages
    product = {
        name
        for name in _files()
        if name in ROOT_MODULES or (name.split("/")[0] in FLOORS and not name.endswith(".1"))
    }
    assert names - data == {f"afspraak/{name}" for name in product}


def test_the_wheel_contains_the_licence(wheel: Path) -> None:
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
