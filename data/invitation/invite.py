"""Invite the other partner: write their preparation sheet and the appointment, as two files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..exchange.export import write_export
from ..exchange.icalendar import appointment
from ..i18n.catalogue import Message
from ..ids import Slug
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..system.clock import local_zone
from ..system.files.file_errors import display_path
from ..system.files.private_folder import make_private_folder
from ..system.paths import is_file
from .apply_sheet import read_sheet_file
from .self_check import checked_sheet
from .sheet_reader import read_sheet

SHEET_SUFFIX = ".prepare.md"


@dataclass(frozen=True, slots=True)
class Invitation:
    """The files written; `appointment` is None if the conversation has no date yet."""

    name: str
    """The name of the invited partner."""
    sheet: Path
    appointment: Path | None

    def lines(self, format_path: Callable[[Path], object] = display_path) -> list[Message]:
        """Return the files and the next step, as lines of text; `format_path` formats a path."""
        slug = self.sheet.name.removesuffix(SHEET_SUFFIX)
        key = "invitation.next" if self.appointment else "invitation.next_sheet"
        return [
            Message("invitation.sheet", path=format_path(self.sheet)),
            Message("invitation.appointment", path=format_path(self.appointment))
            if self.appointment
            else Message("invitation.no_appointment"),
            Message(key, name=self.name, slug=slug),
        ]


def sheet_for_conversation(path: Path, *, user: User = SYSTEM_USER) -> str:
    """Return the sheet for the other partner of the conversation at `path`; write nothing.

    Raises StorageError if it cannot be read.
    """
    session = Session.open_read_only(path, user=user)
    return checked_sheet(session.conversation, session.require_other())


def invite(path: Path, folder: Path, *, user: User = SYSTEM_USER) -> Invitation:
    """Write the sheet, and the appointment if there is a date, into `folder` (mode 0600).

    Raises StorageError, and UsageError if it would overwrite a filled-in sheet.
    """
    session = Session.open_read_only(path, user=user)
    conversation = session.conversation
    text = checked_sheet(conversation, session.require_other())
    calendar = (
        appointment(conversation, Slug(path.stem), local_zone())
        if conversation.header.date
        else b""
    )
    make_private_folder(folder)
    target = folder / f"{path.stem}{SHEET_SUFFIX}"
    _refuse_answered(target, session)
    write_export([path], target, text.encode())
    appointment_file = target.with_name(f"{path.stem}.ics") if calendar else None
    if appointment_file:
        write_export([path], appointment_file, calendar)
    return Invitation(conversation.name_of(session.other), target, appointment_file)


def _refuse_answered(target: Path, session: Session) -> None:
    if not is_file(target):
        return
    if not read_sheet(read_sheet_file(target), session.conversation, session.require_other()).empty:
        raise UsageError("invitation.answered", path=display_path(target))
