"""SSH keys that sign minutes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from afspraak.tui.cli.main import main

MINUTES = "anna-de-vries-planning-2027.md"
"""The name of the minutes of the conversation that `begin_at_home` makes."""


def begin_at_home(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Begin a conversation of Jan with Anna in a home without keys or agent, and be there."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(folder / "nb"))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.chdir(folder)
    main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker", "--lang", "en"])


def make_key(path: Path, who: str, passphrase: str = "") -> str:
    """Create a key at `path`; return its line for an allowed-signers file."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", who, "-f", str(path)]
    subprocess.run(words, check=True)
    public = path.with_name(f"{path.name}.pub").read_text(encoding="utf-8")
    return f'{who} namespaces="afspraak" {public}'
