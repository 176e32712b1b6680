"""Many steps are undone and redone like few: in order, each once, and in time that grows with them.

The library lists all steps of a stack to tell how many there are, so it holds only the last ones.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from afspraak.data.crdt import undo_stacks
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.fields import FieldKey
from afspraak.data.text.splice import Splice

KEYS = [FieldKey("item", RowId(row), "text") for row in "abc"]


def typed(steps: int) -> tuple[Replica, list[tuple[str, dict[FieldKey, object]]]]:
    """A replica with so many steps, and its states before and after each."""
    replica, chance = Replica(1), random.Random(steps)
    states = [state(replica)]
    while len(states) <= steps:
        length = len(replica.notes)
        if chance.random() < 0.3:
            replica.edit((), {chance.choice(KEYS): len(states)})
        elif length > 9 and chance.random() < 0.5:
            replica.edit([Splice(chance.randint(0, length - 3), 3, "", MANAGER)])
        else:
            replica.edit([Splice(chance.randint(0, length), 0, f"{len(states)} ", MANAGER)])
        states.append(state(replica))
    return replica, states


def state(replica: Replica) -> tuple[str, dict[FieldKey, object]]:
    return replica.notes.text, dict(replica.fields)


def test_every_step_is_undone_and_redone_in_order() -> None:
    steps = 5 * undo_stacks.HELD
    replica, states = typed(steps)
    for _ in range(2):
        for number in range(steps, 0, -1):
            assert (state(replica), replica.undo_steps) == (states[number], number)
            assert replica.undo()[0]
        assert state(replica) == states[0]
        assert not replica.undo()[0]
        for number in range(1, steps + 1):
            assert replica.redo()[0]
            assert (state(replica), replica.undo_steps) == (states[number], number)
        assert not replica.redo()[0]


def test_an_edit_ends_all_that_can_be_redone() -> None:
    steps = 5 * undo_stacks.HELD
    replica, states = typed(steps)
    for _ in range(steps - 3):
        replica.undo()
    replica.edit([Splice(0, 0, "new ", MANAGER)])
    assert not replica.redo()[0]
    assert replica.undo_steps == 4
    replica.undo()
    assert state(replica) == states[3]


def test_the_work_of_a_step_does_not_grow_with_their_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = 0
    make: Callable[..., Any] = vars(undo_stacks)["UndoManager"]

    class Counting:
        """A manager of the library that counts the steps that it lists."""

        def __init__(self, **options: object) -> None:
            self._manager = make(**options)

        def __getattr__(self, name: str) -> Any:
            nonlocal listed
            found = getattr(self._manager, name)
            listed += len(found) if name.endswith("_stack") else 0
            return found

    monkeypatch.setattr(undo_stacks, "UndoManager", Counting)
    counts = []
    for steps in (300, 600):
        replica, _ = typed(steps)
        listed = 0
        for _ in range(steps):
            replica.undo()
        for _ in range(steps):
            replica.redo()
        counts.append(listed)
    assert 0 < counts[1] <= 2.2 * counts[0]


@pytest.mark.parametrize("seed", range(40))
def test_the_steps_that_the_library_does_not_hold_are_undone_alike(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = []
    for held in (1, 3, 1000):
        monkeypatch.setattr(undo_stacks, "HELD", held)
        runs.append(list(_states_of_two(random.Random(seed))))
    assert runs[0] == runs[1] == runs[2]


def _states_of_two(chance: random.Random) -> list[object]:
    """The states of a replica during edits, undo and redo, while another one writes in it too."""
    ours, other = Replica(1), Replica(9)
    found: list[object] = []
    for _ in range(60):
        length = len(ours.notes)
        start, many = chance.randint(0, length), chance.random() < 0.7
        key, value, cut = chance.choice(KEYS), chance.randint(0, 4), chance.randint(0, 3)
        splice = Splice(start, min(cut, length - start), "ab"[: chance.randint(0, 2)], MANAGER)
        doing: dict[str, Callable[[], object]] = {
            "write": partial(ours.edit, [splice], boundary=many),
            "set": partial(ours.edit, (), {key: value}),
            "undo": ours.undo,
            "redo": ours.redo,
            "hear": partial(_heard, ours, other, splice, {key: value + 5}),
        }
        name = chance.choices(list(doing), (4, 2, 4, 3, 1))[0]
        doing[name]()
        found.append((name, state(ours), ours.undo_steps))
    return found


def _heard(ours: Replica, other: Replica, splice: Splice, fields: dict[FieldKey, int]) -> None:
    other.apply(ours.update_since(other.state_vector))
    changed = fields if splice.start % 2 else {}
    _, update = other.edit([splice._replace(by=EMPLOYEE)], changed)
    if update:
        ours.apply(update)
