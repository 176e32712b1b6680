"""A process under strace: record its system calls, and make some fail."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from .nursery import Child, Nursery

STRACE = shutil.which("strace")
_CALL = re.compile(r"(?:\[pid +\d+\] )?(\w+)\(")
_FILES = {
    "openat",
    "open",
    "newfstatat",
    "fstat",
    "stat",
    "lstat",
    "statx",
    "close",
    "read",
    "write",
}
_FILES |= {"flock", "fcntl", "fchmod", "chmod", "fchmodat", "fsync", "fdatasync", "ftruncate"}
_FILES |= {"link", "linkat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "lseek"}
_FILES |= {
    "mkdir",
    "mkdirat",
    "rmdir",
    "getdents64",
    "readlink",
    "readlinkat",
    "access",
    "faccessat",
}
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EINTR", "EMFILE", "kill")


def usable() -> bool:
    """Whether strace is installed and may trace."""
    if STRACE is None:
        return False
    tried = subprocess.run(
        [STRACE, "-qq", "-e", "trace=none", "-e", "inject=fsync:error=EIO", "/bin/true"],
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


class Spot(NamedTuple):
    """One call of a piece of work, by name and number since the start of the trace."""

    name: str
    number: int


class Fault(NamedTuple):
    """The injected result of a call: one of ERRORS."""

    spot: Spot
    error: str

    def __str__(self) -> str:
        return f"{self.spot.name} {self.spot.number}: {self.error}"


def _injections(faults: Sequence[Fault]) -> list[str]:
    """The strace options that make these calls fail: of one name at most two, with one error."""
    options = []
    by_name: dict[str, list[Fault]] = {}
    for fault in faults:
        by_name.setdefault(fault.spot.name, []).append(fault)
    for name, some in by_name.items():
        numbers = sorted(fault.spot.number for fault in some)
        when = str(numbers[0])
        if len(numbers) > 1:
            when = f"{numbers[0]}..{numbers[1]}+{numbers[1] - numbers[0]}"
        error = some[0].error
        what = "signal=KILL" if error == "kill" else f"error={error}"
        options += ["-e", f"inject={name}:{what}:when={when}"]
    return options


def traced(
    nursery: Nursery, job: str, path: Path, faults: Sequence[Fault] = (), output: Path | None = None
) -> Child:
    """Let a child do a job once while these calls fail; return after it has ended."""
    assert STRACE is not None
    child = nursery.start(job, path)
    child.hear(1)
    names = "trace=all" if output else f"trace={','.join(fault.spot.name for fault in faults)}"
    command = [STRACE, "-f", "-o", str(output or os.devnull), "-e", names, *_injections(faults)]
    tracer = subprocess.Popen(
        [*command, "-p", str(child.pid)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert tracer.stderr is not None
    try:
        line = tracer.stderr.readline()
        assert b"attached" in line, line
        os.kill(child.pid, signal.SIGUSR1)
        child.wait()
    finally:
        if child.status is None:
            child.kill()
        tracer.stderr.close()
        tracer.wait()
    return child


def spots(nursery: Nursery, job: str, path: Path) -> list[Spot]:
    """The calls on files that the work makes, in order."""
    output = path.with_name(f"{path.name}.trace")
    child = traced(nursery, job, path, output=output)
    assert child.status == 0
    counts: dict[str, int] = {}
    found: list[Spot] = []
    marks = 0
    for line in output.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _CALL.match(line.split(" ", 1)[1].lstrip())
        if match is None:
            continue
        name = match[1]
        counts[name] = counts.get(name, 0) + 1
        marks += name == "sched_yield"
        if marks == 1 and name in _FILES:
            found.append(Spot(name, counts[name]))
    return found
