"""The shortest way for the cursor from one place to another."""

from __future__ import annotations


def move(x: int | None, y: int | None, to_x: int, to_y: int) -> str:
    """What brings the cursor to a column and row (from 0); None: nobody knows where it is.

    Sequences of ECMA-48 that every terminal in use knows; no line feed, which ttys rewrite.
    """
    ways = [_anywhere(to_x, to_y)]
    if y == to_y:
        if x == to_x:
            return ""
        ways.append(_csi(to_x + 1, "G") if to_x else "\r")
        if x is not None:
            step = to_x - x
            ways.append(_csi(step, "C") if step > 0 else _csi(-step, "D"))
            if step < 0:
                ways.append("\b" * -step)
    elif y is not None and x == to_x:
        step = to_y - y
        ways.append(_csi(step, "B") if step > 0 else _csi(-step, "A"))
    return min(ways, key=len)


def _anywhere(x: int, y: int) -> str:
    if x:
        return f"\x1b[{y + 1};{x + 1}H"
    return _csi(y + 1, "H")


def _csi(number: int, final: str) -> str:
    """One is what a missing number means."""
    return f"\x1b[{'' if number == 1 else number}{final}"
