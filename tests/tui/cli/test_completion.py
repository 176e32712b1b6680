"""Completion in real shells that source our script."""

from __future__ import annotations

import os
import pty
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pyte
import pytest

from afspraak.tui.cli.main import main

from ...checkout import IMPORT_ROOT
from ...support.terminal.terminal import PATIENCE

SLUG = "anna-de-vries-planning-2027"
SHELLS: Mapping[str, list[str]] = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `afspraak` on $PATH, a notebook with Anna in it, and the scripts."""
    program = tmp_path / "bin" / "afspraak"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m afspraak "$@"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(IMPORT_ROOT))
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    assert main(["new", "Anna de Vries", "--no-open"]) == 0
    (tmp_path / "own list.toml").touch()
    return tmp_path


def _script(shell: str, place: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    capsys.readouterr()
    assert main(["completion", shell]) == 0
    script = place / f"completion.{shell}"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    return script


def _bash(script: Path, line: str) -> list[str]:
    """The completions of bash for a line."""
    words = shlex.split(line) + ([""] if line.endswith(" ") else [])
    asked = "\n".join(
        [
            f"source {shlex.quote(str(script))}",
            f"COMP_WORDS=({' '.join(map(shlex.quote, words))})",
            f"COMP_LINE={shlex.quote(line)} COMP_POINT={len(line)} COMP_TYPE=9",
            f"COMP_CWORD={len(words) - 1}",
            '"$(complete -p afspraak | sed "s/.*-F \\([^ ]*\\) .*/\\1/")" afspraak',
            'printf "%s\\n" "${COMPREPLY[@]}"',
        ]
    )
    answer = subprocess.run(
        ["bash", "--norc", "-c", asked], capture_output=True, text=True, check=True
    )
    assert answer.stderr == ""
    return [word.strip() for word in answer.stdout.splitlines()]


def test_bash_completes_conversations_commands_choices_and_files(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = _script("bash", place, capsys)
    assert _bash(script, "afspraak open an") == [SLUG]
    assert _bash(script, "afspraak open ") == [SLUG]
    assert _bash(script, "afspraak op") == ["open"]
    assert {"new", "open", "list", "settings"} <= set(_bash(script, "afspraak "))
    assert _bash(script, "afspraak completion ") == ["bash", "zsh", "fish"]
    assert _bash(script, "afspraak --lang ") == ["en", "nl"]
    assert _bash(script, "afspraak new Bob --templ") == ["--template"]
    assert _bash(script, "afspraak new Bob --template own") == ["own\\ list.toml"]
    assert _bash(script, "afspraak --notebook nowhere open ") == [""]
    assert _bash(script, "afspraak --notebook b") == ["bin/"]


def test_bash_completes_what_was_put_away(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("Bob", "Cas"):
        assert main(["new", name, "--no-open"]) == 0
    assert main(["archive", "bob"]) == 0
    assert main(["delete", "cas", "--yes"]) == 0
    script = _script("bash", place, capsys)
    assert _bash(script, "afspraak archive ") == [SLUG]
    assert _bash(script, "afspraak archive --undo ") == ["bob-planning-2027"]
    assert _bash(script, "afspraak delete --undo ") == ["cas-planning-2027"]
    assert _bash(script, "afspraak delete --empty ") == ["cas-planning-2027"]


def test_completion_uses_the_notebook_of_the_settings(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = _script("bash", place, capsys)
    monkeypatch.delenv("AFSPRAAK_NOTEBOOK")
    assert _bash(script, "afspraak open an") == [""]
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'clock = "wrong"\nnotebook = "{place}/nb"\n', encoding="utf-8")
    assert _bash(script, "afspraak open an") == [SLUG]


@pytest.mark.parametrize("shell", list(SHELLS))
def test_the_tab_key_completes_in_a_real_shell(
    shell: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = _script(shell, place, capsys)
    screen = pyte.Screen(120, 24)
    stream = pyte.ByteStream(screen)
    child, master = pty.fork()
    if child == 0:
        os.execvpe(SHELLS[shell][0], SHELLS[shell], os.environ | {"TERM": "xterm", "PS1": "% "})
    try:
        if shell == "zsh":
            os.write(master, b"autoload -Uz compinit && compinit -u -D\r")
        os.write(master, f"source {script} && echo so''urced\r".encode())
        _wait(master, stream, screen, "\nsourced")
        os.write(master, b"afspraak open an\t")
        _wait(master, stream, screen, f"afspraak open {SLUG}")
    finally:
        os.close(master)  # the shell gets a SIGHUP
        os.waitpid(child, 0)


def _wait(master: int, stream: pyte.ByteStream, screen: pyte.Screen, text: str) -> None:
    """Read until a text is on the screen, and answer the terminal queries of fish."""
    end = time.monotonic() + PATIENCE
    os.set_blocking(master, False)
    while text not in "\n".join(line.rstrip() for line in screen.display):
        assert time.monotonic() < end, "\n".join(screen.display)
        try:
            data = os.read(master, 4096)
        except BlockingIOError:
            time.sleep(0.01)
            continue
        if b"\x1b[c" in data or b"\x1b[0c" in data:
            os.write(master, b"\x1b[?1;2c")
        stream.feed(data)


def test_completion_is_imported_only_if_a_shell_asks() -> None:
    code = (
        "import sys; from afspraak.tui.cli.main import main; main(['list']); "
        "print(sorted({'argcomplete', 'textual', 'rich'} & set(sys.modules)))"
    )
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('theme = "nord"\n[keys]\n"desk.export" = "shift+f8"\n', encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=IMPORT_ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines()[-1] == "[]"
    assert answer.stderr == ""


def test_bash_completes_what_is_in_a_conversation(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = _script("bash", place, capsys)
    assert main(["add", "anna", "Write the runbook"]) == 0
    assert _bash(script, "afspraak tick anna Goa") == ["Goals"]
    assert _bash(script, "afspraak answer anna go") == ["goals"]
    assert "What\\ went\\ well" in _bash(script, "afspraak tick anna What")
    assert _bash(script, "afspraak progress anna ") == ["R1"]
    assert _bash(script, "afspraak open anna ") == ["R1"]
    assert _bash(script, "afspraak note anna x --under Look") == ["Looking\\ back"]
    assert _bash(script, "afspraak tick nobody ") == [""]
    assert _bash(script, "afspraak open vr") == ["vries"]
