"""What is shared: a conversation that its owner lets one other user into."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NotFoundError, UsageError
from ..i18n.catalogue import tr
from ..model.conversation import Conversation
from ..text.sanitize import clean_line


class ShareMetadata(NamedTuple):
    """What an offer tells of its conversation."""

    title: str
    names: tuple[str, ...]
    """Of the partners."""
    slug: str

    @classmethod
    def from_conversation(cls, conversation: Conversation, slug: str) -> ShareMetadata:
        """What is told of this conversation, which its owner calls `slug`."""
        names = tuple(partner.name for partner in conversation.partners)
        return cls(conversation.header.title, names, slug)

    @classmethod
    def from_dict(cls, words: dict[str, Any]) -> ShareMetadata:
        """What somebody else told, made harmless. Raises TypeError and AttributeError."""
        names = tuple(clean_line(str(name)) for name in list(words.get("names", []))[:2])
        return cls(
            clean_line(str(words.get("title", ""))), names, clean_line(str(words.get("slug", "")))
        )


class Share(NamedTuple):
    """A shared conversation that this user may enter."""

    id: str
    """The folder; in a database the number of the conversation."""
    owner: str
    """The login of who shares it."""
    metadata: ShareMetadata
    last_written: date | None = None
    """When somebody wrote there last, as far as can be told."""

    def to_dict(self) -> dict[str, Any]:
        """It all, for JSON but for the place."""
        last = self.last_written.isoformat() if self.last_written else ""
        return {"owner": self.owner, "last": last, **self.metadata._asdict()}


def parse_last_written(words: dict[str, Any]) -> date | None:
    """When somebody wrote last, as `Offer.told` told it; None where that says nothing."""
    with suppress(ValueError):
        return date.fromisoformat(str(words.get("last", "")))
    return None


def select_share(found: Iterable[Share], owner: str, name: str = "") -> Share:
    """The one offer of this owner. Raises NothingFoundError, and UsageError for several."""
    theirs = [one for one in found if one.owner == owner]
    theirs = [one for one in theirs if not name or name in (one.metadata.slug, Path(one.id).name)]
    if not theirs:
        raise NotFoundError(tr("sharing.nothing", login=clean_line(owner)))
    if len(theirs) > 1:
        choices = ", ".join(one.metadata.slug for one in theirs)
        raise UsageError(tr("sharing.several", login=clean_line(owner), choices=choices))
    return theirs[0]
