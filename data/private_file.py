"""What a user keeps of a conversation for themselves alone, looked at without opening that."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from .errors import StoreError
from .replica import Replica
from .session import private_path
from .shareable import shared_in
from .store.keeper import Keeper
from .where import Where


def private_of(path: Path) -> Replica | None:
    """The private preparation beside the conversation at `path`; None where none can be read."""
    with suppress(StoreError):
        keeper = Keeper.open_private(private_path(path))
        if keeper is not None and keeper.replica.fields:
            return keeper.replica
    return None


def shared_at(path: Path) -> Where | None:
    """Where the user of the notebook shares the conversation at `path`; None for nowhere."""
    private = private_of(path)
    return shared_in(private.fields) if private else None
