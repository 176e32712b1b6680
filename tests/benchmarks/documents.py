"""The document that every program opens: the same text, and the same rows in other panes."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement, Conversation, NoteLine
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session

FIRST = "Portal went live early."
"""The first line of the text, visible as soon as the text is on the screen."""
ITEM, AGREEMENT = "What went well", "Runbook"
"""The visible parts of the list and of the table."""
MIDDLE, LAST = "Here += goes on with", "The end:"
"""The lines in which typing happens: between `+` and `=`, and after the last letter."""
TYPED = "very keen quick joint vivid kind quiet just value keep zest "
"""Sixty keys. No word of the document starts like these, so each prefix is counted correctly."""

_TEXT = """
    the release went out in time and a manager hopes for more hands on support since
    april because planning of the department is tight but we all learn from it next
    month she will present results to our colleagues who did most of this good text
"""
_WORDS = _TEXT.split()
_DAY = date(2026, 12, 3)


@dataclass(frozen=True)
class Document:
    """A document of some kilobytes in a folder, from which each program gets a fresh copy."""

    folder: Path
    lines: tuple[str, ...]

    @property
    def middle(self) -> tuple[int, int]:
        """Line and column, from 1, between the marks in the middle."""
        line = next(n for n, text in enumerate(self.lines) if text.startswith(MIDDLE))
        return line + 1, MIDDLE.index("=") + 1

    @property
    def end(self) -> tuple[int, int]:
        """Line and column, from 1, after the last character."""
        return len(self.lines), len(self.lines[-1]) + 1

    def copied(self, folder: Path) -> Path:
        """A fresh copy in `folder`, which is emptied first."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return folder


def document(folder: Path, kilobytes: int) -> Document:
    """Create a document: `notes.md`, `document.json` for the bare application, `nb/` for ours."""
    conversation = _conversation(kilobytes * 1000)
    lines = tuple(line.text for line in conversation.notes)
    folder.mkdir(parents=True)
    Session.create(folder / "nb" / "anna.json", conversation, me=MANAGER).close()
    (folder / "notes.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = {
        "items": [item.text for item in conversation.checklist],
        "notes": "\n".join(lines),
        "columns": ["What", "Who", "By when"],
        "agreements": [[a.text, a.owner, str(a.due)] for a in conversation.agreements],
    }
    (folder / "document.json").write_text(json.dumps(told), encoding="utf-8")
    return Document(folder, lines)


def sentence(chance: random.Random, words: int) -> str:
    """A sentence with this number of words."""
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def note_line(chance: random.Random) -> str:
    """A line of typical length: mostly short, occasionally a paragraph."""
    return sentence(chance, chance.choice((4, 6, 8, 10, 12, 30)))


def agreements(chance: random.Random, count: int, day: date) -> tuple[Agreement, ...]:
    """This number of agreements, due within a year after `day`."""
    return tuple(
        Agreement(
            RowId(f"{chance.getrandbits(64):016x}"),
            text=f"{AGREEMENT if number == 0 else 'Course'} {number + 1} " + sentence(chance, 4),
            owner="Anna",
            due=day + timedelta(days=chance.randint(14, 365)),
            support=sentence(chance, 5),
            support_by="Jan",
            order="ABCDEFGH"[number],
        )
        for number in range(count)
    )


def _conversation(size: int) -> Conversation:
    chance = random.Random(size)
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", date=_DAY)
    )
    lines = [FIRST, ""]
    length, marked = 0, False
    while length < size:
        if not marked and length > size // 2:
            lines += ["", f"{MIDDLE} {sentence(chance, 20)}", ""]
            marked = True
        lines.append(note_line(chance))
        length += len(lines[-1]) + 1
    lines += ["", LAST]
    return replace(
        conversation,
        notes=tuple(NoteLine(line, MANAGER) for line in lines),
        agreements=agreements(chance, 4, _DAY),
    )
