"""Minutes read back: a conversation out of the Markdown that `minutes` wrote.

What minutes do not hold (explanations, ids, whose item it was) is made anew. What is not understood
is passed over here; `importing` sees to it that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..i18n.catalogue import LANGUAGES, Catalogue, catalogue
from ..model.appreciation import appreciation_mark
from ..model.conversation import (
    AGREEMENT_KINDS,
    AGREEMENT_STATUSES,
    RATINGS,
    ROLES,
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Rating,
)
from ..model.edits import new_id
from ..model.fields import parse_date
from ..model.fractional_index import evenly_spaced_keys
from ..text.markdown import plain_text
from ..text.markdown_tree import blocks, inline_of, list_items, source_lines, text_of
from .reader_notes import read_notes
from .reader_wording import (
    PartnerNames,
    choice,
    label,
    read_date,
    read_date_and_time,
    read_day,
    read_item,
    read_progress,
    read_stance,
)
from .reader_wording import read_annotation as read_discussed
from .wording import agreement_heading, author_marks, date_and_time, labelled
from .writer import author_legend

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

CHAPTERS = (
    "checklist",
    "competencies",
    "notes",
    "appreciation",
    "agreements",
    "who_does_what",
    "next",
    "approvals",
)
"""The level 2 headings of minutes: `minutes.<chapter>`."""

_FACTS = ("place", "department", "period", "job", "goals", "previous")
_TEXTS = ("based_on", "owner", "measure", "steps", "support", "support_by", "budget")


@dataclass
class _ParsedMinutes:
    """Minutes taken apart: what stands before the first chapter, and in each of them."""

    lines: list[str]
    title: str
    facts: dict[str, str]
    chapters: dict[str, list[SyntaxTreeNode]] = field(default_factory=dict)
    noted: str = ""
    """The chapter of the notes as it stands there."""


def likeness(text: str) -> tuple[str, int]:
    """In which language a text has chapters and labels of minutes, and how many; ("", 0) if none.

    Minutes begin with their title.
    """
    nodes = blocks(text)
    if not nodes or nodes[0].tag != "h1":
        return "", 0
    headings = {text_of(node) for node in nodes if node.tag == "h2"}
    labels = {name for name, _ in _entries(nodes[1:2])}
    paragraphs = {text_of(node) for node in nodes if node.type == "paragraph"}
    found: dict[str, int] = {}
    for language in LANGUAGES:
        words = catalogue(language)
        own = {words(f"minutes.{name}") for name in (*CHAPTERS, *_FACTS, "when", "nothing")}
        own |= {words(f"minutes.role.{role}") for role in ROLES}
        found[language] = len(own & (headings | labels | paragraphs))
    best = max(LANGUAGES, key=lambda language: found[language])
    return (best, found[best]) if found[best] else ("", 0)


def read_minutes(text: str, language: str, front: Mapping[str, Any]) -> Conversation:
    """The conversation that minutes in this language tell of; `front` is their front matter."""
    words = catalogue(language)
    sheet = _split_chapters(text, words)
    partners = tuple(
        Partner(role, sheet.facts.get(words(f"minutes.role.{role}"), ""), role) for role in ROLES
    )
    header = _header(sheet, words, front)
    conversation = Conversation(header, partners)
    names = PartnerNames(conversation, words)
    conversation = replace(
        conversation,
        notes=_notes(sheet, conversation, names, words),
        agreements=_agreements(sheet.chapters.get("agreements", []), names, words),
        approvals=tuple(_approvals(sheet.chapters.get("approvals", []), names, words)),
    )
    questions = list(_questions(sheet.chapters.get("checklist", []), names, words))
    rated = list(_competencies(sheet.chapters.get("competencies", []), names, words))
    return replace(conversation, checklist=_in_order(questions, rated, words))


def _split_chapters(text: str, words: Catalogue) -> _ParsedMinutes:
    nodes = blocks(text)
    lines = text.split("\n")
    title = text_of(nodes[0]) if nodes and nodes[0].tag == "h1" else ""
    starts = [at for at, node in enumerate(nodes) if node.tag == "h2"]
    before = nodes[: starts[0]] if starts else nodes
    facts: dict[str, str] = {}
    for name, item in _entries(before):
        facts.setdefault(name, _block(item))
    sheet = _ParsedMinutes(lines, title, facts)
    called = {words(f"minutes.{chapter}"): chapter for chapter in CHAPTERS}
    for start, end in pairwise([*starts, len(nodes)]):
        chapter = called.get(text_of(nodes[start]), "")
        if not chapter or chapter in sheet.chapters:
            continue
        sheet.chapters[chapter] = nodes[start + 1 : end]
        if chapter == "notes":
            first = source_lines(nodes[start])[1]
            last = source_lines(nodes[end])[0] if end < len(nodes) else len(lines)
            sheet.noted = "\n".join(lines[first:last]).strip("\n")
    return sheet


def _entries(nodes: Sequence[SyntaxTreeNode]) -> Iterator[tuple[str, SyntaxTreeNode]]:
    """The items that begin with a label, each with its label."""
    for item in list_items(nodes):
        if name := label(inline_of(item)).name:
            yield name, item


def _block(item: SyntaxTreeNode) -> str:
    """The text of an item behind its label, paragraphs with an empty line between them."""
    paragraphs = [text_of(child) for child in item.children if child.type == "paragraph"]
    return "\n\n".join([label(inline_of(item)).text, *paragraphs[1:]])


def _header(sheet: _ParsedMinutes, words: Catalogue, front: Mapping[str, Any]) -> Header:
    """The header. What a heading cannot carry exactly comes from the front matter."""
    told = sheet.facts.get(words("minutes.when"), "")
    header = read_date_and_time(told, words) if told else Header()
    exact = Header(
        date=parse_date(str(front.get("date"))),
        time=str(front.get("time", "")),
        minutes=front["minutes"] if type(front.get("minutes")) is int else 0,
    )
    if told and date_and_time(Conversation(exact), words) == told:
        header = exact
    following = next(iter(sheet.chapters.get("next", [])), None)
    facts: dict[str, Any] = {n: sheet.facts.get(words(f"minutes.{n}"), "") for n in _FACTS}
    return replace(
        header,
        title=sheet.title,
        kind=str(front.get("kind", "")) or _kind(sheet.title, words),
        language=words.language,
        next_on=read_date(text_of(following), words) if following else None,
        **facts,
    )


def _kind(title: str, words: Catalogue) -> str:
    """The kind of conversation that a title begins with; planning where it tells none."""
    kinds = ("progress", "review")
    named = [k for k in kinds if title.startswith(words(f"minutes.title.{k}"))]
    return named[0] if named else Header().kind


def _remarks(item: SyntaxTreeNode, names: PartnerNames) -> dict[str, str]:
    told = list(_entries(item.children))
    ids = names.partner_ids([name for name, _ in told])
    return {by: _block(entry) for by, (_, entry) in zip(ids, told, strict=True)}


def _questions(
    nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue
) -> Iterator[ChecklistItem]:
    section = ""
    for node in nodes:
        if node.tag == "h3":
            section = text_of(node)
        for item in list_items([node]):
            tokens = inline_of(item)
            if plain_text(tokens)[:4] in ("[ ] ", "[x] ", "[X] "):
                read = read_item(tokens, words)
                yield replace(read, section=section, remarks=_remarks(item, names))


def _competencies(
    nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue
) -> Iterator[ChecklistItem]:
    section = words("minutes.competencies")
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
        place = 0
        for item in list_items([node]):
            # Competencies may be called alike: their remarks stand in the order of the table.
            said = plain_text(inline_of(item))
            found = [at for at in range(place, len(items)) if items[at].text == said]
            if found:
                place = found[0] + 1
                items[found[0]] = replace(items[found[0]], remarks=_remarks(item, names))
    yield from items


def _competency(cells: Sequence[str], section: str, words: Catalogue) -> ChecklistItem:
    text, *rated = [*cells, "", "", "", ""][:4]
    ratings: dict[str, Rating] = {
        role: rating
        for role, cell in zip(ROLES, rated, strict=False)
        if (rating := choice(cell, "conversation.rating", RATINGS, words))
    }
    state, carried = read_discussed(rated[2], words)
    return ChecklistItem(
        "", section, text, kind="competency", state=state, ratings=ratings, carried_from=carried
    )


def _in_order(
    questions: Sequence[ChecklistItem], rated: Sequence[ChecklistItem], words: Catalogue
) -> tuple[ChecklistItem, ...]:
    """One checklist again out of two chapters, so that both keep the order of their sections."""
    asked = list(dict.fromkeys(item.section for item in questions))
    sections: list[str] = []
    waiting: list[str] = []
    for section in dict.fromkeys(item.section for item in rated):
        if section in asked and section != words("minutes.competencies"):
            sections += [*asked[: asked.index(section)], *waiting, section]
            waiting = []
        else:
            waiting.append(section)
    sections = list(dict.fromkeys([*sections, *asked, *waiting]))
    items = sorted([*questions, *rated], key=lambda item: sections.index(item.section))
    keys = evenly_spaced_keys(len(items))
    return tuple(replace(i, id=new_id(), order=k) for i, k in zip(items, keys, strict=True))


def _agreements(
    nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue
) -> tuple[Agreement, ...]:
    headings = [at for at, node in enumerate(nodes) if node.tag == "h3"]
    found: list[Agreement] = []
    for start, end in pairwise([*headings, len(nodes)]):
        found.append(_agreement(nodes[start + 1 : end], names, words))
        name = list(labelled(Conversation(Header(), agreements=tuple(found)), words))[-1][0]
        text = text_of(nodes[start])
        if agreement_heading(name, found[-1]) != text:
            found[-1] = replace(found[-1], text=text.removeprefix(f"{name} "))
    keys = evenly_spaced_keys(len(found))
    return tuple(replace(row, order=key) for row, key in zip(found, keys, strict=True))


def _agreement(nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue) -> Agreement:
    entries: dict[str, SyntaxTreeNode] = {}
    for name, item in _entries(nodes):
        entries.setdefault(name, item)

    def told(name: str) -> str:
        item = entries.get(words(f"minutes.{name}"))
        return _block(item) if item else ""

    texts: dict[str, Any] = {name: told(name) for name in _TEXTS}
    row = Agreement(
        new_id(),
        kind=choice(told("kind"), "minutes.kind", AGREEMENT_KINDS, words) or "result",
        due=read_date(told("due"), words),
        evaluate_on=read_date(told("evaluate_on"), words),
        status=choice(told("status"), "minutes.status", AGREEMENT_STATUSES, words) or "open",
        created=read_day(told("created"), words),
        carried_from=told("carried_from"),
        **texts,
    )
    log = entries.get(words("minutes.progress"))
    lines = [inline_of(item) for item in list_items(log.children)] if log else []
    # Of one moment the entries are told apart by their ids, so these go up too.
    ids = sorted(new_id() for _ in lines)
    read = (read_progress(line, row.id, names, words) for line in lines)
    return replace(
        row, progress=tuple(replace(one, id=key) for one, key in zip(read, ids, strict=True))
    )


def _notes(
    sheet: _ParsedMinutes, conversation: Conversation, names: PartnerNames, words: Catalogue
) -> tuple[NoteLine, ...]:
    """The notes, and behind them the lines of appreciation that had a chapter of their own."""
    both = replace(conversation, notes=tuple(NoteLine("x", role) for role in ROLES))
    marks = author_marks(both, words)
    whose = author_legend(marks, conversation, words)
    if sheet.noted.startswith(f"{whose}\n\n"):
        lines = read_notes(sheet.noted.removeprefix(f"{whose}\n\n").strip("\n"), marks)
    else:
        lines = read_notes(sheet.noted, {}) if sheet.noted else []
    valued = [label(inline_of(item)) for item in list_items(sheet.chapters.get("appreciation", []))]
    if lines and valued:
        lines.append(NoteLine(""))
    mark = appreciation_mark(words.language)
    for value in valued:
        by = names.partner_id(value.name) if value.name else ""
        lines.append(NoteLine(f"{mark}{value.text}", by))
    return tuple(lines)


def _approvals(
    nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue
) -> Iterator[Approval]:
    entries = list(_entries(nodes))
    ids = names.partner_ids([name for name, _ in entries], ("employee", "manager"))
    for by, (_, item) in zip(ids, entries, strict=True):
        approval = read_stance(by, label(inline_of(item)).text, words) if by in ROLES else None
        if approval:
            remarks = [
                "\n\n".join(text_of(part) for part in reaction.children if part.type == "paragraph")
                for reaction in list_items(item.children)
            ]
            yield replace(approval, remark="\n\n".join(remarks))
