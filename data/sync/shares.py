"""A share: a conversation that its owner lets one other user into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NotFoundError, UsageError
from ..ids import Login, Slug
from ..model.conversation import Conversation
from ..system.people import Person, choices
from ..text.sanitize import clip

_MAX_CHOICES = 8
"""The most shares that an error message names."""

_MAX_LENGTH = 200
"""The most code points of a text in the metadata: another user wrote it."""


class ShareMetadata(NamedTuple):
    """The metadata of a share that are visible before it is joined."""

    title: str
    names: tuple[str, ...]
    """The names of the partners."""
    slug: Slug
    created: str = ""
    """UTC time at which the conversation was begun; "" in shares of earlier programs."""
    client: str = ""
    """The number of a client that wrote in the conversation; "" in shares of earlier programs."""

    @classmethod
    def from_conversation(
        cls, conversation: Conversation, slug: Slug, clients: Collection[int] = ()
    ) -> ShareMetadata:
        """Return the metadata of a conversation with this slug in its owner's notebook.

        `clients` wrote in it.
        """
        names = tuple(partner.name for partner in conversation.partners)
        header = conversation.header
        return cls(header.title, names, slug, header.created, str(min(clients, default="")))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ShareMetadata:
        """Return untrusted metadata, clean and bounded. Raises TypeError and AttributeError."""
        names = list(data.get("names", []))[:2]
        return cls(
            clip(str(data.get("title", "")), _MAX_LENGTH),
            tuple(clip(str(name), _MAX_LENGTH) for name in names),
            Slug(clip(str(data.get("slug", "")), _MAX_LENGTH)),
            clip(str(data.get("created", "")), _MAX_LENGTH),
            clip(str(data.get("client", "")), _MAX_LENGTH),
        )


NO_METADATA = ShareMetadata("", (), Slug(""))
"""The metadata of a share whose file with them was removed."""


class Share(NamedTuple):
    """A shared conversation that this user may enter."""

    id: str
    """The path of the folder; in a database the number of the conversation."""
    owner: Login
    """The login of the owner."""
    metadata: ShareMetadata
    last_written: date | None = None
    """The day of the last write, if known."""
    owner_name: str = ""
    """The real name of the owner as the host knows it, clean and bounded; "" if it knows none.

    It is never taken from the metadata or the conversation, which the owner wrote.
    """

    @property
    def is_remains(self) -> bool:
        """Whether its metadata are lacking: a cleaner took files from its folder."""
        return self.metadata == NO_METADATA

    @property
    def person(self) -> Person:
        """The owner."""
        return Person(self.owner, self.owner_name)

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the id, for JSON."""
        last = self.last_written.isoformat() if self.last_written else ""
        return {
            "owner": self.owner,
            "owner_name": self.owner_name,
            "last": last,
            **self.metadata._asdict(),
        }


class Restoration(NamedTuple):
    """What is needed to make a share of this user again."""

    invited: Login
    """The login of the other partner on the host of the share."""
    metadata: ShareMetadata
    is_wanted: Callable[[], bool]
    """Return whether this user still shares it, as their notebook says."""


def parse_last_written(data: dict[str, Any]) -> date | None:
    """Return the day of the last write, from `Share.to_dict`; None if absent or malformed."""
    with suppress(ValueError):
        return date.fromisoformat(str(data.get("last", "")))
    return None


def select_share(found: Iterable[Share], owner: str, name: str = "") -> Share:
    """Return the share of this owner with this slug or folder name; any if `name` is empty.

    `owner` is a login or a real name. Raises NotFoundError, and UsageError for several shares or
    several owners of that name.
    """
    of_owner = [share for share in found if share.person.matches(owner)]
    of_owner = [share for share in of_owner if share.owner == owner] or of_owner
    matching = [
        share
        for share in of_owner
        if not name or name in (share.metadata.slug, Path(share.id).name)
    ]
    # Those without metadata are remains, unless there is nothing else.
    matching = [share for share in matching if not share.is_remains] or matching
    if not matching:
        raise NotFoundError("sharing.nothing", login=clip(owner, _MAX_LENGTH))
    if len(people := list(dict.fromkeys(share.person for share in matching))) > 1:
        raise UsageError(
            "sharing.several_people", name=clip(owner, _MAX_LENGTH), choices=choices(people)
        )
    if len(matching) > 1:
        names = [share.metadata.slug or Path(share.id).name for share in matching]
        slugs = ", ".join([*names[:_MAX_CHOICES], *(["…"] if len(names) > _MAX_CHOICES else [])])
        raise UsageError("sharing.several", login=matching[0].owner, choices=slugs)
    return matching[0]
