"""Minutes and other documents in a mail as a mail program saves it."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from afspraak.data.exchange.arrival.document_text import document_text
from afspraak.data.exchange.arrival.flowed import unflowed
from afspraak.data.exchange.html_format import page
from afspraak.data.exchange.import_file import ImportResult, parse_conversation, read_import_file
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.minutes.edition import Version

from ....support.conversations.golden_minutes import GOLDEN_NAMES, golden_text

ME = Importer("manager", "Anna de Vries")


def mail(text: str, encoding: str = "quoted-printable") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jan Bakker <jan@example.org>"
    message["To"] = "Anna de Vries <anna@example.org>"
    message["Subject"] = "Fwd: Re: Gesprek – één verslag"
    message["Date"] = "Mon, 30 Nov 2026 16:00:00 +0100"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(text, cte=encoding)
    return message


def quoted_printable(text: str) -> bytes:
    return mail(text).as_bytes(policy=SMTP)


def in_base64(text: str) -> bytes:
    return mail(text, "base64").as_bytes()


def with_page(text: str) -> bytes:
    """A mail with the text and a page that says the same, and a picture."""
    message = mail(text)
    message.add_alternative("<html><body><p>the same, drawn</p></body></html>", subtype="html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    return message.as_bytes()


def attached(text: str) -> bytes:
    message = mail("See the minutes.\n")
    data = text.encode()
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="a.md")
    return message.as_bytes()


def only_a_page(text: str) -> bytes:
    message = mail("")
    message.set_content(page(text, "nl" if "Kenmerk" in text else "en"), subtype="html")
    return message.as_bytes()


def body_alone(text: str) -> bytes:
    """The body of a mail, saved without its headers."""
    return quopri.encodestring(text.encode())


def latin(text: str) -> bytes:
    """A mail in an older character set, with a mark of a database of mails in front."""
    body = base64.encodebytes(text.encode("cp1252", "xmlcharrefreplace")).decode()
    head = "From jan@example.org Mon Nov 30 16:00:00 2026\nFrom: jan@example.org\n"
    head += "MIME-Version: 1.0\nContent-Type: text/plain; charset=windows-1252\n"
    return f"{head}Content-Transfer-Encoding: base64\n\n{body}".encode()


def flowed(text: str) -> bytes:
    """A mail whose lines are wrapped at 60 columns with a blank at their end, and stuffed."""
    lines: list[str] = []
    for line in text.split("\n"):
        rest = f" {line}" if line.startswith((" ", ">", "From ")) else line
        while len(rest) > 60 and (at := rest.rfind(" ", 1, 60)) > 0 and rest[:at].strip():
            lines.append(rest[: at + 1])
            rest = rest[at + 1 :]
            rest = f" {rest}" if rest.startswith((" ", ">", "From ")) else rest
        lines.append(rest)
    message = mail("\n".join(lines), "8bit")
    message.set_param("format", "flowed")
    return message.as_bytes()


def read(data: bytes, folder: Path, name: str = "talk.eml") -> ImportResult:
    file = folder / name
    file.write_bytes(data)
    text, faults, title = read_import_file(file)
    found = parse_conversation(text, name, ME, "en", title)
    return ImportResult(found.conversation, found.is_minutes, (*faults, *found.faults))


WAYS = [quoted_printable, in_base64, with_page, attached, body_alone, flowed]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_minutes_in_a_mail_are_read_as_they_were_sent(
    way: Callable[[str], bytes], version: Version, name: str, tmp_path: Path
) -> None:
    text = golden_text(name, version)
    was, found = read(text.encode(), tmp_path, "talk.md"), read(way(text), tmp_path)
    assert found.is_minutes
    one, other = was.conversation, found.conversation
    assert one.header.title == other.header.title
    assert [a.text for a in one.agreements] == [a.text for a in other.agreements]
    notes = [line.text for line in other.notes]
    assert notes[: len(one.notes)] == [line.text for line in one.notes]
    around = [line for line in notes[len(one.notes) :] if line]
    if way is not body_alone:
        assert around[0] == "## Bij het inlezen niet begrepen" or "Not understood" in around[0]
        assert around[1].startswith("From: Jan Bakker") and "Re: Gesprek – één verslag" in around[4]
    keys = {fault.key for fault in found.faults}
    assert keys <= {"exchange.import.partly", "exchange.import.attachments"}
    assert ("exchange.import.attachments" in keys) == (way is with_page)


@pytest.mark.parametrize("way", [quoted_printable, in_base64, with_page, attached, latin, flowed])
def test_another_document_in_a_mail_keeps_its_words_and_tasks(
    way: Callable[[str], bytes], tmp_path: Path
) -> None:
    text = "Hoi Anna,\n\nwe spraken in het café = lokaal 3:\n\n- [ ] bel Noor\n- [x] één plan\n"
    found = read(way(text), tmp_path)
    assert [(i.text, i.state) for i in found.conversation.checklist] == [
        ("bel Noor", "open"),
        ("één plan", "done"),
    ]
    notes = "\n".join(line.text for line in found.conversation.notes)
    assert "in het café = lokaal 3:" in notes
    if way is not latin:
        assert found.conversation.header.title == "Gesprek – één verslag"
        assert "Anna de Vries <anna@example.org>" in notes and "30 Nov 2026" in notes


def test_a_page_in_a_mail_is_read_where_there_is_no_text(tmp_path: Path) -> None:
    text = golden_text("story_nl", Version.FULL)
    found = read(only_a_page(text), tmp_path)
    assert found.is_minutes
    assert [a.text for a in found.conversation.agreements] == [
        a.text for a in read(text.encode(), tmp_path).conversation.agreements
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"From: Anna\nTo: Jan\nDate: Monday\n\nWe spoke.\n",
        b"Subject: a talk\n\n- [ ] one=\n- [ ] two\n",
        b"---\nContent-Type: text\nFrom: me\n---\n\ntext\n",
        b"a = b\nx=\n",
    ],
)
def test_a_text_that_is_no_mail_stays_as_it_is(data: bytes) -> None:
    assert document_text(data).text == data.decode()


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nthe words",
        "Content-Type: text/plain; charset=klingon\n\nthe words",
        "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nthe words",
        "Content-Type: text/plain\nSubject: =?utf-8?b?w?=\n\nthe words",
        "Content-Type: message/rfc822\n\nFrom: x\nContent-Type: text/plain\n\nthe words",
        "Content-Type: multipart/alternative; boundary=x\n\n--x--\nthe words",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(head: str, tmp_path: Path) -> None:
    found = read(f"From: Jan\n{head}\n".encode(), tmp_path)
    notes = "\n".join(line.text for line in found.conversation.notes)
    assert "From: Jan" in notes
    assert "the words" in notes or "base64" in head


def test_flowed_text_is_joined_and_unstuffed() -> None:
    text = "One line \nthat flows.\n  - item\n > no quote\n>quoted \n>and so on\n-- \nJan"
    assert (
        unflowed(text) == "One line that flows.\n - item\n> no quote\n> quoted and so on\n-- \nJan"
    )
    assert unflowed("in \nzicht", deletes_blank=True) == "inzicht"
