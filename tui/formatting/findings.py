"""What opening a conversation found, in words."""

from __future__ import annotations

from ...data.session.session import Session
from ...data.storage.saving.status import Saving
from ...widgets.language import tr


def opening_findings(session: Session) -> str:
    """Return what the user is told when a conversation opens, "" for nothing: the gravest."""
    replicas = session.replicas
    if session.save_status.state is Saving.READ_ONLY:
        return tr("desk.read_only")
    if replicas.waiting_journals:
        return tr("desk.journal_waits")
    if replicas.damaged_journals:
        return tr("desk.journal_damaged")
    return tr("desk.recovered") if replicas.recovered else ""
