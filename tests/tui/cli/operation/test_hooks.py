"""Hooks of commands and of the desk: what they are told, and that they hold nothing up."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.system.hooks.hook_file import hooks_folder
from afspraak.tui.cli.main import main

from ....checkout import IMPORT_ROOT, ROOT
from ....support.programs import forked
from ....support.terminal.editors import until
from ....support.terminal.terminal import Terminal, begun

Capture = pytest.CaptureFixture[str]
SLUG = "anna-de-vries-planning-2027"


@pytest.fixture(autouse=True)
def _notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    assert main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker"]) == 0
    assert main(["add", "anna", "Write the runbook", "--owner", "anna", "--due", "1 dec"]) == 0
    capsys.readouterr()


def _hook(name: str, script: str) -> Path:
    folder = hooks_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    path.write_text(script if script.startswith("#!") else f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return path


def _writing(name: str, tmp_path: Path) -> Callable[[], Any]:
    """A hook that writes what it is told; return a function that reads it."""
    _hook(name, f"cat >{tmp_path}/part && mv {tmp_path}/part {tmp_path}/told")
    return lambda: json.loads((tmp_path / "told").read_text(encoding="utf-8"))


def _unattended(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command as cron does, without a terminal."""
    return forked.run(words, os.environ, IMPORT_ROOT, session=True)


def test_after_an_export_the_file_and_the_conversation_are_told(
    tmp_path: Path, capsys: Capture
) -> None:
    told = _writing("after-export", tmp_path)
    assert main(["export", "anna", "-o", "page.html"]) == 0
    facts = told()
    assert facts.pop("at").startswith("20")
    assert facts.pop("conversation") == {
        "slug": SLUG,
        "path": str(tmp_path / "nb" / f"{SLUG}.json"),
        "title": "planning 2027",
        "kind": "planning",
        "date": "",
        "time": "",
        "manager": "Jan Bakker",
        "employee": "Anna de Vries",
        "language": "en",
        "locked": False,
    }
    assert facts == {
        "hook": "after-export",
        "format": 1,
        "file": str(tmp_path / "page.html"),
        "type": "html",
        "version": "full",
    }
    (tmp_path / "told").unlink()
    assert main(["export", "anna", "-o", "-"]) == 0
    assert not (tmp_path / "told").exists(), "no file was written"


def test_after_a_stance_it_is_told_who_agrees(tmp_path: Path) -> None:
    told = _writing("after-approve", tmp_path)
    assert main(["approve", "anna"]) == 0
    facts = told()
    assert facts["conversation"]["slug"] == SLUG
    assert (facts["partner"], facts["name"]) == ("manager", "Jan Bakker")
    assert (facts["stance"], facts["entered_for"], facts["agreed"]) == (
        "agreed",
        False,
        ["manager"],
    )
    assert main(["approve", "anna", "--as", "employee", "--stance", "seen"]) == 0
    facts = told()
    assert (facts["partner"], facts["stance"]) == ("employee", "seen")
    assert (facts["entered_for"], facts["agreed"]) == (True, ["manager"])


def test_a_failure_is_one_line_and_what_was_done_stays(tmp_path: Path, capsys: Capture) -> None:
    _hook("after-export", "echo noise; echo noise >&2; exit 7")
    assert main(["export", "anna", "-o", "anna.md"]) == 0
    told = capsys.readouterr()
    assert told.out == "The minutes are in anna.md\n"
    assert told.err == ("afspraak: The hook after-export failed with exit status 7.\n")
    assert (tmp_path / "anna.md").read_text().startswith("# ")


def test_a_refused_hook_is_told_and_diagnosed(tmp_path: Path, capsys: Capture) -> None:
    _hook("after-export", "touch ran").chmod(0o722)
    assert main(["export", "anna", "-o", "anna.md"]) == 0
    refused = f"The hook after-export was not run: others may change {hooks_folder()}/after-export"
    assert refused in capsys.readouterr().err
    assert main(["diagnose"]) == 1
    assert f"! {refused}" in capsys.readouterr().out
    assert main(["--lang", "nl", "diagnose"]) == 1
    assert "! De hook after-export is niet gestart" in capsys.readouterr().out


def test_what_is_due_is_told_without_a_terminal(tmp_path: Path, capsys: Capture) -> None:
    told = _writing("agreement-due", tmp_path)
    assert _unattended("agreements", "--due", "1d").returncode == 0, "nothing is due"
    assert not (tmp_path / "told").exists()
    heard = _unattended("agreements", "--due", "30d")
    assert (heard.returncode, heard.stderr) == (1, "")
    assert main(["agreements", "--due", "30d", "--json"]) == 1
    facts = told()
    assert facts["until"] == "2026-12-23"
    assert facts["agreements"] == json.loads(capsys.readouterr().out)


def test_somebody_at_a_terminal_only_looks(start: Callable[..., Terminal], tmp_path: Path) -> None:
    _writing("agreement-due", tmp_path)
    terminal = start("agreements", "--due", "30d")
    terminal.wait("Write the runbook")
    assert terminal.ended() == 1
    assert not (tmp_path / "told").exists()


def test_a_command_in_a_hook_starts_no_hook(tmp_path: Path) -> None:
    python = f"PYTHONPATH={IMPORT_ROOT} {sys.executable} -m afspraak"
    _hook(
        "after-export",
        f"echo once >>{tmp_path}/runs\n{python} export {SLUG} -o {tmp_path}/again.md",
    )
    assert main(["export", "anna", "-o", "anna.md"]) == 0
    assert (tmp_path / "again.md").exists()
    assert (tmp_path / "runs").read_text() == "once\n"


def test_on_the_desk_one_types_on_and_reads_of_a_failure(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begun(start)
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    _hook("after-export", f"cat {gate} >/dev/null; exit 5")
    terminal.write_minutes("desk.export")
    terminal.do("desk.pane.notes")
    terminal.type("typed while the hook waits")
    terminal.wait("typed while the hook waits")
    with gate.open("w"):
        pass
    terminal.wait("The hook after-export failed with exit status 5.")
    terminal.wait("typed while the hook waits")


def test_the_desk_tells_of_a_refusal_in_sixty_columns(
    start: Callable[..., Terminal],
) -> None:
    terminal = begun(start, columns=60, rows=20)
    _hook("after-export", "exit 0").chmod(0o722)
    terminal.write_minutes("desk.export")
    terminal.wait("The hook after-export was refused; see: afspraak diagnose")


def test_a_stance_on_the_desk_is_told(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = begun(start)
    told = _writing("after-approve", tmp_path)
    terminal.do("list.approve")
    terminal.wait("Where you stand").do("form.accept")
    until((tmp_path / "told").exists, terminal)
    assert (told()["partner"], told()["stance"]) == ("manager", "agreed")


def test_the_demo_runs_none(start: Callable[..., Terminal], tmp_path: Path) -> None:
    _hook("after-export", f"touch {tmp_path}/ran")
    room = tmp_path / "temporary"
    room.mkdir()
    terminal = start("demo", environment={"TMPDIR": str(room)})
    terminal.wait("Anna de Vries")
    terminal.write_minutes("notebook.export")
    terminal.wait(".md")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert not (tmp_path / "ran").exists()


def test_it_goes_on_when_the_program_ends(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = begun(start)
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    _hook("after-export", f"cat {gate} >/dev/null; touch {tmp_path}/finished")
    terminal.write_minutes("desk.export")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert not (tmp_path / "finished").exists()
    with gate.open("w"):
        pass
    until((tmp_path / "finished").exists)


def test_the_example_of_the_page_mails_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    _hook("agreement-due", example)
    programs = tmp_path / "programs"
    programs.mkdir()
    sendmail = programs / "sendmail"
    sendmail.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/arguments\ncat >{tmp_path}/mail\n')
    sendmail.chmod(0o700)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("LOGNAME", "jan")
    heard = _unattended("agreements", "--due", "30d")
    assert (heard.returncode, heard.stderr) == (1, "")
    mail = (tmp_path / "mail").read_text()
    assert "To: jan\n" in mail
    assert "Subject: 1 due by 2026-12-23\n" in mail
    assert "2026-12-01  R1  Write the runbook  (Anna de Vries; " in mail
    assert (tmp_path / "arguments").read_text() == "-t -oi\n"


def test_the_page_names_every_field(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", page))
    for name, words in (
        ("after-export", ["export", "anna"]),
        ("after-approve", ["approve", "anna"]),
    ):
        told = _writing(name, tmp_path)
        assert main(words) == 0
        facts = told()
        assert set(facts) | set(facts["conversation"]) <= named
    told = _writing("agreement-due", tmp_path)
    _unattended("agreements", "--due", "30d")
    assert set(told()) <= named
