"""Draw the pictures of the README into `docs/images/`.

Run `python -m tests.pictures.draw` in the root of the checkout.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.notebook.demo import make_demo
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.user import SYSTEM_USER
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.keys import table as keys

from ..checkout import ROOT
from ..support.isolation import isolate
from ..support.team import team

IMAGES = ROOT / "docs" / "images"
DAY = date(2026, 12, 3)
SAVED = datetime.combine(DAY, time(9, 58)).astimezone()
PICTURES = {
    "desk": (80, 24),
    "talk": (80, 24),
    "wide": (120, 40),
    "notebook": (120, 40),
    "competencies": (80, 24),
    "overview": (80, 24),
}
"""Picture name -> columns and rows."""
KEYS: Mapping[str, Sequence[str]] = {
    "talk": ["desk.pane.notes", "desk.enlarge"],
    "competencies": ["list.competencies"],
    "overview": ["list.overview"],
}
"""Picture name -> the bindings that open its screen from the desk."""


async def draw(name: str, folder: Path, path: Path | None) -> str:
    """Draw one picture as SVG: of the notebook in a folder, or of the conversation at `path`."""
    app = AfspraakApp(Notebook(folder), Settings(), path)
    async with app.run_test(size=PICTURES[name]) as pilot:
        await pilot.pause()
        await app.wait_until_settled()
        for binding in KEYS.get(name, ()):
            row = next(row for row in keys.KEYS if row.id == binding)
            await pilot.press(row.keys.split(",")[0])
            await app.wait_until_settled()
            await pilot.pause()
        await pilot.pause(0.3)  # the detail of the notebook follows after a short pause
        svg = app.export_screenshot(title="afspraak")
    # A picture fetches nothing from elsewhere: the reader's own fonts do.
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def main() -> None:
    """Draw all pictures."""
    with tempfile.TemporaryDirectory() as home:
        isolate(Path(home))
        os.environ["AFSPRAAK_TODAY"] = DAY.isoformat()
        talks = Path(home) / "talks"
        talks.mkdir()
        make_demo(talks, catalogue("en"), DAY, SYSTEM_USER)
        path = talks / "anna.json"
        os.utime(path, (SAVED.timestamp(), SAVED.timestamp()))
        people = team(Path(home) / "team")
        for name in PICTURES:
            folder, shown = (people, None) if name == "notebook" else (talks, path)
            svg = asyncio.run(draw(name, folder, shown))
            (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
