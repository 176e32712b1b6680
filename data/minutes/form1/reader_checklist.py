"""The checklist in minutes: the questions, the competencies, and their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...i18n.catalogue import Catalogue
from ...ids import PARTNER_IDS, PartnerId, RowId
from ...model.conversation import RATINGS, ChecklistItem, Rating
from ...model.edits import new_id
from ...model.fractional_index import evenly_spaced_keys
from ...text.markdown import plain_text
from ...text.markdown_tree import inline_of, list_items, text_of
from .reader_chapters import item_text, labelled_items
from .reader_wording import PartnerNames, choice, read_item
from .reader_wording import read_annotation as read_discussed

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode


def _remarks(item: SyntaxTreeNode, names: PartnerNames) -> dict[PartnerId, str]:
    entries = list(labelled_items(item.children))
    ids = names.partner_ids([name for name, _ in entries])
    return {by: item_text(entry) for by, (_, entry) in zip(ids, entries, strict=True)}


def read_questions(
    nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue
) -> Iterator[ChecklistItem]:
    """Yield the items in the chapter of the questions."""
    section = ""
    for node in nodes:
        if node.tag == "h3":
            section = text_of(node)
        for item in list_items([node]):
            tokens = inline_of(item)
            if plain_text(tokens)[:4] in ("[ ] ", "[x] ", "[X] "):
                read = read_item(tokens, words)
                yield replace(read, section=section, remarks=_remarks(item, names))


def read_competencies(
    nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue
) -> Iterator[ChecklistItem]:
    """Yield the items in the chapter of the competencies, with their ratings."""
    section = words("form1.competencies")
    items: list[ChecklistItem] = []
    for node in nodes:
        if node.tag == "h3":
            yield from items
            section, items = text_of(node), []
        elif node.type == "table":
            items += [
                _competency([text_of(cell) for cell in row.children], section, words)
                for body in node.children
                if body.type == "tbody"
                for row in body.children
            ]
        start = 0
        for item in list_items([node]):
            # Competencies may have the same text: their remarks are in the order of the table.
            text = plain_text(inline_of(item))
            found = [at for at in range(start, len(items)) if items[at].text == text]
            if found:
                start = found[0] + 1
                items[found[0]] = replace(items[found[0]], remarks=_remarks(item, names))
    yield from items


def _competency(cells: Sequence[str], section: str, words: Catalogue) -> ChecklistItem:
    text, *rated = [*cells, "", "", "", ""][:4]
    ratings: dict[PartnerId, Rating] = {
        by: rating
        for by, cell in zip(PARTNER_IDS, rated, strict=False)
        if (rating := choice(cell, "form1.rating", RATINGS, words))
    }
    state, carried = read_discussed(rated[2], words)
    return ChecklistItem(
        RowId(""),
        section,
        text,
        kind="competency",
        state=state,
        ratings=ratings,
        carried_from=carried,
    )


def merge_checklist(
    questions: Sequence[ChecklistItem], rated: Sequence[ChecklistItem], words: Catalogue
) -> tuple[ChecklistItem, ...]:
    """Merge the items of two chapters into one checklist; they get new ids and order keys.

    Sections that both chapters have stand in the order of the questions.
    """
    asked = list(dict.fromkeys(item.section for item in questions))
    sections: list[str] = []
    waiting: list[str] = []
    for section in dict.fromkeys(item.section for item in rated):
        if section in asked and section != words("form1.competencies"):
            sections += [*asked[: asked.index(section)], *waiting, section]
            waiting = []
        else:
            waiting.append(section)
    sections = list(dict.fromkeys([*sections, *asked, *waiting]))
    items = sorted([*questions, *rated], key=lambda item: sections.index(item.section))
    keys = evenly_spaced_keys(len(items))
    return tuple(replace(i, id=new_id(), order=k) for i, k in zip(items, keys, strict=True))
