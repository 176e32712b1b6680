"""What hooks are told on their standard input: the fields of docs/hooks.md."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ..approval.content_digest import content
from ..approval.status import approval_statuses_at
from ..ids import EMPLOYEE, MANAGER, PartnerId
from ..minutes.edition import Version
from ..model.conversation import Conversation
from ..session.session import Session
from ..storage.encryption.seal import is_sealed
from ..system.clock import utc_now
from ..system.paths import real_path


def export_facts(
    conversation: Conversation, path: Path, target: Path, form: str, version: Version
) -> dict[str, Any]:
    """Return what `after-export` is told of an export of the conversation at `path`."""
    return {
        "at": utc_now(),
        "conversation": _conversation(conversation, path),
        "file": str(real_path(target)),
        "type": form,
        "version": version.value,
    }


def approval_facts(session: Session, partner: PartnerId) -> dict[str, Any]:
    """Return what `after-approve` is told of the stance that a partner just took."""
    conversation = session.full_conversation()
    now = content(session.fields, session.notes.note_lines())
    statuses = approval_statuses_at(conversation, now, session.fields)
    stored = conversation.approval(partner)
    return {
        "at": utc_now(),
        "conversation": _conversation(conversation, session.path),
        "partner": str(partner),
        "name": conversation.name_of(partner),
        "stance": stored.stance if stored else "",
        "entered_for": bool(stored and stored.entered_for),
        "agreed": [str(status.partner.id) for status in statuses if status.agrees],
    }


def due_facts(rows: list[Any], until: date) -> dict[str, Any]:
    """Return what `agreement-due` is told: the rows as `agreements --json` writes them."""
    return {"at": utc_now(), "until": until.isoformat(), "agreements": rows}


def _conversation(conversation: Conversation, path: Path) -> dict[str, Any]:
    header = conversation.header
    return {
        "slug": path.stem,
        "path": str(real_path(path)),
        "title": header.title,
        "kind": header.kind,
        "date": header.date.isoformat() if header.date else "",
        "time": header.time,
        "manager": conversation.name_of(MANAGER),
        "employee": conversation.name_of(EMPLOYEE),
        "language": header.language,
        "locked": is_sealed(path),
    }
