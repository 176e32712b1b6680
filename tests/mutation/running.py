"""Run tests against a copy of the checkout with one mutated file."""

from __future__ import annotations

import compileall
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_GENERATED = shutil.ignore_patterns(
    *(".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"),
    *("build", "dist", ".venv", "*.egg-info", ".import_linter_cache", "fuzz-found"),
)
_NOTICED = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+(?:\[.*?\])?)(?: - |$)", re.MULTILINE)
"""A test in pytest's summary; the parameters in its name may contain blanks."""


def first_failure(output: str) -> str:
    """Return the first test that pytest's summary says failed, or "" if none did."""
    found = _NOTICED.search(output)
    return found[1] if found else ""


class Copy:
    """A copy of the checkout under `folder`."""

    def __init__(self, folder: Path) -> None:
        """Make it; what is compiled there is compiled once."""
        self.root = folder / ROOT.name
        folder.parent.chmod(0o755)  # some tests start the program as another user
        self._home = folder / "home"
        self._home.mkdir(parents=True)
        shutil.copytree(ROOT, self.root, ignore=_GENERATED)
        compileall.compile_dir(self.root, quiet=2)

    @contextmanager
    def broken(self, file: str, source: str) -> Iterator[None]:
        """Have `file` contain `source` meanwhile."""
        path = self.root / file
        before, times = path.read_text(), path.stat()
        path.write_text(source)
        # Another second than before: a compiled file is looked up by the seconds of its source.
        os.utime(path, (times.st_atime, times.st_mtime + 100))
        try:
            yield
        finally:
            path.write_text(before)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def run(self, tests: Sequence[str], seconds: float) -> str:
        """Return the first test that fails, "timeout" if they take too long, or "" if all pass."""
        code, output = self.pytest(["-x", *tests], seconds)
        if code is None:
            return "timeout"
        if failed := first_failure(output):
            return failed
        if code == 4 and "ImportError while loading conftest" in output:
            return "a conftest that cannot be imported"
        if code == 4:
            raise RuntimeError(f"pytest does not know these tests:\n{output[-2000:]}")
        # The guard of the user's own places fails a run without naming a test: that is no notice.
        return "" if code in (0, 1, 5) else f"pytest ended with {code}"

    def pytest(
        self,
        words: Sequence[str],
        seconds: float | None = None,
        environment: Mapping[str, str] = {},
    ) -> tuple[int | None, str]:
        """Run pytest; return its exit status (None after `seconds`) and what it printed."""
        child = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=line", *words],
            cwd=self.root,
            env={
                **os.environ,
                **environment,
                "HOME": str(self._home),
                "PYTHONPATH": str(self.root.parent),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            output, _ = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            return None, ""
        return child.returncode, output
