"""Running a hook: what it gets, how long it may take, and which programs are refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from afspraak.data.system.hooks.hook_file import has_hook, hooks_folder
from afspraak.data.system.hooks.run import run_hook

from ....support.terminal.editors import until

NAME = "after-export"
Write = Callable[[str], Path]


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Write:
    """Write the hook NAME as a shell script in a folder of this user."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def write(script: str) -> Path:
        folder = hooks_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / NAME
        path.write_text(f"#!/bin/sh\ncd {tmp_path}\n{script}\n")
        path.chmod(0o700)
        return path

    return write


def _run(seconds: float = 30.0, **facts: object) -> str:
    failure = run_hook(NAME, facts, seconds)
    return str(failure) if failure else ""


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_it_gets_one_object_on_its_input_and_only_its_name(hook: Write, tmp_path: Path) -> None:
    path = hook(
        'cat >told; printf "%s\\n" "$0" "$#" >arguments; env >environment; echo x; echo y >&2'
    )
    assert _run(file="geheim é\n") == ""
    told = json.loads((tmp_path / "told").read_text(encoding="utf-8"))
    assert told == {"hook": NAME, "format": 1, "file": "geheim é\n"}
    assert (tmp_path / "arguments").read_text().splitlines() == [str(path), "0"]
    environment = (tmp_path / "environment").read_text()
    assert "geheim" not in environment
    assert "AFSPRAAK_HOOKS=0" in environment.splitlines()


def test_nothing_that_it_prints_reaches_the_terminal(
    hook: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    hook("echo out; echo err >&2")
    assert _run() == ""
    assert capfd.readouterr() == ("", "")


def test_one_that_reads_nothing_does_not_fail(hook: Write) -> None:
    hook("exit 0")
    assert _run(text="x" * 1_000_000) == ""


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 3", "The hook after-export failed with exit status 3."),
        ("kill -9 $$", "The hook after-export was ended by signal 9."),
    ],
)
def test_a_failure_is_one_line(hook: Write, script: str, told: str) -> None:
    hook(script)
    assert _run() == told


def test_one_without_an_interpreter_does_not_start(hook: Write) -> None:
    hook("").write_text("#!/no/such/interpreter\n")
    assert _run() == "The hook after-export did not start: it is not there."


def test_one_that_takes_too_long_is_killed_with_its_children(hook: Write, tmp_path: Path) -> None:
    hook("sleep 600 & echo $! >child; echo $$ >own; wait")
    told = _run(1.0)
    assert told == "The hook after-export was ended: it took over 1 s."
    for name in ("own", "child"):
        pid = int((tmp_path / name).read_text())
        until(partial(_gone, pid))


def test_what_it_leaves_running_ends_in_time_too_and_nobody_waits(
    hook: Write, tmp_path: Path
) -> None:
    hook("sleep 600 & echo $! >child")
    assert _run(2.0) == ""
    child = int((tmp_path / "child").read_text())
    until(lambda: _gone(child))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.chmod(0o600), "is not executable. To have it run: chmod u+x "),
        (lambda path: path.chmod(0o720), "others may change"),
        (lambda path: path.chmod(0o702), "others may change"),
        (lambda path: path.parent.chmod(0o770), "others may change"),
        (lambda path: path.parent.parent.chmod(0o777), "others may change"),
    ],
)
def test_one_that_others_may_change_is_refused(
    hook: Write, tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    path = hook("touch ran")
    spoil(path)
    line = _run()
    assert line.startswith("The hook after-export was not run: ")
    assert told in line
    assert not (tmp_path / "ran").exists()
    assert has_hook(NAME)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("which", ["hook", "folder"])
def test_one_of_another_user_is_refused(hook: Write, tmp_path: Path, which: str) -> None:
    path = hook("touch ran")
    os.chown(path if which == "hook" else path.parent, 65534, 65534)
    assert "is not yours" in _run()
    assert not (tmp_path / "ran").exists()


def test_a_link_is_followed_and_the_folder_of_its_program_counts(
    hook: Write, tmp_path: Path
) -> None:
    path = hook("touch ran")
    elsewhere = tmp_path / "bin"
    elsewhere.mkdir(mode=0o700)
    program = path.rename(elsewhere / "mail-it")
    path.symlink_to(program)
    assert _run() == ""
    (tmp_path / "ran").unlink()
    elsewhere.chmod(0o777)
    assert "others may change" in _run()
    assert not (tmp_path / "ran").exists()


def test_a_folder_or_a_link_to_nothing_is_told(hook: Write) -> None:
    path = hook("")
    path.unlink()
    path.symlink_to("nothing")
    assert "was not run: " in _run()
    path.unlink()
    path.mkdir(mode=0o700)
    assert "is not a file" in _run()


def test_without_hooks_there_is_none(
    monkeypatch: pytest.MonkeyPatch, hook: Write, tmp_path: Path
) -> None:
    assert not has_hook(NAME)
    hook("")
    assert has_hook(NAME)
    monkeypatch.setenv("AFSPRAAK_HOOKS", "0")
    assert not has_hook(NAME)
