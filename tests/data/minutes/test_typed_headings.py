"""Headings that people type in the notes: the structure of the minutes holds all the same."""

from __future__ import annotations

import re

import pytest

from afspraak.data.exchange.html_format import page
from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId
from afspraak.data.minutes.understanding import understand
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.minutes.writing.writer import compose
from afspraak.data.model.conversation import (
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
)

PARTNERS = (Partner(MANAGER, "Jan", "manager"), Partner(EMPLOYEE, "Anna", "employee"))
ITEMS = (
    ChecklistItem(RowId("a"), "Looking back", "What went well?"),
    ChecklistItem(RowId("b"), "Ahead", "What next?"),
)
TYPED = [
    ["# Big"],
    ["# Big", "## Less", "### Least"],
    ["## Less", "#### Least", "# Big"],
    ["###### Smallest", "# Big"],
    ["# Looking back"],
    ["  # Big #", "text", "```", "# no heading", "```"],
    ["- # in an item", "> # in a quotation", "Underlined", "===", "text"],
    ["#", "#nothing", "\\# nothing"],
]


def talk(typed: list[str]) -> Conversation:
    lines = [("## Looking back", ""), ("It went well.", MANAGER)]
    lines += [(line, MANAGER) for line in typed]
    lines += [("Yes.", EMPLOYEE), ("## Ahead", ""), ("More.", EMPLOYEE)]
    notes = tuple(NoteLine(text, PartnerId(by)) for text, by in lines)
    return Conversation(Header(language="en"), PARTNERS, ITEMS, notes)


@pytest.mark.parametrize("authors", [True, False])
@pytest.mark.parametrize("typed", TYPED)
def test_the_headings_of_the_kind_stay_where_they_are(typed: list[str], authors: bool) -> None:
    text = write_minutes(talk(typed), authors=authors)
    for heading in ("\n### Looking back\n", "\n### Ahead\n"):
        assert heading in text
    for line in typed:
        for word in re.findall(r"\w+", line):
            assert word in text
    found = understand(text, MANAGER)
    assert found is not None and found.edition is not None and not found.missing
    assert compose(found.conversation, found.edition) == text


@pytest.mark.parametrize("typed", TYPED)
def test_the_page_has_one_title_and_the_chapters(typed: list[str]) -> None:
    html = page(write_minutes(talk(typed)), "en")
    headings = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", html, re.DOTALL)
    assert [level for level, _ in headings].count("1") == 1
    chapters = ["Summary", "Notes", "Reactions and approval", "Signatures", "About this record"]
    assert [text for level, text in headings if level == "2"] == chapters
    assert ("3", "Looking back") in headings and ("3", "Ahead") in headings


def test_typed_headings_keep_their_order_of_levels() -> None:
    text = write_minutes(talk(["# Big", "## Less", "### Least", "###### Smallest"]))
    for heading in (
        "### Big (Jan)",
        "#### Less (Jan)",
        "##### Least (Jan)",
        "###### Smallest (Jan)",
    ):
        assert f"\n{heading}\n" in text


def test_minutes_whose_headings_were_pushed_down_are_read_whole() -> None:
    text = write_minutes(talk(["# Big"]))
    pushed = text.replace("### Looking back", "#### Looking back").replace(
        "### Ahead", "#### Ahead"
    )
    found = understand(pushed, MANAGER)
    assert pushed != text and found is not None and found.edition is not None
    assert not found.missing
    assert compose(found.conversation, found.edition) == pushed
