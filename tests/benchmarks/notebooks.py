"""Notebooks with the conversations of several years, made by the program's own code."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.conversation import AgreementStatus, Conversation, NoteLine
from afspraak.data.notebook.index import SETTLING_NS
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session

from .documents import agreements, note_line

RARE, COMMON = "zephyr", "release"
"""A word in five conversations of every notebook, and a word in most of them."""
NEWEST = "Anna Eerste"
"""The partner of the newest conversation, the first in a list."""
_YEARS = 10
_FIRST_NAMES = ("Anna", "Sam", "Joris", "Fatima", "Piet", "Lotte", "Emre", "Ngozi", "Wim", "Yara")
_LAST_NAMES = ("de Vries", "Okafor", "Jansen", "Yilmaz", "van den Berg", "Smit", "Bos", "Peters")


def notebook(folder: Path, count: int) -> Path:
    """A notebook of so many conversations, of up to ten years; ten of them are of one year.

    The text of one is some 2.5 kB in the middle, now and then ten times that; there are four
    agreements, and those of past years are done.
    """
    # Nothing here has to survive a power cut, and waiting for the disk takes most of the time.
    with patch("os.fsync"):
        for number in range(count):
            conversation = _conversation(number, count)
            path = folder / f"{_slug(number)}-planning.json"
            Session.create(path, conversation, me=MANAGER).close()
    time.sleep(SETTLING_NS / 1e9)  # only then the index believes the files' times
    return folder


def first(folder: Path) -> Path:
    """The newest conversation in a notebook."""
    return folder / f"{_slug(0)}-planning.json"


def _slug(number: int) -> str:
    return f"partner-{number:05}"


def _conversation(number: int, count: int) -> Conversation:
    chance = random.Random(number)
    age = number * min(_YEARS, count // 10) // count
    day = date(2026 - age, 12, 28) if number == 0 else date(2026 - age, 11, chance.randint(1, 28))
    first_name, last_name = chance.choice(_FIRST_NAMES), chance.choice(_LAST_NAMES)
    name = NEWEST if number == 0 else f"{first_name} {last_name} {number}"
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", name, date=day))
    size = min(30_000.0, chance.lognormvariate(7.8, 0.7))
    lines: list[str] = []
    length = 0
    while length < size:
        lines.append(note_line(chance))
        length += len(lines[-1]) + 1
    if number < 5:
        lines.append(f"A {RARE} of a plan.")
    status: AgreementStatus = "open" if age == 0 else "done"
    return replace(
        conversation,
        notes=tuple(NoteLine(line, chance.choice((MANAGER, EMPLOYEE))) for line in lines),
        agreements=tuple(replace(a, status=status) for a in agreements(chance, 4, day)),
    )
