"""`--debug`: a log that only its user may read, without anything of a conversation."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.system.files import ownership
from afspraak.data.system.paths import state_folder
from afspraak.tui.cli.main import main

from ....support.terminal.terminal import Terminal

Capture = pytest.CaptureFixture[str]
SECRET = "geheimwoord"


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / SECRET))
    for name in ("config", "cache", "state"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))


def _logs() -> list[Path]:
    return sorted(state_folder().glob("debug-*.log"))


def test_it_has_versions_the_command_states_and_times_and_nothing_typed(
    capsys: Capture,
) -> None:
    name = f"Anna {SECRET}"
    assert main(["--debug", "new", name, "--no-open", "--my-name", SECRET]) == 0
    (path,) = _logs()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert capsys.readouterr().err.startswith("afspraak: The log is in ")
    text = path.read_text()
    for said in (
        "textual 8",
        "command new, set: debug kind my_name name no_open",
        "end after",
    ):
        assert said in text
    assert main(["note", "anna", SECRET, "--debug"]) == 0
    assert main(["--debug", "open", "nobody"]) == 1
    assert main(["search", SECRET, "--debug"]) == 0
    logs = _logs()
    assert len(logs) == 4
    whole = "".join(log.read_text() for log in logs)
    assert SECRET not in whole
    assert "afspraak.saving SAVED" in whole
    assert "error notebook." in whole
    assert "NotFoundError" in whole


def test_without_it_nothing_is_written(capsys: Capture) -> None:
    assert main(["new", "Anna", "--no-open", "--my-name", "Jan"]) == 0
    assert main(["--debug", "list"]) == 0
    before = _logs()[0].read_text()
    assert main(["note", "anna", "more"]) == 0
    assert [log.read_text() for log in _logs()] == [before]


def test_ten_are_kept(capsys: Capture) -> None:
    for _ in range(12):
        main(["--debug", "list"])
    assert len(_logs()) == 10


def test_one_that_cannot_be_written_is_told(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "state").write_text("")
    assert main(["--debug", "list"]) == 3
    assert "state" in capsys.readouterr().err


def test_a_disk_that_takes_no_file_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def refuse(path: Path, _flags: int) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(ownership, "open_or_make", refuse)
    assert main(["--debug", "list"]) == 3
    told = capsys.readouterr().err
    assert "debug-" in told and "could not be written" in told
    assert _logs() == []


def test_the_screens_log_too_and_what_is_typed_stays_out(start: Callable[..., Terminal]) -> None:
    terminal = start("--debug", "new", "Anna", "--my-name", SECRET).wait("Looking back")
    terminal.do("desk.pane.notes")
    terminal.type(SECRET)
    terminal.wait(SECRET).wait("saved ")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    terminal.wait("The log is in ")
    (log,) = _logs()
    text = log.read_text()
    assert text.index("afspraak.saving DIRTY") < text.rindex("afspraak.saving SAVED")
    assert SECRET not in text


def test_its_lines_have_times_and_its_name_has_the_moment(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("TERM", "xterm-none")
    assert main(["--debug", "list"]) == 1
    (log,) = _logs()
    assert re.fullmatch(r"debug-\d{8}-\d{6}-\d{6}-\d+\.log", log.name)
    lines = log.read_text().splitlines()
    assert all(re.match(r"\d\d:\d\d:\d\d\.\d\d\d afspraak ", line) for line in lines)
    told = [line.split(" ", 2)[2] for line in lines]
    assert "command list, set: debug" in told
    assert re.fullmatch(r"end after \d{1,6} ms", told[-1])
    (terminal,) = (line for line in told if line.startswith("terminal "))
    assert re.fullmatch(r"terminal xterm-none \d+x\d+ \S.*", terminal)
