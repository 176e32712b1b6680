"""What the deleted conversations of a notebook are, for lists of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from ..errors import StorageError
from ..i18n.catalogue import Message
from ..notebook.places.folders import Deletion, deletions
from ..notebook.summary import Summary, read_summary
from ..session.user import SYSTEM_USER, User


class DeletedConversation(NamedTuple):
    """A deleted conversation, and its line in a list."""

    deletion: Deletion
    summary: Summary


def deleted_summaries(notebook: Path, *, user: User = SYSTEM_USER) -> list[DeletedConversation]:
    """Return the deleted conversations that are still kept, the last one first."""
    return [DeletedConversation(each, _summary(each, user)) for each in deletions(notebook)]


def _summary(deletion: Deletion, user: User) -> Summary:
    """Return its summary; one without content if it is locked, damaged or partly erased."""
    path = deletion.path
    fault: Message | None = None
    if path is not None:
        try:
            return read_summary(path, user=user)[0]
        except StorageError as error:
            fault = error.message
    return Summary(deletion.slug, os.fspath(path or deletion.folder), fault=fault)
