"""Import any Markdown: its title, its tasks as the checklist, all of it but the title as notes.

`- [ ]` and `- [x]` are the task list items of GitHub Flavored Markdown, section 5.3. The tasks stay
in the notes too, nested as they are: a checklist has no levels, and minutes hold no item that was
not discussed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ..i18n.catalogue import Message
from ..ids import PartnerId, RowId
from ..model.conversation import (
    ROLES,
    ChecklistItem,
    Conversation,
    Header,
    ItemState,
    NoteLine,
    Partner,
    Role,
)
from ..model.edits import new_id
from ..model.fractional_index import evenly_spaced_keys
from ..text.lazy_pattern import lazy_pattern
from ..text.markdown_tree import blocks, inline_node, source_lines, text_of
from ..text.sanitize import clean_line

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_TASK = lazy_pattern(r"\[([ xX])\]\s+")
_NOT_TEXT = {"link", "image", "code_inline", "html_inline"}
_PART = " › "
"""Between a task and the one that it is in, in the checklist."""
_LEVELS = 4
"""The most tasks whose texts an item has: its own, and those that it is in."""
MAX_ITEMS = 2_000
"""The most items of a checklist: more fields than a conversation may have belong to a few more."""


class Importer(NamedTuple):
    """The person who imports a file, and their role."""

    role: Role
    name: str


def read_tasks(
    text: str,
    name: str,
    writer: Importer,
    language: str,
    *,
    title: str = "",
    otherwise: str = "",
    plain: bool = False,
) -> tuple[Conversation, tuple[Message, ...]]:
    """Return the conversation in a text, and messages about text not interpreted.

    `name` is the file's name. `title` is one that is known from elsewhere; a heading with it is not
    repeated in the notes. `otherwise` is the title of a text without any. `plain` makes the whole
    text notes without parsing it.
    """
    lines = text.split("\n")
    nodes = [] if plain else blocks(text)
    heading = next((node for node in nodes if node.tag == "h1" and clean_line(text_of(node))), None)
    said = clean_line(text_of(heading)) if heading else ""
    is_title = heading is not None and title in ("", said)
    omitted: range | None = None
    if heading is not None and is_title and _is_all_text(heading):
        omitted = range(*source_lines(heading))
    items: list[ChecklistItem] = []
    section = ""
    for node in nodes:
        if node.type == "heading" and not (is_title and node is heading):
            section = clean_line(text_of(node))
        items += _items(node, section, ())
    faults: list[Message] = []
    if len(items) > MAX_ITEMS:
        faults.append(Message("exchange.import.many", file=clean_line(name), count=len(items)))
        items = []
    elif not (items or heading or title):
        faults.append(Message("exchange.import.foreign", file=clean_line(name)))
    keys = evenly_spaced_keys(len(items))
    conversation = Conversation(
        Header(
            title=title or said or otherwise or clean_line(PurePath(name).stem), language=language
        ),
        tuple(
            Partner(PartnerId(role), writer.name if role == writer.role else "", role)
            for role in ROLES
        ),
        tuple(
            ChecklistItem(new_id(), item.section, item.text, state=item.state, order=key)
            for item, key in zip(items, keys, strict=True)
        ),
        tuple(NoteLine(line) for line in _remaining_lines(lines, omitted or range(0))),
    )
    return conversation, tuple(faults)


def _items(node: SyntaxTreeNode, section: str, above: tuple[str, ...]) -> Iterator[ChecklistItem]:
    """Yield the checklist items of the tasks in a block; `above` are the tasks that they are in."""
    if (box := _box(node)) is not None:
        content = _content(node)
        above = (*above, content)[-_LEVELS:]
        state: ItemState = "open" if box[1] == " " else "done"
        yield ChecklistItem(RowId(""), section, _PART.join(above), state=state)
    for child in node.children:
        if child.type != "inline":
            yield from _items(child, section, above)


def _box(item: SyntaxTreeNode) -> re.Match[str] | None:
    """Return the box of a task; None if the block is none."""
    inline = inline_node(item) if item.type == "list_item" else None
    return _TASK.match(inline.content) if inline else None


def _content(task: SyntaxTreeNode) -> str:
    """Return the text of a task: as a reader sees it, or as it is typed if it has links or code."""
    inline = inline_node(task)
    typed = inline.content if inline else ""
    shown = text_of(task) if _is_all_text(task) else typed
    return clean_line(_TASK.sub("", shown, count=1))


def _is_all_text(node: SyntaxTreeNode) -> bool:
    """Return whether a heading or item is only text: no link, image, code or HTML."""
    inline = inline_node(node)
    return inline is not None and not _NOT_TEXT & {part.type for part in inline.walk()}


def _remaining_lines(lines: list[str], omitted: range) -> list[str]:
    """Return the lines not in `omitted`, without blank ones at the ends or beside omitted ones."""
    before, after = lines[: omitted.start], lines[omitted.stop :]
    while before and omitted and not before[-1].strip():
        before.pop()
    while after and omitted and not after[0].strip():
        del after[0]
    rest = [*before, *([""] if before and after and omitted else []), *after]
    first = next((number for number, line in enumerate(rest) if line.strip()), len(rest))
    while rest and not rest[-1].strip():
        rest.pop()
    return rest[first:]
