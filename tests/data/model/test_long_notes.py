"""A key costs the same in long and short notes, also after a long session."""

from __future__ import annotations

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import MANAGER
from afspraak.data.text.splice import Splice

from ...support.counting import calls


def written(lines: int) -> Replica:
    replica = Replica(1)
    replica.edit([Splice(0, 0, "Wat ging er goed? Eén zin.\n" * lines, MANAGER)])
    return replica


def cost(replica: Replica) -> int:
    place = replica.notes.position(replica.notes.line_count // 2, 3)

    def key(at: int) -> None:
        replica.edit([Splice(at, 0, "x", MANAGER)], boundary=False)
        assert replica.undo_steps

    key(place)  # finds the place; from then on somebody writes there
    return calls(lambda: key(place + 1))


def test_long_notes() -> None:
    assert cost(written(8_000)) <= 1.1 * cost(written(80))
