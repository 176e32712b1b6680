"""A mail as a mail program saves it: its text, decoded, and who sent it to whom.

The standard library takes the message apart. What it cannot decode stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...text.lazy_pattern import lazy_pattern
from ...text.sanitize import clean_line
from ...text.transport import with_line_feeds
from .flowed import unflowed

if TYPE_CHECKING:
    from email.message import Message

_HEADER = lazy_pattern(rb"(?:From |[!-9;-~]+:)")
_TECHNICAL = lazy_pattern(
    rb"^(?:MIME-Version|Message-ID|Received|Return-Path|Content-Type|Content-Transfer-Encoding):",
    re.MULTILINE | re.IGNORECASE,
)
_OF_A_MAIL = lazy_pattern(rb"^(?:From|To|Subject|Date):", re.MULTILINE | re.IGNORECASE)
_TOLD = ("From", "To", "Cc", "Date", "Subject")
_REPLIES = lazy_pattern(r"(?:(?:re|fwd?|fw|antw|betr|doorst|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
PAGE_NAMES = (".htm", ".html", ".xhtml")
"""The ends of the names of pages."""
_TEXT_NAMES = (".md", ".markdown", ".txt", *PAGE_NAMES)
_DEEPEST = 20
"""The most messages and multiparts in each other."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mail with text."""

    text: str
    is_html: bool = False


@dataclass(slots=True)
class Mail:
    """A mail."""

    headers: list[str] = field(default_factory=list)
    """Sender, addressees, date and subject, a line each."""
    subject: str = ""
    """The subject, without the marks of answers."""
    parts: list[Part] = field(default_factory=list)
    """Body and attachments with text, in order; of alternatives the plain text."""
    attachments: list[str] = field(default_factory=list)
    """The names of the attachments without text."""


def mail_of(data: bytes) -> Mail | None:
    """Return the mail that a file is; None for any other file, or if nothing is found in it."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    is_mail = _HEADER.match(head) and _TECHNICAL.search(head) and _OF_A_MAIL.search(head)
    if not is_mail:
        return None
    from email import message_from_bytes

    message = message_from_bytes(data)
    mail = Mail()
    for name in _TOLD:
        mail.headers += [f"{name}: {value}" for value in _values(message, name) if value]
    subject = next(iter(_values(message, "Subject")), "")
    mail.subject = _REPLIES.sub("", subject, count=1) if _REPLIES.match(subject) else subject
    mail.parts = list(_parts(message, mail, 0))
    return mail if mail.parts or mail.attachments else None


def _values(message: Message, name: str) -> list[str]:
    """Return the decoded values of a header."""
    from email.errors import MessageError
    from email.header import decode_header, make_header

    values: list[str] = []
    for raw in message.get_all(name, []):
        try:
            values.append(clean_line(str(make_header(decode_header(str(raw))))))
        except (MessageError, LookupError, ValueError):
            values.append(clean_line(str(raw)))
    return values


def _parts(message: Message, mail: Mail, depth: int) -> Iterator[Part]:
    """Yield the parts with text in a message; note the names of the others in `mail`."""
    inner = message.get_payload()
    if depth < _DEEPEST and isinstance(inner, list):
        found = [list(_parts(each, mail, depth + 1)) for each in inner if not isinstance(each, str)]
        if message.get_content_subtype() == "alternative":
            plain = [parts for parts in found if any(not part.is_html for part in parts)]
            found = [next(iter(plain), next((parts for parts in reversed(found) if parts), []))]
        for parts in found:
            yield from parts
        return
    name = clean_line(str(message.get_filename() or ""))
    kinds = ("text", "multipart")  # a multipart that is none is a text
    is_text = message.get_content_maintype() in kinds or name.lower().endswith(_TEXT_NAMES)
    payload = message.get_payload(decode=True)
    if not is_text or not isinstance(payload, bytes):
        if name or not is_text:
            mail.attachments.append(name or message.get_content_type())
        return
    text = _decoded(payload, message.get_content_charset() or "")
    is_html = message.get_content_subtype() == "html" or name.lower().endswith(PAGE_NAMES)
    if str(message.get_param("format")).lower() == "flowed":
        text = unflowed(text, deletes_blank=str(message.get_param("delsp")).lower() == "yes")
    if text.strip():
        yield Part(text, is_html)


def _decoded(payload: bytes, charset: str) -> str:
    """Return a text with line feeds, in the character set that is told if it fits."""
    try:
        text = payload.decode(charset or "utf-8-sig")
    except (LookupError, ValueError):
        return with_line_feeds(payload).removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
