"""The user's own keys: which of them can hold, and why the others cannot.

A key that is refused keeps its usual place, so nothing ever becomes out of reach: every binding has
at least one key, no key means two things in one place, and no key that people need for typing is
taken from where they type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .names import canonical, types_character

if TYPE_CHECKING:
    from .key import Key

TYPING_CONTEXTS = ("app", "desk", "notes", "form", "finder")
"""Places whose keys hold while somebody types."""

_BEHIND: Mapping[str, tuple[str, ...]] = {"finder": ("desk",)}
"""What else holds in a place, though help does not tell of it there; "app" does everywhere."""


@dataclass(frozen=True, slots=True)
class RejectedKey:
    """Why a binding keeps its usual keys: a reason of the catalogue, and what it is about."""

    id: str
    reason: str
    key: str = ""
    other: str = ""


def validate_keymap(
    wanted: Mapping[str, str],
    table: Sequence[Key],
    around: Mapping[str, Sequence[str]],
    editing: Collection[str],
) -> tuple[dict[str, str], list[RejectedKey]]:
    """The keys that hold, by id and as Textual takes them, and what was refused.

    `wanted` has key names, with commas between, by id; `around` the parts of the table that hold
    together in a place; `editing` what the text area itself does something with, before the notes.
    """
    rows = {row.id: row for row in table}
    taken: dict[str, str] = {}
    refused: list[RejectedKey] = []
    for name, written in wanted.items():
        if name not in rows:
            refused.append(RejectedKey(name, "unknown"))
        elif fault := _fault(rows[name], written, editing):
            refused.append(fault)
        else:
            taken[name] = ",".join(_names(written))
    while clash := next(_clashes(taken, table, around), None):
        refused.append(clash)
        del taken[clash.id]
    order = list(wanted)
    return taken, sorted(refused, key=lambda fault: order.index(fault.id))


def _names(written: str) -> list[str]:
    return [canonical(part) for part in _parts(written)]


def _parts(written: str) -> list[str]:
    """The key names in a text, which has commas between them; alone it is the comma key."""
    return [","] if written.strip() == "," else written.split(",")


def _fault(row: Key, written: str, editing: Collection[str]) -> RejectedKey | None:
    if not written.strip():
        return RejectedKey(row.id, "none")
    for part in _parts(written):
        name = canonical(part)
        if not name:
            return RejectedKey(row.id, "name", part.strip())
        typed = row.context in TYPING_CONTEXTS and types_character(name)
        if (typed or (row.context == "notes" and name in editing)) and name not in _usual(row):
            return RejectedKey(row.id, "typing", part.strip())
    return None


def _usual(row: Key) -> list[str]:
    return row.keys.split(",")


def _clashes(
    taken: Mapping[str, str], table: Sequence[Key], around: Mapping[str, Sequence[str]]
) -> Iterator[RejectedKey]:
    """The user's keys that mean something else as well where they hold; the later one gives way."""
    order = list(taken)
    for place, parts in around.items():
        here = {*parts, *_BEHIND.get(place, ()), "app"}
        meaning: dict[str, Key] = {}
        for row in (row for row in table if row.context in here):
            for name in taken.get(row.id, row.keys).split(","):
                first = meaning.setdefault(name, row)
                theirs = [known for known in (first, row) if known.id in taken]
                if not theirs or _same(first, row) or name in {*_usual(first)} & {*_usual(row)}:
                    continue
                yields = max(theirs, key=lambda known: order.index(known.id))
                yield RejectedKey(yields.id, "clash", name, (first if yields is row else row).id)


def _same(one: Key, other: Key) -> bool:
    """Whether two rows do the same, such as `list.undo` and `desk.undo`."""
    return one.id.partition(".")[2] == other.id.partition(".")[2]
