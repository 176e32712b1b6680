"""A kind of conversation: what the talk is for, how it goes, what is asked, what the minutes hold.

A kind is data: a file says it (`data/templates/`), and a conversation keeps a copy of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..ids import PartnerId, RowId
from ..model.conversation import (
    AGREEMENT_KINDS,
    AgreementKind,
    Belongs,
    ChecklistItem,
    ItemKind,
    Rating,
    Role,
)
from ..model.fractional_index import evenly_spaced_keys
from .record_form import RecordForm

USUAL_MINUTES = 60
"""How long a talk is planned if its kind does not say."""


@dataclass(frozen=True, slots=True)
class KindItem:
    """An item of the list: a short text, the whole question, and who prepares it."""

    id: RowId
    text: str
    question: str = ""
    questions: Mapping[Role, str] = field(default_factory=dict)
    """The question by role where the two are asked differently; else empty."""
    belongs: Belongs = "both"
    kind: ItemKind = "question"
    help: str = ""
    """A line of help, shown in the field while it is empty."""


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency, with the behaviour that goes with each level: for all of them, or for none."""

    id: RowId
    text: str
    """Its name."""
    question: str = ""
    belongs: Belongs = "both"
    behaviour: Mapping[Rating, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KindSection:
    """A heading with its items and competencies; it becomes a heading of the notes too."""

    id: str
    title: str
    rows: tuple[KindItem | Competency, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of conversation in one language."""

    id: str
    language: str
    aim: str
    order: tuple[str, ...]
    """The steps of the talk."""
    record: RecordForm
    sections: tuple[KindSection, ...]
    competencies: tuple[Competency, ...] = ()
    """All competencies of the catalogue, asked or not."""
    minutes: int = USUAL_MINUTES
    agreement_kinds: tuple[AgreementKind, ...] = AGREEMENT_KINDS
    """The kinds of agreements that are offered."""
    expected: tuple[AgreementKind, ...] = ()
    """The kinds of agreements of which one is usual."""
    following: str = ""
    """The id of the kind that follows this one; "" if none does."""
    digest: str = ""
    """The SHA-256 of the file, in hexadecimal."""

    @property
    def title(self) -> str:
        """What the kind is called in lists and in the title of the minutes."""
        return self.record.name

    def items(self) -> Iterator[KindItem]:
        """Yield the items of all sections, in order."""
        for section in self.sections:
            yield from (row for row in section.rows if isinstance(row, KindItem))

    def asked(self) -> Iterator[Competency]:
        """Yield the competencies of all sections, in order."""
        for section in self.sections:
            yield from (row for row in section.rows if isinstance(row, Competency))

    def competency_items(self) -> tuple[ChecklistItem, ...]:
        """Return all competencies of the catalogue as items, asked or not."""
        return tuple(_checklist_item("", row, "") for row in self.competencies)

    def checklist(self) -> tuple[ChecklistItem, ...]:
        """Return the checklist of a conversation of this kind."""
        rows = [(section.title, row) for section in self.sections for row in section.rows]
        return tuple(
            _checklist_item(section, row, order)
            for (section, row), order in zip(rows, evenly_spaced_keys(len(rows)), strict=True)
        )


def initial_notes(items: Iterable[ChecklistItem]) -> str:
    """Return the initial notes: a `## Section` heading for each section, with an empty line.

    A section that has nothing but reminders is no subject of the talk.
    """
    sections = dict.fromkeys(item.section for item in items if item.kind != "reminder")
    return "\n".join(f"## {section}\n" for section in sections)


def _checklist_item(section: str, row: KindItem | Competency, order: str) -> ChecklistItem:
    if isinstance(row, Competency):
        return ChecklistItem(
            row.id,
            section,
            row.text,
            row.question,
            belongs=row.belongs,
            kind="competency",
            order=order,
            behaviour=dict(row.behaviour),
        )
    return ChecklistItem(
        row.id,
        section,
        row.text,
        row.question,
        belongs=row.belongs,
        kind=row.kind,
        order=order,
        help=row.help,
        questions={PartnerId(role): text for role, text in row.questions.items()},
    )
