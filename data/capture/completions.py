"""The items, labels and headings that begin with what a user typed, for a shell's completion."""

from __future__ import annotations

from collections.abc import Iterable

from ..i18n.catalogue import catalogue
from ..model.conversation import Conversation
from ..text.sanitize import clean_line
from .agreements import agreement_rows
from .checklist import item_rows
from .note import heading_rows


def complete_row(conversation: Conversation, kind: str, prefix: str) -> list[str]:
    """Return the rows that begin with `prefix`, in capitals or not.

    `kind` is what the command line calls them: ITEM, LABEL or HEADING.
    """
    words = catalogue(conversation.header.language)
    texts: Iterable[str]
    if kind == "ITEM":
        texts = (row.text for row in item_rows(conversation))
    elif kind == "LABEL":
        texts = (row.sign for row in agreement_rows(conversation, words))
    else:
        texts = (row.text for row in heading_rows([line.text for line in conversation.notes]))
    found = (text for text in texts if text.casefold().startswith(prefix.casefold()))
    return [prefix + text[len(prefix) :] for text in found if clean_line(text) == text]
