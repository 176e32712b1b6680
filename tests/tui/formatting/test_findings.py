"""What is told as a conversation opens: the gravest of what was found."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from afspraak.data.session.session import Session
from afspraak.data.storage.saving.status import Saving
from afspraak.tui.formatting.findings import opening_findings
from afspraak.tui.formatting.health_hints import health_hints

READ_ONLY = "Read only. What you do here can be saved elsewhere when you leave."
WAITS = "A later change waits for a newer file: “afspraak check”."
DAMAGED = "Not all of what the last session left could be read; see “afspraak check”."
RECOVERED = "What the last session had not saved yet is back."


@pytest.mark.parametrize(
    ("read_only", "waiting", "damaged", "recovered", "told"),
    [
        (True, True, True, True, READ_ONLY),
        (True, False, False, False, READ_ONLY),
        (False, True, True, True, WAITS),
        (False, True, False, False, WAITS),
        (False, False, True, True, DAMAGED),
        (False, False, True, False, DAMAGED),
        (False, False, False, True, RECOVERED),
        (False, False, False, False, ""),
    ],
)
def test_the_gravest_finding_is_told(
    read_only: bool, waiting: bool, damaged: bool, recovered: bool, told: str
) -> None:
    state = Saving.READ_ONLY if read_only else next(iter(set(Saving) - {Saving.READ_ONLY}))
    session = SimpleNamespace(
        save_status=SimpleNamespace(state=state),
        replicas=SimpleNamespace(
            waiting_journals=[1] if waiting else [],
            damaged_journals=[1] if damaged else [],
            recovered=recovered,
        ),
    )
    assert opening_findings(cast("Session", session)) == told


def test_each_word_about_health_has_a_hint_up_to_five() -> None:
    words = ["burnout", "depression", "migraine", "diabetes", "pregnant", "cancer", "asthma"]
    hints = health_hints("the plan")
    assert hints == []
    (hint,) = health_hints("the plan", "her burnout, that burnout")
    assert hint == "“burnout”: please leave health out; employers may not record it."
    assert len(health_hints(" ".join(words))) == 5
