"""The output of commands: lines, columns or JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, repeat, zip_longest
from pathlib import Path
from typing import Any

from ....data.i18n.catalogue import Message
from ....data.notebook.summary import Summary
from ....data.text.sanitize import clean_line, clean_text
from ....widgets.language import tr
from ..standard_streams import write_bytes, write_styled

_FIRST_COMBINING = "\u0300"
"""All characters before this one take one cell."""


def write_text(*texts: str | Message, styled: bool = False) -> None:
    """Write texts of one or more lines to stdout, cleaned; `styled` texts are clean already."""
    for text in texts:
        words = tr(text) if isinstance(text, Message) else text
        write_styled(sys.stdout, (words if styled else clean_text(words)) + "\n")


def write_json(value: object) -> None:
    """Write a value as JSON to stdout."""
    write_bytes(json_bytes(value))


def json_bytes(value: object) -> bytes:
    """Return a value as JSON: named tuples as objects; messages, dates, paths as text."""
    from ....data.text.json_text import to_json

    return to_json(_to_json(value)).encode()


def print_error(message: str) -> None:
    """Write an error message to stderr, cleaned."""
    print(f"afspraak: {message}", file=sys.stderr)  # noqa: T201 - the command line


def may_style() -> bool:
    """Return whether stdout shows bold text: on a terminal, or if $FORCE_COLOR asks for it."""
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def loud(words: str) -> str:
    """Return words that are to be seen first: in colour where that may be, unless $NO_COLOR."""
    if os.environ.get("NO_COLOR") or not may_style():
        return words
    from rich.color import ColorSystem

    from ....widgets.drawing.palette import styles
    from ....widgets.drawing.roles import Palette, Role

    # The background is unknown here: this palette is readable on any, as it is reversed.
    return styles(Palette.LIGHT)[Role.LATE].render(words, color_system=ColorSystem.STANDARD)


def report_faults(faults: Sequence[Summary]) -> bool:
    """List unreadable conversations on stderr; return whether any of them is damaged.

    A locked conversation is not damaged. It is listed on a terminal only: cron would mail it each
    time.
    """
    for summary in faults:
        if not summary.locked or sys.stderr.isatty():
            fault = tr(summary.fault) if summary.fault else ""
            sys.stderr.write(f"{clean_line(summary.slug)}: {fault}\n")
    return any(not summary.locked for summary in faults)


def warn_unencrypted(path: Path) -> None:
    """Warn on stderr that an export is not encrypted, if the conversation at `path` is."""
    from ....data.storage.encryption.seal import is_sealed

    if is_sealed(path):
        sys.stderr.write(tr("lock.export") + "\n")


def warn_of_health(*texts: str) -> None:
    """Hint on stderr at the words about health in texts that are imported or exported."""
    from ...formatting.health_hints import health_hints

    for hint in health_hints(*texts):
        sys.stderr.write(f"{clean_line(hint)}\n")


def align_columns(rows: list[tuple[str, ...]]) -> list[str]:
    """Return the rows as lines with aligned columns; the last cell of a row is not padded.

    Widths are in the cells of a terminal. A row of at most three cells has a fault beside a name:
    only its first cell counts for the widths.
    """
    width_of = _width_of("".join(chain.from_iterable(row[:-1] for row in rows)))
    cells = list(zip_longest(*(row for row in rows if len(row) > 3), fillvalue=""))
    cells[:1] = [tuple(row[0] for row in rows)]  # a short row has a fault beside the name
    widths = [max(map(width_of, column), default=0) for column in cells[:-1] or cells]
    if width_of is len and all(len(row) == len(cells) for row in rows):
        line_format = "  ".join([*(f"{{:{width}}}" for width in widths), "{}"])
        return [line_format.format(*row) for row in rows]

    def pad(cell: str, width: int) -> str:
        return cell + " " * (width - width_of(cell))

    return ["  ".join([*map(pad, row[:-1], chain(widths, repeat(0))), row[-1]]) for row in rows]


def _width_of(text: str) -> Callable[[str], int]:
    """Return the function that measures a part of `text` in cells of a terminal."""
    if text.isascii() or max(text) < _FIRST_COMBINING:
        return len
    from rich.cells import cell_len  # a list of names in Latin letters has no need of it

    return cell_len


def _to_json(value: Any) -> Any:
    """Return the value as JSON types: dict, list, str, numbers, bool, None."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Message):
        return tr(value)
    if isinstance(value, Summary):
        value = value.to_dict()
    elif hasattr(value, "_asdict"):  # a NamedTuple
        value = value._asdict()
    elif hasattr(value, "__dataclass_fields__"):
        value = {name: getattr(value, name) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(name): _to_json(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_to_json(entry) for entry in value]
    return str(value)
