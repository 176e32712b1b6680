"""Compare a text with a golden file; `AFSPRAAK_DRAWN=FOLDER` writes it to be looked at instead."""

from __future__ import annotations

import os
from pathlib import Path

from ...checkout import ROOT


def compare_text(name: str, text: str) -> None:
    """Fail if `tests/golden/<name>` is another text; write it where it is to be renewed."""
    if renewed := os.environ.get("AFSPRAAK_DRAWN"):
        (Path(renewed) / Path(name).name).write_text(text, "utf-8")
        return
    file = ROOT / "tests" / "golden" / name
    known = file.read_text("utf-8") if file.exists() else ""
    assert text.splitlines() == known.splitlines()
