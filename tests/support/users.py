"""Real Unix users, made for a test and removed after it. Needs root."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..checkout import IMPORT_ROOT
from .programs import forked

_DEBIAN = "/usr/bin/python3"
"""Another user cannot run an interpreter in the home of root."""
_NOBODY = 65534
_ENTERED = tempfile.gettempdir()
"""The folder of temporary files at import; each test has its own later."""


@dataclass(frozen=True)
class User:
    """A user of this machine with a home."""

    login: str
    number: int
    home: Path
    python: str
    """An interpreter that the user can run."""
    shared: Path
    """The folder of shares in this test."""

    @property
    def environment(self) -> dict[str, str]:
        """The variables of their login shell, and the packages of the tests."""
        return {
            "HOME": str(self.home),
            "AFSPRAAK_HINTS": "0",
            "USER": self.login,
            "LOGNAME": self.login,
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "AFSPRAAK_SHARED": str(self.shared),
            "PYTHONPATH": os.pathsep.join(_packages()),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    @property
    def _login(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}

    def run(self, words: Sequence[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command as this user, without a terminal."""
        return subprocess.run(
            words,
            check=check,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            cwd=self.home,
            env=self._login | self.environment,
            user=self.number,
            group=self.number,
            extra_groups=[],
        )

    def afspraak(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run afspraak as this user."""
        done = forked.run(
            words,
            self._login | self.environment,
            self.home,
            python=self.python,
            user=self.number,
            errors="replace",
        )
        if check:
            done.check_returncode()
        return done


def _packages() -> list[str]:
    return [str(IMPORT_ROOT), sysconfig.get_path("purelib")]


@cache
def _interpreter() -> tuple[str, str]:
    """The interpreter that any user can run here, or the reason why there is none."""
    if os.geteuid() != 0:
        return "", "only root can make users"
    if shutil.which("useradd") is None:
        return "", "useradd is not installed"
    folders = (Path(_ENTERED), *Path(_ENTERED).parents)
    if not all(folder.stat().st_mode & 0o001 for folder in folders):
        return "", f"other users cannot enter {_ENTERED}"
    for python in (sys.executable, _DEBIAN):
        try:
            told = subprocess.run(
                [python, "-c", "import sys, textual, pycrdt; print(sys.version_info[:2])"],
                env={"PYTHONPATH": os.pathsep.join(_packages())},
                user=_NOBODY,
                group=_NOBODY,
                extra_groups=[],
                cwd="/",
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            continue
        if told == str(sys.version_info[:2]):
            return python, ""
    return "", "there is no interpreter that another user may run"


def why_not() -> str:
    """The reason why no users can be created here; empty if they can."""
    return _interpreter()[1]


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A new folder that every user of this machine may enter, and that goes afterwards.

    It lies in the system's folder for temporary files: those that pytest makes are its user's own.
    """
    # A name without characters that Markdown escapes: what is told of a person names paths.
    folder = Path(_ENTERED, f"users-{secrets.token_hex(6)}")
    folder.mkdir()
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def users(folder: Path, count: int) -> Iterator[list[User]]:
    """This number of users, with homes in a folder that they can enter."""
    shared = folder / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    made: list[User] = []
    try:
        for _ in range(count):
            login = f"afs{secrets.token_hex(4)}"
            home = folder / login
            subprocess.run(["useradd", "-M", "-d", str(home), login], check=True)
            number = pwd.getpwnam(login).pw_uid
            home.mkdir(mode=0o700)
            os.chown(home, number, number)
            made.append(User(login, number, home, _interpreter()[0], shared))
        yield made
    finally:
        for user in made:
            subprocess.run(["pkill", "-KILL", "-u", str(user.number)], check=False)
            subprocess.run(["userdel", user.login], check=False, capture_output=True)
