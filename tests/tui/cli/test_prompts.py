"""Prompts: the end of the input or an invalid answer changes nothing."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings import idle_passphrase
from afspraak.tui.cli.main import main

from ...checkout import IMPORT_ROOT
from ...support.terminal.terminal import Terminal


@pytest.fixture
def kept() -> Iterator[Path]:
    """The file of a passphrase, which must stay unchanged."""
    idle_passphrase.set_passphrase("open up")
    before = idle_passphrase.passphrase_file().read_bytes()
    yield idle_passphrase.passphrase_file()
    assert idle_passphrase.passphrase_file().read_bytes() == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "ended without an answer"),
        (b"a" * 1001, "at most 1000 characters"),
        (b"a" * 1001 + b"\n", "at most 1000 characters"),
        (b"open \xff\n", "not text in the encoding"),
    ],
    ids=["end", "long", "long line", "bytes"],
)
@pytest.mark.parametrize("locale", ["C.UTF-8", "en_GB.UTF-8"])
def test_input_without_an_answer_leaves_the_passphrase(
    kept: Path, given: bytes, said: str, locale: str
) -> None:
    done = _passphrase(given, LANG=locale)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1, "one plain line"


def test_a_closed_standard_input_leaves_the_passphrase(kept: Path) -> None:
    command = shlex.join([sys.executable, "-m", "afspraak", "passphrase"])
    done = _run(["sh", "-c", f"{command} <&-"])
    assert done.returncode == 2
    assert b"ended without an answer" in done.stderr


@pytest.mark.parametrize("answers", [(), ("zebra\r",)], ids=["first", "second"])
def test_ctrl_d_at_either_question_leaves_the_passphrase(
    kept: Path, start: Callable[..., Terminal], answers: tuple[str, ...]
) -> None:
    terminal = start("passphrase")
    terminal.wait("New passphrase")
    for answer in answers:
        terminal.type(answer)
        terminal.wait("same again")
    terminal.type("\x04")
    terminal.wait("ended without an answer")
    assert terminal.ended() == 2


@pytest.mark.parametrize("line", [b"\n", b"\r\n"])
def test_an_empty_line_removes_the_passphrase(line: bytes) -> None:
    idle_passphrase.set_passphrase("open up")
    assert _passphrase(line).returncode == 0
    assert not idle_passphrase.is_set()


@pytest.mark.parametrize("line", [b"zebra", b"zebra\n", b"zebra\r\n"])
def test_a_line_is_the_passphrase_with_any_line_end(line: bytes) -> None:
    assert _passphrase(line).returncode == 0
    assert idle_passphrase.verify_passphrase("zebra")


def test_a_missing_remark_approves_nothing(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    words = ["approve", "anna", "--stance", "disagreed", "--remark", "-"]
    done = _run([sys.executable, "-m", "afspraak", "--notebook", str(tmp_path / "nb"), *words])
    assert done.returncode == 2
    assert b"ended without an answer" in done.stderr
    assert Session.open_read_only(path).conversation.approvals == ()


@pytest.mark.parametrize("given", [b"", b"Anna", b"\xff\n", b"Anna de Vries" * 100])
def test_an_unconfirmed_name_erases_nothing(tmp_path: Path, given: bytes) -> None:
    path = _talk(tmp_path)
    words = ["--notebook", str(tmp_path / "nb"), "forget", "Anna de Vries"]
    done = _run([sys.executable, "-m", "afspraak", *words], given)
    assert done.returncode == 1
    assert done.stdout.endswith(b"\nNothing was erased.\n")
    assert path.exists()


def _talk(tmp_path: Path) -> Path:
    words = ["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"]
    assert main(["--notebook", str(tmp_path / "nb"), *words]) == 0
    return Notebook(tmp_path / "nb").find("anna")


def _passphrase(given: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return _run([sys.executable, "-m", "afspraak", "passphrase"], given, **environment)


def _run(
    words: Sequence[str], given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    around = os.environ | {"PYTHONPATH": str(IMPORT_ROOT)} | environment
    return subprocess.run(words, input=given, capture_output=True, env=around, check=False)
