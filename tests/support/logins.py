"""Another login and full name for this process, without another Unix user."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest


def log_in_as(monkeypatch: pytest.MonkeyPatch, login: str, name: str = "") -> None:
    """Make the password database give this login and full name for the user of this process."""
    known = pwd.getpwuid

    def entry(user: int) -> pwd.struct_passwd:
        if user != os.geteuid():
            return known(user)
        return pwd.struct_passwd((login, "x", user, user, name, "/", "/bin/sh"))

    monkeypatch.setattr("pwd.getpwuid", entry)


def call_oneself(name: str) -> None:
    """Write the user's own name into the settings."""
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'name = "{name}"\n', encoding="utf-8")
