"""Validation of the user's keymap: which keys are accepted, and why others are rejected.

A rejected binding keeps its default keys, so no action becomes unreachable. Every binding has at
least one key, no key has two actions in one context, and no key that types text is bound where text
is typed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ...data.lazy_dataclass import dataclass
from .names import canonical, types_character

if TYPE_CHECKING:
    from .key import Key

TYPING_CONTEXTS = ("app", "desk", "notes", "form", "finder")
"""Contexts whose keys work while text is typed."""

_BEHIND: Mapping[str, tuple[str, ...]] = {"finder": ("desk",)}
"""Further active contexts that help does not list; "app" is always active."""


@dataclass(frozen=True, slots=True)
class RejectedKey:
    """A binding that keeps its default keys: its id, the reason and the values of that message."""

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
    accepted: dict[str, str] = {}
    rejected: list[RejectedKey] = []
    for name, written in wanted.items():
        if name not in rows:
            rejected.append(RejectedKey(name, "unknown"))
        elif fault := _rejection(rows[name], written, editing):
            rejected.append(fault)
        else:
            accepted[name] = ",".join(_names(written))
    while clash := next(_clashes(accepted, table, around), None):
        rejected.append(clash)
        del accepted[clash.id]
    order = list(wanted)
    return accepted, sorted(rejected, key=lambda fault: order.index(fault.id))


def _names(written: str) -> list[str]:
    return [canonical(part) for part in _parts(written)]


def _parts(written: str) -> list[str]:
    """Split key names at commas; a comma alone is the comma key."""
    return [","] if written.strip() == "," else written.split(",")


def _rejection(row: Key, written: str, editing: Collection[str]) -> RejectedKey | None:
    if not written.strip():
        return RejectedKey(row.id, "none")
    for part in _parts(written):
        name = canonical(part)
        if not name:
            return RejectedKey(row.id, "name", part.strip())
        typed = row.context in TYPING_CONTEXTS and types_character(name)
        if (typed or (row.context == "notes" and name in editing)) and name not in _default_keys(
            row
        ):
            return RejectedKey(row.id, "typing", part.strip())
    return None


def _default_keys(row: Key) -> list[str]:
    return row.keys.split(",")


def _clashes(
    accepted: Mapping[str, str], table: Sequence[Key], around: Mapping[str, Sequence[str]]
) -> Iterator[RejectedKey]:
    """Yield the user's bindings that share a key with another in the same contexts.

    Of two bindings of the user, the later one.
    """
    order = list(accepted)
    for innermost, parts in around.items():
        here = {*parts, *_BEHIND.get(innermost, ()), "app"}
        meaning: dict[str, Key] = {}
        for row in (row for row in table if row.context in here):
            for name in accepted.get(row.id, row.keys).split(","):
                first = meaning.setdefault(name, row)
                remapped = [known for known in (first, row) if known.id in accepted]
                if (
                    not remapped
                    or _same_action(first, row)
                    or _gives_way(first, row)
                    or name in {*_default_keys(first)} & {*_default_keys(row)}
                ):
                    continue
                loser = max(remapped, key=lambda known: order.index(known.id))
                yield RejectedKey(loser.id, "clash", name, (first if loser is row else row).id)


def _same_action(one: Key, other: Key) -> bool:
    """Return whether two rows have the same action, such as `list.undo` and `desk.undo`."""
    return one.id.partition(".")[2] == other.id.partition(".")[2]


def _gives_way(one: Key, other: Key) -> bool:
    """Return whether one of two rows has the meaning of the other's context at some rows."""
    return one.context != other.context and (one.sometimes or other.sometimes)
