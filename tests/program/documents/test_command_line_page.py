"""The commands of the README and of the page about the command line, run as they are written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from ...checkout import IMPORT_ROOT, ROOT
from ...support.terminal.fixtures import FIXED_TODAY
from ...support.terminal.terminal import Terminal

PREPARED: Mapping[str, str] = {
    "import": "afspraak export anna -o minutes.md",
    "verify": "cp anna*.md FILE.md && cp anna*.md.sig FILE.md.sig",
    "merge": r"""found=$(afspraak note anna Earlier --json | sed -n 's/.*"path": "\(.*\)".*/\1/p')
        cp "$found" FILE.json && cp "$found" OLD.json""",
    "log": "afspraak note anna Later",
    "lock": "ssh-keygen -q -t ed25519 -N '' -f anna && afspraak note anna Before",
}
"""Command -> what a user did before it."""
TYPED = {"delete": "yes\n", "forget": "Anna de Vries\nyes\n"}
"""Command -> the answers to what it asks."""
ON_A_SCREEN = ("new", "open")
WITH_A_SECOND_USER = "share"
"""`tests/program/joining/` runs it, with a user."""
MAY_END_WITH_1 = ("agreements", "list", "merge")
"""Something is due, or nothing is new."""


def commands(document: str) -> list[str]:
    """The lines of a document that call `afspraak`."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("afspraak ")]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with `afspraak` on $PATH, and the files that the lines name."""
    program = tmp_path / "bin" / "afspraak"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m afspraak "$@"\n')
    program.chmod(0o700)
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True, mode=0o700)
    key = home / ".ssh" / "id_ed25519"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    public = key.with_suffix(".pub").read_text()
    signers = f'jan@example.org namespaces="afspraak" {public}'
    (tmp_path / "allowed_signers").write_text(signers)
    settings = home / ".config" / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('name = "Jan Bakker"\n')
    (tmp_path / "thought").write_text("Ask about the runbook\n")
    return (
        os.environ
        | FIXED_TODAY
        | {
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(IMPORT_ROOT),
            "HOME": str(home),
            "AFSPRAAK_NOTEBOOK": str(tmp_path / "nb"),
            "LC_ALL": "C.UTF-8",
        }
    )


class Shell:
    """A shell in a folder of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment

    def run(self, line: str, *statuses: int, typed: str = "") -> str:
        """Run a line that ends with one of these statuses, usually 0; return what it prints."""
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False,
            input=typed,
        )  # fmt: skip
        assert done.returncode in (statuses or (0,)), (line, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done.stdout

    def on_a_screen(self, line: str) -> None:
        """Run a line that opens a desk, and leave."""
        shell = ("bash", "-c", line)
        with Terminal(self.folder, program=shell, environment=self.environment) as at:
            at.wait("F1")
            at.do("app.leave")
            assert at.ended() == 0


def test_every_command_of_the_readme_works_as_written(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    shell = Shell(tmp_path, environment)
    shell.run("afspraak new 'Anna de Vries' --no-open --date '3 dec'")
    lines = commands("README.md")
    assert len(lines) == 4
    for line in lines:
        shell.run(line, *((0, 1) if "--due" in line else ()))
    assert "Ask about the runbook" in shell.run("afspraak export anna -o -")


def test_every_command_of_the_command_line_page_works_as_written(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    shell = Shell(tmp_path, environment)
    lines = commands("docs/command-line.md")
    done = set()
    for line in lines:
        command = line.split()[1]
        if command in PREPARED and command not in done:
            shell.run(PREPARED[command])
        if command in ON_A_SCREEN:
            shell.on_a_screen(line)
        elif command != WITH_A_SECOND_USER:
            statuses = [0, 1] if command in MAY_END_WITH_1 else [0]
            shell.run(line, *statuses, typed=TYPED.get(command, ""))
        done.add(command)
    assert len(done) >= 18
    assert list((tmp_path / "nb").glob("*.json")) == []
    assert list(tmp_path.glob("*.md.sig")) == [tmp_path / "FILE.md.sig"]
