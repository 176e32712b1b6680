"""The summary of one conversation: its line in the list of a notebook."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import StorageError
from ..i18n.catalogue import Message
from ..ids import NOBODY, PartnerId, Slug
from ..model.note_headings import note_headings, outside_heading
from ..session.user import SYSTEM_USER, User
from ..system.paths import exists
from ..text.lazy_pattern import lazy_pattern
from ..text.line_markup import is_heading

if TYPE_CHECKING:
    from ..model.conversation import Conversation
    from ..model.fields import Fields
    from ..storage.database import ConversationDatabase

Day = date
"""A date, in a class that has an attribute of that name."""
SUFFIX = ".json"
_SUFFIX, _PRIVATE = SUFFIX.encode(), b".private"
_PRIVATE_NAME = lazy_pattern(rb"\.private[^a-zA-Z0-9]")
"""Also matches a folder syncer's copies: `talk.private (conflicted copy).json`."""


class Summary(NamedTuple):
    """One conversation in a list. `fault` is why it cannot be opened; the rest is empty then."""

    slug: Slug
    where: str
    """The path of its file, as a string: a list of thousands does not need a Path for each."""
    title: str = ""
    kind: str = ""
    partner: str = ""
    """The name of the other partner; both names if it is unknown which partner the user is."""
    names: tuple[str, ...] = ()
    date: date | None = None
    time: str = ""
    done: int = 0
    items: int = 0
    open_agreements: int = 0
    agreements: int = 0
    approved: tuple[PartnerId, ...] = ()
    """The ids of the partners (`manager`, `employee`) who agree with exactly this content, by
    stances that they entered themselves."""
    approval_void: tuple[PartnerId, ...] = ()
    """The partners whose stance is void: the content changed since."""
    prepared: tuple[str, ...] = ()
    """The short names of the partners with an answer or a rating for both to read."""
    created: str = ""
    """UTC time at which it was begun."""
    kind_title: str = ""
    """What the kind is called; empty in conversations that do not keep it."""
    me: PartnerId = NOBODY
    """The id of the partner who the user is; "" if unknown."""
    prepared_by: tuple[PartnerId, ...] = ()
    """The ids of the partners in `prepared`."""
    talked: bool = False
    """Whether anything was ticked, noted, agreed on, or answered by a stance."""
    next_on: Day | None = None
    """The date of the next talk that was agreed on in this one."""
    due: tuple[Day, ...] = ()
    """The dates by which open agreements are due, earliest first."""
    fault: Message | None = None
    locked: bool = False
    """Whether the fault is that it is locked, and not that it is damaged."""
    copies: tuple[str, ...] = ()
    """The paths of its copies that other programs made, such as a folder syncer."""

    def awaits_talk(self, today: Day, time: str) -> bool:
        """Return whether the talk is still to come: only then does it matter who has prepared.

        `time` is the local time of day, HH:MM. On its day a talk without a time counts as begun:
        what is filled in then may be part of it. So does one in which something was discussed.
        """
        if self.done or self.approved or self.approval_void:
            return False
        return self.date is None or (today, time) < (self.date, self.time)

    def late_agreements(self, today: Day) -> int:
        """Return how many of its open agreements were due before `today`."""
        return sum(day < today for day in self.due)

    @property
    def is_with_one(self) -> bool:
        """Whether `partner` is the name of the one other partner."""
        return self.partner in self.names

    @property
    def own_names(self) -> tuple[str, ...]:
        """The name that the user has in it; none if it is unknown which partner the user is."""
        return (
            tuple(name for name in self.names if name != self.partner) if self.is_with_one else ()
        )

    @property
    def path(self) -> Path:
        """Its file."""
        return Path(self.where)

    def to_dict(self) -> dict[str, object]:
        """Return its values by name, for programs."""
        values = self._asdict() | {"fault": self.fault or ""}
        return {"slug": values.pop("slug"), "path": values.pop("where"), **values}


def slug_at(path: Path) -> Slug:
    """Return the name of the conversation whose file is at `path`."""
    return Slug(path.name.removesuffix(SUFFIX))


def is_conversation(name: bytes) -> bool:
    """Return whether this is the name of a conversation file: neither private nor hidden."""
    return name.endswith(_SUFFIX) and not name.startswith(b".") and not _is_private(name)


def slug_of_private_copy(name: bytes) -> Slug:
    """Return the slug if this is the name of a copy of its private file; "" for any other file."""
    if not name.endswith(_SUFFIX) or name.startswith(b".") or not _is_private(name):
        return Slug("")
    slug, _, rest = os.fsdecode(name).partition(_PRIVATE.decode())
    return Slug(slug if rest != SUFFIX else "")


def conversation_of_private(name: bytes) -> bytes:
    """Return the file name of the conversation that a private file belongs to, or b""."""
    own = _PRIVATE + _SUFFIX
    return name.removesuffix(own) + _SUFFIX if name.endswith(own) else b""


def _is_private(name: bytes) -> bool:
    return _PRIVATE in name and _PRIVATE_NAME.search(name) is not None


def unreadable_notebook(folder: Path, error: OSError) -> StorageError:
    """Return the error to raise for a folder that cannot be listed, with the cause of `error`."""
    from ..system.error_causes import cause_of  # lists have no need of it
    from ..system.files.file_errors import display_path

    return StorageError(
        "notebook.unreadable", folder=display_path(folder), reason=cause_of(error, folder)
    )


def read_conversation(path: Path, *, user: User = SYSTEM_USER) -> Conversation:
    """Return the conversation in the readable tables. Raises PrivateFile or another StorageError.

    Updates that a killed session left in its journal are not included: those need pycrdt.
    """
    from ..storage.database import ConversationDatabase

    return _read_tables(path, ConversationDatabase(path, keyring=user.keyring), user=user)[1]


def read_summary(path: Path, *, user: User = SYSTEM_USER) -> tuple[Summary, Conversation]:
    """Return the summary of the conversation at `path`, and the conversation itself.

    Raises NoMatchingKey if it is locked, even with the right key: lists show no locked content.
    """
    from ..storage.database import ConversationDatabase
    from ..storage.encryption.seal import NoMatchingKey, is_sealed
    from ..storage.json_storage import unreadable_as_damaged

    database = ConversationDatabase(path, keyring=user.keyring)
    with unreadable_as_damaged(database.durable.path):
        sealed = is_sealed(database.durable.path)
    read = None if sealed else _read_tables(path, database, user=user)
    if read is None or database.durable.seal is not None:
        raise NoMatchingKey(path)
    return read


def _read_tables(
    path: Path, database: ConversationDatabase, *, user: User
) -> tuple[Summary, Conversation]:
    # A list from the index needs neither TinyDB nor JSON.
    from ..model.rows.conversation_rows import to_conversation
    from ..storage.loader import PrivateFile, is_private, read_validated

    validated = read_validated(database)
    if is_private(validated.fields):
        raise PrivateFile(path)
    conversation = to_conversation(validated.fields, validated.notes)
    digest = ""
    if conversation.approvals:  # most have none yet, and need no digest
        from ..approval.content_digest import digest_of

        digest = digest_of(validated.tables)
    return summary_of(path, conversation, digest, user=user), conversation


def summary_of(
    path: Path, conversation: Conversation, digest: str, *, user: User = SYSTEM_USER
) -> Summary:
    """Return the summary of the conversation of the file at `path`; `digest` is that of its tables.

    Without approvals the digest does not matter.
    """
    from ..session.participant import recognise

    header = conversation.header
    me = recognise(conversation, _private_fields(path, user), user=user)
    prepared = [
        each for each in conversation.partners if each.name and _has_prepared(conversation, each.id)
    ]
    others = [p.name for p in conversation.partners if p.id != me and p.name]
    return Summary(
        slug=Slug(path.stem),
        where=os.fspath(path),
        title=header.title,
        kind=header.kind,
        partner=" / ".join(others),
        names=tuple(partner.name for partner in conversation.partners),
        date=header.date,
        time=header.time,
        done=sum(item.state == "done" for item in conversation.checklist),
        items=len(conversation.checklist),
        open_agreements=sum(a.status == "open" for a in conversation.agreements),
        agreements=len(conversation.agreements),
        approved=tuple(
            a.partner
            for a in conversation.approvals
            if a.digest == digest and a.stance == "agreed" and not a.entered_for
        ),
        approval_void=tuple(a.partner for a in conversation.approvals if a.digest != digest),
        prepared=tuple(conversation.short_name(partner.name) for partner in prepared),
        created=header.created,
        kind_title=header.kind_title,
        me=me or NOBODY,
        prepared_by=tuple(partner.id for partner in prepared),
        talked=_was_talked(conversation),
        next_on=header.next_on,
        due=tuple(sorted(a.due for a in conversation.agreements if a.status == "open" and a.due)),
    )


def _was_talked(conversation: Conversation) -> bool:
    """Return whether there is a sign of the talk itself, which preparation does not leave.

    Headings in the notes are there from the beginning, and so are agreements that were carried
    over.
    """
    return (
        any(item.state == "done" for item in conversation.checklist)
        or bool(conversation.approvals)
        or any(not agreement.carried_from for agreement in conversation.agreements)
        or _has_notes_of_the_talk(conversation)
    )


def _has_notes_of_the_talk(conversation: Conversation) -> bool:
    """Return whether the notes have text below any heading but that of thoughts from a shell."""
    lines = [line.text for line in conversation.notes]
    headings = {each.line: each.text for each in note_headings(lines)}
    outside, heading = outside_heading(conversation.header.language), ""
    for number, line in enumerate(lines):
        heading = headings.get(number, heading)
        if line.strip() and not is_heading(line) and heading != outside:
            return True
    return False


def _has_prepared(conversation: Conversation, partner: PartnerId) -> bool:
    """Return whether a partner answered or rated anything, for both to read, or told how it goes.

    What was told of an agreement before the conversation began counts for an earlier one.
    """
    begun = conversation.header.created
    return any(
        item.remarks.get(partner) or item.ratings.get(partner) or item.rated.get(partner)
        for item in conversation.checklist
    ) or any(
        entry.by == partner and entry.at >= begun
        for agreement in conversation.agreements
        for entry in agreement.progress
    )


def _private_fields(path: Path, user: User) -> Fields:
    """Return the fields of the private file beside the conversation at `path`; empty if locked.

    Only the file's readable tables are used: nothing is unlocked for a list.
    """
    from ..storage.database import ConversationDatabase
    from ..storage.encryption.seal import is_sealed
    from ..storage.loader import read_validated

    private = path.with_suffix(f".private{SUFFIX}")
    if not exists(private) or is_sealed(private):
        return {}
    try:
        return read_validated(ConversationDatabase(private, keyring=user.keyring)).fields
    except StorageError:
        return {}


def sort_summaries(summaries: Iterable[Summary]) -> list[Summary]:
    """Sort by date, newest first, those without a date last; on one date by slug."""
    ordered = sorted(summaries, key=attrgetter("slug"))
    ordered.sort(key=lambda summary: summary.date or date.min, reverse=True)
    return ordered
