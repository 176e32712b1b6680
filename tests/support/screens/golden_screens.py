"""Compare a screen with a picture in `tests/golden/screens`.

`AFSPRAAK_DRAWN=FOLDER python -m pytest …` writes the current pictures into FOLDER, for inspection
and for replacing the golden files after an intended change.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from textual.app import App

from ...checkout import ROOT
from .drawn import drawn

PICTURES = ROOT / "tests" / "golden" / "screens"


def compare_screen(app: App[Any], name: str) -> None:
    """Fail where another picture stands there; write it where it is to be renewed."""
    seen = "\n".join(drawn(app)) + "\n"
    if renewed := os.environ.get("AFSPRAAK_DRAWN"):
        (Path(renewed) / f"{name}.txt").write_text(seen, "utf-8")
        return
    file = PICTURES / f"{name}.txt"
    known = file.read_text("utf-8") if file.exists() else ""
    assert seen.splitlines() == known.splitlines(), f"{name}:\n{seen}"
