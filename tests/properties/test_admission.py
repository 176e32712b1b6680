"""Nothing that honest replicas write is refused, and nothing hostile leaves a half."""

from __future__ import annotations

import os
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.crdt.yjs_document import merge
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY
from afspraak.data.model.fields import FieldKey, Value
from afspraak.data.text.splice import Splice

from ..support.updates.crafted import Trace
from ..support.updates.mutated import mutated

EXAMPLES = int(os.environ.get("AFSPRAAK_ADMISSION_EXAMPLES", "150"))
AUTHORS = (MANAGER, EMPLOYEE, NOBODY)
PIECES = ("a", "ë", "😀", "e\u0301", "\n", "👩‍👩‍👧", "a longer piece", "x y\nz", "\u200d")
FIELDS: tuple[tuple[str, tuple[Value, ...]], ...] = (
    ("item/a/state", ("open", "done", "parked")),
    ("item/a/deleted", (True, False)),
    ("item/a/remark/manager", ("one\ntwo", "")),
    ("agreement/b/text", ("x", "ë😀", "")),
    ("header/-/minutes", (0, 60, 2**24 + 1, 2**40 + 1)),
    ("approval/employee/own", (True, False)),
    ("item/a/later", ("text",)),
)


class _Honest:
    """Replicas that edit, undo and exchange updates; every update is kept."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.replicas = [Replica(client) for client in (1, 2, 3)]
        self.updates: list[bytes] = []
        self.written: list[list[bytes]] = [[], [], []]
        self.journals: list[list[bytes]] = [[], [], []]

    def step(self) -> None:
        number = self.random.randrange(len(self.replicas))
        replica = self.replicas[number]
        what = self.random.random()
        if what < 0.55:
            update = self._edit(replica)
        elif what < 0.7:
            _, update = self.random.choice((replica.undo, replica.undo, replica.redo))()
        else:
            self.receive(number, self._from_another(replica))
            return
        if update:
            self.updates.append(update)
            self.written[number].append(update)
            self.journals[number].append(update)

    def receive(self, number: int, update: bytes) -> None:
        """Receive an update, and record what was new, as a session does in its journal."""
        _, applied = self.replicas[number].receive(update)
        if applied:
            self.journals[number].append(applied)

    def _edit(self, replica: Replica) -> bytes:
        splices = []
        length = len(replica.notes)
        for _ in range(self.random.choice((0, 1, 1, 2))):
            start = self.random.randint(0, length)
            deleted = min(length - start, self.random.choice((0, 0, 1, 3)))
            piece = self.random.choice(PIECES)
            splices.append(Splice(start, deleted, piece, self.random.choice(AUTHORS)))
            length += len(piece) - deleted
        fields = {}
        for key, values in self.random.sample(FIELDS, self.random.choice((0, 1, 2))):
            fields[FieldKey.parse(key)] = self.random.choice(values)
        boundary, undoable = self.random.random() < 0.5, self.random.random() < 0.9
        return replica.edit(splices, fields, boundary=boundary, undoable=undoable)[1]

    def _from_another(self, replica: Replica) -> bytes:
        other = self.random.choice(self.replicas)
        match self.random.randrange(5):
            case 0:
                return other.document()
            case 1:
                return other.update_since(replica.state_vector)
            case 2 if written := self.random.choice(self.written):
                return merge(*written[-self.random.choice((1, 2, 5)) :])
            case 3 if written := self.random.choice(self.written):
                return merge(*written)
            case _:
                return self.random.choice(self.updates) if self.updates else b"\0\0"


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 60))
def test_no_honest_update_is_refused(seed: int, steps: int) -> None:
    honest = _Honest(Random(seed))
    for _ in range(steps):
        honest.step()
    for number in range(3):
        for update in honest.random.sample(honest.updates, len(honest.updates)):
            honest.receive(number, update)
    first = honest.replicas[0]
    late, reopened = Replica(9), Replica(10)
    for update in reversed(honest.updates):
        late.receive(update)
    reopened.receive(first.document())
    journals = [Replica(20 + number) for number in range(3)]
    for journal, frames in zip(journals, honest.journals, strict=True):
        for frame in frames:
            journal.apply(frame)
    for replica in (*honest.replicas, late, reopened, *journals):
        assert replica.is_complete
        assert list(replica.notes.runs()) == list(first.notes.runs())
        assert replica.fields == first.fields
        assert replica.clocks_by_client == first.clocks_by_client


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 25))
def test_a_mutated_update_is_refused_without_a_trace_or_makes_a_sound_document(
    seed: int, steps: int
) -> None:
    random = Random(seed)
    honest = _Honest(random)
    for _ in range(steps):
        honest.step()
    victim = random.choice(honest.replicas)
    for _ in range(12):
        update = mutated(
            random.choice([*honest.updates, honest.replicas[0].document()]),
            victim.clocks_by_client,
            random,
        )
        before = Trace.of(victim)
        try:
            victim.receive(update)
        except ReplicaError as error:
            assert not isinstance(error.__cause__, AssertionError)
            assert Trace.of(victim) == before
            continue
        reopened = Replica(30)
        reopened.receive(victim.document())
        assert reopened.is_complete
        assert list(reopened.notes.runs()) == list(victim.notes.runs())
        assert reopened.fields == victim.fields
        assert reopened.clocks_by_client == victim.clocks_by_client
        assert reopened.document() == Trace.of(reopened).document
    _, update = victim.edit([Splice(0, 0, "still here. ", MANAGER)])
    assert victim.notes.text.startswith("still here. ")
    other = Replica(31)
    other.receive(victim.document())
    assert other.notes.text == victim.notes.text
