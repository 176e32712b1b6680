"""The conversations of a period: from the planning that began it up to a conversation."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..errors import AfspraakError
from ..ids import Slug
from ..model.conversation import Conversation
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from .places.links import linked_path

_MOST = 24
"""The most conversations of a period that are read: two a month."""


class Earlier(NamedTuple):
    """A conversation of the period, and its slug."""

    slug: Slug
    conversation: Conversation


def earlier_in_period(
    path: Path, conversation: Conversation, *, user: User = SYSTEM_USER
) -> list[Earlier]:
    """Return the conversations before the one at `path`, up to a planning, the newest first.

    They follow each other by `previous`. One that is gone or cannot be read ends the list.
    """
    found: list[Earlier] = []
    seen = {path.name}
    last = path
    now = conversation
    while now.header.kind != "planning" and now.header.previous and len(found) < _MOST:
        before = linked_path(last, now.header.previous)
        if before is None or before.name in seen:
            break
        last = before
        seen.add(before.name)
        try:
            now = Session.open_read_only(before, user=user).conversation
        except AfspraakError:
            break
        found.append(Earlier(Slug(before.stem), now))
    return found
