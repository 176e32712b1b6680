"""How far a conversation had come when its user last looked, as text for their private file."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from ..model.fields import SINGLE, Fields, Value, field_key
from ..system.clock import YEARS
from .snapshot import State, encoded, state_of

LOOKED_AT = field_key("header", SINGLE, "looked_at")
LOOKED = field_key("header", SINGLE, "looked")


class Looked(NamedTuple):
    """The moment (UTC) at which somebody last looked, and how far the document had come."""

    at: datetime
    state: State

    def fields(self) -> dict[str, Value]:
        """What to keep of it."""
        return {
            LOOKED_AT: f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            LOOKED: base64.b64encode(encoded(self.state)).decode(),
        }


def looked(fields: Fields) -> Looked | None:
    """What a private file tells of it; None where that is nothing, or makes no sense."""
    try:
        at = datetime.fromisoformat(str(fields.get(LOOKED_AT, "")))
        state = state_of(base64.b64decode(str(fields.get(LOOKED, "")), validate=True))
    except ValueError:
        return None
    return Looked(at, state) if at.tzinfo is not None and at.year in YEARS else None


def on_both(one: Fields, other: Fields) -> Mapping[str, Value]:
    """What two private files of one user tell together: what was seen on either, is seen."""
    here, there = looked(one), looked(other)
    if here is None or there is None:
        return {}
    return Looked(max(here.at, there.at), here.state.together(there.state)).fields()
