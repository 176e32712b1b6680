"""A manager's notebook with the talks of nine people, as on 3 December 2026."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from afspraak.data.approval.content_digest import digest_of
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, PartnerId, RowId
from afspraak.data.model.conversation import (
    Agreement,
    AgreementKind,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Progress,
)
from afspraak.data.model.fields import to_fields
from afspraak.data.storage.database import ConversationDatabase
from afspraak.data.storage.tables import to_tables
from afspraak.data.system.user import login_name

TODAY = date(2026, 12, 3)
Due = tuple[AgreementKind, str, date | None]
_BOTH = "●●"


@dataclass(frozen=True)
class Told:
    """A talk, as the table tells of it."""

    name: str
    kind: str
    day: date | None
    time: str = ""
    prepared: str = "○○"
    """The manager's sign, and the other's."""
    done: int = 0
    items: int = 18
    agreements: tuple[Due, ...] = ()
    approved: str = ""
    next_on: date | None = None
    kept: int = 0
    """How many agreements are done."""


def _open(count: int, kind: AgreementKind = "result") -> tuple[Due, ...]:
    return tuple((kind, f"Agreement number {number + 1}", None) for number in range(count))


_BRAM: tuple[Due, ...] = (
    ("result", "Fewer open tickets at the month's end", date(2026, 9, 30)),
    ("development", "Certificate for the database", date(2026, 10, 31)),
    ("result", "On-call with Sam, every other week", date(2027, 1, 31)),
    ("other", "A second screen", None),
)
_HOW_FAR = {
    "Fewer open tickets at the month's end": 60,
    "Certificate for the database": 20,
    "On-call with Sam, every other week": 80,
    "A second screen": 0,
}
"""How far agreements are, in percent, by their text."""
_ANNA: tuple[Due, ...] = (("result", "Runbook for the portal", date(2026, 11, 28)), *_open(4))

TEAM = (
    Told("Bram Hendriks", "progress", date(2026, 11, 12), items=12, agreements=_BRAM),
    Told("Anna de Vries", "planning", TODAY, "10:00", _BOTH, 3, agreements=_ANNA),
    Told("Chaima El Idrissi", "review", date(2026, 12, 4), "14:30", "●○", items=16,
         agreements=_open(2)),
    Told("Daan Visser", "planning", date(2026, 12, 10), "", "●○", agreements=_open(3)),
    Told("Eva Jansen", "planning", date(2026, 12, 14), agreements=_open(1)),
    Told("Fatma Yilmaz", "planning", date(2027, 1, 6), agreements=_open(2)),
    Told("Gijs Mulder", "review", date(2027, 1, 20), items=16, agreements=_open(3)),
    Told("Hanna Kok", "planning", date(2026, 11, 26), "", _BOTH, 17, agreements=_open(4),
         approved="one"),
    Told("Sam Okafor", "planning", date(2026, 11, 19), "", _BOTH, 18, agreements=_open(3),
         approved="both", next_on=date(2027, 5, 6)),
    Told("Anna de Vries", "review", date(2026, 6, 4), "", _BOTH, 16, 16, approved="both",
         kept=2),
    Told("Bram Hendriks", "planning", date(2026, 5, 12), "", _BOTH, 18, agreements=_BRAM,
         approved="changed"),
    Told("Eva Jansen", "progress", date(2026, 5, 2), "", _BOTH, 11, 12, agreements=_open(1),
         approved="both"),
)  # fmt: skip


def team(folder: Path, told: tuple[Told, ...] = TEAM, *, crowd: int = 0) -> Path:
    """Write these talks into a folder, and one held and one planned with each of `crowd` more."""
    folder.mkdir(exist_ok=True)
    others = [f"{first} {last}" for last in _LAST for first in _FIRST][:crowd]
    for number, name in enumerate(others):
        held = Told(name, "progress", date(2026, 6, 1 + number % 28), "", _BOTH, 12, 12)
        ahead = Told(name, "planning", date(2027, 1, 1 + number % 28))
        told = (*told, held, ahead)
    for number, each in enumerate(told):
        _write(folder / f"talk-{number:03}.json", each)
    return folder


_FIRST = ("Ada", "Bas", "Cor", "Dirk", "Els", "Fien", "Gea", "Huib", "Ina", "Jos")
_LAST = ("Aalders", "Bakker", "Cats", "Dekker", "Evers", "Faber")


def _write(path: Path, told: Told) -> None:
    partners = (
        Partner(MANAGER, "Jan Bakker", "manager", login_name()),
        Partner(EMPLOYEE, told.name, "employee", Login("")),
    )
    prepared = dict(zip((MANAGER, EMPLOYEE), told.prepared, strict=True))
    remarks = {who: "An answer." for who, sign in prepared.items() if sign == "●"}
    checklist = tuple(
        ChecklistItem(
            RowId(f"{number:012x}"),
            "Looking back",
            f"Item {number}",
            state="done" if number < told.done else "open",
            order=f"B{number:03}",
            remarks=remarks if number == 0 else {},
        )
        for number in range(told.items)
    )
    held = told.done > 0 or told.day is None
    agreements = tuple(
        Agreement(
            RowId(_agreement_id(told.name, number)),
            kind,
            text,
            told.name if kind != "other" else "Jan Bakker",
            due=due,
            progress=_progress(told.name, number, _HOW_FAR.get(text)),
            carried_from="" if held else "earlier",  # type: ignore[arg-type]
            order=f"C{number:03}",
        )
        for number, (kind, text, due) in enumerate(told.agreements)
    )
    agreements += tuple(
        Agreement(RowId(f"d{number:011x}"), text="Done", status="done", order=f"D{number:03}")
        for number in range(told.kept)
    )
    year = (told.day or TODAY).year + (told.kind == "planning" and (told.day or TODAY).month >= 10)
    header = Header(
        title=f"{told.kind} {year}",
        kind=told.kind,
        date=told.day,
        time=told.time,
        created=f"{(told.day or TODAY).isoformat()}T08:00:00+00:00",
        next_on=told.next_on,
    )
    bare = Conversation(header, partners, checklist, (), agreements)
    notes = [NoteLine("## Looking back")]
    approvals = _approvals(told, digest_of(to_tables(to_fields(bare), notes)))
    database = ConversationDatabase(path)
    database.replace(to_tables(to_fields(replace(bare, approvals=approvals)), notes))
    database.save()


def _progress(name: str, number: int, percent: int | None) -> tuple[Progress, ...]:
    if percent is None:
        return ()
    at = "2026-05-01T09:00:00+00:00"
    return (
        Progress(
            RowId(f"e{number:011x}"),
            RowId(_agreement_id(name, number)),
            at,
            MANAGER,
            "So far",
            percent,
        ),
    )


def _agreement_id(name: str, number: int) -> str:
    return f"{sum(map(ord, name)):06x}{number:06x}"


def _approvals(told: Told, digest: str) -> tuple[Approval, ...]:
    who: tuple[PartnerId, ...] = {
        "both": (MANAGER, EMPLOYEE), "changed": (MANAGER, EMPLOYEE), "one": (EMPLOYEE,)
    }.get(told.approved, ())  # fmt: skip
    digest = "0" * len(digest) if told.approved == "changed" else digest
    return tuple(Approval(each, digest, "2026-12-01T10:00:00Z", own=True) for each in who)
