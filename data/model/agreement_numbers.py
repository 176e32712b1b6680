"""The numbers of agreements: given once, and never again.

A number counts within its kind, through the whole chain of conversations: the highest that was ever
given, plus one. It is text, such as `2`. Where two replicas gave the same number, the agreement
with the lower id keeps it, and the other gets letters after it: `2b`, `2c`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ..ids import RowId
from ..text.lazy_pattern import lazy_pattern

NUMBER = "number"
"""The attribute of an agreement with its number in a kind is `number/<kind>`."""
HIGHEST = "highest"
"""The attribute of the header with the highest number given to a kind is `highest/<kind>`."""

_PATTERN = lazy_pattern(r"([1-9][0-9]{0,5})([a-z]{0,3})")
_MAX_BASE = 999_999
_MOST_PARSED = 1000
"""How many texts are parsed once; each is short."""


class AgreementNumber(NamedTuple):
    """A number, and the letters after it; they compare in the order in which people read them."""

    base: int
    letters: str = ""

    @property
    def text(self) -> str:
        """The number as it is stored and shown."""
        return f"{self.base}{self.letters}"


class HeldNumber(NamedTuple):
    """The number that an agreement holds in a kind, as stored; empty or invalid means none."""

    row: RowId
    kind: str
    number: str
    is_late: bool = False
    """Whether the agreement came after all others, so that it makes way for them."""


class SettledNumbers(NamedTuple):
    """The numbers of agreements without duplicates and gaps."""

    numbers: Mapping[tuple[RowId, str], str]
    """Agreement and kind -> number."""
    highest: Mapping[str, str]
    """Kind -> the highest number given to it."""


def decides_numbers(table: str, attribute: str) -> bool:
    """Return whether the numbers of agreements depend on this attribute of a row that exists."""
    column = attribute.partition("/")[0]
    if table == "agreement":
        return column in ("kind", NUMBER, "deleted")
    return table == "header" and column == HIGHEST


def parse_number(text: object) -> AgreementNumber | None:
    """Return the number in a text, or an integer; None if it is none."""
    return _parse(str(text))


@lru_cache(_MOST_PARSED)
def _parse(text: str) -> AgreementNumber | None:
    match = _PATTERN.fullmatch(text.strip())
    return AgreementNumber(int(match[1]), match[2]) if match else None


def settle(held: Iterable[HeldNumber], highest: Mapping[str, str]) -> SettledNumbers:
    """Return the numbers that agreements have: those without one get the next, in this order.

    A pure function, so that two replicas with the same agreements settle them in the same way.
    """
    valid: list[tuple[str, AgreementNumber, bool, RowId]] = []
    lacking: list[HeldNumber] = []
    top = {kind: found.base for kind, text in highest.items() if (found := parse_number(text))}
    for each in held:
        if number := parse_number(each.number):
            valid.append((each.kind, number, each.is_late, each.row))
            top[each.kind] = max(top.get(each.kind, 0), number.base)
        else:
            lacking.append(each)
    numbers: dict[tuple[RowId, str], str] = {}
    taken: set[tuple[str, str]] = set()
    duplicates: list[tuple[str, AgreementNumber, RowId]] = []
    if len({(kind, number) for kind, number, _, _ in valid}) < len(valid):
        valid.sort()  # the lower id keeps a number
    for kind, number, _, row in valid:
        text = number.text
        if (kind, text) in taken:
            duplicates.append((kind, number, row))
        else:
            taken.add((kind, text))
            numbers[row, kind] = text
    for kind, number, row in duplicates:
        numbers[row, kind] = _free(kind, number.base, taken)
    for each in lacking:
        base = min(top.get(each.kind, 0) + 1, _MAX_BASE)
        top[each.kind] = base
        numbers[each.row, each.kind] = _free(each.kind, base, taken)
    return SettledNumbers(numbers, {kind: str(base) for kind, base in top.items()})


def held_numbers(row: Mapping[str, Any], row_id: RowId, *, exists: bool = True) -> list[HeldNumber]:
    """Return the numbers in the attributes of an agreement; one that `exists` needs its own."""
    kind = str(row.get("kind", "result"))
    found = {
        name.partition("/")[2]: str(value)
        for name, value in row.items()
        if name.startswith(f"{NUMBER}/") and (name.partition("/")[2] == kind or parse_number(value))
    }
    if exists:
        found.setdefault(kind, "")
    return [HeldNumber(row_id, each, number) for each, number in found.items()]


def _free(kind: str, base: int, taken: set[tuple[str, str]]) -> str:
    """Return a number that nobody has, with letters if needed, and take it."""
    count = 0
    while (kind, text := f"{base}{_letters(count)}") in taken:
        count += 1
    taken.add((kind, text))
    return text


def _letters(count: int) -> str:
    """Return the letters of the agreement that is `count` after the first: "", `b`, `c` … `ba`."""
    text = ""
    while count:
        count, digit = divmod(count, 26)
        text = chr(ord("a") + digit) + text
    return text
