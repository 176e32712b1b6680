"""The line drops or stalls in any state: everything is saved, and the program ends or continues.

A sample of the table always runs; AFSPRAAK_WHOLE_TABLE=1 runs all of it and prints the counts.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from afspraak.data.sync.folder import parents

from ..checkout import IMPORT_ROOT
from ..support.amount import WHOLE
from ..support.servers.sshd import why_no_sshd
from ..support.terminal.dropping import (
    ENDS,
    FAR_ENDS,
    FAR_STALLS,
    STALLS,
    STATES,
    TYPED,
    Host,
    Running,
    callers,
    environment,
    in_tmux,
    over_ssh,
    program_in,
    reports,
)
from ..support.terminal.terminal import PATIENCE, Terminal

SIGNALS = ("TERM", "HUP", "INT", "USR1")
"""Events after which the terminal still exists."""


def _cells(events: object) -> list[tuple[str, str]]:
    """The cells of the table: all, or one of every row and every column."""
    names = list(events)  # type: ignore[call-overload]
    states = list(STATES)
    if WHOLE:
        return [(state, event) for state in states for event in names]
    if len(names) < 3:
        return [("form open", name) for name in names]
    count = max(len(states), len(names))
    return [(states[n % len(states)], names[n % len(names)]) for n in range(count)]


class Begin:
    """Starts the program, and brings it to a state."""

    def __init__(self, start: Callable[..., Terminal], folder: Path) -> None:
        self.start, self.folder = start, folder
        self.around = environment(folder)

    def __call__(
        self, state: str, host: Sequence[str] = (), program: Sequence[str] = (), apart: bool = False
    ) -> Running:
        def started(*words: str) -> Terminal:
            if host[:1] == ("ssh",):  # a shell reads them there
                words = tuple(map(shlex.quote, words))
            return self.start(
                *words, environment=self.around, program=[*host, *program], apart=apart
            )

        terminal = STATES[state](started, self.folder)
        pid = program_in(self.folder) if host else terminal.process.pid
        return Running(terminal, self.folder, pid)


@pytest.fixture
def begin(
    start: Callable[..., Terminal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Begin]:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("AFSPRAAK_SHARED", str(shared))
    monkeypatch.setattr(parents, "PARENT_FOLDERS", (shared,))
    yield Begin(start, tmp_path)
    _until(lambda: not callers(tmp_path), "it left a caller behind")


def _until(happened: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, otherwise
        time.sleep(0.01)


def _took(began: float) -> None:
    """Record how long it took to end."""
    print(f"gone after {time.monotonic() - began:.2f} s")


def _all_is_well(running: Running) -> None:
    kept = running.kept()
    assert TYPED in kept
    assert reports(running.folder) == []
    assert b"Traceback" not in running.terminal.raw


@pytest.mark.parametrize(("state", "event"), _cells(ENDS))
def test_a_terminal_that_closes_saves_and_ends_the_program(
    begin: Begin, state: str, event: str
) -> None:
    apart = event in ("stdin at its end", "stderr closed")
    running = begin(state, apart=apart)
    began = time.monotonic()
    ENDS[event](running)
    running.terminal.ended()
    _took(began)
    _all_is_well(running)
    if state == "form open":
        assert f"{TYPED} (By when: some day)" in running.kept()
    if event in SIGNALS:
        assert running.terminal.restored


@pytest.mark.parametrize(("state", "event"), _cells(FAR_ENDS))
def test_a_remote_terminal_that_closes_ends_the_program(
    begin: Begin, tmp_path: Path, state: str, event: str
) -> None:
    host, happen = FAR_ENDS[event]
    with _host(host, tmp_path) as words:
        running = begin(state, words)
        began = time.monotonic()
        happen(running)
        _until(lambda: running.gone, "it does not end")
        _took(began)
        _all_is_well(running)


@pytest.mark.parametrize(("state", "event"), _cells(FAR_STALLS))
def test_the_program_continues_after_a_remote_stall(
    begin: Begin, tmp_path: Path, state: str, event: str
) -> None:
    host, happen = FAR_STALLS[event]
    with _host(host, tmp_path) as words:
        running = begin(state, words)
        happen(running)
        _goes_on(running, state)


@pytest.mark.parametrize(("state", "event"), _cells(STALLS))
def test_the_program_continues_after_a_stall(begin: Begin, state: str, event: str) -> None:
    running = begin(state)
    STALLS[event](running)
    _goes_on(running, state)
    assert running.terminal.restored


STUCK = {
    "busy": "while True: pass",
    "waiting": "import time; time.sleep(10**6)",
    "in C": "import ctypes; lock = ctypes.CDLL(None).pthread_mutex_lock; "
    "held = ctypes.create_string_buffer(64); lock(held); lock(held)",
}
_STUCK = """
import importlib, sys
def stuck(self):
    open({told!r}, "w")
    {how}
importlib.import_module({app!r}).AfspraakApp.action_redraw = stuck
sys.exit(importlib.import_module({cli!r}).main())
"""


def _stuck(folder: Path, how: str) -> Sequence[str]:
    """The program, after a key that blocks its event loop."""
    modules = {"app": "afspraak.tui.app.application", "cli": "afspraak.tui.cli.main"}
    code = _STUCK.format(how=STUCK[how], told=str(folder / "stuck"), **modules)
    return (sys.executable, "-c", code)


def _left(running: Running) -> None:
    running.terminal.do("app.leave")


@pytest.mark.parametrize(
    ("leave", "stuck"),
    [
        pytest.param(_left, False, id="left"),
        *((pytest.param(ENDS[name], False, id=name)) for name in ("TERM", "closed")),
        *((pytest.param(ENDS[name], True, id=f"{name}, stuck")) for name in ("TERM", "closed")),
    ],
)
def test_an_unanswered_ssh_call_ends_with_the_program(
    begin: Begin, tmp_path: Path, leave: Callable[[Running], None], stuck: bool
) -> None:
    running = begin("calling", program=_stuck(tmp_path, "waiting") if stuck else ())
    if stuck:
        running.terminal.do("app.redraw")
        _until((tmp_path / "stuck").exists, "it is not stuck")
    assert callers(tmp_path)
    leave(running)
    running.terminal.ended()
    _until(lambda: not callers(tmp_path), "the call goes on without it")
    _all_is_well(running)


@pytest.mark.parametrize("how", STUCK)
@pytest.mark.parametrize("event", ["TERM", "closed"] if not WHOLE else list(ENDS))
def test_a_blocked_event_loop_does_not_prevent_exit(
    begin: Begin, tmp_path: Path, how: str, event: str
) -> None:
    apart = event in ("stdin at its end", "stderr closed")
    running = begin("typing", program=_stuck(tmp_path, how), apart=apart)
    running.terminal.do("app.redraw")
    _until((tmp_path / "stuck").exists, "it is not stuck")
    began = time.monotonic()
    ENDS[event](running)
    assert running.terminal.ended() != 0
    _took(began)
    _all_is_well(running)
    if event in SIGNALS:
        assert running.terminal.restored


@pytest.mark.parametrize("state", STATES if WHOLE else ["form open"])
def test_a_stalled_terminal_does_not_prevent_exit(begin: Begin, state: str) -> None:
    running = begin(state)
    STALLS["not reading"](running)
    began = time.monotonic()
    ENDS["TERM"](running)
    _until(lambda: running.terminal.process.poll() is not None, "it does not end")
    _took(began)
    _all_is_well(running)


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-", "<&- >&- 2>&-"])
def test_the_program_does_not_start_without_a_terminal(tmp_path: Path, closed: str) -> None:
    call = f"{shlex.join([sys.executable, '-m', 'afspraak', '--notebook', str(tmp_path)])} {closed}"
    told = subprocess.run(
        ["sh", "-c", call], capture_output=True, text=True, cwd=IMPORT_ROOT, check=False
    )
    assert told.returncode == 2
    assert "Traceback" not in told.stdout + told.stderr


@contextmanager
def _host(host: Host, folder: Path) -> Iterator[Sequence[str]]:
    needed = "tmux" if host is in_tmux else "ssh"
    if shutil.which(needed) is None or (host is over_ssh and why_no_sshd()):
        pytest.skip(f"{needed} is not there")
    made = host(folder)
    yield next(made)
    for _ in made:
        pass


def _goes_on(running: Running, state: str) -> None:
    terminal = running.terminal
    terminal.do("app.redraw")
    terminal.wait("What do you want" if state == "palette open" else TYPED)
    if state == "form open":
        terminal.press("ctrl+u")
    terminal.do("app.leave")
    assert terminal.ended() == 0
    _all_is_well(running)
