"""Tests stay within their own folders, and the guard of the user's folders works."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.sync.folder import parents, shared_folders
from afspraak.data.system import paths
from afspraak.tui.app.crash_report import write_report

from .checkout import IMPORT_ROOT, ROOT
from .support.amount import SAMPLE, sample
from .support.guard import GUARD
from .support.isolation import Guard, crash_reports, difference, isolated, listing

OUTSIDE = "/var/tmp/afspraak-guarded"
"""A path that never exists: every call on it is refused."""

TOUCHING: dict[str, Callable[[str], object]] = {
    "write": lambda path: Path(path).write_text(""),
    "open": lambda path: os.open(path, os.O_CREAT | os.O_WRONLY),
    "mkdir": os.mkdir,
    "rename": lambda path: Path(path).rename("/nowhere/x"),
    "rename to": lambda path: Path("/nowhere/x").rename(path),
    "remove": os.remove,
    "rmdir": os.rmdir,
    "rmtree": shutil.rmtree,
    "link": lambda path: os.link("/nowhere/x", path),
    "symlink": lambda path: Path(path).symlink_to("/nowhere/x"),
    "chmod": lambda path: Path(path).chmod(0o600),
    "chown": lambda path: os.chown(path, -1, -1),
    "truncate": lambda path: os.truncate(path, 0),
    "sqlite": sqlite3.connect,
}


@pytest.fixture
def guard() -> Guard:
    """The guard of this process, which forgets the deliberate violations of these tests."""
    return GUARD


@pytest.mark.parametrize("touch", TOUCHING.values(), ids=TOUCHING)
def test_an_access_outside_the_test_folders_is_refused_and_recorded(
    guard: Guard, touch: Callable[[str], object]
) -> None:
    with pytest.raises(PermissionError, match="a test may not touch this"):
        touch(OUTSIDE)
    assert [told.rpartition(" ")[2] for told in guard.touched[-1:]] == [OUTSIDE]
    guard.touched.clear()


def test_shared_folders_of_others_are_not_even_listed(guard: Guard) -> None:
    with pytest.raises(PermissionError):
        os.scandir("/var/tmp")
    guard.touched.clear()


def test_the_users_folders_and_the_checkout_are_guarded(guard: Guard) -> None:
    assert len(guard.places) >= 4
    for path in (*guard.places, f"{ROOT}/data/touched.py"):
        with pytest.raises(PermissionError):
            Path(path).write_text("")
    guard.touched.clear()
    (ROOT / ".pytest_cache").mkdir(exist_ok=True)
    (ROOT / ".pytest_cache" / "touched").write_text("")
    (ROOT / ".pytest_cache" / "touched").unlink()
    assert not guard.touched


def test_the_guard_itself_has_access(guard: Guard) -> None:
    listing(guard)
    assert not guard.touched
    with pytest.raises(PermissionError):
        os.scandir("/var/tmp")
    guard.touched.clear()


def test_changes_by_other_processes_are_detected_by_comparison(tmp_path: Path) -> None:
    # What is the user's is here a place of this test's own.
    user = Guard({"HOME": str(tmp_path)})
    notebook = tmp_path / ".local/share/afspraak"
    notebook.mkdir(parents=True)
    (notebook / "a.json").write_text("a")
    (notebook / "b.json").write_text("b")
    before = listing(user, ())
    assert difference(before, listing(user, ())) == []
    subprocess.run(["rm", str(notebook / "a.json")], check=True)
    subprocess.run(["cp", str(notebook / "b.json"), str(notebook / "c.json")], check=True)
    (notebook / "b.json").chmod(0o640)
    changed = [Path(path).name for path in difference(before, listing(user, ()))]
    assert changed == ["afspraak", "a.json", "b.json", "c.json"]


def test_a_started_program_uses_the_folders_of_the_test() -> None:
    home = os.environ["HOME"]
    code = (
        "import tempfile; from afspraak.data.system import paths as places;"
        "from afspraak.data.sync.folder import parents;"
        "print(places.notebook_folder(), places.settings_file(), places.cache_folder(),"
        " places.state_folder(), *parents.parent_folders(), tempfile.gettempdir(), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(IMPORT_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    told = done.stdout.splitlines()
    assert len(told) == 6
    assert all(path.startswith(f"{home}/") for path in told)
    assert str(paths.cache_folder()).startswith(home)


@pytest.mark.crashes
def test_a_crash_report_that_a_program_leaves_is_found() -> None:
    home = Path(os.environ["HOME"])
    assert crash_reports(home) == []
    written = write_report(ValueError())
    assert crash_reports(home) == [written]


def test_shares_are_created_and_searched_only_in_the_configured_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = tmp_path / "usual"
    usual.mkdir(mode=0o777)
    usual.chmod(0o1777)
    monkeypatch.setattr(parents, "PARENT_FOLDERS", (tmp_path / "missing", usual))
    (usual / "afspraak-1").mkdir()
    (usual / "afspraak-1" / "offer.json").write_text('{"names": ["Anna"]}')
    assert shared_folders.list_shares() == []
    assert shared_folders.shared_parent() == Path(os.environ["AFSPRAAK_SHARED"])
    monkeypatch.delenv("AFSPRAAK_SHARED")
    assert [offer.id for offer in shared_folders.list_shares()] == [str(usual / "afspraak-1")]
    assert shared_folders.shared_parent() == usual


def test_the_sample_of_a_table_depends_only_on_the_commit(tmp_path: Path) -> None:
    assert sample(tmp_path, None) == sample(tmp_path, "")
    assert sample(tmp_path, "a") == sample(tmp_path, "a") != sample(tmp_path, "b")

    def git(*words: str) -> str:
        who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
        command = ["git", "-C", str(tmp_path), *who, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q")
    assert sample(tmp_path, None) == sample(tmp_path / "missing", None), "no commit yet"
    git("commit", "-q", "--allow-empty", "-m", "one")
    first = sample(tmp_path, None)
    assert first == sample(tmp_path, git("rev-parse", "HEAD"))
    git("commit", "-q", "--allow-empty", "-m", "two")
    assert sample(tmp_path, None) != first


def test_random_examples_depend_on_the_commit_too(pytestconfig: pytest.Config) -> None:
    given = [word for word in sys.argv if word.startswith("--hypothesis-seed")]
    assert given or pytestconfig.getoption("hypothesis_seed") == str(SAMPLE)


def test_a_home_is_private_and_its_shared_folder_is_public(tmp_path: Path) -> None:
    around = isolated(tmp_path / "home")
    assert Path(around["AFSPRAAK_SHARED"]).stat().st_mode & 0o7777 == 0o1777
    assert Path(around["XDG_DATA_HOME"]).stat().st_mode & 0o7777 == 0o700
