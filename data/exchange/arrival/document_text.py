"""The text of a file that somebody sent: Markdown, a mail, a page, or a mail with a page in it."""

from __future__ import annotations

from quopri import decodestring
from typing import NamedTuple

from ...minutes.enclosed import has_minutes
from ...text.decoding import UTF_8, decode
from ...text.html_tree import is_page
from ...text.lazy_pattern import lazy_pattern
from ...text.transport import with_line_feeds
from .mail_message import PAGE_NAMES, Mail, mail_of
from .page_text import markdown_of

_QUOTED_PRINTABLE = lazy_pattern(rb"(?:[!-<>-~ \t]|=[0-9A-F]{2}|=?[ \t]*\r?\n)*")
_LONGEST_LINE = 76
"""In quoted-printable (RFC 2045); our minutes always have a longer one."""


class DocumentText(NamedTuple):
    """The text of a file, with line feeds or the line ends that it has."""

    text: str
    title: str = ""
    """What the mail is about; empty for another file."""
    encoding: str = UTF_8
    attachments: tuple[str, ...] = ()
    """The names of attachments without text."""


def document_text(data: bytes, name: str = "") -> DocumentText:
    """Return the text of a file with this name; a page as Markdown, a mail as its lines and text.

    A page says that it is one, or the name does.
    """
    mail = mail_of(data)
    if mail is not None:
        texts = [markdown_of(part.text) if part.is_html else part.text for part in mail.parts]
        return _of_mail(mail, texts)
    decoded = decode(_plain(data))
    is_html = name.lower().endswith(PAGE_NAMES) or is_page(decoded.text)
    text = markdown_of(decoded.text) if is_html else decoded.text
    return DocumentText(text, encoding=decoded.encoding)


def typed_text(data: bytes) -> str:
    """Return the text of a file as it was typed, with line feeds: of a mail without its pages."""
    mail = mail_of(data)
    if mail is None:
        return with_line_feeds(_plain(data))
    return _of_mail(mail, [part.text for part in mail.parts if not part.is_html]).text


def _of_mail(mail: Mail, texts: list[str]) -> DocumentText:
    head = "\\\n".join(mail.headers)
    text = "\n\n".join([head, *(text.strip("\n") for text in texts)]) + "\n"
    return DocumentText(text, mail.subject, attachments=tuple(mail.attachments))


def _plain(data: bytes) -> bytes:
    """Return minutes in the body of a mail that was saved without its headers, decoded.

    Any other text stays as it is: an equals sign may be one.
    """
    lines = data.split(b"\n")
    is_short = all(len(line.rstrip(b"\r")) <= _LONGEST_LINE for line in lines)
    has_breaks = any(line.rstrip().endswith(b"=") for line in lines)
    if not (is_short and has_breaks and _QUOTED_PRINTABLE.fullmatch(data)):
        return data
    plain = decodestring(data)
    return plain if has_minutes(decode(plain).text) else data
