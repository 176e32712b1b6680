"""Apply a filled-in preparation sheet: its answers become the partner's shared answers.

Existing content is never overwritten: a different answer is added below the existing one, a
different rating is not applied but reported. Applying a sheet again changes nothing.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import StorageError, UsageError
from ..exchange.export_log import log_export
from ..i18n.catalogue import Message, catalogue
from ..ids import RowId
from ..model.checklist.private_answers import append_missing_text
from ..model.conversation import ChecklistItem, Progress, Rating
from ..model.edits import AddProgress, Answer, EditGroup, Rate, Write, new_id
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..system.clock import utc_now
from ..system.files.descriptors import read_regular
from ..system.files.file_errors import display_path
from ..text import decoding
from ..text.sanitize import clean_line
from .sheet_reader import FilledSheet, read_sheet

MAX_BYTES = 256 * 1024
"""The longest sheet, in bytes; one with a page at every question is a tenth of this."""


@dataclass(slots=True)
class AppliedSheet:
    """The result: the labels of items and agreements, in the order of the sheet."""

    partner: str
    """Name of the partner who filled it in."""
    answers: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    """Items whose answer was added below an existing one."""
    ratings: list[str] = field(default_factory=list)
    progress: list[str] = field(default_factory=list)
    same: int = 0
    """How many answers, ratings and progress entries existed already."""
    noted: bool = False
    """Whether text outside the questions was added to the notes."""
    unclear: list[str] = field(default_factory=list)
    """Items with more than one ticked box, and what is ticked, or with missing boxes."""
    kept: list[str] = field(default_factory=list)
    """Items that had another rating of this partner, which stays, and the rating of the sheet."""
    texts: tuple[str, ...] = ()
    """What the partner wrote, in the order of the sheet."""
    is_shared: bool = False
    """Whether that partner may have the conversation in their own notebook."""

    @property
    def changed(self) -> bool:
        """Whether anything of the conversation changed."""
        return bool(self.answers or self.added or self.ratings or self.progress or self.noted)

    def lines(self) -> list[Message]:
        """Return what happened."""
        lists = ("answers", "added", "ratings", "progress", "kept", "unclear")
        texts = [
            Message(f"apply_sheet.{name}", count=len(labels), what=tuple(labels))
            for name in lists
            if (labels := getattr(self, name))
        ]
        if self.noted:
            texts.append(Message("apply_sheet.noted"))
        if self.same:
            texts.append(Message("apply_sheet.same", count=self.same))
        if self.changed and self.is_shared:
            texts.append(Message("apply_sheet.shared", name=self.partner))
        return texts or [Message("apply_sheet.nothing")]


def apply_sheet(
    path: Path, text: str, *, force: bool = False, user: User = SYSTEM_USER
) -> AppliedSheet:
    """Apply the filled-in sheet `text` to the conversation at `path`, and save it.

    Raises StorageError. Raises UsageError if it is no sheet, or, unless `force`, if it is of
    another conversation or for another person.
    """
    session = Session.open(path, user=user)
    try:
        returned = read_sheet(text, session.conversation, session.require_other())
        if not returned.recognised:
            raise UsageError("apply_sheet.no_sheet")
        if returned.is_misdirected and not force:
            raise UsageError("apply_sheet.elsewhere")
        return _apply(returned, session)
    finally:
        session.close()


def _apply(returned: FilledSheet, session: Session) -> AppliedSheet:
    texts_of_all = (*returned.answers.values(), *returned.progress.values())
    whole = "\n".join((*texts_of_all, *returned.unassigned_texts))
    session.refuse_excess(Write(0, 0, whole))  # before a part of it is applied
    conversation = session.conversation
    partner = conversation.partner(returned.partner)
    applied = AppliedSheet(
        partner.name if partner else returned.partner,
        texts=(*texts_of_all, *returned.unassigned_texts),
        is_shared=session.sync.remote_address is not None,
    )
    # The edits are by the partner who filled it in, whoever applies it.
    session.writer = returned.partner
    texts: dict[RowId, str] = {}
    for item in _items(session, returned.answers):
        before = item.remarks.get(returned.partner, "")
        after = append_missing_text(before, returned.answers[item.id])
        if after == before.strip():
            applied.same += 1
            continue
        texts[item.id] = after
        (applied.added if before else applied.answers).append(_label(item))
    if texts:
        answers = (Answer(item, returned.partner, text) for item, text in texts.items())
        session.apply(EditGroup(tuple(answers)))
    for item in _items(session, returned.ratings):
        _rate(item, returned, session, applied)
    for agreement in conversation.agreements:
        if text_of_progress := returned.progress.get(agreement.id):
            if any(e.by == returned.partner and e.text == clean_line(text_of_progress)
                   for e in agreement.progress):  # fmt: skip
                applied.same += 1
                continue
            entry = Progress(new_id(), agreement.id, utc_now(), returned.partner, text_of_progress)
            session.apply(AddProgress(entry))
            applied.progress.append(agreement.text or "…")
    for item in _items(session, returned.unclear):
        applied.unclear.append(_with_ratings(item, returned.unclear[item.id], session))
    _note(returned, session, applied)
    return applied


def _rate(
    item: ChecklistItem, returned: FilledSheet, session: Session, applied: AppliedSheet
) -> None:
    rating = returned.ratings[item.id]
    seen = session.conversation_as_seen().item(item.id) or item
    before = seen.ratings.get(returned.partner)
    if before == rating:
        applied.same += 1
    elif before is None:
        session.apply(Rate(item.id, returned.partner, rating))
        applied.ratings.append(_label(item))
    else:
        applied.kept.append(_with_ratings(item, [rating], session))


def _with_ratings(item: ChecklistItem, ratings: Sequence[Rating], session: Session) -> str:
    """Return the label of an item with ratings that cannot be applied, in words.

    These are for whoever takes the sheet in: a tick is nobody's words, so it is not for the notes.
    """
    words = catalogue(session.conversation.header.language)
    ticked = ", ".join(words(f"conversation.rating.{rating}") for rating in ratings)
    return f"{_label(item)} ({ticked})" if ticked else _label(item)


def _note(returned: FilledSheet, session: Session, applied: AppliedSheet) -> None:
    """Add text outside the questions to the notes, under a heading with the partner's name."""
    present = session.notes.text
    texts = [text for text in returned.unassigned_texts if f"\n{text}\n" not in f"\n{present}\n"]
    applied.same += len(returned.unassigned_texts) - len(texts)
    if not texts:
        return
    words = catalogue(session.conversation.header.language)
    heading = f"## {words('apply_sheet.heading', name=applied.partner)}"
    before = present.rstrip("\n")
    gap = ("\n\n" if before else "")[len(present) - len(before) :]
    session.apply(Write(len(session.notes), 0, "\n\n".join([gap + heading, *texts]) + "\n"))
    applied.noted = True


def _items(session: Session, wanted: Container[RowId]) -> list[ChecklistItem]:
    return [item for item in session.conversation.checklist if item.id in wanted]


def _label(item: ChecklistItem) -> str:
    return item.text or "…"


def read_sheet_file(path: Path) -> str:
    """Return the text of a filled-in sheet, at most 256 KiB.

    Decoded by `text/decoding.py`. Raises UsageError if there is no such file or it is too big, and
    StorageError if it cannot be read.
    """
    try:
        data = read_regular(path, MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError("apply_sheet.missing", path=display_path(path)) from None
    return decode_sheet(data, display_path(path))


def remember_sheet(path: Path, file: Path) -> None:
    """Record that a sheet of the conversation at `path` is in `file`: an erasure names it then."""
    with suppress(OSError, StorageError):
        log_export([path], file, read_regular(file, MAX_BYTES))


def decode_sheet(data: bytes, source: str) -> str:
    """Decode a sheet of at most `MAX_BYTES`; `source` is its name in errors."""
    if len(data) > MAX_BYTES:
        raise UsageError("apply_sheet.too_big", path=source, limit=MAX_BYTES // 1024)
    return decoding.decode(data).text
