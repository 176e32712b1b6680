"""Following up: the next conversation takes along what the one before it left open.

Along go the partners, department, job and goals, the competencies (to be seen afresh, so without
ratings), the open agreements with their progress, and the parked items as open ones. What is done
or dropped stays behind, and the previous conversation stays as it is.

An agreement keeps its id and the moment it was made; `carried_from` names the conversation just
before, so the way back is read from one conversation to the next. Because ids stay, what came along
once is known, and bringing it in again adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..errors import UsageError
from ..i18n.catalogue import catalogue, tr
from ..model.conversation import (
    CONVERSATION_KINDS,
    Agreement,
    ChecklistItem,
    Conversation,
    NoteLine,
    Partner,
)
from ..model.edits import AddAgreement, AddItem, AddProgress, Change, Reorder
from ..model.fractional_index import evenly_spaced_keys, keys_to_insert
from ..session.session import Session
from ..storage.loader import seal_of
from ..system.file_errors import display_path
from ..templates.checklist_file import Template, initial_notes
from ..templates.user_checklists import checklists
from .new_conversation import NewConversation, build_conversation, default_title, subject_year
from .notebook import Notebook, link_slug


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Where the follow-up is, and how much came along into it just now."""

    path: Path
    new: bool
    """Whether it was begun now; else it was there already."""
    agreements: int
    items: int


def next_kind(kind: str) -> str:
    """What comes after a conversation of this kind; after the last one the year begins again."""
    return (
        CONVERSATION_KINDS[(CONVERSATION_KINDS.index(kind) + 1) % len(CONVERSATION_KINDS)]
        if kind in CONVERSATION_KINDS
        else CONVERSATION_KINDS[0]
    )


def follow_up_defaults(previous: Conversation, me: str, kind: str = "") -> NewConversation:
    """What a follow-up of `previous` begins from for partner `me`; all of it may be changed.

    `kind` is by default the next one of the year, the date the one that the two agreed on.
    """
    header = previous.header
    kind = kind or next_kind(header.kind)
    language = catalogue(header.language).language
    names = {partner.id: partner.name for partner in previous.partners}
    role, other = ("employee", "manager") if me == "employee" else ("manager", "employee")
    return NewConversation(
        me="employee" if me == "employee" else "manager",
        my_name=names.get(role, ""),
        other_name=names.get(other, ""),
        kind=kind,
        language=language,
        date=header.next_on,
        minutes=header.minutes,
        title="" if header.next_on else default_title(kind, language, title_day(previous)),
    )


def title_day(previous: Conversation) -> date | None:
    """The day that the title of a follow-up goes by while its own is not known, or None.

    A planning conversation held in December is about the next year, so what follows it is too.
    """
    header = previous.header
    if header.date is None:
        return None
    year = subject_year(header.kind, header.date)
    return header.date if year == header.date.year else date(year, 1, 1)


def build_follow_up(
    previous: Conversation,
    slug: str,
    beginning: NewConversation,
    templates: Sequence[Template] = (),
) -> Conversation:
    """The follow-up of `previous`, which is called `slug`, as it begins."""
    fresh = build_conversation(beginning, templates)
    before = previous.header
    header = replace(
        fresh.header,
        department=before.department,
        job=before.job,
        goals=before.goals,
        # Planning opens a new period; the other two are about the one that was planned.
        period="" if beginning.kind == "planning" else before.period,
        previous=slug,
    )
    checklist = _checklist(fresh.checklist, previous, slug)
    return replace(
        fresh,
        header=header,
        partners=tuple(_known(partner, previous) for partner in fresh.partners),
        checklist=checklist,
        notes=tuple(NoteLine(line) for line in initial_notes(checklist).split("\n")),
        agreements=tuple(_open_agreements(previous, slug)),
    )


def carry_over(session: Session, previous: Conversation, slug: str) -> tuple[int, int]:
    """Bring into an existing follow-up what `previous`, called `slug`, has left open since.

    Returns how many agreements and how many checklist items are new in it. What came along before
    is left as it is now, also where it was deleted.
    """
    return _carry_agreements(session, previous, slug), _carry_items(session, previous, slug)


def find_follow_up(path: Path, kind: str) -> Path | None:
    """The conversation of this kind that follows the one at `path` in the same folder, or None."""
    found = Notebook(path.parent).index.follow_ups_of(link_slug(path), kind)
    return next((other for other in found if other.name != path.name), None)


def make_follow_up(
    path: Path, previous: Conversation, beginning: NewConversation, own: Path | None = None
) -> FollowUp:
    """The follow-up of the conversation at `path`, saved beside it.

    Where there is one of that kind already, it is brought up to date. `own` is the folder of the
    user's own checklists. A locked one is followed by one that is locked for the same keys. Raises
    StoreError, and UsageError where a checklist is not sound or the follow-up there is plain.
    """
    seal = seal_of(path)
    if found := find_follow_up(path, beginning.kind):
        with closing(Session.open(found)) as session:
            if seal is not None and session.seal is None:
                told = {"file": display_path(path), "slug": display_path(found.stem)}
                raise UsageError(tr("lock.merge", **told))
            return FollowUp(found, False, *carry_over(session, previous, link_slug(path)))
    templates = checklists(own, beginning.kind, beginning.language)
    conversation = build_follow_up(previous, link_slug(path), beginning, templates)
    new = Notebook(path.parent).new_path(conversation, beginning.me)
    Session.create(new, conversation, me=beginning.me, seal=seal).close()
    parked = sum(bool(item.carried_from) for item in conversation.checklist)
    return FollowUp(new, True, len(conversation.agreements), parked)


def _known(partner: Partner, previous: Conversation) -> Partner:
    """The partner with the login name, where it is still the same person."""
    before = previous.partner(partner.id)
    same = before is not None and before.name == partner.name
    return replace(partner, login=before.login) if same and before else partner


def _open_agreements(previous: Conversation, slug: str) -> Iterator[Agreement]:
    for agreement in previous.agreements:
        if agreement.status == "open":
            yield replace(agreement, carried_from=slug)


def _brought_items(previous: Conversation, slug: str) -> Iterator[ChecklistItem]:
    """The parked items, with what was answered already, and the competencies; all of them open."""
    for item in previous.checklist:
        if item.state == "parked":
            yield replace(item, state="open", ratings={}, carried_from=slug)
        elif item.kind == "competency":
            yield replace(item, state="open", ratings={}, remarks={}, carried_from="")


def _checklist(
    offered: Sequence[ChecklistItem], previous: Conversation, slug: str
) -> tuple[ChecklistItem, ...]:
    """The offered points with what is brought along before them, section by section.

    Competencies of the previous conversation take the place of those that are offered. A parked
    item stands under its own heading; one that the new list has not, comes first.
    """
    brought = list(_brought_items(previous, slug))
    competencies = [item for item in brought if item.kind == "competency"]
    ids, texts = {item.id for item in brought}, {_words(item) for item in brought}
    sections: list[str] = []
    own: list[ChecklistItem] = []
    for item in offered:
        replaced = bool(competencies) and item.kind == "competency"
        sections += [other.section for other in competencies] if replaced else [item.section]
        if not replaced and item.id not in ids and _words(item) not in texts:
            own.append(item)
    sections += [item.section for item in competencies]
    new = [item.section for item in brought if item.section not in sections]
    ranks = {section: rank for rank, section in enumerate(dict.fromkeys([*new, *sections]))}
    ordered = sorted([*brought, *own], key=lambda item: ranks[item.section])
    orders = evenly_spaced_keys(len(ordered))
    return tuple(replace(item, order=order) for item, order in zip(ordered, orders, strict=True))


def _words(item: ChecklistItem) -> str:
    return item.text.casefold()


def _carry_agreements(session: Session, previous: Conversation, slug: str) -> int:
    known = session.row_ids("agreement")
    told = session.row_ids("progress")
    count = 0
    for agreement in _open_agreements(previous, slug):
        if agreement.id not in known:
            others = [(row.id, row.order) for row in session.conversation.agreements]
            orders = dict(keys_to_insert(agreement.id, len(others), others))
            session.apply(AddAgreement(replace(agreement, order=orders.pop(agreement.id))))
            if orders:
                session.apply(Reorder("agreement", orders))
            count += 1
        there = session.conversation.agreement(agreement.id) is not None
        for entry in agreement.progress if there else ():
            if entry.id not in told:
                session.apply(AddProgress(entry))
    return count


def _carry_items(session: Session, previous: Conversation, slug: str) -> int:
    known = session.row_ids("item")
    there = session.conversation.checklist
    alike = {_words(item): item for item in reversed(there) if item.text}
    by_id = {item.id: item for item in there}
    count = 0
    for item in _brought_items(previous, slug):
        twin = by_id.get(item.id) or alike.get(_words(item))
        if twin is not None:
            if item.carried_from and not twin.carried_from:
                session.apply(Change("item", twin.id, {"carried_from": slug}))
        elif item.id not in known:
            _add_item(session, item)
            count += 1
    return count


def _add_item(session: Session, item: ChecklistItem) -> None:
    """Put the item first under its heading; where that heading is new, first of all."""
    rows = session.conversation.checklist
    index = next((n for n, row in enumerate(rows) if row.section == item.section), 0)
    orders = dict(keys_to_insert(item.id, index, [(row.id, row.order) for row in rows]))
    session.apply(AddItem(replace(item, order=orders.pop(item.id))))
    if orders:
        session.apply(Reorder("item", orders))
