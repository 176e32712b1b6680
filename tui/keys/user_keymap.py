"""Validation of the user's keymap: which keys are accepted, and why others are rejected.

A rejected key keeps its default, so nothing becomes unreachable: every binding has at least one
key, no key has two meanings in one context, and no key that people need for typing is taken where
they type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .names import canonical, types_character

if TYPE_CHECKING:
    from .key import Key

TYPING_CONTEXTS = ("app", "desk", "notes", "form", "finder")
"""Contexts whose keys work while somebody types."""

_BEHIND: Mapping[str, tuple[str, ...]] = {"finder": ("desk",)}
"""Further active contexts that help does not list; "app" is always active."""


@dataclass(frozen=True, slots=True)
class RejectedKey:
    """A binding that keeps its default keys: the message key of the reason, and its values."""

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
    """Return the accepted keys, by id and as Textual takes them, and the rejected ones.

    `wanted` has key names by id, separated by commas; `around` the contexts that are active
    together; `editing` the keys that the text area itself uses, before the notes.
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
    """Split key names at commas; a comma alone is the comma key."""
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
    """Yield keys of the user that clash with another in an active context; the later one loses."""
    order = list(taken)
    for place, parts in around.items():
        here = {*parts, *_BEHIND.get(place, ()), "app"}
        meaning: dict[str, Key] = {}
        for row in (row for row in table if row.context in here):
            for name in taken.get(row.id, row.keys).split(","):
                first = meaning.setdefault(name, row)
                theirs = [known for known in (first, row) if known.id in taken]
                if (
                    not theirs
                    or _same_action(first, row)
                    or name in {*_usual(first)} & {*_usual(row)}
                ):
                    continue
                yields = max(theirs, key=lambda known: order.index(known.id))
                yield RejectedKey(yields.id, "clash", name, (first if yields is row else row).id)


def _same_action(one: Key, other: Key) -> bool:
    """Return whether two rows do the same, such as `list.undo` and `desk.undo`."""
    return one.id.partition(".")[2] == other.id.partition(".")[2]
