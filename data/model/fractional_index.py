"""Order as a fractional index: a string between its neighbours'.

Moving one item changes one field, and two people who move different items never conflict. The
digits are ASCII letters and digits in code point order; a key never ends in the lowest digit, so
there is always room below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..ids import RowId

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)


def key_between(low: str, high: str) -> str:
    """Return a key strictly between two keys; "" stands for the start (low) or the end (high).

    Raises ValueError if there is no room: the keys are equal or in the wrong order, or have digits
    that are not ours.
    """
    import secrets  # loads OpenSSL, which takes longer than a first picture should

    # Trailing lowest digits, which only a file edited by hand has, add nothing to a fraction.
    top = high.rstrip(_DIGITS[0])
    if high and low >= top:
        raise ValueError(f"no room between {low!r} and {high!r}")
    key: list[str] = []
    position = 0
    bounded = bool(top)
    while True:
        floor = _digit(low, position)
        ceiling = _digit(top, position) if bounded else _BASE
        if ceiling - floor > 1:
            key.append(_DIGITS[(floor + ceiling) // 2])
            # Two people who insert at the same position at once must not get the same key.
            key.append(secrets.choice(_DIGITS[1:]))
            return "".join(key)
        key.append(_DIGITS[floor])
        bounded = bounded and ceiling == floor
        position += 1


def _digit(key: str, position: int) -> int:
    return _DIGITS.index(key[position]) if position < len(key) else 0


def evenly_spaced_keys(count: int) -> list[str]:
    """Return `count` ascending keys with room between them, always the same: for a new list."""
    width = 1
    while _BASE**width <= (count + 1) * 2:
        width += 1
    step = _BASE**width // (count + 1)
    return [_number(step * (index + 1), width) for index in range(count)]


def _number(value: int, width: int) -> str:
    digits = []
    for _ in range(width):
        value, digit = divmod(value, _BASE)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)) + "V"


def keys_to_insert(
    key: RowId, index: int, others: Sequence[tuple[RowId, str]]
) -> Mapping[RowId, str]:
    """Return the order keys with which `key` is at `index` among `others` ((id, order), sorted).

    Normally one; all of them if a file edited by hand left no room or has foreign digits.
    """
    low = others[index - 1][1] if index > 0 else ""
    high = others[index][1] if index < len(others) else ""
    try:
        if (index > 0 and not low) or (index < len(others) and not high):
            raise ValueError("an order is missing")
        return {key: key_between(low, high)}
    except ValueError:
        ids = [other for other, _ in others]
        ids.insert(index, key)
        return dict(zip(ids, evenly_spaced_keys(len(ids)), strict=True))
