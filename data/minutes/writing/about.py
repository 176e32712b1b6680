"""The last chapter of the minutes: what was left out, keeping, time zone, digest and form."""

from __future__ import annotations

from ...i18n.catalogue import Catalogue
from ...model.conversation import Conversation
from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_line
from ..edition import Edition
from ..left_out import write_left_out
from ..markup.entries import block_entry, entry, with_markdown

FORM = 2
"""The form of these minutes."""

PROGRAM = "afspraak"
_KIND = lazy_pattern(r"[a-z0-9][a-z0-9-]*")


def about(conversation: Conversation, edition: Edition, words: Catalogue) -> str:
    """Return the chapter; its last line tells a reader form, language, kind and version."""
    digest = edition.digest
    if digest and edition.is_file:
        digest += f"\n{words('minutes.excerpt')}"
    form = f"{PROGRAM} {FORM}, {words.language}, {kind_of(conversation)}, {edition.version}"
    lines = [
        entry(words("minutes.left_out"), write_left_out(edition.left_out, words)),
        *([entry(words("minutes.keeping"), edition.keeping)] if edition.keeping else []),
        entry(words("minutes.zone"), clean_line(conversation.header.zone) or "UTC"),
        *([block_entry(words("minutes.digest"), digest)] if digest else []),
        with_markdown(words("minutes.form"), form),
    ]
    return "\n".join([f"## {words('minutes.about')}", "", *lines])


def kind_of(conversation: Conversation) -> str:
    """Return the id of the kind of conversation; `other` for one that is no id."""
    kind = conversation.header.kind
    return kind if _KIND.fullmatch(kind) else "other"
