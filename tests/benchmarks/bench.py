"""One run of the benchmarks: its folders, its measures and their sizes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .documents import Document, document
from .figures import Figures
from .notebooks import notebook
from .program import Program, Stuck
from .subjects import Place, Subject, environment, opened


@dataclass
class Bench:
    """Data shared by the measures. `folder` is temporary and removed after the run."""

    folder: Path
    subjects: list[Subject]
    rounds: int
    quick: bool
    idle_seconds: float
    truecolor: bool = False
    figures: Figures = field(default_factory=Figures)
    stuck: list[str] = field(default_factory=list)
    """Measures that failed, with the text on the screen."""
    _documents: dict[int, Document] = field(default_factory=dict)

    @property
    def screens(self) -> tuple[tuple[int, int], ...]:
        """Screen sizes as (columns, rows)."""
        return ((80, 24),) if self.quick else ((80, 24), (120, 40))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes of the notes in kilobytes."""
        return (2,) if self.quick else (2, 20, 200)

    @property
    def notebooks(self) -> tuple[int, ...]:
        """Numbers of conversations in a notebook."""
        return (10, 100) if self.quick else (10, 1_000, 10_000)

    def document(self, kilobytes: int) -> Document:
        """The document of this size, created once."""
        if kilobytes not in self._documents:
            made = document(self.folder / f"document-{kilobytes}", kilobytes)
            self._documents[kilobytes] = made
        return self._documents[kilobytes]

    def notebook(self, count: int) -> Path:
        """The notebook with this number of conversations, created once."""
        folder = self.folder / f"notebook-{count}"
        if not folder.exists():
            self.say(f"making a notebook of {count:,} conversations")
            notebook(folder, count)
        return folder

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every program."""
        return environment(self.folder / "home", self.truecolor)

    def in_turn(self, number: int) -> list[Subject]:
        """The programs in turn; each round starts with another program."""
        start = number % len(self.subjects)
        return self.subjects[start:] + self.subjects[:start]

    def start(
        self,
        subject: Subject,
        kilobytes: int,
        screen: tuple[int, int] = (80, 24),
        place: Place = None,
        through: Sequence[str] = (),
    ) -> Program:
        """Start a program with a fresh copy of a document; `through` is a command that runs it."""
        folder = self.folder / "copies" / subject.name
        if subject.leftovers:
            left = self.folder / "home" / subject.leftovers
            shutil.rmtree(left, ignore_errors=True)
            with suppress(OSError):  # it is a file
                left.unlink()
        command = opened(subject, self.document(kilobytes), folder, place)
        return Program([*through, *command], folder, self.environment, *screen)

    @contextmanager
    def tried(self, what: str) -> Iterator[None]:
        """Measure something; if a program gets stuck, record that and continue."""
        self.say(what)
        try:
            yield
        except Stuck as stuck:
            self.stuck.append(f"{what}\n{stuck}")
            self.say(f"{what}: stuck")

    @staticmethod
    def say(text: str) -> None:
        """Show the progress on stderr, in one line that is overwritten."""
        end = "" if sys.stderr.isatty() else "\n"
        print(f"\r\x1b[K{text}" if not end else text, end=end, file=sys.stderr, flush=True)


def visible(program: Program, texts: tuple[str, ...]) -> bool:
    """Whether all these texts are on the screen."""
    shown = "\n".join(program.rows)
    return all(text in shown for text in texts)
