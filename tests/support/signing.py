"""SSH keys that sign minutes."""

from __future__ import annotations

import subprocess
from pathlib import Path


def make_key(path: Path, who: str, passphrase: str = "") -> str:
    """Create a key at `path`; return its line for an allowed-signers file."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", who, "-f", str(path)]
    subprocess.run(words, check=True)
    public = path.with_name(f"{path.name}.pub").read_text(encoding="utf-8")
    return f'{who} namespaces="afspraak" {public}'
