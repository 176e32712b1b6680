"""Follow-up: the next conversation, to which the open rows of the previous one are carried over.

The partners, department, job and goals, the competencies (without ratings, to be rated anew), the
open agreements with their progress, and the parked items (as open ones) are carried over. Done or
dropped agreements stay behind, but a review takes along all of its period: it looks back on them.
The previous conversation is not changed.
An agreement keeps its id, its number and its time of creation; `carried_from` is the slug of the
previous conversation, so that it can be traced back. Because ids stay, carrying over again adds
nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..errors import UsageError
from ..i18n.catalogue import catalogue
from ..ids import EMPLOYEE, MANAGER, PartnerId, Slug
from ..kinds.kind import Kind, initial_notes
from ..model.agreements.given_numbers import highest_fields, highest_numbers
from ..model.checklist.competencies import competency_items, to_talk_about
from ..model.conversation import (
    CONVERSATION_KINDS,
    Agreement,
    ChecklistItem,
    Conversation,
    NoteLine,
    Partner,
    Rating,
)
from ..model.edits import AddAgreement, AddItem, AddProgress, Change, Reorder
from ..model.fields import Fields, Value
from ..model.fractional_index import evenly_spaced_keys, keys_to_insert
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..storage.loader import seal_of
from ..system.files.file_errors import display_path
from ..templates.kind_library import BUILTIN, Library
from .new_conversation import NewConversation, build_conversation, default_title, subject_year
from .notebook import Notebook, link_slug
from .period import Earlier, earlier_in_period
from .places.folders import notebook_of

PROGRESS, REVIEW = "progress", "review"
"""The kinds that look at a period halfway, and back on it."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up, and the numbers of rows that were carried over to it just now."""

    path: Path
    new: bool
    """Whether it was made now; else it existed before."""
    agreements: int
    items: int


def next_kind(kind: str, language: str, library: Library = BUILTIN) -> str:
    """Return the kind that follows this one, "" if none does; again the same if nobody knows."""
    try:
        return library.find(kind, language).following
    except UsageError:  # it is in no place any more, or not sound
        return kind


def follow_up_defaults(
    previous: Conversation, me: PartnerId, kind: str = "", library: Library = BUILTIN
) -> NewConversation:
    """Return the values for a follow-up of `previous` by partner `me`; all may be changed.

    `kind` is by default the one that `library` names as the next; the date is the one that the
    partners agreed on. Raises UsageError if no conversation follows one of this kind.
    """
    header = previous.header
    kind = kind or next_kind(header.kind, header.language, library)
    if not kind:
        raise UsageError("follow_up.none", kind=header.kind_title or header.kind)
    language = catalogue(header.language).language
    names = {partner.id: partner.name for partner in previous.partners}
    own, other = (EMPLOYEE, MANAGER) if me == EMPLOYEE else (MANAGER, EMPLOYEE)
    return NewConversation(
        me="employee" if me == EMPLOYEE else "manager",
        my_name=names.get(own, ""),
        other_name=names.get(other, ""),
        kind=kind,
        language=language,
        date=header.next_on,
        minutes=header.minutes,
        title=default_title(kind, language, title_day(previous))
        if header.next_on is None and kind in CONVERSATION_KINDS
        else "",
    )


def title_day(previous: Conversation) -> date | None:
    """Return the day for the title of a follow-up while its own date is unknown, or None.

    A planning conversation held in December is about the next year, so its follow-up is too.
    """
    header = previous.header
    if header.date is None:
        return None
    year = subject_year(header.kind, header.date)
    return header.date if year == header.date.year else date(year, 1, 1)


def build_follow_up(
    previous: Conversation,
    slug: Slug,
    beginning: NewConversation,
    kind: Kind | None = None,
    earlier: Sequence[Earlier] = (),
) -> Conversation:
    """Return a new follow-up of `previous`, which has this `slug`.

    Without `kind` it is of the built-in kind that `beginning` names. `earlier` are the
    conversations of the period before `previous`, for a review.
    """
    fresh = build_conversation(beginning, kind)
    before = previous.header
    header = replace(
        fresh.header,
        department=before.department,
        job=before.job,
        goals=before.goals,
        # Planning starts a new period; the other two kinds are about the planned one.
        period=(beginning.kind != "planning" and before.period) or fresh.header.period,
        previous=slug,
        previous_on=before.date,
        highest=highest_numbers(previous),
    )
    items = list(_items_to_carry(beginning.kind, previous, slug, earlier))
    checklist = _checklist(fresh.checklist, items, previous)
    return replace(
        fresh,
        header=header,
        partners=tuple(_with_login(partner, previous) for partner in fresh.partners),
        checklist=checklist,
        notes=tuple(NoteLine(line) for line in initial_notes(checklist).split("\n")),
        agreements=tuple(_agreements(beginning.kind, previous, slug, earlier)),
    )


def carry_over(
    session: Session, previous: Conversation, slug: Slug, earlier: Sequence[Earlier] = ()
) -> tuple[int, int]:
    """Carry over the open rows of `previous`, which has this `slug`, to an existing follow-up.

    Return the numbers of agreements and of checklist items added to it. Rows that were carried over
    before stay as they are, deleted ones too.
    """
    agreements = _agreements(session.conversation.header.kind, previous, slug, earlier)
    items = _items_to_carry(session.conversation.header.kind, previous, slug, earlier)
    carried = _carry_agreements(session, agreements), _carry_items(session, items, slug)
    if highest := highest_fields(highest_numbers(previous), session.fields):
        session.apply(Change("header", values={key.attribute: highest[key] for key in highest}))
    return carried


def find_follow_up(path: Path, kind: str, *, user: User = SYSTEM_USER) -> Path | None:
    """Return the conversation of this kind that follows the one at `path`, or None."""
    found = Notebook(notebook_of(path), user=user).index.follow_ups_of(link_slug(path), kind)
    return next((other for other in found if other.name != path.name), None)


def make_follow_up(
    path: Path,
    previous: Conversation,
    beginning: NewConversation,
    library: Library = BUILTIN,
    *,
    user: User = SYSTEM_USER,
) -> FollowUp:
    """Make the follow-up of the conversation at `path`, saved beside it.

    If there is one of that kind already, carry over to it. `library` has the kinds as they are now.
    The follow-up of a locked conversation is locked for the same keys. Raises StorageError, and
    UsageError if the kind is not sound or not there, or the existing follow-up is plain.
    """
    seal = seal_of(path, keyring=user.keyring)
    earlier = earlier_in_period(path, previous, user=user) if beginning.kind == REVIEW else []
    if existing := find_follow_up(path, beginning.kind, user=user):
        with closing(Session.open(existing, user=user)) as session:
            if seal is not None and session.seal is None:
                values = {"file": display_path(path), "slug": display_path(existing.stem)}
                raise UsageError("lock.merge", **values)
            return FollowUp(
                existing, False, *carry_over(session, previous, link_slug(path), earlier)
            )
    kind = library.find(beginning.kind, beginning.language)
    conversation = build_follow_up(previous, link_slug(path), beginning, kind, earlier)
    me = PartnerId(beginning.me)
    new_path = Notebook(notebook_of(path), user=user).new_path(conversation, me)
    Session.create(new_path, conversation, me=me, seal=seal, user=user).close()
    parked = sum(bool(item.carried_from) for item in conversation.checklist)
    return FollowUp(new_path, True, len(conversation.agreements), parked)


def _with_login(partner: Partner, previous: Conversation) -> Partner:
    """Return the partner with their login, if it is still the same person."""
    old_partner = previous.partner(partner.id)
    same = old_partner is not None and old_partner.name == partner.name
    return replace(partner, login=old_partner.login) if same and old_partner else partner


def _agreements(
    kind: str, previous: Conversation, slug: Slug, earlier: Sequence[Earlier]
) -> Iterator[Agreement]:
    """Yield the agreements that go along to a follow-up of this kind.

    An open agreement of an earlier conversation went along before, or was removed since.
    """
    known: set[str] = set()
    for found in (Earlier(slug, previous), *earlier):
        for number, agreement in found.conversation.numbered():
            is_open = agreement.status == "open"
            is_wanted = not is_open or found.conversation is previous
            if agreement.id not in known and is_wanted and (is_open or kind == REVIEW):
                numbers = {**agreement.numbers, agreement.kind: number}
                yield replace(agreement, carried_from=found.slug, numbers=numbers, drafted_from="")
            known.add(agreement.id)


def _items_to_carry(
    kind: str, previous: Conversation, slug: Slug, earlier: Sequence[Earlier]
) -> Iterator[ChecklistItem]:
    """Yield the parked items with their answers, and the competencies; all of them open.

    A talk halfway the year asks only about some competencies, a review about all of the period.
    """
    asked = {item.id for item in to_talk_about(previous)}
    for item in previous.checklist:
        if item.state == "parked":
            yield replace(
                item,
                state="open",
                ratings={},
                rated={},
                earlier=_last_ratings(item),
                carried_from=slug,
            )
        elif item.kind == "competency" and (kind != PROGRESS or item.id in asked):
            yield _to_rate_anew(item)
    known = {item.id for item in previous.checklist}
    for found in earlier:
        for item in competency_items(found.conversation):
            if item.id not in known:
                yield _to_rate_anew(item)
                known.add(item.id)


def _to_rate_anew(item: ChecklistItem) -> ChecklistItem:
    """Return a competency as it goes along: without ratings and answers; the last is earlier."""
    return replace(
        item,
        state="open",
        ratings={},
        rated={},
        earlier=_last_ratings(item),
        remarks={},
        carried_from=Slug(""),
    )


def _last_ratings(item: ChecklistItem) -> dict[PartnerId, Rating]:
    """Return the last known rating of each partner: of this conversation, or of those before."""
    given = {by: rating for by, rating in item.ratings.items() if rating != "undiscussed"}
    return {**item.earlier, **given}


def _checklist(
    template_items: Sequence[ChecklistItem],
    items: Sequence[ChecklistItem],
    previous: Conversation,
) -> tuple[ChecklistItem, ...]:
    """Return the items of the template with the carried-over `items` before them, by section.

    Competencies of the previous conversation replace those of the template, unless its kind asks
    about none. A parked item keeps its section; sections that the template lacks come first. What a
    kind says of an item with the same id is that of the template.
    """
    rates = any(item.kind == "competency" for item in template_items)
    by_id = {item.id: item for item in template_items}
    carried = [
        _as_asked_now(item, by_id.get(item.id))
        for item in items
        if rates or item.kind != "competency" or item.carried_from
    ]
    competencies = [item for item in carried if item.kind == "competency"]
    ids, texts = {item.id for item in carried}, {_folded_text(item) for item in carried}
    sections: list[str] = []
    kept_items: list[ChecklistItem] = []
    for item in template_items:
        replaced = bool(competency_items(previous)) and item.kind == "competency"
        sections += [other.section for other in competencies] if replaced else [item.section]
        if not replaced and item.id not in ids and _folded_text(item) not in texts:
            kept_items.append(item)
    sections += [item.section for item in competencies]
    new = [item.section for item in carried if item.section not in sections]
    ranks = {section: rank for rank, section in enumerate(dict.fromkeys([*new, *sections]))}
    ordered = sorted([*carried, *kept_items], key=lambda item: ranks[item.section])
    orders = evenly_spaced_keys(len(ordered))
    return tuple(replace(item, order=order) for item, order in zip(ordered, orders, strict=True))


def _as_asked_now(item: ChecklistItem, asked: ChecklistItem | None) -> ChecklistItem:
    """Return an item that is carried over, with the question, help and behaviour of its kind."""
    if asked is None or asked.kind != item.kind:
        return item
    return replace(
        item,
        explanation=asked.explanation,
        help=asked.help,
        questions=asked.questions,
        behaviour=asked.behaviour,
    )


def _folded_text(item: ChecklistItem) -> str:
    return item.text.casefold()


def _row_ids(fields: Fields, table: str) -> set[str]:
    """Return the ids of all rows of a table, deleted ones too."""
    return {key.id for key in fields if key.table == table}


def _carry_agreements(session: Session, agreements: Iterable[Agreement]) -> int:
    known_ids = _row_ids(session.fields, "agreement")
    progress_ids = _row_ids(session.fields, "progress")
    count = 0
    for agreement in agreements:
        if agreement.id not in known_ids:
            append_agreement(session, agreement)
            count += 1
        exists = session.conversation.agreement(agreement.id) is not None
        for entry in agreement.progress if exists else ():
            if entry.id not in progress_ids:
                session.apply(AddProgress(entry))
    return count


def _carry_items(session: Session, carried: Iterable[ChecklistItem], slug: Slug) -> int:
    known_ids = _row_ids(session.fields, "item")
    items = session.conversation.checklist
    by_text = {_folded_text(item): item for item in reversed(items) if item.text}
    by_id = {item.id: item for item in items}
    count = 0
    for item in carried:
        twin = by_id.get(item.id)
        if item.id not in known_ids:  # a removed one is not another with the same text
            twin = by_text.get(_folded_text(item))
        if twin is not None:
            values: dict[str, Value] = {
                f"earlier/{by}": rating
                for by, rating in item.earlier.items()
                if twin.kind == "competency" and twin.earlier.get(by) != rating
            }
            if item.carried_from and not twin.carried_from:
                values["carried_from"] = slug
            if values:
                session.apply(Change("item", twin.id, values))
        elif item.id not in known_ids:
            insert_item(session, item)
            count += 1
    return count


def append_agreement(session: Session, agreement: Agreement) -> None:
    """Add an agreement after the others, without its progress."""
    others = [(row.id, row.order) for row in session.conversation.agreements]
    orders = dict(keys_to_insert(agreement.id, len(others), others))
    session.apply(AddAgreement(replace(agreement, order=orders.pop(agreement.id))))
    if orders:
        session.apply(Reorder("agreement", orders))


def insert_item(session: Session, item: ChecklistItem) -> None:
    """Insert the item as the first of its section; a new section comes first of all."""
    rows = session.conversation.checklist
    index = next((n for n, row in enumerate(rows) if row.section == item.section), 0)
    orders = dict(keys_to_insert(item.id, index, [(row.id, row.order) for row in rows]))
    session.apply(AddItem(replace(item, order=orders.pop(item.id))))
    if orders:
        session.apply(Reorder("item", orders))
