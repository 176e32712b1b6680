"""The made-up notebook of `afspraak demo`: three people, and a talk planned for today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from ..i18n.catalogue import Catalogue
from ..ids import EMPLOYEE, MANAGER, PartnerId
from ..model.conversation import Agreement, AgreementKind, Progress, Rating
from ..model.edits import AddAgreement, AddProgress, Answer, Rate, Tick, Write, new_id
from ..session.session import Session
from ..session.user import User
from ..system.clock import utc_now
from .new_conversation import NewConversation, build_conversation

_RATINGS: Sequence[tuple[Rating, Rating | None]] = (
    ("growing", "mastered"),
    ("mastered", "improve"),
    ("growing", "growing"),
    ("growing", None),
)
"""Of the first competencies, by manager and employee."""

_NOTES: Sequence[tuple[int, PartnerId, str]] = (
    (0, MANAGER, "live"),
    (0, MANAGER, "calm"),
    (0, EMPLOYEE, "handover"),
    (0, EMPLOYEE, "list"),
    (0, MANAGER, "praise"),
    (1, EMPLOYEE, "release"),
    (1, MANAGER, "yes"),
)
"""Section of the notes (from 0), writer, and message."""


@dataclass(frozen=True, slots=True)
class _Promise:
    """An agreement: its message, and its days from today."""

    name: str
    due: int
    kind: AgreementKind = "result"
    owner: str = ""
    """The message of the owner's name; empty is the employee."""


def make_demo(folder: Path, words: Catalogue, today: date, user: User) -> None:
    """Write the conversations of the demo into a folder, in the language of `words`.

    Raises StorageError if they cannot be written.
    """
    _anna(folder, words, today, user)
    late = _begin(words, "bram", today - timedelta(days=21), "progress")
    promises = (_Promise("tickets", -64), _Promise("certificate", -33, "development"))
    with closing(_create(folder, late, user)) as session:
        _agree(session, words, promises, today, "bram")
    held = _begin(words, "hanna", today - timedelta(days=7), "planning")
    with closing(_create(folder, held, user)) as session:
        for item in session.conversation.checklist:
            session.apply(Tick(item.id, "done"))
        _agree(session, words, (_Promise("mentor", 60, "development"),), today, "hanna")


def _begin(words: Catalogue, who: str, day: date, kind: str) -> NewConversation:
    return NewConversation(
        "manager",
        words("demo.me"),
        words(f"demo.{who}"),
        kind=kind,
        language=words.language,
        date=day,
        time="10:00",
        place=words("demo.place"),
    )


def _create(folder: Path, beginning: NewConversation, user: User) -> Session:
    name = beginning.other_name.split()[0].lower()
    conversation = build_conversation(beginning)
    return Session.create(folder / f"{name}.json", conversation, me=MANAGER, user=user)


def _anna(folder: Path, words: Catalogue, today: date, user: User) -> None:
    """Write the talk of today, half held."""
    with closing(_create(folder, _begin(words, "anna", today, "planning"), user)) as session:
        _prepare(session, words)
        _write_notes(session, words)
        promises = (
            _Promise("runbook", 118),
            _Promise("rota", -5, owner="me"),
            _Promise("course", 209, "development"),
            _Promise("release", 209, "development"),
        )
        _agree(session, words, promises, today, "anna")
        first = session.conversation.agreements[0]
        told = words("demo.agreement.runbook.progress")
        session.apply(AddProgress(Progress(new_id(), first.id, utc_now(), EMPLOYEE, told, 40)))


def _prepare(session: Session, words: Catalogue) -> None:
    items = [item for item in session.conversation.checklist if item.belongs != EMPLOYEE]
    well, better, parked, praise, *_ = items
    for item in (well, better, praise):
        session.apply(Tick(item.id, "done"))
    session.apply(Tick(parked.id, "parked"))
    session.apply(Answer(well.id, EMPLOYEE, words("demo.answer.well")))
    session.apply(Answer(better.id, EMPLOYEE, words("demo.answer.better")))
    session.apply(Answer(well.id, MANAGER, words("demo.answer.private"), private=True))
    competencies = (item for item in session.conversation.checklist if item.kind == "competency")
    for item, ratings in zip(competencies, _RATINGS, strict=False):
        for partner, rating in zip((MANAGER, EMPLOYEE), ratings, strict=True):
            if rating is not None:
                session.apply(Rate(item.id, partner, rating))


def _write_notes(session: Session, words: Catalogue) -> None:
    for section, writer, name in reversed(_NOTES):
        session.writer = writer
        heading = list(_headings(session.notes.text))[section]
        session.apply(Write(heading, 0, f"{words(f'demo.note.{name}')}\n"))
    session.writer = MANAGER


def _headings(text: str) -> Iterator[int]:
    """Yield the position (code points) of the line below each heading."""
    position = 0
    for line in text.splitlines(keepends=True):
        position += len(line)
        if line.startswith("#"):
            yield position


def _agree(
    session: Session, words: Catalogue, promises: Sequence[_Promise], today: date, employee: str
) -> None:
    for number, promise in enumerate(promises):
        session.apply(AddAgreement(_agreement(promise, words, today, employee, number)))


def _agreement(
    promise: _Promise, words: Catalogue, today: date, employee: str, number: int
) -> Agreement:
    """Return an agreement; only that of the runbook is told in full."""
    key = f"demo.agreement.{promise.name}"
    agreement = Agreement(
        new_id(),
        promise.kind,
        words(key),
        words(f"demo.{promise.owner or employee}"),
        due=today + timedelta(days=promise.due),
        support=words("demo.none"),
        order=chr(ord("B") + number),
    )
    if promise.name == "rota":
        return replace(agreement, measure=words(f"{key}.measure"))
    if promise.name == "runbook":
        return replace(
            agreement,
            measure=words(f"{key}.measure"),
            support=words(f"{key}.support"),
            support_by=words("demo.me"),
            steps=words(f"{key}.steps"),
        )
    return agreement
