"""States of a program, and events of its terminal."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from afspraak.data.ids import Slug
from afspraak.data.model.remote_address import parse_host
from afspraak.data.session.session import Session
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.handshake import exchange_updates
from afspraak.data.sync.shares import ShareMetadata

from ...checkout import IMPORT_ROOT, ROOT
from ..servers.sshd import keygen, sshd
from .terminal import Terminal, begun

Start = Callable[..., Terminal]
Host = Callable[[Path], Iterator[Sequence[str]]]
"""A place for the terminal; yields the words that start the program there."""

SLUG = "anna-de-vries-planning-2027"
TYPED = "every key of this line is kept"
_PRETENDED = ROOT / "tests" / "support" / "servers" / "pretended_ssh.py"


class Running(NamedTuple):
    """A program, the place of its terminal, and its files."""

    terminal: Terminal
    folder: Path
    """The working directory: the notebook is in `nb`, crash reports are in `home/state`."""
    pid: int
    """The process id; the terminal may run another program around it."""

    @property
    def gone(self) -> bool:
        """Whether it has ended."""
        try:
            told = Path(f"/proc/{self.pid}/stat").read_text()
        except OSError:
            return True
        return told.rpartition(")")[2].split()[0] == "Z"

    def kept(self) -> str:
        """All text in the file or the journal."""
        session = Session.open_read_only(self.folder / "nb" / f"{SLUG}.json")
        texts = [agreement.text for agreement in session.conversation.agreements]
        return "\n".join([session.notes.text, *texts])

    def load(self, seconds: float = 0.5) -> float:
        """The processor share of the program, measured for this time while its output is read."""
        before, began = self._ticks(), time.monotonic()
        while time.monotonic() < began + seconds:
            time.sleep(0.02)
        ticks = self._ticks() - before
        return ticks / os.sysconf("SC_CLK_TCK") / (time.monotonic() - began)

    def _ticks(self) -> int:
        told = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return int(told[11]) + int(told[12])


def environment(folder: Path) -> Mapping[str, str]:
    """The environment of a program with fake machines and crash reports in `folder`."""
    (folder / "ssh").mkdir(exist_ok=True)
    call = ["env", f"PYTHONPATH={IMPORT_ROOT}", sys.executable, "-m", "afspraak"]
    return {
        "AFSPRAAK_SSH": shlex.join([sys.executable, str(_PRETENDED), str(folder / "ssh")]),
        "AFSPRAAK_REMOTE": shlex.join(call),
        "XDG_STATE_HOME": str(folder / "state"),
    }


def reports(folder: Path) -> Sequence[Path]:
    """The crash reports of a program with that environment."""
    return list((folder / "state").rglob("crash-*"))


def callers(folder: Path) -> Sequence[int]:
    """The process ids of the running fake `ssh`s."""
    numbers = [int(path.name) for path in (folder / "ssh").iterdir()]
    return [number for number in numbers if not Running(None, folder, number).gone]  # type: ignore[arg-type]


def program_in(folder: Path) -> int:
    """The process id of the program on the notebook in a folder, on any machine."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"python" in words[0] and os.fsencode(folder / "nb") in words:
            return int(path.parent.name)
    raise AssertionError("it does not run")


# Where its terminal is


def here(folder: Path) -> Iterator[Sequence[str]]:
    """A terminal on this machine."""
    yield ()


def in_tmux(folder: Path) -> Iterator[Sequence[str]]:
    """A separate tmux."""
    tmux = ("tmux", "-L", folder.name, "-f", os.devnull)
    yield (*tmux, "new-session", sys.executable, "-m", "afspraak")
    subprocess.run([*tmux, "kill-server"], check=False, stderr=subprocess.DEVNULL)


def over_ssh(folder: Path) -> Iterator[Sequence[str]]:
    """A real sshd, and its client."""
    (folder / "sshd").mkdir()
    with sshd(folder / "sshd", ["root"]) as port:
        keygen(folder / "sshd" / "key")
        (folder / "sshd" / "key.pub").rename(folder / "sshd" / "root")
        around = {"PYTHONPATH": str(IMPORT_ROOT)} | {
            name: value
            for name, value in os.environ.items()
            if name.startswith(("XDG_", "AFSPRAAK_")) or name in ("HOME", "LANG")
        }
        call = ["env", *(f"{name}={value}" for name, value in around.items())]
        call += [f"{name}={value}" for name, value in environment(folder).items()]
        options = {
            "IdentityFile": folder / "sshd" / "key",
            "UserKnownHostsFile": os.devnull,
            "StrictHostKeyChecking": "no",
            "LogLevel": "ERROR",
            "Port": port,
        }
        ssh = ["ssh", "-tt", "-F", os.devnull, "127.0.0.1"]
        ssh[2:2] = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        yield (
            *ssh,
            shlex.join([*call, "AFSPRAAK_TODAY=2026-12-03", sys.executable, "-m", "afspraak"]),
        )


# What it is doing


def idle(start: Start, folder: Path) -> Terminal:
    """Idle, after some typing."""
    terminal = typing(start, folder)
    return terminal.wait("saved ")


def typing(start: Start, folder: Path) -> Terminal:
    """Typing; the last letter is just on the screen."""
    terminal = begun(start)
    terminal.do("desk.pane.notes")
    terminal.type(TYPED)
    return terminal.wait(TYPED)


def saving(start: Start, folder: Path) -> Terminal:
    """During a slow save."""
    begun(start).do("app.leave")
    path = folder / "nb" / f"{SLUG}.json"
    end = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < end
    from afspraak.data.model.edits import Write

    session = Session.open(path)
    session.apply(Write(0, 0, "a line of many\n" * 10_000))
    session.close()
    terminal = start("open", "anna").wait("a line of many")
    terminal.do("desk.pane.notes", "notes.first")
    terminal.type(TYPED)
    terminal.wait(TYPED)
    terminal.do("desk.save")
    return terminal


def form_open(start: Start, folder: Path) -> Terminal:
    """In a form with an invalid date."""
    terminal = begun(start)
    terminal.do("desk.pane.agreements", "list.add")
    terminal.wait("A new agreement").type(f"{TYPED}\t\t\t\tsome day")
    return terminal.wait("some day")


def palette_open(start: Start, folder: Path) -> Terminal:
    """In the command palette."""
    terminal = typing(start, folder)
    terminal.do("app.command_palette")
    terminal.wait("What do you want to do")
    return terminal


def sharing(start: Start, folder: Path, host: str = "box") -> Terminal:
    """Typing in a conversation that is shared over SSH."""
    begun(start).do("app.leave")
    path = folder / "nb" / f"{SLUG}.json"
    end = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < end
    shared = shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    session = Session.open(path)
    exchange_updates(session.sync, FolderRemote(shared, session.sync.client))
    session.sync.set_remote_address(parse_host(host).share(str(shared)))
    session.close()
    terminal = start("open", "anna").wait("Looking back")
    end = time.monotonic() + 30
    while not callers(folder):
        assert time.monotonic() < end, "nobody calls"
        terminal.read(0.05)
    terminal.do("desk.pane.notes")
    terminal.type(TYPED)
    return terminal.wait(TYPED)


def calling(start: Start, folder: Path) -> Terminal:
    """Typing in a conversation shared with a machine that accepts the call and stays silent."""
    return sharing(start, folder, "silent")


STATES: Mapping[str, Callable[[Start, Path], Terminal]] = {
    "idle": idle,
    "typing": typing,
    "saving": saving,
    "form open": form_open,
    "palette open": palette_open,
    "sharing": sharing,
    "calling": calling,
}


# What happens


def _signal(number: signal.Signals) -> Callable[[Running], None]:
    def send(running: Running) -> None:
        os.kill(running.pid, number)

    return send


def hang_up(running: Running) -> None:
    """Close the terminal."""
    running.terminal.hang_up()


def keys_end(running: Running) -> None:
    """End stdin; the output stays open."""
    running.terminal.hang_up(picture=False)


def picture_ends(running: Running) -> None:
    """Close stderr, on which the program draws."""
    running.terminal.hang_up(keys=False)


def server_killed(running: Running) -> None:
    """Kill the server of tmux."""
    tmux = ("tmux", "-L", running.folder.name, "display-message", "-p", "#{pid}")
    os.kill(int(subprocess.check_output(tmux)), signal.SIGKILL)


def client_killed(running: Running) -> None:
    """Kill the ssh client."""
    running.terminal.process.kill()


ENDS: Mapping[str, Callable[[Running], None]] = {
    "TERM": _signal(signal.SIGTERM),
    "HUP": _signal(signal.SIGHUP),
    "INT": _signal(signal.SIGINT),
    "USR1": _signal(signal.SIGUSR1),
    "closed": hang_up,
    "stdin at its end": keys_end,
    "stderr closed": picture_ends,
}
"""Events after which the program ends."""

FAR_ENDS: Mapping[str, tuple[Host, Callable[[Running], None]]] = {
    "tmux server killed": (in_tmux, server_killed),
    "ssh client killed": (over_ssh, client_killed),
}
"""Events after which the program ends on its own machine."""


def not_reading(running: Running) -> None:
    """Stop reading the output for a while, and type."""
    for _ in range(40):
        running.terminal.press("f2", "f3", "f4")
    end = time.monotonic() + 30
    while running.load() > 0.3:
        assert time.monotonic() < end, "it is not light"


def many_sizes(running: Running) -> None:
    """Resize the window 2,000 times."""
    for number in range(2_000):
        running.terminal.resize(20 + number % 180, 5 + number % 60)
    running.terminal.resize(80, 24)


def odd_sizes(running: Running) -> None:
    """Resize the window to the smallest, widest and largest sizes."""
    for columns, rows in ((1, 1), (1, 1000), (1000, 1), (2, 3), (1000, 1000), (1, 1), (80, 24)):
        running.terminal.resize(columns, rows)
        running.terminal.read(0.3)
        running.terminal.read(0.3)


def stopped(running: Running) -> None:
    """Stop the program with SIGSTOP, and continue it."""
    _stop(running, signal.SIGSTOP)


def put_aside(running: Running) -> None:
    """Stop the program with SIGTSTP, like a shell; it releases the terminal, and continues."""
    _stop(running, signal.SIGTSTP)


def _stop(running: Running, number: signal.Signals) -> None:
    os.kill(running.pid, number)
    end = time.monotonic() + 30
    while Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < end, "it does not stop"
        running.terminal.read(0.05)
    while number == signal.SIGTSTP and not running.terminal.restored:
        assert time.monotonic() < end, "it keeps the terminal"
        running.terminal.read(0.05)  # it stopped after these bytes, which may be unread
    os.kill(running.pid, signal.SIGCONT)
    while not running.terminal.taken:
        assert time.monotonic() < end, "it does not come back"
        running.terminal.read(0.05)


def client_stopped(running: Running) -> None:
    """Stop the ssh client for a while, so that it reads nothing."""
    os.kill(running.terminal.process.pid, signal.SIGSTOP)
    not_reading(running)
    os.kill(running.terminal.process.pid, signal.SIGCONT)


STALLS: Mapping[str, Callable[[Running], None]] = {
    "not reading": not_reading,
    "2,000 sizes": many_sizes,
    "1x1 to 1000x1000": odd_sizes,
    "stopped": stopped,
    "put aside": put_aside,
}
"""Events after which the program continues."""

FAR_STALLS: Mapping[str, tuple[Host, Callable[[Running], None]]] = {
    "ssh client stopped": (over_ssh, client_stopped),
}
"""Events on another machine after which the program continues."""
