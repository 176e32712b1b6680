"""What opening a conversation found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...data.storage.saving.status import SaveStatus, Saving
from ...widgets.language import tr

if TYPE_CHECKING:
    from ...data.session.session import Session


def opening_findings(session: Session) -> str:
    """Return what the user is told when a conversation opens, "" for nothing: the gravest."""
    replicas = session.replicas
    if words := finding_of(session.save_status):
        return words
    if replicas.waiting_journals:
        return tr("desk.journal_waits")
    if replicas.damaged_journals:
        return tr("desk.journal_damaged")
    return tr("desk.recovered") if replicas.recovered else ""


def finding_of(status: SaveStatus) -> str:
    """Return what the user is told of the save status when a conversation opens, "" for nothing."""
    return tr("desk.read_only") if status.state is Saving.READ_ONLY else ""
