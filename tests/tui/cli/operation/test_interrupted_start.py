"""Ctrl+C while the program is still being loaded ends it without a word."""

from __future__ import annotations

import subprocess
import sys

import pytest

_INTERRUPTED = """
import sys, runpy

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == MODULE:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
START
"""
_AS_MODULE = "runpy.run_module('afspraak', run_name='__main__')"
_AS_COMMAND = "from afspraak.__main__ import main; sys.exit(main())"


@pytest.mark.parametrize("start", [_AS_MODULE, _AS_COMMAND], ids=["module", "command"])
@pytest.mark.parametrize(
    "module",
    ["afspraak.tui.cli.main", "afspraak.widgets.language", "afspraak.tui.cli.commands.listing"],
)
def test_an_interrupt_while_loading_shows_no_traceback(start: str, module: str) -> None:
    code = _INTERRUPTED.replace("MODULE", repr(module)).replace("START", start)
    done = subprocess.run(
        [sys.executable, "-c", code, "list"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
