"""The shortest way for the cursor from one place to another, and erasing rows."""

from __future__ import annotations

from collections.abc import Iterator


def cursor_motion(x: int | None, y: int | None, to_x: int, to_y: int) -> str:
    """What brings the cursor to a column and row (from 0); None: nobody knows where it is.

    Sequences of ECMA-48 that every terminal in use knows; no line feed, which ttys rewrite.
    """
    if (x, y) == (to_x, to_y):
        return ""
    ways = [f"\x1b[{to_y + 1};{to_x + 1}H" if to_x else _csi(to_y + 1, "H")]
    if y is not None:
        down = to_y - y
        straight = _csi(down, "B") if down > 0 else _csi(-down, "A") if down else ""
        ways += [straight + along for along in _along(x, to_x)]
    return min(ways, key=len)


def motion_from_first_column(y: int, to_x: int, to_y: int) -> str:
    """What brings the cursor to a place from a column of the row `y` that is not agreed on.

    It begins at the first column: GNU screen sends every move to its own terminal in the shortest
    way from where it believes the cursor to be, and would go astray by the difference.
    """
    down = to_y - y
    straight = _csi(down, "B") if down > 0 else _csi(-down, "A") if down else ""
    return f"\r{straight}{_csi(to_x, 'C') if to_x else ''}"


def erase_rows(rows: int) -> str:
    """Erase so many rows one by one, and leave the cursor in the first column of the last.

    Terminals push a screen that is erased as a whole (`CSI 2 J`) into their scrollback.
    """
    return "\x1b[H" + "\x1b[K\x1b[B" * (rows - 1) + "\x1b[K" if rows else ""


def _along(x: int | None, to_x: int) -> Iterator[str]:
    """The ways to another column of the same row."""
    yield _csi(to_x + 1, "G") if to_x else "\r"
    if x is None:
        return
    step = to_x - x
    if step > 0:
        yield _csi(step, "C")
    elif step < 0:
        yield _csi(-step, "D")
        yield "\b" * -step
    else:
        yield ""


def _csi(number: int, final: str) -> str:
    """One is what a missing number means."""
    return f"\x1b[{'' if number == 1 else number}{final}"
