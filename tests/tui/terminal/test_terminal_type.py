"""Which types of terminals the screens are drawn on."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from ...checkout import IMPORT_ROOT

_ASK = """
import json, sys
from afspraak.tui.terminal.terminal_type import can_draw
print(json.dumps([can_draw(term) for term in sys.argv[1:]]))
"""


@pytest.mark.parametrize(
    ("terms", "draw"),
    [
        (["", "dumb", "unknown"], [False, False, False]),
        (["typewriter", "screen.of-a-new-kind", "foot-of-next-year"], [False, True, True]),
        (["xterm-256color"], [True]),
        (["linux"], [True]),
    ],
    ids=["none", "not in terminfo", "xterm", "linux"],
)
def test_known_and_unknown_types(terms: list[str], draw: list[bool]) -> None:
    """A process reads only one entry of terminfo, so no known type stands before another."""
    done = subprocess.run(
        [sys.executable, "-c", _ASK, *terms],
        env=os.environ | {"PYTHONPATH": str(IMPORT_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == draw
