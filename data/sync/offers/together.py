"""Bring an own conversation together with a joined one: two people began one with each other.

The two have no history in common, so their documents are never merged. What this user prepared is
copied into the joined conversation as edits of their own: private answers, answers, ratings, items,
notes, agreements and the texts of the header. The own conversation stays as a previous copy. If
this user shares it too, that share is withdrawn: whoever joined it keeps what is in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from ...errors import UsageError
from ...i18n.catalogue import catalogue
from ...ids import NOBODY, PartnerId, RowId
from ...minutes.notes.untouched import untouched_headings
from ...model.checklist.private_answers import append_missing_text
from ...model.conversation import Agreement, ChecklistItem, Conversation
from ...model.edits import AddProgress, Answer, Change, Draft, Edit, Rate, Tick, Write, new_id
from ...model.remote_address import LocalFolder
from ...notebook.follow_up import append_agreement, insert_item
from ...notebook.notebook import Notebook
from ...notebook.summary import Summary
from ...session.private_file import remote_address_of
from ...session.session import Session
from ...session.user import SYSTEM_USER, User
from ...storage.open_marker import try_exclusive_lock
from ...storage.siblings import private_path
from ...system.files.atomic_files import previous_copy
from ...system.files.descriptors import fsync_folder
from ...system.files.file_errors import display_path, write_error
from ...system.paths import exists
from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_line
from ..hosts import LocalHost
from ..membership import withdraw
from .twins import Twins

MAX_DAYS_APART = 120
"""The most days between the dates of two conversations that can be the same one."""

_OWN_ID = lazy_pattern("[0-9a-f]{12}")
"""The id of an item that a user added; those of a checklist are words."""

_HEADER_TEXTS = ("job", "goals", "place", "department", "period", "in_short")


class BroughtTogether(NamedTuple):
    """What was copied into the joined conversation."""

    answers: int
    items: int
    agreements: int
    note_lines: int
    kept: Path
    """The previous copy that the own conversation has become."""
    withdrawn: bool = False
    """Whether this user shared their own conversation until then."""


def find_own(path: Path, *, user: User = SYSTEM_USER) -> Summary | None:
    """Return this user's own conversation that is the same as the joined one at `path`.

    It is of the same kind, with the same person, about the same time, and not agreed on; not
    shared, or by this user on this machine. None if there is none. Raises StorageError.
    """
    session = Session.open_read_only(path, user=user)
    joined, me = session.conversation, session.me
    found = [
        summary
        for summary in Notebook(path.parent, user=user).summaries()
        if summary.path != path
        and not summary.fault
        and summary.kind == joined.header.kind
        and not (summary.approved or summary.approval_void)
        and _is_with(summary, joined, me)
        and _days_apart(summary, joined) <= MAX_DAYS_APART
        and not (summary.created == joined.header.created and _is_copy(summary.path, session))
        and _is_at_disposal(summary.path, user=user)
    ]
    return min(
        found, key=lambda summary: (_days_apart(summary, joined), summary.slug), default=None
    )


def bring_together(own: Path, path: Path, *, user: User = SYSTEM_USER) -> BroughtTogether:
    """Copy what this user prepared in their conversation `own` into the joined one at `path`.

    `own` becomes a previous copy, with its private file, after everything is saved. Doing it again
    adds nothing twice. Raises UsageError if `own` is open in a program, the joined one is no longer
    shared or something is too large to be shared, RemoteError and StorageError; `own` stays as it
    is then.
    """
    with try_exclusive_lock(own) as closed:
        if not closed:
            raise UsageError("together.open", slug=display_path(own.stem))
    shares = is_shared(own, user=user)
    if shares:
        _refuse_ended(path, user=user)
    with closing(Session.open(own, user=user)) as source:
        lines = tuple(source.notes.note_lines())
        mine = replace(source.conversation_as_seen(), notes=lines)
        draft = source.draft(source.me or NOBODY)
        private, me = dict(source.private_answers()), source.require_partner()
    with closing(Session.open(path, user=user)) as target:
        copy = _Copy(mine, me, target)
        answers, items = copy.checklist(private)
        agreements = copy.agreements()
        notes = copy.notes()
        copy.header()
        if draft and not target.draft(copy.me):
            target.apply(Draft(copy.me, draft))
        target.save()
    if shares:
        # The other may bring theirs together at the same time, and have withdrawn it meanwhile.
        _refuse_ended(path, user=user)
        with closing(Session.open(own, user=user)) as source:
            withdraw(source, LocalHost())
    return BroughtTogether(answers, items, agreements, notes, _keep_as_previous(own), shares)


def is_shared(path: Path, *, user: User = SYSTEM_USER) -> bool:
    """Return whether the conversation at `path` is shared. Raises StorageError."""
    return remote_address_of(path, keyring=user.keyring) is not None


def _is_at_disposal(path: Path, *, user: User) -> bool:
    """Return whether a conversation is not shared, or by this user on this machine."""
    address = remote_address_of(path, keyring=user.keyring)
    if isinstance(address, LocalFolder):
        return Session.open_read_only(path, user=user).sync.own_share is not None
    return address is None


def _refuse_ended(path: Path, *, user: User) -> None:
    """Raise UsageError if the joined conversation is on this machine, and no longer shared."""
    address = remote_address_of(path, keyring=user.keyring)
    if address is None or (isinstance(address, LocalFolder) and not exists(Path(address.share_id))):
        raise UsageError("together.ended")


class _Copy:
    """Copies one conversation into the session of another, as edits of the user of both."""

    def __init__(self, mine: Conversation, me: PartnerId, target: Session) -> None:
        self._mine, self._my_id, self._target = mine, me, target
        self.me = target.require_partner()
        self._twins = Twins(mine, target.conversation)
        self._rest: list[str] = []
        """Text that has no other place than the notes."""

    def checklist(self, private: Mapping[RowId, str]) -> tuple[int, int]:
        """Copy items, answers, ratings and ticks; return the numbers of answers and items."""
        answers = items = 0
        for item in self._mine.checklist:
            answer, hidden = item.remarks.get(self._my_id, ""), private.get(item.id, "")
            has_content = answer or hidden or item.ratings or item.state != "open"
            twin = self._twins.of(item, self._target.conversation)
            if twin is None:
                if not (has_content or _OWN_ID.fullmatch(item.id)):
                    continue
                row_id = self._free_id("item", item.id)
                section = self._twins.sections.get(item.section, item.section)
                twin = replace(item, id=row_id, section=section, remarks={}, ratings={})
                insert_item(self._target, twin)
                items += 1
            answers += self._answer(twin, answer, private=False)
            answers += self._answer(twin, hidden, private=True)
            if rating := item.ratings.get(self._my_id):
                self._apply(Rate(twin.id, self.me, rating))
            if item.state != "open" and twin.state == "open":
                self._apply(Tick(twin.id, item.state))
            self._rest += [
                f"{item.text} ({self._mine.name_of(by)}): {text}"
                for by, text in item.remarks.items()
                if by != self._my_id and text
            ]
        return answers, items

    def agreements(self) -> int:
        """Copy the agreements with their progress; return their number."""
        count = 0
        for agreement in self._mine.agreements:
            present = self._target.conversation.agreement(agreement.id)
            if present is not None and _content(present) == _content(agreement):
                added = present
            elif any(
                _content(other) == _content(agreement)
                for other in self._target.conversation.agreements
            ):
                continue
            else:
                row_id = self._free_id("agreement", agreement.id)
                added = replace(agreement, id=row_id, progress=(), numbers={})
                append_agreement(self._target, added)
                count += 1
            known = {entry.id for entry in added.progress}
            for entry in agreement.progress:
                if entry.id not in known:
                    by = self.me if entry.by == self._my_id else NOBODY
                    row_id = self._free_id("progress", entry.id)
                    self._apply(AddProgress(replace(entry, id=row_id, agreement=added.id, by=by)))
        return count

    def notes(self) -> int:
        """Copy the notes; return the number of lines with text."""
        lines = self._mine.notes
        empty = untouched_headings(lines, {item.section for item in self._mine.checklist})
        headings = {f"## {own}": f"## {theirs}" for own, theirs in self._twins.sections.items()}
        kept = [
            headings.get(line.text, line.text)
            for number, line in enumerate(lines)
            if number not in empty
        ]
        count = 0
        # From the end, so that the earlier offsets stay.
        for offset, text in reversed(_missing_lines(self._target.notes.text, kept)):
            self._apply(Write(offset, 0, text))
            count += sum(bool(line.strip()) for line in text.split("\n"))
        return count

    def header(self) -> None:
        """Copy texts and date of the header where there are none; others go into the notes."""
        mine, theirs = self._mine.header, self._target.conversation.header
        values: dict[str, str] = {}
        for name in _HEADER_TEXTS:
            own, other = getattr(mine, name), getattr(theirs, name)
            if own and not other:
                values[name] = own
            elif own and own != other:
                words = catalogue(theirs.language)
                self._rest.append(f"{words(f'form.header.{name}')}: {own}")
        if mine.date and not theirs.date:
            values["date"] = mine.date.isoformat()
        if values:
            self._apply(Change("header", values=values))
        missing = [text for text in self._rest if text not in self._target.notes.text]
        if missing:
            end = len(self._target.notes.text)
            self._apply(Write(end, 0, "\n" + "\n".join(missing) + "\n"))

    def _answer(self, item: ChecklistItem, text: str, *, private: bool) -> int:
        """Add an answer of this user; return 1 if that changed anything, else 0."""
        present = (
            self._target.private_answers().get(item.id, "")
            if private
            else item.remarks.get(self.me, "")
        )
        after = append_missing_text(present, text)
        if after == present.strip():
            return 0
        self._apply(Answer(item.id, self.me, after, private))
        return 1

    def _free_id(self, table: str, row_id: RowId) -> RowId:
        """Return the id, or another one if a row has it, removed ones too."""
        used = any(key.table == table and key.id == row_id for key in self._target.fields)
        return new_id() if used else row_id

    def _apply(self, edit: Edit) -> None:
        self._target.apply(edit)


def _missing_lines(present: str, wanted: Sequence[str]) -> list[tuple[int, str]]:
    """Return the lines that only `wanted` has, in blocks: the offset in `present`, and the text.

    Whole lines, each after the line that comes before it in both.
    """
    lines = present.split("\n")
    offsets = [0, *accumulate(len(line) + 1 for line in lines)]
    matcher = SequenceMatcher(None, lines, wanted, autojunk=False)
    found: list[tuple[int, str]] = []
    for kind, _, end, first, last in matcher.get_opcodes():
        block = "\n".join(wanted[first:last]).strip("\n")
        if kind in ("insert", "replace") and block.strip():
            at_end = end == len(lines)
            offset = len(present) if at_end else offsets[end]
            found.append((offset, f"\n{block}" if at_end and present else f"{block}\n"))
    return found


def _content(agreement: Agreement) -> Agreement:
    return replace(agreement, id=RowId(""), order="", created="", numbers={}, progress=())


def _is_copy(path: Path, session: Session) -> bool:
    """Return whether the conversation at `path` is a copy of the session's own."""
    return Session.open_read_only(path, user=session.user).sync.written_by(session.sync.clients)


def _is_with(summary: Summary, joined: Conversation, me: PartnerId | None) -> bool:
    """Return whether a conversation is with the same other person; with both if `me` is unknown."""
    others = [partner.name for partner in joined.partners if partner.id != me]
    return bool(others) and all(
        any(_is_same(name, other) for name in summary.names) for other in others
    )


def _is_same(name: str, other: str) -> bool:
    """Return whether two names are the same, or one is the beginning of the other."""
    first, second = (clean_line(text).casefold().split() for text in (name, other))
    shorter = min(len(first), len(second))
    return shorter > 0 and first[:shorter] == second[:shorter]


def _days_apart(summary: Summary, joined: Conversation) -> int:
    days = [
        _day(summary.date, summary.created),
        _day(joined.header.date, joined.header.created),
    ]
    first, second = days
    return abs((first - second).days) if first and second else 0


def _day(planned: date | None, created: str) -> date | None:
    if planned is None:
        with suppress(ValueError):
            return date.fromisoformat(created[:10])
    return planned


def _keep_as_previous(path: Path) -> Path:
    """Rename a conversation and its private file to the names of their previous copies."""
    with try_exclusive_lock(path) as closed:
        if not closed:
            raise UsageError("together.open", slug=display_path(path.stem))
        for file in _files(path):
            try:
                file.replace(previous_copy(file))
                fsync_folder(file.parent)
            except OSError as error:
                raise write_error(file, error) from error
    return previous_copy(path)


def _files(path: Path) -> Iterator[Path]:
    yield path
    if os.path.lexists(private_path(path)):
        yield private_path(path)
