"""One conversation in a list: what a line of the notebook tells of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import StorageError
from ..i18n.catalogue import tr

if TYPE_CHECKING:
    from ..model.conversation import Conversation
    from ..model.fields import Fields
    from ..storage.database import ConversationDatabase

SUFFIX = ".json"
_SUFFIX, _PRIVATE = SUFFIX.encode(), b".private"
_PRIVATE_NAME = re.compile(rb"\.private[^a-zA-Z0-9]")
"""Also of what a folder syncer leaves: `talk.private (conflicted copy).json`."""


class Summary(NamedTuple):
    """One conversation in a list. `fault` tells why it cannot be opened; the rest is empty then."""

    slug: str
    where: str
    """Its file, as text: of ten thousand, one is opened."""
    title: str = ""
    kind: str = ""
    partner: str = ""
    """The name of the other partner; both names where nobody knows which partner the user is."""
    names: tuple[str, ...] = ()
    date: date | None = None
    time: str = ""
    done: int = 0
    items: int = 0
    open_agreements: int = 0
    agreements: int = 0
    approved: tuple[str, ...] = ()
    """The partners (`manager`, `employee`) who agree with exactly what the file holds, by what they
    entered themselves."""
    approval_void: tuple[str, ...] = ()
    """The partners who said where they stand, of something that was changed since."""
    created: str = ""
    """UTC moment at which it was begun."""
    fault: str = ""
    locked: bool = False
    """Whether that is because it is locked, and not because it is no good."""

    @property
    def path(self) -> Path:
        """Its file."""
        return Path(self.where)

    def to_dict(self) -> dict[str, object]:
        """Its values by name, for programs."""
        values = self._asdict()
        return {"slug": values.pop("slug"), "path": values.pop("where"), **values}


def is_conversation(name: bytes) -> bool:
    """Whether a file of this name is a conversation: no private file, none that is hidden."""
    return name.endswith(_SUFFIX) and not name.startswith(b".") and not _is_private(name)


def slug_of_private_copy(name: bytes) -> str:
    """The slug, where a file of this name is a copy of its private file; "" for any other file."""
    if not name.endswith(_SUFFIX) or name.startswith(b".") or not _is_private(name):
        return ""
    slug, _, rest = os.fsdecode(name).partition(_PRIVATE.decode())
    return slug if rest != SUFFIX else ""


def conversation_of_private(name: bytes) -> bytes:
    """The file name of the conversation that the private file of this name belongs to, or b""."""
    own = _PRIVATE + _SUFFIX
    return name.removesuffix(own) + _SUFFIX if name.endswith(own) else b""


def _is_private(name: bytes) -> bool:
    return _PRIVATE in name and _PRIVATE_NAME.search(name) is not None


def unreadable_notebook(folder: Path, error: OSError) -> StorageError:
    """The error, in the user's words, for a folder that cannot be listed."""
    from ..system.error_causes import cause_of  # lists have no need of it
    from ..system.file_errors import display_path

    return StorageError(
        tr("notebook.unreadable", folder=display_path(folder), reason=cause_of(error, folder))
    )


def read_conversation(path: Path) -> Conversation:
    """The conversation as its readable tables tell it. Raises PrivateFile or another StoreError.

    What a killed session left in its journal is not in it: that takes the document's library.
    """
    from ..storage.database import ConversationDatabase

    return _read_tables(path, ConversationDatabase(path))[1]


def read_summary(path: Path) -> tuple[Summary, Conversation]:
    """What a list tells of the conversation at `path`, and as `read_conversation`.

    Raises LockedFile for one that is locked, whatever keys there are: no list tells of it.
    """
    from ..storage.database import ConversationDatabase
    from ..storage.encryption.seal import NoMatchingKey, is_sealed
    from ..storage.json_storage import unreadable_as_damaged

    database = ConversationDatabase(path)
    with unreadable_as_damaged(database.durable.path):
        sealed = is_sealed(database.durable.path)
    told = None if sealed else _read_tables(path, database)
    if told is None or database.durable.seal is not None:
        raise NoMatchingKey(path)
    return told


def _read_tables(path: Path, database: ConversationDatabase) -> tuple[Summary, Conversation]:
    # A list that comes from the index needs neither TinyDB nor JSON.
    from ..model.fields import to_conversation
    from ..storage.loader import PrivateFile, is_private, read_validated

    found = read_validated(database)
    if is_private(found.fields):
        raise PrivateFile(path)
    conversation = to_conversation(found.fields, found.notes)
    digest = ""
    if conversation.approvals:  # most have none yet, and then there is no digest to work out
        from ..approval.content_digest import digest_of

        digest = digest_of(found.tables)
    return summary_of(path, conversation, digest), conversation


def summary_of(path: Path, conversation: Conversation, digest: str) -> Summary:
    """The line of the conversation that the file at `path` holds; `digest` is that of its tables.

    Without approvals the digest does not matter.
    """
    from ..session.participant import recognise

    header = conversation.header
    me = recognise(conversation, _private_fields(path))
    others = [p.name for p in conversation.partners if p.id != me and p.name]
    return Summary(
        slug=path.stem,
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
        created=header.created,
    )


def _private_fields(path: Path) -> Fields:
    """The fields of the private file beside the conversation at `path`; none without a plain one.

    Only what the file's readable tables say: nothing is unlocked for a list.
    """
    from ..storage.database import ConversationDatabase
    from ..storage.encryption.seal import is_sealed
    from ..storage.loader import read_validated

    private = path.with_suffix(f".private{SUFFIX}")
    if not private.exists() or is_sealed(private):
        return {}
    try:
        return read_validated(ConversationDatabase(private)).fields
    except StorageError:
        return {}


def sort_summaries(summaries: Iterable[Summary]) -> list[Summary]:
    """Newest date first, those without a date last; on one date by slug."""
    ordered = sorted(summaries, key=attrgetter("slug"))
    ordered.sort(key=lambda summary: summary.date or date.min, reverse=True)
    return ordered
