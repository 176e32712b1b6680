"""A process of its own that runs a hook, and ends it with all its children after a bounded time.

It goes on when afspraak ends, so that no hook is cut off and none stays. It gets the path and the
time as arguments, and the data on its standard input, and answers with one line: `done STATUS`
(negative for a signal), `late`, or `error NUMBER`. It imports nothing of afspraak.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

_POLL_SECONDS = 0.05


def main(path: str, seconds: float) -> None:
    """Run the program at `path` for at most so many seconds."""
    data = sys.stdin.buffer.read()
    deadline = time.monotonic() + seconds
    try:
        hook = subprocess.Popen(  # noqa: S603 - examined by the caller
            [path],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=os.path.dirname(path),  # noqa: PTH120 - few imports
            start_new_session=True,
        )
    except OSError as error:
        sys.stdout.write(f"error {error.errno}")
        return
    try:
        hook.communicate(data, timeout=seconds)
        _answer(f"done {hook.returncode}")
    except subprocess.TimeoutExpired:
        _kill(hook.pid)
        hook.wait()
        _answer("late")
    _await_children(hook.pid, deadline)


def _answer(line: str) -> None:
    """Write the answer, and close the pipe: the caller waits no longer."""
    sys.stdout.write(line)
    sys.stdout.flush()
    os.close(1)
    if os.fork():
        os._exit(0)


def _await_children(group: int, deadline: float) -> None:
    """Wait for what the hook left running in its group; kill it at the deadline."""
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except OSError:
            os._exit(0)
        time.sleep(_POLL_SECONDS)
    _kill(group)
    os._exit(0)


def _kill(group: int) -> None:
    with suppress(OSError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
