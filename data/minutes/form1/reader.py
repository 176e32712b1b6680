"""Reading minutes: from the Markdown that `writer.py` wrote back to a conversation.

Fields that minutes do not contain (explanations, ids, whose item it was) get defaults. Unknown text
is skipped here; `exchange/import_file.py` makes sure that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...i18n.catalogue import Catalogue, catalogue
from ...ids import EMPLOYEE, MANAGER, NOBODY, PARTNER_IDS, PartnerId
from ...model.appreciation import appreciation_mark
from ...model.conversation import ROLES, Approval, Conversation, Header, NoteLine, Partner
from ...model.fields import parse_date
from ...text.markdown_tree import inline_of, list_items, text_of
from .labelled_values import read_values
from .reader_agreements import read_agreements
from .reader_chapters import ParsedMinutes, labelled_items, split_chapters
from .reader_checklist import merge_checklist, read_competencies, read_questions
from .reader_notes import read_notes
from .reader_wording import PartnerNames, label, read_date, read_date_and_time, read_stance
from .wording import author_marks, date_and_time
from .writer import author_legend

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode


def read_minutes(text: str, language: str, front: Mapping[str, Any]) -> Conversation:
    """Return the conversation in minutes of this language; `front` is their front matter."""
    words = catalogue(language)
    minutes = split_chapters(text, words)
    partners = tuple(
        Partner(PartnerId(role), minutes.facts.get(words(f"form1.role.{role}"), ""), role)
        for role in ROLES
    )
    header = _header(minutes, words, front)
    conversation = Conversation(header, partners)
    names = PartnerNames(conversation, words)
    conversation = replace(
        conversation,
        notes=_notes(minutes, conversation, names, words),
        agreements=read_agreements(minutes.chapters.get("agreements", []), names, words),
        approvals=tuple(_approvals(minutes.chapters.get("approvals", []), names, words)),
    )
    questions = list(read_questions(minutes.chapters.get("checklist", []), names, words))
    rated = list(read_competencies(minutes.chapters.get("competencies", []), names, words))
    return replace(conversation, checklist=merge_checklist(questions, rated, words))


def _header(minutes: ParsedMinutes, words: Catalogue, front: Mapping[str, Any]) -> Header:
    """Return the header; date, time and length are those of the front matter if they agree."""
    when = minutes.facts.get(words("form1.when"), "")
    header = read_date_and_time(when, words) if when else Header()
    exact = Header(
        date=parse_date(str(front.get("date"))),
        time=str(front.get("time", "")),
        minutes=front["minutes"] if type(front.get("minutes")) is int else 0,
    )
    if when and date_and_time(Conversation(exact), words) == when:
        header = exact
    following = next(iter(minutes.chapters.get("next", [])), None)
    return replace(
        header,
        title=minutes.title,
        kind=str(front.get("kind", "")) or _kind(minutes.title, words),
        language=words.language,
        next_on=read_date(text_of(following), words) if following else None,
        **read_values("header", lambda label: minutes.facts.get(label, ""), words),
    )


def _kind(title: str, words: Catalogue) -> str:
    """Return the kind of conversation that a title begins with; planning if it names none."""
    kinds = ("progress", "review")
    named = [k for k in kinds if title.startswith(words(f"form1.title.{k}"))]
    return named[0] if named else Header().kind


def _notes(
    minutes: ParsedMinutes, conversation: Conversation, names: PartnerNames, words: Catalogue
) -> tuple[NoteLine, ...]:
    """Return the notes, followed by the lines of the appreciation chapter."""
    with_authors = replace(conversation, notes=tuple(NoteLine("x", by) for by in PARTNER_IDS))
    marks = author_marks(with_authors, words)
    legend = author_legend(marks, conversation, words)
    if minutes.noted.startswith(f"{legend}\n\n"):
        lines = read_notes(minutes.noted.removeprefix(f"{legend}\n\n").strip("\n"), marks)
    else:
        lines = read_notes(minutes.noted, {}) if minutes.noted else []
    valued = [
        label(inline_of(item)) for item in list_items(minutes.chapters.get("appreciation", []))
    ]
    if lines and valued:
        lines.append(NoteLine(""))
    mark = appreciation_mark(words.language)
    for value in valued:
        by = names.partner_id(value.name) if value.name else NOBODY
        lines.append(NoteLine(f"{mark}{value.text}", by))
    return tuple(lines)


def _approvals(
    nodes: Sequence[SyntaxTreeNode], names: PartnerNames, words: Catalogue
) -> Iterator[Approval]:
    entries = list(labelled_items(nodes))
    ids = names.partner_ids([name for name, _ in entries], (EMPLOYEE, MANAGER))
    for by, (_, item) in zip(ids, entries, strict=True):
        approval = (
            read_stance(by, label(inline_of(item)).text, words) if by in PARTNER_IDS else None
        )
        if approval:
            remarks = [
                "\n\n".join(text_of(part) for part in reaction.children if part.type == "paragraph")
                for reaction in list_items(item.children)
            ]
            yield replace(approval, remark="\n\n".join(remarks))
