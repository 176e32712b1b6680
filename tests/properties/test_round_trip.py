"""Minutes of any conversation round-trip to the same bytes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.exchange.import_file import parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId
from afspraak.data.minutes.understanding import understand
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.minutes.writing.writer import compose
from afspraak.data.model.conversation import Conversation, Header, NoteLine, Partner
from afspraak.data.text.sanitize import clean_text

from ..support.amount import tries
from ..support.conversations.random_conversations import AUTHORS, CONVERSATIONS, LONG

ME = Importer("manager", "Anna de Vries")


@settings(max_examples=tries(150), deadline=None)
@given(CONVERSATIONS, st.booleans(), st.booleans())
def test_minutes_round_trip_to_the_byte(
    conversation: Conversation, authors: bool, front_matter: bool
) -> None:
    agreements = tuple(
        replace(row, id=RowId(f"a{place}")) for place, row in enumerate(conversation.agreements)
    )
    conversation = replace(conversation, agreements=agreements)
    text = write_minutes(conversation, authors=authors, front_matter=front_matter)
    found = understand(text, MANAGER)
    assert found is not None and found.edition is not None
    assert not found.missing
    assert compose(found.conversation, found.edition) == text
    imported = parse_conversation(text, "talk.md", ME, "en")
    assert imported.is_minutes
    assert imported.faults == ()


@settings(max_examples=tries(150), deadline=None)
@given(LONG)
def test_any_text_keeps_its_words(text: str) -> None:
    # Entities are read as what they stand for, which has other letters.
    text = unicodedata.normalize("NFC", clean_text(text)).replace("&", "")
    conversation = parse_conversation(text, "talk.md", ME, "en").conversation
    kept = [conversation.header.title, *(line.text for line in conversation.notes)]
    kept += [part for item in conversation.checklist for part in (item.section, item.text)]
    letters = sorted(re.findall(r"[a-zé😀3]", text))
    found = sorted(re.findall(r"[a-zé😀3]", "\n".join(kept)))
    assert not Counter(letters) - Counter(found) - Counter("x" * text.count("[x]"))


BLOCKS = (
    *("para one", "two lines\nof text", "- a\n- b", "- a\n\n  more\n- b\n  - c", "1. x\n2. y"),
    *("> quote\n> more", "> - q\n>   r", "| a | b |\n| -- | -- |\n| 1 | 2 |", "```\ncode\n```"),
    *("- ```\n  code\n  ```\n- z", "    indented", "# H1", "## H2", "### H3\ntext", "Set\n---"),
    *("***", "- [x] t\n- [ ] u", "Appreciation: thanks", "- Waardering: dank", "- \n- b", "1."),
    *("text *(AV)*", "_(JB)_", "*(JB)*", "[a]: http://b", "- | a |\n  | -- |\n  | 1 |", "", "*"),
    *("a\\", "<b>", "~~~\nopen"),
)
PARTNERS = (
    Partner(MANAGER, "Anna Vries", "manager"),
    Partner(EMPLOYEE, "Jan Bakker", "employee"),
)


def noted(blocks: list[tuple[str, PartnerId, bool]]) -> tuple[NoteLine, ...]:
    """Notes of blocks, each with its author, some followed by an empty line."""
    return tuple(
        NoteLine(line, by)
        for text, by, apart in blocks
        for line in (*text.split("\n"), *([""] if apart else []))
    )


@settings(max_examples=tries(300), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(BLOCKS), AUTHORS, st.booleans()), max_size=9).map(noted))
def test_notes_of_two_authors_round_trip_with_their_names(
    notes: tuple[NoteLine, ...],
) -> None:
    header = Header(created="2026-12-01T10:00:00+00:00")
    text = write_minutes(Conversation(header, PARTNERS, notes=notes))
    back = parse_conversation(text, "talk.md", ME, "en").conversation
    assert write_minutes(back) == text
