"""No word of minutes from elsewhere is lost: not in the conversation, nor in its minutes.

Texts of each form, in the encodings of other programs: each commit has its seventh of two hundred,
AFSPRAAK_WHOLE_TABLE=1 has them all.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from afspraak.data.exchange.import_file import parse_conversation, read_import_file
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.i18n.date_format import format_date
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import Conversation

from ...support.amount import share
from ...support.texts.public_minutes import FORMS, public_minutes

EACH = 200
ME = Importer("manager", "Jan Bakker")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1")
_ZONED = re.compile(r"(\d)T(\d\d:\d\d)(?::00)?(?:Z|\+01:00)?")
"""A moment in front matter: its seconds and its zone are no part of when a talk begins."""
_USED = re.compile(r"^(title|date): *[>|]?-?", re.MULTILINE)
"""What front matter says of a value that is used; the value itself is kept."""


def words(text: str) -> Counter[str]:
    """Each run of letters and digits: escaping may stand between them, and nothing else."""
    return Counter(re.findall(r"[^\W_]+", unescape(text).casefold()))


def date_words(conversation: Conversation) -> str:
    """The date and the time of a conversation as front matter writes them."""
    header = conversation.header
    return f"{header.date or ''} {header.time}"


def said(conversation: Conversation) -> Counter[str]:
    """The words of the title and the notes, and of the date."""
    notes = "\n".join(line.text for line in conversation.notes)
    return words(f"{conversation.header.title}\n{notes}\n{date_words(conversation)}")


def lost(text: str, found: Counter[str]) -> Counter[str]:
    """The words of a text that are not found as often as it has them."""
    wanted = words(_ZONED.sub(r"\1 \2", text))
    if text.startswith("---\n"):  # names of values that are used may be gone
        front = text[4:].partition("\n---" if "\n---\n" in text else "\n...")[0]
        wanted -= words("\n".join(_USED.findall(front)))
    return wanted - found


@pytest.mark.parametrize("form", FORMS)
def test_no_word_is_lost(form: str, tmp_path: Path) -> None:
    for number in share(range(EACH), of=7):
        text = public_minutes(form, number)
        encoding = ENCODINGS[number % len(ENCODINGS)]
        file = tmp_path / f"{number}.md"
        written = text.replace("\n", "\r\n") if number % 5 == 0 else text
        file.write_bytes(written.encode(encoding, errors="replace"))
        expected = text.encode(encoding, errors="replace").decode(encoding).lstrip("\ufeff")
        read = read_import_file(file).text
        conversation = parse_conversation(read, file.name, ME, "nl").conversation
        assert not lost(expected, said(conversation)), f"{form} {number}:\n{text}"
        minutes = write_minutes(conversation)
        if day := conversation.header.date:
            _, _, without_weekday = format_date(day, "nl", width="long").partition(" ")
            assert without_weekday in minutes
        again = words(f"{minutes}\n{date_words(conversation)}")
        assert not lost(expected, again), f"{form} {number}:\n{text}\n{minutes}"


def test_the_forms_are_what_they_are_called() -> None:
    """Each form has what it is there for, and front matter and mails are understood."""
    patterns = {
        "table": r"\|-",
        "tasks": r"^ +[-*+1.]+ \[[ x]\] ",
        "code": "^(```|~~~)",
        "html": "<[a-z]+[ >]",
        "front matter": "^---\n",
        "mail": "^>",
    }
    for form, pattern in patterns.items():
        texts = [public_minutes(form, number) for number in range(EACH)]
        assert sum(bool(re.search(pattern, text, re.MULTILINE)) for text in texts) > EACH // 2
        assert len(set(texts)) == EACH
    mails = (public_minutes("mail", number) for number in range(EACH))
    read = [parse_conversation(text, "mail.md", ME, "nl").conversation for text in mails]
    assert sum(talk.header.title != "mail" for talk in read) > EACH * 0.9
    fronts = [public_minutes("front matter", number) for number in range(EACH)]
    dated = [text for text in fronts if re.search("^date: ", text, re.MULTILINE)]
    assert len(dated) > 50
    for text in dated:
        assert parse_conversation(text, "talk.md", ME, "nl").conversation.header.date is not None
