"""Run the user's editor, and find out whether it waited until its file was closed."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from ...data.errors import UsageError
from ...data.system import child_processes
from ...data.system.paths import working_folder
from ...data.text.sanitize import clean_line
from ...widgets.language import tr

_DETACHED_BELOW = 1.0
"""Seconds; a command that ends sooner has only opened the file in another window."""
_WAIT_OPTIONS = {
    "code": ("--wait", "-w"),
    "code-insiders": ("--wait", "-w"),
    "codium": ("--wait", "-w"),
    "cursor": ("--wait", "-w"),
    "subl": ("--wait", "-w"),
    "zed": ("--wait", "-w"),
    "atom": ("--wait", "-w"),
    "mate": ("--wait", "-w"),
    "gedit": ("--wait", "-w"),
    "gnome-text-editor": ("--standalone", "-s"),
    "kate": ("--block", "-b"),
    "gvim": ("-f", "--nofork"),
    "mvim": ("-f", "--nofork"),
}
"""Editors with windows of their own, and the options that make them wait, the advised one first."""
_IN_TERMINAL = {"ed", "hx", "joe", "kak", "mcedit", "micro", "nano", "nvim", "pico", "vi", "vim"}
"""Editors that always wait, even if they end at once."""


class EditorResult(NamedTuple):
    """How an editor ended. `status` is as in `subprocess`: negative for a signal."""

    status: int
    seconds: float
    failed: str = ""
    """Why it could not be started, in words; "" if it was."""


class EditorCommand:
    """The command in $VISUAL or $EDITOR, or `vi`."""

    def __init__(self) -> None:
        """Read the command. Raises UsageError if it cannot be parsed, and StorageError."""
        chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            self.words = shlex.split(chosen) or ["vi"]
        except ValueError as error:
            raise UsageError("external_editor.failed", editor=chosen, reason=error) from error
        program = Path(self.words[0])
        self.name = clean_line(program.name)
        if len(program.parts) > 1 and not program.is_absolute():
            # The editor is started in another folder than the user's.
            self.words[0] = os.fspath(working_folder() / program)

    def run(self, file: Path) -> EditorResult:
        """Edit a file. Never raises: the screens could not come back after an exception.

        The editor gets the bare file name and the folder to run in: other users see its arguments.
        """
        started_at = time.monotonic()
        # Textual's own handler would stop this process again, later.
        before = signal.signal(signal.SIGTSTP, lambda *_: None)
        try:
            with child_processes.unblock_signals():
                command = [*self.words, file.name]
                process = subprocess.Popen(command, cwd=file.parent)  # noqa: S603 - the user's own
            child_processes.register(process, foreground=True)
            status = _wait(process)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            failed = tr(
                "external_editor.failed",
                editor=clean_line(self.words[0]),
                reason=clean_line(reason),
            )
            return EditorResult(0, 0.0, failed)
        finally:
            signal.signal(signal.SIGTSTP, before)
        return EditorResult(status, time.monotonic() - started_at)

    def has_detached(self, ended: EditorResult) -> bool:
        """Return whether the editor seems to be still open, though the command has ended."""
        if self.name in _IN_TERMINAL:
            return False
        waits = _WAIT_OPTIONS.get(self.name, ())
        return ended.seconds < _DETACHED_BELOW or (bool(waits) and not set(waits) & set(self.words))

    @property
    def setting(self) -> str:
        """The setting with which the command waits, as a text for the user."""
        waits = _WAIT_OPTIONS.get(self.name)
        if waits is None:
            return tr("external_editor.returned_at_once.any")
        return f"VISUAL='{self.name} {waits[0]}'"


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for an editor to end, and return its status.

    If it is stopped (Ctrl+Z), this process stops too, so that the shell gets the terminal; `fg`
    continues both.
    """
    while True:
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode
        os.kill(os.getpid(), signal.SIGSTOP)
