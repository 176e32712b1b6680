"""The shortest sequence that moves the cursor, and erasing rows."""

from __future__ import annotations

from collections.abc import Iterator


def cursor_motion(x: int | None, y: int | None, to_x: int, to_y: int) -> str:
    """Return the sequence that moves the cursor to a cell (from 0); x or y None: unknown.

    Uses ECMA-48 sequences that every terminal in use knows; no line feed, as ttys rewrite it.
    """
    if (x, y) == (to_x, to_y):
        return ""
    ways = [f"\x1b[{to_y + 1};{to_x + 1}H" if to_x else _csi(to_y + 1, "H")]
    if y is not None:
        down = to_y - y
        straight = _csi(down, "B") if down > 0 else _csi(-down, "A") if down else ""
        ways += [straight + along for along in _moves_in_row(x, to_x)]
    return min(ways, key=len)


def motion_from_first_column(y: int, to_x: int, to_y: int) -> str:
    """Return the sequence that moves the cursor from an uncertain column of row `y`.

    It first returns to column 0. GNU screen sends every move to its own terminal as the shortest
    way from where it believes the cursor to be, and would be off by the difference.
    """
    down = to_y - y
    straight = _csi(down, "B") if down > 0 else _csi(-down, "A") if down else ""
    return f"\r{straight}{_csi(to_x, 'C') if to_x else ''}"


def erase_rows(rows: int) -> str:
    """Erase rows one by one, and leave the cursor in the first column of the last.

    Terminals push a screen that is erased as a whole (`CSI 2 J`) into their scrollback.
    """
    return "\x1b[H" + "\x1b[K\x1b[B" * (rows - 1) + "\x1b[K" if rows else ""


def _moves_in_row(x: int | None, to_x: int) -> Iterator[str]:
    """Yield the ways to another column of the same row."""
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
    """Return a CSI sequence; the number 1 is the default and is left out."""
    return f"\x1b[{'' if number == 1 else number}{final}"
