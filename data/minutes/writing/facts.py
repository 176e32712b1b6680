"""The title of the minutes, the facts below it, and the front matter above it."""

from __future__ import annotations

import json

from ...i18n.catalogue import Catalogue
from ...model.conversation import Conversation
from ...text.sanitize import clean_line
from ..edition import Edition
from ..markup.entries import block_entry, entry
from ..markup.inline import Place, escape
from ..names import ORDER, Names
from .about import FORM, kind_of
from .moments import date_and_time, earlier, moment, weekday_date

BLOCKS = ("job", "goals")
"""The facts that may have several lines."""


def title_line(edition: Edition) -> str:
    """Return the heading of the minutes."""
    return f"# {escape(edition.title, Place.HEADING)}"


def facts(conversation: Conversation, edition: Edition, words: Catalogue) -> str:
    """Return the list of who, when, where, and which version."""
    header, names = conversation.header, Names(conversation, edition, words)
    previous = earlier(header.previous, header, words) if header.previous else ""
    following = weekday_date(header.next_on, words) if header.next_on else ""
    values = {
        **{names.role(by): names.name(by) for by in ORDER},
        words("minutes.when"): date_and_time(header, words),
        words("minutes.place"): header.place,
        words("minutes.department"): header.department,
        words("minutes.period"): header.period,
        words("minutes.subject"): header.title,
        words("minutes.job"): header.job,
        words("minutes.goals"): header.goals,
        words("minutes.previous"): previous,
        words("minutes.next"): following,
        words("minutes.as_of"): moment(edition.as_of, header.zone, words),
        words("minutes.version"): words(f"minutes.version.{edition.version}"),
    }
    blocks = {words(f"minutes.{name}") for name in BLOCKS}
    return "\n".join(
        block_entry(label, value) if label in blocks else entry(label, value)
        for label, value in values.items()
        if clean_line(value)
    )


def front_matter(conversation: Conversation, edition: Edition, words: Catalogue) -> str:
    """Return YAML lines for programs, sorted, each value as JSON. Nothing reads them back."""
    header = conversation.header
    values: dict[str, str | int] = {
        "form": FORM,
        "version": edition.version.value,
        "language": words.language,
        "kind": kind_of(conversation),
        "title": clean_line(edition.title),
        "date": header.date.isoformat() if header.date else "",
        "next": header.next_on.isoformat() if header.next_on else "",
        "digest": edition.digest,
        **{partner.role: clean_line(partner.name) for partner in conversation.partners},
    }
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(values.items()) if v]
    return "\n".join(["---", *lines, "---"])
