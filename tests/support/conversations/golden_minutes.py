"""Conversations in tests/golden/minutes/, each beside its expected minutes."""

from __future__ import annotations

import json
from typing import Any

from afspraak.data.minutes.edition import Version
from afspraak.data.model.conversation import Conversation
from afspraak.data.model.fields import FieldKey
from afspraak.data.model.notes import Notes
from afspraak.data.model.rows.conversation_rows import to_conversation

from ...checkout import ROOT

GOLDEN_MINUTES = ROOT / "tests" / "golden" / "minutes"
GOLDEN_FORM1 = ROOT / "tests" / "golden" / "form1"
"""Minutes of form 1 of the same conversations. They are never regenerated."""


GOLDEN_NAMES = sorted(path.stem for path in GOLDEN_MINUTES.glob("*.json"))
GOLDEN_DIGEST = "3f9a1c77" * 8


def golden_conversation(name: str) -> tuple[Conversation, dict[str, Any]]:
    """The conversation with this name, and the options of its minutes."""
    told = json.loads((GOLDEN_MINUTES / f"{name}.json").read_text(encoding="utf-8"))
    notes = Notes((text, by) for by, text in told["notes"])
    fields = {FieldKey.parse(key): value for key, value in told["fields"].items()}
    options = {"digest": GOLDEN_DIGEST, **told.get("options", {})}
    return to_conversation(fields, notes.note_lines()), options


def golden_text(name: str, version: Version) -> str:
    """The expected minutes of this conversation, in a version."""
    suffix = ".file" if version is Version.FILE else ""
    return (GOLDEN_MINUTES / f"{name}{suffix}.md").read_text(encoding="utf-8")
