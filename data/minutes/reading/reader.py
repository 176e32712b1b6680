"""Minutes read back: the conversation in them, and which edition they are.

What minutes do not hold (explanations, ids, what was not discussed) gets defaults. The table of
agreements and all but one entry of the summary follow from the rest and are passed over. Text that
is not ours is skipped here; `exchange/import_file.py` makes sure that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ...i18n.catalogue import LANGUAGES, Catalogue, catalogue
from ...ids import PartnerId
from ...kinds.record_form import Chapter
from ...model.conversation import (
    ROLES,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Role,
)
from ...text.lazy_pattern import lazy_pattern
from ..edition import Edition, Version, edition_of
from ..left_out import read_left_out
from ..markup.inline import unescape
from ..names import Names
from ..writing.about import FORM, PROGRAM
from .agreements import AgreementReader
from .checklist import in_order, read_competencies, read_discussed, read_parked
from .kept_form import with_kept_form
from .lines import entries, parts, values
from .notes import NotesReader
from .reactions import read_reactions, read_roles
from .words import read_date_and_time, read_moment, read_previous, read_weekday_date

_FORM_LINE = lazy_pattern(
    rf"- \*\*[^*]+:\*\* {PROGRAM} {FORM}, (?P<language>[a-z]+), (?P<kind>[a-z0-9-]+),"
    r" (?P<version>full|file)"
)
_FENCE = "---\n"
_CHAPTERS = {
    Chapter.SUMMARY: "summary",
    Chapter.AGREEMENTS: "agreements",
    Chapter.COMPETENCIES: "competencies",
    Chapter.APPRECIATION: "appreciation",
    Chapter.NOTES: "notes",
    Chapter.POINTS: "points",
    Chapter.REACTIONS: "reactions",
    Chapter.SIGNATURES: "signatures",
}
_FIELDS = ("place", "department", "period", "job", "goals")


class ReadMinutes(NamedTuple):
    """The conversation in minutes, and the edition that they are."""

    conversation: Conversation
    edition: Edition


class _Form(NamedTuple):
    """What the last line of minutes says."""

    words: Catalogue
    kind: str
    version: Version


@dataclass(frozen=True, slots=True)
class _Chapters:
    title: str
    facts: Mapping[str, str]
    by_heading: Mapping[str, list[str]]
    words: Catalogue

    def lines(self, key: str) -> list[str]:
        return self.by_heading.get(self.words(f"minutes.{key}"), [])

    def has(self, key: str) -> bool:
        return self.words(f"minutes.{key}") in self.by_heading


def form_of(text: str) -> _Form | None:
    """Return what the last line of minutes says; None if the text is none of this form."""
    match = _FORM_LINE.fullmatch(text.rstrip("\n").rpartition("\n")[2])
    if match is None or match["language"] not in LANGUAGES:
        return None
    return _Form(catalogue(match["language"]), match["kind"], Version(match["version"]))


def read_minutes(text: str) -> ReadMinutes | None:
    """Return the conversation in minutes; None if the text is none of this form.

    The text has the line ends and lines of the writer (`received.py` restores them).
    """
    form = form_of(text)
    if form is None:
        return None
    words = form.words
    body = without_front_matter(text)
    chapters = _split(body, words)
    about = values(chapters.lines("about"))
    digest = about.get(words("minutes.digest"), "").partition("\n")[0]
    header = _header(chapters, form, about.get(words("minutes.zone"), ""))
    roles = _roles(chapters, form)
    partners = tuple(
        Partner(PartnerId(role), chapters.facts.get(roles[role], ""), role) for role in ROLES
    )
    as_of = read_moment(chapters.facts.get(words("minutes.as_of"), ""), words)
    conversation = Conversation(
        replace(header, changed={PartnerId("-"): as_of} if as_of else {}), partners
    )
    edition = replace(
        edition_of(conversation, form.version, digest=digest),
        title=chapters.title,
        keeping=about.get(words("minutes.keeping"), ""),
        roles=roles,
        as_of=as_of,
        front_matter=body != text,
        left_out=read_left_out(about.get(words("minutes.left_out"), ""), words),
    )
    names = Names(conversation, edition, words)
    reactions = read_reactions(chapters.lines("reactions"), names, digest, words)
    agreements = AgreementReader(names, header, as_of, words)
    conversation = replace(
        conversation,
        checklist=_checklist(chapters, names),
        notes=_notes(chapters, names),
        agreements=agreements.read(chapters.lines("agreements")),
        approvals=tuple(reactions.approvals),
    )
    if form.version is Version.FILE:
        edition = replace(edition, chapters=_chapters_of_file(chapters))
    authors = not _says_together(chapters, names)
    edition = replace(edition, authors=authors, void=frozenset(reactions.void))
    return ReadMinutes(with_kept_form(conversation, edition), edition)


def without_front_matter(text: str) -> str:
    """Return minutes without the lines for programs before the title."""
    end = text.find(f"\n{_FENCE}", len(_FENCE) - 1)
    if not text.startswith(_FENCE) or end < 0:
        return text
    return text[end + 1 + len(_FENCE) :].lstrip("\n")


def _split(body: str, words: Catalogue) -> _Chapters:
    (_, before), *found = parts(body.rstrip("\n").split("\n"), "## ")
    heading = before[0] if before else ""
    by_heading: dict[str, list[str]] = {}
    for title, lines in found:
        by_heading.setdefault(title, lines)
    title = unescape(heading.removeprefix("# ")) if heading.startswith("# ") else ""
    return _Chapters(title, values(before), by_heading, words)


def _header(chapters: _Chapters, form: _Form, zone: str) -> Header:
    words = form.words

    def fact(key: str) -> str:
        return chapters.facts.get(words(f"minutes.{key}"), "")

    previous = read_previous(fact("previous"), words)
    when = read_date_and_time(fact("when"), words) if fact("when") else Header(minutes=0)
    return replace(
        when,
        title=fact("subject"),
        kind=form.kind,
        language=words.language,
        previous=previous.previous,
        previous_on=previous.previous_on,
        next_on=read_weekday_date(fact("next"), words),
        in_short=values(chapters.lines("summary")).get(words("minutes.in_short"), ""),
        zone=zone,
        **{name: fact(name) for name in _FIELDS},  # type: ignore[arg-type]
    )


def _roles(chapters: _Chapters, form: _Form) -> Mapping[Role, str]:
    """Return what the partners are called: by the reactions, else by the kind of conversation."""
    found = read_roles(chapters.lines("reactions"), chapters.facts)
    if found:
        return found
    header = Header(kind=form.kind, language=form.words.language)
    return edition_of(Conversation(header)).roles


def _checklist(chapters: _Chapters, names: Names) -> tuple[ChecklistItem, ...]:
    return in_order(
        list(read_discussed(chapters.lines("points"), names)),
        list(read_competencies(chapters.lines("competencies"), names, chapters.words)),
        list(read_parked(chapters.lines("parked"), chapters.words)),
    )


def _notes(chapters: _Chapters, names: Names) -> tuple[NoteLine, ...]:
    reader = NotesReader(names, chapters.words)
    lines = reader.read(chapters.lines("notes"))
    valued = reader.appreciation(chapters.lines("appreciation"))
    gap = [NoteLine("")] if lines and valued else []
    return (*lines, *gap, *valued)


def _chapters_of_file(chapters: _Chapters) -> frozenset[Chapter]:
    return frozenset(chapter for chapter, key in _CHAPTERS.items() if chapters.has(key))


def _says_together(chapters: _Chapters, names: Names) -> bool:
    """Return whether the notes do not say who wrote what."""
    turns = [*entries(chapters.lines("notes")), *entries(chapters.lines("appreciation"))]
    return any(turn.name == names.together for turn in turns)
