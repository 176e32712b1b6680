"""Import any Markdown: its title, its tasks as the checklist, the rest as notes.

`- [ ]` and `- [x]` are the task list items of GitHub Flavored Markdown, section 5.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ..i18n.catalogue import Message
from ..ids import PartnerId, RowId
from ..model.conversation import ROLES, ChecklistItem, Conversation, Header, NoteLine, Partner, Role
from ..model.edits import new_id
from ..model.fractional_index import evenly_spaced_keys
from ..text.markdown_tree import blocks, inline_node, source_lines, text_of
from ..text.sanitize import clean_line

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_TASK = re.compile(r"\[([ xX])\]\s+")
_NOT_TEXT = {"link", "image", "code_inline", "html_inline"}


class Importer(NamedTuple):
    """The person who imports a file, and their role."""

    role: Role
    name: str


def read_tasks(
    text: str, name: str, writer: Importer, language: str, *, plain: bool = False
) -> tuple[Conversation, tuple[Message, ...]]:
    """Return the conversation in a text, and messages about text not interpreted.

    `name` is the file's name; `plain` makes the whole text notes without parsing it.
    """
    lines = text.split("\n")
    nodes = [] if plain else blocks(text)
    title = next((node for node in nodes if node.tag == "h1" and clean_line(text_of(node))), None)
    omitted: set[int] = set(range(*source_lines(title))) if title and _is_all_text(title) else set()
    items: list[ChecklistItem] = []
    section = ""
    for node in nodes:
        if node.type == "heading" and node is not title:
            section = clean_line(text_of(node))
        items += [_item(task, section, lines, omitted) for task in _tasks(node)]
    keys = evenly_spaced_keys(len(items))
    conversation = Conversation(
        Header(
            title=clean_line(text_of(title)) if title else clean_line(PurePath(name).stem),
            language=language,
        ),
        tuple(
            Partner(PartnerId(role), writer.name if role == writer.role else "", role)
            for role in ROLES
        ),
        tuple(
            ChecklistItem(new_id(), item.section, item.text, state=item.state, order=key)
            for item, key in zip(items, keys, strict=True)
        ),
        tuple(NoteLine(line) for line in _remaining_lines(lines, omitted)),
    )
    understood = items or title
    return conversation, () if understood else (
        Message("exchange.import.foreign", file=clean_line(name)),
    )


def _is_task(item: SyntaxTreeNode) -> bool:
    inline = inline_node(item) if item.type == "list_item" else None
    return bool(inline and _TASK.match(inline.content))


def _tasks(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    if _is_task(node):
        yield node
    for child in node.children:
        if child.type != "inline":
            yield from _tasks(child)


def _item(task: SyntaxTreeNode, section: str, lines: list[str], omitted: set[int]) -> ChecklistItem:
    """Return a task's checklist item; add its lines to `omitted` if they hold nothing else."""
    inline = inline_node(task)
    content = inline.content if inline else ""
    box = _TASK.match(content)
    shown = text_of(task) if _is_all_text(task) else content
    first, end = source_lines(task.children[0])
    if _only_tasks(task):
        omitted |= set(range(first, end))
    elif box:
        lines[first] = lines[first].replace(box.group(), "", 1)
    ticked = bool(box and box[1] != " ")
    return ChecklistItem(
        RowId(""),
        section,
        clean_line(_TASK.sub("", shown, count=1)),
        state="done" if ticked else "open",
    )


def _is_all_text(node: SyntaxTreeNode) -> bool:
    """Return whether a heading or item is only text: no link, image, code or HTML."""
    inline = inline_node(node)
    return inline is not None and not _NOT_TEXT & {part.type for part in inline.walk()}


def _only_tasks(task: SyntaxTreeNode) -> bool:
    """Return whether a task has no children except such tasks."""
    return all(
        child.type.endswith("_list")
        and all(_is_task(item) and _only_tasks(item) for item in child.children)
        for child in task.children[1:]
    )


def _remaining_lines(lines: list[str], omitted: set[int]) -> list[str]:
    """Return the lines not in `omitted`, without blank ones at the ends or beside omitted ones."""
    result: list[str] = []
    removed = True
    for number, line in enumerate(lines):
        if number in omitted:
            removed = True
        elif line.strip() or not (removed and (not result or not result[-1].strip())):
            result.append(line)
            removed = False
    while result and not result[-1].strip():
        result.pop()
    return result
