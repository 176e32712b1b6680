"""What stands around the document in a file: a mail that quotes it, front matter of a program."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...model.conversation import Conversation, NoteLine
from ...text.markdown import backticks
from .front_matter import FrontMatter, split_front_matter
from .quoted_mail import unquote


@dataclass(frozen=True, slots=True)
class Surrounded:
    """A document, and what stands around it."""

    text: str
    front: FrontMatter
    before: list[str]
    """The lines of the mail before the quoted document."""
    after: list[str]

    def around(self, before: list[str], after: list[str], is_whole: bool) -> list[str]:
        """Return lines in the document, with every line around it, as Markdown.

        `is_whole`: the document is the whole file.
        """
        if is_whole:
            return _blocks(before, after)
        return _blocks(self.before, _fenced(self.front.lines), before, after, self.after)

    def put_around(self, conversation: Conversation) -> Conversation:
        """Return the conversation of the document, with the date, and what is not used in notes."""
        header = conversation.header
        if self.front.when is not None:
            header = replace(header, date=self.front.when.day, time=self.front.when.time)
        notes = [line.text for line in conversation.notes]
        lines = _blocks(self.before, _fenced(self.front.rest), notes, self.after)
        return replace(conversation, header=header, notes=tuple(map(NoteLine, lines)))


def surrounded(text: str) -> Surrounded:
    """Return the document in a text, and what stands around it."""
    mail = unquote(text)
    front, body = split_front_matter(mail.text)
    return Surrounded(body, front, mail.before, mail.after)


def _blocks(*blocks: list[str]) -> list[str]:
    """Return the blocks that have lines, with a blank line between them."""
    lines: list[str] = []
    for block in filter(None, blocks):
        lines += [*([""] if lines else []), *block]
    return lines


def _fenced(lines: list[str]) -> list[str]:
    """Return lines as a block of code, which no line in it can close."""
    fence = backticks("\n".join(lines), 3)
    return [f"{fence}yaml", *lines, fence] if lines else []
