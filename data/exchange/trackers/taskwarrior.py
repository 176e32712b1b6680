"""Agreements as tasks for `task import`, in Taskwarrior's JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from ...text.json_text import to_json
from .tracked import Tracked

_STATUS = {"open": "pending", "done": "completed", "dropped": "deleted"}
_FORM = "%Y%m%dT%H%M%SZ"


def taskwarrior(agreements: Iterable[Tracked]) -> bytes:
    """Return the tasks, without the times of entry and end: Taskwarrior has those of its own."""
    return to_json([_task(each) for each in agreements]).encode()


def _task(agreement: Tracked) -> dict[str, object]:
    task: dict[str, object] = {
        "uuid": agreement.uuid,
        "description": f"{agreement.label} {agreement.text}",
        "status": _STATUS[agreement.status],
        "project": agreement.slug.replace(".", "-"),
        "tags": [agreement.kind, *filter(None, [agreement.owner_word.replace("-", "_")])],
    }
    if agreement.due:
        task["due"] = _midnight(agreement.due)
    return task


def _midnight(day: date) -> str:
    """Return the beginning of a local day in UTC, which Taskwarrior shows as that day."""
    return datetime.combine(day, time()).astimezone(UTC).strftime(_FORM)
