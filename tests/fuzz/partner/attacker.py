"""The other partner's program: it writes whatever it likes, into its own logs only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.crdt.yjs_document import merge
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId
from afspraak.data.model.fields import FieldKey, Value
from afspraak.data.text.splice import Splice

from ...support.updates.crafted import update
from ...support.updates.mutated import mutated
from .crafting import craft, some_spans
from .scene import AGREEMENTS, ITEMS, Scene
from .script import BYTES, RAW, Step

_LOGS = 3
_TEXTS = ("a", "bc", "x\n", "ë", "😀", "e\u0301", "\u202e", "\x1b[2J", "long " * 9)
_HONEST: Sequence[tuple[str, Sequence[Value]]] = (
    *((f"item/{item}/remark/employee", ("", "hers")) for item in ITEMS),
    *((f"item/{item}/rating/employee", ("growing", "mastered")) for item in ITEMS),
    *((f"item/{item}/state", ("open", "done")) for item in ITEMS),
    *((f"agreement/{row}/text", ("", "text")) for row in AGREEMENTS),
    *((f"agreement/{row}/deleted", (True, False)) for row in AGREEMENTS),
    ("header/-/goals", ("grow", "")),
    ("header/-/minutes", (30, 60)),
    ("progress/p9/agreement", ("a1",)),
)
_RUDE: Sequence[tuple[str, Sequence[Value]]] = (
    *((f"item/{item}/remark/manager", ("", "I resign.")) for item in ITEMS),
    *((f"item/{item}/rating/manager", ("growing", "mastered")) for item in ITEMS),
    *((f"approval/manager/{name}", ("agreed", "", "x")) for name in ("digest", "stance", "at")),
    ("approval/manager/deleted", (True,)),
    ("approval/manager/own", (True, False)),
    ("approval/employee/own", (True, False)),
    ("approval/other/digest", ("x",)),
    ("header/-/kind", ("private", "review", "")),
    ("header/-/created", ("2020-01-01T00:00:00Z",)),
    ("header/-/deleted", (True,)),
    ("header/other/title", ("x",)),
    ("partner/manager/login", ("nobody", "")),
    ("partner/manager/name", ("Anna", "")),
    ("partner/manager/role", ("employee",)),
    ("partner/manager/deleted", (True,)),
    ("partner/employee/role", ("manager",)),
    ("progress/p9/by", ("manager",)),
    ("progress/p0/by", ("employee",)),
    ("progress/p0/deleted", (True,)),
    ("item/i1/deleted", (True, False)),
    ("item/i1/later", ("x",)),
    ("agreement/a1/order", ("", "zz")),
    ("chapter/a/text", ("x",)),
    ("k", ("x",)),
)


class Attacker:
    """What the other's program has, and all that it wrote."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._replica = self._new_replica(2004)
        self._honest: list[bytes] = []
        self._held: list[bytes] = []
        self._vectors = [self._replica.state_vector]

    def act(self, step: Step) -> list[Step]:
        """Do a step; return it as steps that write the same bytes without this object."""
        random = step.random
        if step.name == "garbage":
            log, data = random.randrange(_LOGS), random.randbytes(random.choice((1, 8, 30)))
            self._scene.write_log(log, data)
            return [Step(BYTES, (str(log), data.hex()))]
        actions: dict[str, Callable[[Random], Sequence[bytes]]] = {
            "honest": self._edit,
            "catch": self._catch_up,
            "rude": self._edit_rudely,
            "mutate": self._mutate,
            "craft": lambda chance: [craft(self._clocks(), self._scene.clients, chance)],
            "claim": self._claim,
            "delete": lambda chance: [update(deleted=some_spans(self._clocks(), chance))],
            "replay": self._replay,
            "cut": self._cut,
            "hold": self._hold,
            "release": self._release,
            "split": lambda chance: [self._edit(chance)[0] for _ in range(chance.randint(2, 5))],
            "session": self._restart,
            "whole": lambda _: [self._replica.document()],
            "part": self._part,
            "stranger": self._stranger,
        }
        done = []
        for update_ in actions[step.name](random):
            if update_:
                log = random.randrange(_LOGS)
                self._scene.write_update(log, update_)
                done.append(Step(RAW, (str(log), update_.hex())))
        return done

    def _new_replica(self, client: int) -> Replica:
        replica = Replica(client)
        with suppress(ReplicaError):
            replica.apply(self._scene.session.sync.update_since(replica.state_vector))
        return replica

    def _clocks(self) -> dict[int, int]:
        """The clocks of the user's document: what the attacker aims at."""
        return dict(sorted(self._scene.session.replicas.shared.replica.clocks_by_client.items()))

    def _catch_up(self, _: Random) -> Sequence[bytes]:
        with suppress(ReplicaError):
            self._replica.apply(self._scene.session.sync.update_since(self._replica.state_vector))
        self._vectors.append(self._replica.state_vector)
        return ()

    def _edit(self, random: Random, by: PartnerId = EMPLOYEE) -> list[bytes]:
        if random.random() < 0.3:
            key, values = random.choice(_HONEST)
            made = self._replica.edit((), {FieldKey.parse(key): random.choice(values)})[1]
        elif random.random() < 0.2:
            made = random.choice((self._replica.undo, self._replica.redo))()[1]
        else:
            made = self._replica.edit([self._splice(random, by)])[1]
        if made:
            self._honest.append(made)
        return [made]

    def _splice(self, random: Random, by: PartnerId) -> Splice:
        length = len(self._replica.notes)
        start = random.choice((length, random.randint(0, length)))
        deleted = min(random.choice((0, 0, 0, 1, 4)), length - start)
        return Splice(start, deleted, random.choice(_TEXTS), by)

    def _edit_rudely(self, random: Random) -> list[bytes]:
        if random.random() < 0.3:
            return self._edit(random, random.choice((MANAGER, NOBODY, PartnerId("boss"))))
        key, values = random.choice(_RUDE)
        made = self._replica.edit((), {FieldKey.parse(key): random.choice(values)})[1]
        if made:
            self._honest.append(made)
        return [made]

    def _mutate(self, random: Random) -> list[bytes]:
        honest = random.choice([*self._honest[-3:], *self._edit(random)])
        if not honest:
            return []
        return [mutated(honest, self._clocks(), random)]

    def _claim(self, random: Random) -> list[bytes]:
        """Write as a client of the user, from what it has or from before."""
        client = random.choice(sorted(self._scene.clients))
        replica = self._new_replica(client)
        made = replica.edit([self._splice(random, MANAGER)])[1] if len(replica.notes) else b""
        return [made] * random.choice((1, 1, 2))

    def _replay(self, random: Random) -> list[bytes]:
        return [random.choice([*self._scene.frames, *self._scene.written])]

    def _cut(self, random: Random) -> list[bytes]:
        whole = random.choice([*self._scene.frames, *self._scene.written[-3:]])
        return [whole[: random.randrange(len(whole))] or b"\0"]

    def _hold(self, random: Random) -> list[bytes]:
        self._held += self._edit(random)
        return []

    def _release(self, random: Random) -> list[bytes]:
        held, self._held = self._held, []
        random.shuffle(held)
        return held

    def _restart(self, random: Random) -> list[bytes]:
        client = random.choice((random.randrange(1, 10_000), 1, (1 << 53) - 1))
        self._replica = self._new_replica(client)
        return []

    def _part(self, random: Random) -> list[bytes]:
        if random.random() < 0.5 and len(self._honest) > 1:
            with suppress(BaseException):  # the library panics on what it cannot merge
                return [merge(*random.sample(self._honest, 2))]
        return [self._replica.update_since(random.choice(self._vectors))]

    def _stranger(self, random: Random) -> list[bytes]:
        """The document of another conversation."""
        other = Replica(random.choice((77, random.choice(sorted(self._scene.clients)))))
        keys: dict[FieldKey, Value] = {FieldKey.parse("header/-/title"): "other"}
        if random.random() < 0.5:
            keys[FieldKey.parse("header/-/created")] = "2020-01-01T00:00:00Z"
        other.edit([Splice(0, 0, "other", EMPLOYEE)], keys)
        return [other.document()]
