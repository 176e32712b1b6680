"""The commands of the page about the shell, run as they are written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.tui.cli.completion import parsers
from afspraak.tui.cli.main import build_parser

from ...checkout import IMPORT_ROOT, ROOT
from ...support.terminal.fixtures import FIXED_TODAY

PAGE = (ROOT / "docs" / "shell.md").read_text(encoding="utf-8")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with `afspraak` on $PATH and a notebook with Anna."""
    program = tmp_path / "bin" / "afspraak"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m afspraak "$@"\n')
    program.chmod(0o700)
    environment = (
        os.environ
        | FIXED_TODAY
        | {
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(IMPORT_ROOT),
            "AFSPRAAK_NOTEBOOK": str(tmp_path / "nb"),
            "LC_ALL": "C.UTF-8",
        }
    )
    _run("afspraak new 'Anna de Vries' --no-open --my-name 'Jan Bakker'", tmp_path, environment)
    return environment


def _run(command: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), (command, done.stderr)
    return done.stdout


def test_every_command_of_the_page_works_as_written(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) >= 8
    for line in lines:
        answer = _run(line, tmp_path, environment).splitlines()
        assert len(answer) == (
            23 if line.startswith("afspraak tick anna  ") and '"' not in line else 1
        )
    session = Session.open_read_only(Notebook(tmp_path / "nb").find("anna"))
    assert "Ask about the training budget" in session.notes.text
    assert "Asked for a raise" in session.notes.text
    (agreement,) = session.conversation.agreements
    assert (agreement.owner, agreement.progress[0].percent) == ("Anna de Vries", 40)
    assert len(session.private_answers()) == 2


def test_every_command_of_the_page_about_agreements_works_as_written(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    page = (ROOT / "docs" / "agreements.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    _run("afspraak add anna 'Write the runbook' --due '31 mar'", tmp_path, environment)
    if shutil.which("task") is None:
        program = tmp_path / "bin" / "task"
        program.write_text("#!/bin/sh\ncat\n")
        program.chmod(0o700)
    (tmp_path / "taskrc").write_text("verbose=nothing\n")
    environment |= {"TASKRC": str(tmp_path / "taskrc"), "TASKDATA": str(tmp_path / "tasks")}
    (tmp_path / "tasks").mkdir()
    for line in block.splitlines():
        assert _run(line, tmp_path, environment)
    for name in ("todo.txt", "agreements.csv", "agreements.org", "agreements.ics"):
        assert "Write the runbook" in (tmp_path / name).read_text("utf-8")


def test_the_page_names_every_option_of_the_commands_and_no_other() -> None:
    section = PAGE.partition("## Writing")[2]
    named = set(re.findall(r"--[a-z-]+", section))
    options = {
        option
        for parser in parsers(build_parser())[1:]
        if parser.prog.split()[-1] in ("note", "add", "tick", "answer", "progress")
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--")
    }
    assert named == options - {"--help", "--notebook", "--lang", "--debug"}
