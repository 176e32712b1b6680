"""The minutes: a conversation as a Markdown document.

A pure function of the conversation and the edition, without a clock and a locale: the same values
give the same bytes. Every line that begins in the first column is ours. What people typed is behind
a label, in a cell, or indented below one of our items; headings of the notes are the one exception.
Private preparation is not in a `Conversation`, so it cannot get into minutes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...i18n.catalogue import catalogue
from ...kinds.record_form import Chapter
from ...model.conversation import Conversation
from ..edition import Edition
from ..notes.chapter import appreciation, notes
from .about import about
from .agreements import agreements
from .competencies import competencies
from .facts import facts, front_matter, title_line
from .preparation import discussed, parked
from .reactions import reactions, signatures
from .summary import summary


def compose(conversation: Conversation, edition: Edition) -> str:
    """Return an edition of the minutes, as Markdown with a final line feed."""
    return "\n\n".join(_blocks(conversation, edition)) + "\n"


def _blocks(conversation: Conversation, edition: Edition) -> Iterator[str]:
    words = catalogue(conversation.header.language)
    if edition.front_matter:
        yield front_matter(conversation, edition, words)
    yield title_line(edition)
    yield facts(conversation, edition, words)
    if edition.has(Chapter.SUMMARY):
        yield from summary(conversation, edition, words)
    if edition.has(Chapter.AGREEMENTS):
        yield from agreements(conversation, edition, words)
    if edition.has(Chapter.COMPETENCIES):
        yield from competencies(conversation, edition, words)
    if edition.has(Chapter.APPRECIATION):
        yield from appreciation(conversation, edition, words)
    if edition.has(Chapter.NOTES):
        yield from notes(conversation, edition, words)
    if edition.has(Chapter.POINTS):
        yield from discussed(conversation, edition, words)
    if not edition.is_file:
        yield from parked(conversation, words)
    if edition.has(Chapter.REACTIONS):
        yield from reactions(conversation, edition, words)
    if edition.has(Chapter.SIGNATURES):
        yield from signatures(conversation, edition, words)
    yield about(conversation, edition, words)
