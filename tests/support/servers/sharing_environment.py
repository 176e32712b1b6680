"""An environment whose shared folders and other machines belong to a test."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from ...checkout import IMPORT_ROOT, ROOT


def share_within(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create shared folders within this folder; return its path."""
    shared = folder / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("AFSPRAAK_SHARED", str(shared))
    return shared


def pretend_ssh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Replace `ssh` by the fake one; return the folder of its reports."""
    told = folder / "ssh"
    told.mkdir()
    pretended = ROOT / "tests" / "support" / "servers" / "pretended_ssh.py"
    monkeypatch.setenv("AFSPRAAK_SSH", shlex.join([sys.executable, str(pretended), str(told)]))
    call = ["env", f"PYTHONPATH={IMPORT_ROOT}", sys.executable, "-m", "afspraak"]
    monkeypatch.setenv("AFSPRAAK_REMOTE", shlex.join(call))
    return told
