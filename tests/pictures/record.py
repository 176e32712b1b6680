"""Record the first minutes of a talk into `docs/images/`, as a cast and as a moving picture.

Run `python -m tests.pictures.record` in the root of the checkout. The program runs in a terminal;
the times are those of somebody who types, not those of the machine.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..checkout import ROOT
from ..support.isolation import isolate
from ..support.terminal.terminal import Terminal, key
from .film import Frame, film

IMAGES = ROOT / "docs" / "images"
COLUMNS, ROWS = 80, 24
LETTER, LOOK = 0.07, 2.0
"""Seconds from one letter to the next, and that one looks at what a key did."""
QUIET = 0.3
"""Seconds without output after which a key has had its effects."""


class Step(NamedTuple):
    """A text that is typed, or keys, the last by its binding; then these words are seen."""

    seen: str
    binding: str = ""
    text: str = ""
    keys: Sequence[str] = ()
    look: float = LOOK


STEPS: Sequence[Step] = (
    Step("Once a year"),
    Step("A new conversation", "notebook.begin", look=1.0),
    Step("Anna de Vries", text="Anna de Vries", look=1.0),
    Step("1 Checklist", "form.accept"),
    Step("[x]", "checklist.tick", look=1.0),
    Step("2 Notes", "desk.pane.notes", look=0.7),
    Step("March", text="Anna writes the runbook before the end of March", look=1.0),
    Step("Concrete", "notes.agree", look=3.0),
    Step("How it shows", keys=("tab", "tab", "right", "tab"), look=0.5),
    Step("Everybody", text="Everybody on duty uses it", look=0.5),
    Step("2027", keys=("tab", "right"), look=2.0),
    Step("R1 noted", "form.accept"),
    Step("F2 opens", "desk.enlarge", look=3.0),
    Step("1 Checklist", "notes.to_list", look=0.7),
    Step("full record", "list.minutes", look=4.0),
)
"""What is done, from the empty notebook to the minutes."""


class Recorder:
    """Presses keys, and notes when which output came."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.events: list[tuple[float, str]] = []
        self.frames: list[Frame] = []
        self._now = 0.0
        self._taken = 0

    def take(self, step: Step) -> None:
        """Do a step, and look at it."""
        for letter in step.text:
            self.terminal.type(letter)
            self._note(LETTER)
        for name in step.keys:
            self.terminal.press(name)
            self._note(LOOK / 4)
        if step.binding:
            self.terminal.press(key(step.binding))
        self.terminal.wait(step.seen)
        self._note(step.look)
        self.frames.append(Frame(self.terminal.screen, step.look))

    def _note(self, seconds: float) -> None:
        """Note the output up to now, and let time pass."""
        while self.terminal.has_output(QUIET if seconds >= LOOK / 4 else LETTER):
            self.terminal.read(0.0)
        raw = self.terminal.raw
        data, self._taken = raw[self._taken :], len(raw)
        if data:
            self.events.append((round(self._now, 2), data.decode("utf-8", "replace")))
        self._now += seconds


def cast(events: Sequence[tuple[float, str]]) -> str:
    """Return an asciinema recording, version 2: a header, and an event in each line."""
    header = {"version": 2, "width": COLUMNS, "height": ROWS, "title": "afspraak"}
    lines = [header, *([at, "o", data] for at, data in events)]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def main() -> None:
    """Record the cast and the picture."""
    with tempfile.TemporaryDirectory() as home:
        isolate(Path(home))
        os.environ["AFSPRAAK_HINTS"] = "0"
        settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text('name = "Jan Bakker"\n', encoding="utf-8")
        notebook = Path(home) / "talks"
        with Terminal(Path(home), "--notebook", str(notebook), columns=COLUMNS, rows=ROWS) as shown:
            recorder = Recorder(shown)
            for step in STEPS:
                recorder.take(step)
        (IMAGES / "first-talk.cast").write_text(cast(recorder.events), encoding="utf-8")
        (IMAGES / "first-talk.svg").write_text(film(recorder.frames), encoding="utf-8")


if __name__ == "__main__":
    main()
