"""The command that starts this program from elsewhere, and the key that may only synchronise."""

from __future__ import annotations

import io
import shlex
import sys
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError, UsageError
from afspraak.tui.cli.program_path import key_line, program_command

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIx jan@example.org"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `afspraak` in a folder with a blank, which is the working folder too."""
    folder = tmp_path / "my programs"
    folder.mkdir()
    path = folder / "afspraak"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o700)
    monkeypatch.chdir(folder)
    return path


@pytest.mark.parametrize("started", ["{folder}/afspraak", "./afspraak", "afspraak"])
def test_the_program_is_named_by_its_full_path(
    program: Path, started: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", ".")
    monkeypatch.setattr(sys, "argv", [started.format(folder=program.parent)])
    assert program_command() == shlex.quote(str(program))


@pytest.mark.parametrize("started", ["", "/nowhere/afspraak", "/bin/sh"])
def test_another_program_starts_it_as_a_module(
    started: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [started])
    assert program_command() == shlex.join([sys.executable, "-m", "afspraak"])
    monkeypatch.setattr(sys, "argv", [])
    assert program_command() == shlex.join([sys.executable, "-m", "afspraak"])


@pytest.mark.parametrize("typed", [False, True])
def test_a_key_is_limited_to_synchronisation(
    typed: bool, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted = program.rename(program.parent / "afspraak")
    monkeypatch.setattr(sys, "argv", [str(quoted)])
    (program.parent / "id.pub").write_text(f"{KEY}\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"\n{KEY}\n"))
    line = key_line("-" if typed else "id.pub")
    assert line == f"restrict,command=\"'{program}' sync --stdio\" {KEY}"


def test_quotes_in_the_path_are_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / 'a "quoted" \\ name'
    folder.mkdir()
    path = folder / "afspraak"
    path.write_text("")
    path.chmod(0o700)
    monkeypatch.setattr(sys, "argv", [str(path)])
    monkeypatch.setattr(sys, "stdin", io.StringIO(KEY))
    assert 'a \\"quoted\\" \\\\ name' in key_line("-")


@pytest.mark.parametrize(
    "text", ["", "\n", f"{KEY}\n{KEY}\n", "AAAA", "ssh-rsa\tAAAA", "x ssh-rsa AAAA", "\udcff"]
)
def test_what_is_no_key_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match="key"):
        key_line(str(file))


@pytest.mark.parametrize("kind", ["ssh-rsa", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com"])
def test_each_kind_of_key_is_taken(kind: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{kind} AAAA\n")
    assert key_line(str(tmp_path / "key")).endswith(f'sync --stdio" {kind} AAAA')


def test_a_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nowhere"):
        key_line(str(tmp_path / "nowhere"))
