"""Minutes of any form, and what of their text was not understood."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from ..i18n.catalogue import LANGUAGES, catalogue
from ..ids import PartnerId
from ..model.conversation import Conversation
from ..model.fields import to_fields
from ..model.rows.conversation_rows import to_conversation
from .edition import Edition
from .form1.understanding import read_form1
from .reading.lines import parts
from .reading.reader import read_minutes
from .received import nearest, receive
from .writing.writer import compose


class Understood(NamedTuple):
    """The conversation in minutes."""

    conversation: Conversation
    language: str
    missing: list[str]
    """The lines that were not understood; empty if written again it is the same text."""
    edition: Edition | None = None
    """Which edition it is; None for minutes of form 1."""
    has_unread_reactions: bool = False
    """Whether the chapter of the reactions says more or something else than the conversation."""


def understand(text: str, importer: PartnerId) -> Understood | None:
    """Return the conversation in minutes that afspraak wrote; None if the text is something else.

    The `importer` gets what is nobody's in minutes of form 1.
    """
    arrived = receive(text.encode())
    text = arrived.text if arrived else nearest(text)
    read = arrived.minutes if arrived else read_minutes(text)
    if read is None:
        found = read_form1(text, importer)
        if found is None:
            return None
        told, lines, language = found
        unread = bool(lines) and has_reactions(text)
        return Understood(told, language, lines, has_unread_reactions=unread)
    conversation = to_conversation(to_fields(read.conversation), read.conversation.notes)
    again = compose(conversation, read.edition)
    missing = [] if again == text else _missing(text, again)
    language = conversation.header.language
    unread = bool(missing) and _reactions(text, language) != _reactions(again, language)
    return Understood(conversation, language, missing, read.edition, unread)


def has_reactions(text: str) -> bool:
    """Return whether a text has the heading of our reactions, in any language."""
    return any(_reactions(text, language) for language in LANGUAGES)


def _reactions(text: str, language: str) -> list[str]:
    """Return the words below the heading of the reactions."""
    heading = catalogue(language)("minutes.reactions")
    found = [below for title, below in parts(text.split("\n"), "## ") if title.strip() == heading]
    return " ".join(found[0]).split() if found else []


def _missing(text: str, again: str) -> list[str]:
    """Return the lines of a text that are not in `again`, as they are when written again.

    A heading gets another one above it in the notes, and blank lines around.
    """
    remaining = Counter(line.strip() for line in again.split("\n"))
    missing: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if remaining[line.strip()] > 0:
            remaining[line.strip()] -= 1
        elif line.startswith("#"):
            missing += ["", f"#{line}", ""]
        else:
            missing.append(line)
    return missing[missing[:1] == [""] :]
