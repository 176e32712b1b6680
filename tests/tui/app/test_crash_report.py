"""A crash loses nothing and reveals nothing that was typed."""

from __future__ import annotations

import os
import resource
import shlex
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak import __version__
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.session.session import Session
from afspraak.tui.app.crash_report import format_report, install_hooks, write_report

from ...checkout import ROOT
from ...support.terminal.dropping import SLUG, TYPED
from ...support.terminal.terminal import PATIENCE, Terminal, begun
from ...support.updates.writer import panic
from ...support.users import reachable_folder, users, why_not

pytestmark = pytest.mark.crashes

HUSH = "hush-hush"
"""A text in the message of an exception and in a local variable at its origin."""

_CODE = """
import asyncio, importlib, sys, threading
app = importlib.import_module({app!r})
def wrong():
    held = {hush!r}
    raise ValueError(held)
def away(self):
    {how}
app.AfspraakApp.action_redraw = away
sys.exit(importlib.import_module({cli!r}).main())
"""

ENDING = {
    "a key": "wrong()",
    "a worker": "self.run_worker(wrong, thread=True)",
    "a message": "self.screen.call_later(wrong)",
    "a timer": "self.set_timer(0.01, wrong)",
    "reading": "self._driver.process_message = lambda message: wrong()",
    "no Exception": "raise type('Panic', (BaseException,), {{}})({hush!r})",
}
"""Origins of an exception that ends the program."""
GOING_ON = {
    "a thread": "threading.Thread(target=wrong).start()",
    "a task": "async def lost():\n        wrong()\n    asyncio.ensure_future(lost())",
    "a finaliser": "type('Held', (), {{'__del__': lambda held: wrong()}})()",
}
"""Origins of an unseen exception after which the program continues."""


def _program(how: str) -> tuple[str, ...]:
    modules = {"app": "afspraak.tui.app.application", "cli": "afspraak.tui.cli.main"}
    return (sys.executable, "-c", _CODE.format(how=how.format(hush=HUSH), hush=HUSH, **modules))


def _reports() -> list[Path]:
    return list(Path(os.environ["XDG_STATE_HOME"]).rglob("crash-*.txt"))


def _held(folder: Path) -> str:
    session = Session.open_read_only(folder / "nb" / f"{SLUG}.json")
    return "\n".join([session.notes.text, *(row.text for row in session.conversation.agreements)])


def _awaited(happened: Callable[[], object], terminal: Terminal) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, terminal.text
        terminal.read(0.05)


def _typed_until_gone(terminal: Terminal) -> bool:
    if terminal.taken:
        terminal.type("x")
        terminal.read(0.2)
    return terminal.process.poll() is not None


@pytest.mark.parametrize("how", ENDING)
def test_a_crash_report_contains_nothing_of_the_conversation(
    start: Callable[..., Terminal], tmp_path: Path, how: str
) -> None:
    terminal = begun(start, program=_program(ENDING[how]))
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("A new agreement").type(TYPED)
    terminal.wait(TYPED)
    terminal.do("app.redraw")
    if how == "reading":
        # More than once: the first may be read together with the key before it.
        _awaited(lambda: _typed_until_gone(terminal), terminal)
    assert terminal.ended() == 3
    assert terminal.restored
    said = "".join(terminal.text.split())
    assert "Everythingthatwastypediskept" in said
    assert TYPED in _held(tmp_path)
    (written,) = _reports()
    assert written.name in said
    text = written.read_text()
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in text
    assert "ValueError" in text or how == "no Exception"
    for where in (text.encode(), terminal.raw):
        assert HUSH.encode() not in where
        assert b"Traceback" not in where
    assert TYPED not in text
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("how", GOING_ON)
def test_an_exception_in_the_background_is_not_printed_over_the_screen(
    start: Callable[..., Terminal], tmp_path: Path, how: str
) -> None:
    terminal = begun(start, program=_program(GOING_ON[how]))
    terminal.do("desk.pane.notes", "app.redraw")
    terminal.type(TYPED)
    terminal.wait(TYPED)
    _awaited(_reports, terminal)
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert HUSH.encode() not in terminal.raw and b"Traceback" not in terminal.raw
    assert HUSH not in "".join(path.read_text() for path in _reports())


def test_a_panic_that_is_caught_is_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    install_hooks()
    with pytest.raises(ReplicaError):
        panic()
    assert list(tmp_path.rglob("crash-*")) == []
    sys.excepthook(ValueError, ValueError("seen"), None)
    assert len(list(tmp_path.rglob("crash-*"))) == 1


def test_a_report_names_our_own_code_only_and_the_whole_chain() -> None:
    def inner() -> None:
        raise KeyError(HUSH)

    try:
        try:
            inner()
        except KeyError as error:
            raise ExceptionGroup(HUSH, [ValueError(HUSH)]) from error
    except ExceptionGroup as error:
        text = format_report(error)
    assert HUSH not in text
    assert [name for name in ("KeyError", "ExceptionGroup", "ValueError") if name not in text] == []
    assert "tests/tui/app/test_crash_report.py:" in text and ":inner" in text
    assert text.startswith(f"afspraak {__version__}\npython {sys.version.split()[0]} on ")
    assert str(ROOT) not in text


def test_old_reports_are_removed_and_an_unwritable_one_is_skipped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = Path(os.environ["XDG_STATE_HOME"]) / "afspraak"
    assert write_report(ValueError()) is not None
    for number in range(20):
        (folder / f"crash-2020{number:02d}.txt").touch()
    assert write_report(KeyError()) is not None
    assert len(_reports()) <= 10
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert write_report(ValueError()) is None


def _cores(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith("core")]


_WITH_CORES = ("sh", "-c", 'ulimit -c unlimited; exec "$0" "$@"')


def test_an_abort_leaves_no_core(start: Callable[..., Terminal], tmp_path: Path) -> None:
    plain = subprocess.run(
        [*_WITH_CORES, sys.executable, "-c", "import os; os.abort()"], cwd=tmp_path, check=False
    )
    assert plain.returncode == -signal.SIGABRT
    if not _cores(tmp_path):
        pytest.skip("this system writes no core here")
    for core in _cores(tmp_path):
        core.unlink()
    terminal = begun(start, program=(*_WITH_CORES, sys.executable, "-m", "afspraak"))
    terminal.do("desk.pane.notes")
    terminal.type(TYPED)
    terminal.wait(TYPED)
    assert not _dumpable(terminal.process.pid)
    limits = resource.prlimit(terminal.process.pid, resource.RLIMIT_CORE)
    assert limits == (0, 0)
    os.kill(terminal.process.pid, signal.SIGABRT)
    assert terminal.ended() == -signal.SIGABRT
    assert _cores(tmp_path) == []
    assert _reports() == []


def _dumpable(number: int) -> bool:
    """Whether the system lets its user inspect a process; otherwise root owns its files in
    /proc."""
    return os.geteuid() != 0 and Path(f"/proc/{number}/maps").stat().st_uid == os.geteuid()


def test_no_process_has_conversation_text_in_its_arguments(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    told, go_on = tmp_path / "told", tmp_path / "go_on"
    editor = tmp_path / "editor"
    editor.write_text(
        f"#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline > {told}.new\n"
        # The folder that it runs in is its user's own to know, as all of the environment is.
        f"env | grep -v ^PWD= >> {told}.new\nmv {told}.new {told}\n"
        f"while [ ! -e {go_on} ]; do sleep 0.05; done\n"
    )
    editor.chmod(0o755)
    begun(start).do("app.leave")
    _awaited((tmp_path / "nb" / f"{SLUG}.json").exists, start("list"))
    environment = {"EDITOR": shlex.quote(str(editor)), "VISUAL": ""}
    terminal = start("open", "anna", environment=environment, fresh=True)
    terminal.wait("Looking back").do("desk.pane.notes")
    terminal.type(TYPED)
    terminal.wait(TYPED).do("desk.edit_outside")
    _awaited(told.exists, terminal)
    own = Path(f"/proc/{terminal.process.pid}")
    words = told.read_text() + (own / "cmdline").read_text() + (own / "environ").read_text()
    go_on.touch()
    _awaited(lambda: terminal.taken, terminal)
    terminal.wait(TYPED).do("app.leave")
    assert terminal.ended() == 0
    for text in (TYPED, "Anna de Vries", SLUG, "Jan Bakker"):
        assert text not in words


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_the_process_memory_is_protected_from_all_users(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with reachable_folder() as folder, users(folder, 2) as (jan, mallory):
        words = ("new", "Anna de Vries", "--my-name", "Jan Bakker")
        with Terminal(jan.home, *words, user=jan, fresh=True) as terminal:
            terminal.wait("Looking back").do("desk.pane.notes")
            terminal.type(TYPED)
            terminal.wait(TYPED)
            number = terminal.process.pid
            for somebody in (jan, mallory):
                for secret in ("mem", "maps", "environ"):
                    looked = somebody.run(["cat", f"/proc/{number}/{secret}"], check=False)
                    assert looked.returncode != 0, (somebody.login, secret)
                looked = somebody.run(["cat", f"/proc/{number}/cmdline"], check=False)
                assert TYPED not in looked.stdout
            terminal.do("app.leave")
            assert terminal.ended() == 0
        gone = mallory.run(["sh", "-c", f"cat {jan.home}/state/*/* {jan.home}/*"], check=False)
        assert gone.stdout == ""
