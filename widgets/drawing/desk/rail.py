"""The checklist as a rail beside the notes: sections, of which the one of the notes is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from ....data.model.conversation import ChecklistItem
from ...language import tr
from ..marks import CURSOR
from ..roles import Role
from ..row_line import one_line
from ..wrapping import Line
from .checklist_rows import BOXES, count_role

_CLOSED_RULE = "─"

Section: TypeAlias = tuple[str, Sequence[ChecklistItem]]
"""The name of a section, and its items."""


def rail(
    sections: Sequence[Section],
    current: str,
    width: int,
    height: int,
    key: str,
) -> list[Line]:
    """Return the lines of the rail: at most `height`, each of at most `width` cells.

    `current` is the section that the notes are in; it is always in view. `key` opens the list.
    """
    lines: list[Line] = []
    first = last = 0
    for name, items in sections:
        here = name.casefold() == current.casefold()
        if here:
            first = len(lines)
        lines.append(_section(name, items, width, here=here))
        if here:
            lines += [_item(item, width) for item in items]
            lines.append(((" ", Role.PLAIN), (_CLOSED_RULE * (width - 2), Role.RULE)))
            last = len(lines)
    if len(lines) + 2 <= height:
        return [*lines, (), ((f" {key}", Role.KEY), (f" {tr('pane.opens_list')}", Role.DIM))]
    top = max(0, min(first, max(last - height, len(lines) - height)))
    return lines[top : top + height]


def _section(name: str, items: Sequence[ChecklistItem], width: int, *, here: bool) -> Line:
    done = sum(item.state == "done" for item in items)
    tail = ((f"{done}/{len(items)}", count_role(done, len(items))),)
    head = ((CURSOR if here else " ", Role.ACCENT),)
    return one_line(head, (name, Role.HEADING if here else Role.PLAIN), tail, width)


def _item(item: ChecklistItem, width: int) -> Line:
    box, role = BOXES[item.state]
    sign = box[1] if box[1].strip() else "·"
    words = Role.PLAIN if item.state == "open" else Role.DONE
    return one_line(((f"  {sign} ", role),), (item.text, words), (), width)
