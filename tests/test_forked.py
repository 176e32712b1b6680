"""A process of the fork server is like a new interpreter, as far as a test can tell."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from .checkout import IMPORT_ROOT
from .support.programs import forked
from .support.terminal.terminal import Terminal

WORDS = [
    ("--version",),
    ("list", "--json"),
    ("export", "nobody", "-o", "-"),
    ("no-such-command",),
    ("export", "caf\udce9"),
    ("new", "Anna de Vries", "--no-open", "--json"),
    ("open",),
]
"""Commands of each exit status, and with bytes that are no UTF-8."""


@pytest.fixture
def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(IMPORT_ROOT)}


@pytest.mark.parametrize("words", WORDS, ids=lambda words: ascii(words[-1]))
def test_output_and_status_are_those_of_an_interpreter(
    words: tuple[str, ...], environment: Mapping[str, str], tmp_path: Path
) -> None:
    if not forked.can_fork(environment):
        pytest.skip("every start is a new interpreter")
    answers = []
    for name in ("new", "forked"):
        command = ["--notebook", "nb", *words]
        (tmp_path / name).mkdir()
        if name == "forked":
            done = forked.run(command, environment, tmp_path / name)
        else:
            done = subprocess.run(
                [sys.executable, "-m", "afspraak", *command],
                check=False,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                cwd=tmp_path / name,
                env=environment,
            )
        answers.append((done.returncode, done.stdout.replace(name, ""), done.stderr))
    assert answers[0] == answers[1]


def test_files_are_made_in_its_folder_under_the_umask(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        words = ["--notebook", "nb", "new", "Anna de Vries", "--no-open"]
        assert forked.run(words, environment, tmp_path).returncode == 0
    finally:
        os.umask(before)
    (path,) = (tmp_path / "nb").glob("anna*.json")
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_reads_its_standard_input(environment: Mapping[str, str], tmp_path: Path) -> None:
    notebook = ["--notebook", "nb"]
    forked.run([*notebook, "new", "Anna de Vries", "--no-open"], environment, tmp_path)
    done = forked.run([*notebook, "note", "anna", "-"], environment, tmp_path, given="piped in\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        "piped in"
        in forked.run([*notebook, "export", "anna", "-o", "-"], environment, tmp_path).stdout
    )


def test_a_killed_one_tells_the_signal(tmp_path: Path) -> None:
    with Terminal(tmp_path, "new", "Anna de Vries", "--my-name", "Jan Bakker") as terminal:
        terminal.wait("Looking back")
        assert terminal.process.poll() is None
        os.kill(terminal.process.pid, signal.SIGKILL)
        assert terminal.process.wait() == -signal.SIGKILL


@pytest.mark.parametrize(
    "more",
    [
        {"LD_PRELOAD": "library.so"},
        {"TEXTUAL_DRIVER": "textual.drivers.linux_driver:LinuxDriver"},
        {"PYTHONHASHSEED": "0"},
        {"LC_CTYPE": "C"},
        {"LC_ALL": "nl_NL.ISO-8859-1"},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_is_read_at_the_start_needs_an_interpreter(
    more: dict[str, str], environment: dict[str, str]
) -> None:
    assert not forked.can_fork(environment | more)
