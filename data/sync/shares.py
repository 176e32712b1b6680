"""A share: a conversation that its owner lets one other user into."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NotFoundError, UsageError
from ..ids import Login, Slug
from ..model.conversation import Conversation
from ..text.sanitize import clean_line


class ShareMetadata(NamedTuple):
    """The metadata of a share that are visible before it is joined."""

    title: str
    names: tuple[str, ...]
    """The names of the partners."""
    slug: Slug

    @classmethod
    def from_conversation(cls, conversation: Conversation, slug: Slug) -> ShareMetadata:
        """Return the metadata of a conversation with this slug in its owner's notebook."""
        names = tuple(partner.name for partner in conversation.partners)
        return cls(conversation.header.title, names, slug)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ShareMetadata:
        """Return untrusted metadata, cleaned. Raises TypeError and AttributeError."""
        names = tuple(clean_line(str(name)) for name in list(data.get("names", []))[:2])
        return cls(
            clean_line(str(data.get("title", ""))),
            names,
            Slug(clean_line(str(data.get("slug", "")))),
        )


class Share(NamedTuple):
    """A shared conversation that this user may enter."""

    id: str
    """The path of the folder; in a database the number of the conversation."""
    owner: Login
    """The login of the owner."""
    metadata: ShareMetadata
    last_written: date | None = None
    """The day of the last write, if known."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the id, for JSON."""
        last = self.last_written.isoformat() if self.last_written else ""
        return {"owner": self.owner, "last": last, **self.metadata._asdict()}


def parse_last_written(data: dict[str, Any]) -> date | None:
    """Return the day of the last write, from `Share.to_dict`; None if absent or malformed."""
    with suppress(ValueError):
        return date.fromisoformat(str(data.get("last", "")))
    return None


def select_share(found: Iterable[Share], owner: Login, name: str = "") -> Share:
    """Return the share of this owner with this slug or folder name; any if `name` is empty.

    Raises NotFoundError, and UsageError for several.
    """
    matching = [share for share in found if share.owner == owner]
    matching = [
        share
        for share in matching
        if not name or name in (share.metadata.slug, Path(share.id).name)
    ]
    if not matching:
        raise NotFoundError("sharing.nothing", login=clean_line(owner))
    if len(matching) > 1:
        choices = ", ".join(share.metadata.slug for share in matching)
        raise UsageError("sharing.several", login=clean_line(owner), choices=choices)
    return matching[0]
