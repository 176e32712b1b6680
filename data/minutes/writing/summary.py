"""The summary of the minutes: for who reads no further.

The first entry is what both want to say in short; all others follow from the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...i18n.catalogue import Catalogue
from ...model.conversation import Conversation
from ...text.sanitize import clean_line
from ..commitments import commitments
from ..edition import Edition
from ..markup.entries import block_entry, entry, typed_label
from ..names import ORDER, Names
from ..subject import Subject, subject_of
from ..wording import approvals, labelled, written_date


def summary(conversation: Conversation, edition: Edition, words: Catalogue) -> Iterator[str]:
    """Yield the blocks of the chapter."""
    lines = [*_agreements(conversation, words), _reactions(conversation, edition, words)]
    in_short = conversation.header.in_short
    if clean_line(in_short):
        lines.insert(0, block_entry(words("minutes.in_short"), in_short))
    yield f"## {words('minutes.summary')}"
    yield "\n".join(lines)


def _agreements(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    rows = list(labelled(conversation, words))
    if not rows:
        return
    statuses = [agreement.status for _, agreement in rows]
    done, dropped = statuses.count("done"), statuses.count("dropped")
    parts = [name for name, count in (("done", done), ("dropped", dropped)) if count]
    count = str(len(rows))
    if parts:
        key = f"minutes.summary.{'.'.join(parts)}"
        count = words(key, count=count, done=done, dropped=dropped)
    yield entry(words("minutes.summary.count"), count)
    dates = [
        (agreement.due, place, label)
        for place, (label, agreement) in enumerate(rows)
        if agreement.due and agreement.status == "open"
    ]
    if dates:
        due, _, label = min(dates)
        text = words("minutes.summary.first_of", date=written_date(due, words), label=label)
        yield entry(words("minutes.summary.first"), text)
    yield from _who_does_what(conversation, words)


def _who_does_what(conversation: Conversation, words: Catalogue) -> Iterator[str]:
    people = commitments(conversation, words)
    if people:
        yield f"- **{words('minutes.summary.who')}:**"
    for person in people:
        owns = [
            words("minutes.summary.is_done", label=label) if row.status == "done" else label
            for label, row in person.owns
        ]
        told = [", ".join(owns)] if owns else []
        if person.supports:
            supported = ", ".join(label for label, _ in person.supports)
            told.append(words("minutes.summary.supports", labels=supported))
        yield entry(typed_label(person.name) or "…", "; ".join(told), "  ")


def _reactions(conversation: Conversation, edition: Edition, words: Catalogue) -> str:
    names = Names(conversation, edition, words)
    given = {approval.partner: approval for approval in approvals(conversation)}
    told: list[str] = []
    for by in ORDER:
        stance = words("minutes.reactions.none")
        if approval := given.get(by):
            stance = words(f"minutes.stance.{approval.stance}")
            if subject_of(approval, edition) is not Subject.THIS_RECORD:
                stance = words("minutes.summary.void", stance=stance)
            if clean_line(approval.remark):
                stance = words("minutes.summary.with_reaction", stance=stance)
        told.append(words("minutes.summary.reaction", name=names.short(by), stance=stance))
    return entry(words("minutes.summary.reactions"), "; ".join(told))
