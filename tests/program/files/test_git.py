"""A notebook in git: a conflict is called by its name, and the documented commands resolve it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from afspraak.data.model.edits import Write
from afspraak.data.storage.database import ConversationDatabase
from afspraak.data.storage.loader import read_validated
from afspraak.tui.cli.main import main

from ...checkout import IMPORT_ROOT, ROOT
from ...support.conversations.copies import done
from ...support.conversations.strangers import begun_with, notes_text

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def blocks() -> list[str]:
    """The blocks of the documents about git: what to ignore, resolve, attributes, driver."""
    text = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")
    section = text.partition("\n## In git\n")[2].partition("\n## ")[0]
    return re.findall(r"```(?:sh)?\n(.*?)```", section, re.DOTALL)


def run(folder: Path, script: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run commands in the notebook."""
    program = folder.parent / "bin" / "afspraak"
    if not program.exists():
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m afspraak "$@"\n')
        program.chmod(0o700)
    names = {f"GIT_{role}_{part}": "x@example.org" for role in ("AUTHOR", "COMMITTER")
             for part in ("NAME", "EMAIL")}  # fmt: skip
    return subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=folder,
        env=os.environ
        | names
        | {
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(IMPORT_ROOT),
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_SYSTEM": "/dev/null",
        },
        capture_output=True,
        text=True,
        check=check,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A conversation that two branches have changed; the present one is `main`."""
    path = begun_with(tmp_path / "nb" / "anna.json", "begin")
    (path.parent / ".gitignore").write_text(blocks()[0])
    run(
        path.parent,
        "git init -q -b main; git add -A; git commit -qm begin; git checkout -qb laptop",
    )
    done(path, Write(0, 0, "of the laptop\n"))
    run(path.parent, "git commit -qam laptop; git checkout -q main")
    done(path, Write(0, 0, "of the desk\n"))
    run(path.parent, "git commit -qam desk")
    return path


def test_a_conflict_is_named_and_resolved_by_the_documented_commands(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(path.parent, "git merge laptop", check=False).returncode == 1
    for language, words in (("en", "unresolved git conflict"), ("nl", "onopgelost git-conflict")):
        command = ["--notebook", str(path.parent), "--lang", language]
        assert main([*command, "check", "anna"]) == 3
        out = capsys.readouterr().out
        assert words in out and "git checkout --ours" in out and "afspraak merge" in out
        assert main([*command, "export", "anna", "-o", "-"]) == 3
        assert words in capsys.readouterr().err
    run(path.parent, f"{blocks()[1]}\ngit commit -qm merged")
    assert sorted(notes_text(path).split("\n")[:3]) == ["begin", "of the desk", "of the laptop"]


def test_the_documented_merge_driver_merges_without_a_conflict(path: Path) -> None:
    _, _, attributes, driver = blocks()
    (path.parent / ".gitattributes").write_text(attributes)
    run(path.parent, f"{driver}\ngit add -A; git commit -qm driver; git merge --no-edit laptop")
    assert sorted(notes_text(path).split("\n")[:3]) == ["begin", "of the desk", "of the laptop"]
    assert run(path.parent, "git status --short").stdout == ""
    read_validated(ConversationDatabase(path))
