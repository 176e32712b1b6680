"""The states of a quarantine: a state machine."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto


class QuarantineState(Enum):
    """The state of a quarantine; `transition` returns the next one.

                 STARTED             OPENED
        ABSENT ──────────▶ STARTING ────────▶ HOLDING
          ▲                   │                  │
          └───────────────────┴──────────────────┘
                           ENDED

    From every state, EXCEEDED leads to EXHAUSTED: there was too much harm, and nothing more is
    taken in. All other events leave the state unchanged.
    """

    ABSENT = auto()
    """There is no process. One is started when it is needed."""
    STARTING = auto()
    """The process starts; it has no document yet."""
    HOLDING = auto()
    """The process holds a copy of the document."""
    EXHAUSTED = auto()
    """Nothing is taken from others any more, until the conversation is opened again."""


class QuarantineEvent(Enum):
    """An event that changes the state of a quarantine."""

    STARTED = auto()
    OPENED = auto()
    ENDED = auto()
    """The process died, or is not needed any more."""
    EXCEEDED = auto()


_TRANSITIONS: Mapping[tuple[QuarantineState, QuarantineEvent], QuarantineState] = {
    (QuarantineState.ABSENT, QuarantineEvent.STARTED): QuarantineState.STARTING,
    (QuarantineState.STARTING, QuarantineEvent.OPENED): QuarantineState.HOLDING,
    (QuarantineState.STARTING, QuarantineEvent.ENDED): QuarantineState.ABSENT,
    (QuarantineState.HOLDING, QuarantineEvent.ENDED): QuarantineState.ABSENT,
    **{(state, QuarantineEvent.EXCEEDED): QuarantineState.EXHAUSTED for state in QuarantineState},
}


def transition(state: QuarantineState, event: QuarantineEvent) -> QuarantineState:
    """Return the state after an event."""
    return _TRANSITIONS.get((state, event), state)
