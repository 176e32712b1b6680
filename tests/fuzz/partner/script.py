"""Scripts: steps of both partners as lines of text, such as `honest 17` or `raw 1 0000`.

The number of a step seeds the random choices in it, so that a script always does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import NamedTuple

RAW, BYTES = "raw", "bytes"
"""Steps with a log and what is appended to it in hexadecimal: an update, or any bytes."""

USER = ("type", "type", "type", "edit", "undo", "approve", "save", "reopen", "kill")
PARTNER = (
    *("honest", "honest", "honest", "catch", "catch", "rude", "mutate", "mutate", "mutate"),
    *("craft", "craft", "craft", "claim", "delete", "replay", "cut", "garbage", "hold", "release"),
    *("split", "session", "whole", "part", "stranger"),
)
_MAX_STEPS = 200
_MAX_SEED = 1 << 20


class Step(NamedTuple):
    """One step: what is done, and its arguments."""

    name: str
    arguments: tuple[str, ...] = ()

    @property
    def random(self) -> Random:
        """The random choices of this step."""
        return Random(" ".join((self.name, *self.arguments[:1])))


def parse(data: bytes) -> list[Step]:
    """Return the steps of a script; lines that are no step are skipped."""
    steps = []
    for line in data.decode("ascii", "replace").splitlines():
        name, *arguments = line.split()[:3] or [""]
        if name in (*USER, *PARTNER, RAW, BYTES):
            steps.append(Step(name, tuple(arguments)))
    return steps[:_MAX_STEPS]


def encode(steps: Iterable[Step]) -> bytes:
    """Return a script as text."""
    return "".join(" ".join((step.name, *step.arguments)) + "\n" for step in steps).encode()


def random_step(random: Random) -> Step:
    """Return any step; two of three are the attacker's."""
    name = random.choice(random.choice((USER, PARTNER, PARTNER)))
    return Step(name, (str(random.randrange(_MAX_SEED)),))


def random_script(random: Random, length: int) -> bytes:
    """Return a script of this many steps."""
    return encode(random_step(random) for _ in range(length))


def mutate(data: bytes, random: Random) -> bytes:
    """Insert, remove, repeat, move or change some steps of a script."""
    steps = parse(data)
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        _change(steps, random)
    return encode(steps[:_MAX_STEPS])


def cross(data: bytes, other: bytes, random: Random) -> bytes:
    """Return the beginning of one script and the end of another."""
    first, second = parse(data), parse(other)
    cut, go_on = random.randint(0, len(first)), random.randint(0, len(second))
    return encode((first[:cut] + second[go_on:])[:_MAX_STEPS])


def _change(steps: list[Step], random: Random) -> None:
    at = random.randrange(len(steps) + 1)
    match random.randrange(6):
        case 0 | 1:
            steps.insert(at, random_step(random))
        case 2 if steps:
            del steps[at : at + random.choice((1, 1, 3))]
        case 3 if steps:
            steps[at:at] = steps[at : at + random.choice((1, 2, 4))]
        case 4 if steps:
            steps.insert(at, steps.pop(random.randrange(len(steps))))
        case _ if at < len(steps):
            steps[at] = _changed(steps[at], random)
        case _:
            steps.append(random_step(random))


def _changed(step: Step, random: Random) -> Step:
    if step.name not in (RAW, BYTES) or len(step.arguments) < 2:
        return Step(step.name, (str(random.randrange(_MAX_SEED)),))
    log, content = step.arguments
    data = bytearray(_hexadecimal(content))
    if data:
        at = random.randrange(len(data))
        match random.randrange(3):
            case 0:
                data[at] = random.randrange(256)
            case 1:
                data[at : at + 1] = b""
            case _:
                data[at:at] = bytes([random.randrange(256)])
    return Step(step.name, (log, data.hex()))


def content_of(arguments: Sequence[str]) -> tuple[int, bytes]:
    """Return the log and the bytes of a RAW or BYTES step."""
    log, content = (*arguments, "", "")[:2]
    return int(log) if log.isdigit() else 0, _hexadecimal(content)


def _hexadecimal(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
