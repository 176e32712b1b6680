"""The agreements in minutes, with their progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ...i18n.catalogue import Catalogue
from ...model.agreement_label import number_in
from ...model.conversation import Agreement, Conversation, Header
from ...model.edits import new_id
from ...model.fractional_index import evenly_spaced_keys
from ...text.markdown_tree import inline_of, list_items, text_of
from ..wording import agreement_heading
from .labelled_values import read_values
from .reader_chapters import item_text, labelled_items
from .reader_wording import PartnerNames, read_progress
from .wording import labelled

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode


def read_agreements(
    nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue
) -> tuple[Agreement, ...]:
    """Read the chapter of the agreements."""
    headings = [at for at, node in enumerate(nodes) if node.tag == "h3"]
    found: list[Agreement] = []
    for start, end in pairwise([*headings, len(nodes)]):
        text = text_of(nodes[start])
        agreement = _agreement(nodes[start + 1 : end], names, words)
        if number := number_in(text):
            agreement = replace(agreement, numbers={agreement.kind: number})
        found.append(agreement)
        name = list(labelled(Conversation(Header(), agreements=tuple(found)), words))[-1][0]
        if agreement_heading(name, agreement) != text:
            found[-1] = replace(agreement, text=text.removeprefix(f"{name} "))
    keys = evenly_spaced_keys(len(found))
    return tuple(replace(row, order=key) for row, key in zip(found, keys, strict=True))


def _agreement(nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue) -> Agreement:
    entries: dict[str, SyntaxTreeNode] = {}
    for name, item in labelled_items(nodes):
        entries.setdefault(name, item)

    def text_of_entry(label: str) -> str:
        return item_text(entries[label]) if label in entries else ""

    row = Agreement(new_id(), **read_values("agreement", text_of_entry, words))
    log = entries.get(words("form1.progress"))
    lines = [inline_of(item) for item in list_items(log.children)] if log else []
    # Entries of the same moment are sorted by their ids, so the ids have to ascend.
    ids = sorted(new_id() for _ in lines)
    read = (read_progress(line, row.id, names, words) for line in lines)
    return replace(
        row, progress=tuple(replace(entry, id=key) for entry, key in zip(read, ids, strict=True))
    )
