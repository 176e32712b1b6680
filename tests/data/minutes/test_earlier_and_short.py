"""What the minutes tell of the conversation before, and what both say in short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.minutes.edition import Version, edition_of
from afspraak.data.minutes.reading.reader import read_minutes
from afspraak.data.minutes.self_check import difference
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.minutes.writing.writer import compose
from afspraak.data.model.conversation import Agreement, Conversation, Header, Partner

PARTNERS = (
    Partner(MANAGER, "Anna de Vries", "manager"),
    Partner(EMPLOYEE, "Jan Bakker", "employee"),
)


def talk(*agreements: Agreement, **changes: Any) -> Conversation:
    return replace(Conversation(Header(), PARTNERS, agreements=agreements), **changes)


@pytest.mark.parametrize("slug", ["planning-2025", "planning (copy)", "1 (2) December"])
def test_an_earlier_conversation_is_told_by_its_date(slug: str) -> None:
    before = Slug(slug)
    rows = (
        Agreement(RowId("a"), text="one", carried_from=before),
        Agreement(RowId("b"), text="two", carried_from=Slug("older")),
        Agreement(RowId("c"), text="three"),
    )
    dated = Header(previous=before, previous_on=date(2025, 12, 2))
    undated = replace(dated, previous_on=None)
    for header, words in ((dated, f"2 December 2025 ({slug})"), (undated, slug)):
        text = write_minutes(talk(*rows, header=header))
        assert f"- **Previous conversation:** {words}\n" in text
        assert f"- **Taken along from:** {words}\n" in text
        assert "- **Taken along from:** older\n" in text
        read = read_minutes(text)
        assert read is not None
        back = read.conversation.header
        assert (back.previous, back.previous_on) == (slug, header.previous_on)
        assert [row.carried_from for row in read.conversation.agreements] == [slug, "older", ""]


def test_a_slug_that_reads_as_a_date_and_a_slug_is_no_fault() -> None:
    text = write_minutes(talk(header=Header(previous=Slug("2 December 2025 (x)"))))
    assert "- **Previous conversation:** 2 December 2025 (x)\n" in text


@pytest.mark.parametrize("version", Version)
def test_what_is_said_in_short_opens_the_summary_and_is_read_back(version: Version) -> None:
    said = "Jan leads, Anna makes room.\n- **Agreements:** none\n\n## Signatures\nProud of it."
    conversation = talk(Agreement(RowId("a"), text="one"), header=Header(in_short=said))
    text = write_minutes(conversation, version)
    assert "## Summary\n\n- **In short:** Jan leads, Anna makes room.\n" in text
    assert "- **Agreements:** 1\n" in text
    read = read_minutes(text)
    assert read is not None
    assert read.conversation.header.in_short == said
    assert "In short" not in write_minutes(talk(header=Header(in_short=" \n")), version)


def test_the_self_check_compares_what_is_said_in_short() -> None:
    conversation = talk(header=Header(in_short="Proud of it.", language="en"))
    edition = edition_of(conversation)
    text = compose(conversation, edition)
    assert difference(text, conversation, edition) == ""
    changed = text.replace("Proud of it.", "Sorry for it.")
    assert difference(changed, conversation, edition) == "summary"
