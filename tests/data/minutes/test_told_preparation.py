"""Which preparation minutes tell: what was discussed, and what was parked for the next time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.minutes.edition import Version
from afspraak.data.minutes.reading.reader import read_minutes
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.minutes.writing.writer import compose
from afspraak.data.model.conversation import ChecklistItem, Conversation, Header, Partner

PARTNERS = (
    Partner(MANAGER, "Anna de Vries", "manager"),
    Partner(EMPLOYEE, "Jan Bakker", "employee"),
)


def talk(*items: ChecklistItem) -> Conversation:
    return Conversation(Header(), PARTNERS, checklist=items)


def test_only_what_was_discussed_is_in_the_minutes() -> None:
    def item(name: str, **changes: Any) -> ChecklistItem:
        row = ChecklistItem(RowId(name), "Back", name, remarks={EMPLOYEE: f"said at {name}"})
        return replace(row, **changes)

    items = (
        item("ticked", state="done"),
        item("open"),
        item("later", state="parked"),
        item("rated", kind="competency", ratings={EMPLOYEE: "growing"}, state="done"),
        item("compared", kind="competency", ratings={EMPLOYEE: "growing", MANAGER: "improve"}),
        item("prepared", kind="competency", ratings={EMPLOYEE: "mastered"}),
        item("half", kind="competency", ratings={EMPLOYEE: "growing", MANAGER: "undiscussed"}),
        item("unrated", kind="competency", ratings={MANAGER: "undiscussed"}, state="done"),
        item(
            "put off",
            kind="competency",
            ratings={EMPLOYEE: "growing", MANAGER: "growing"},
            state="parked",
        ),
    )
    text = write_minutes(talk(*items))
    assert "- **ticked:**\n  - **Jan:** said at ticked\n" in text
    assert "- **Back:** later\n" in text
    assert "- **rated:**\n  - **Jan:** said at rated\n" in text
    assert "- **compared:**\n  - **Jan:** said at compared\n" in text
    assert "| prepared | mastered | |\n" in text
    file = write_minutes(talk(*items), Version.FILE)
    assert set(re.findall("said at \\w+|unrated", text)) == {
        "said at ticked",
        "said at rated",
        "said at compared",
    }
    assert set(re.findall("said at \\w+|unrated", file)) == {"said at rated", "said at compared"}
    assert "ticked" not in file and "later" not in file
    assert "| rated | growing | |\n" in file


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "competencies without a view, views that only one of the two can see yet"),
        ("nl", "competenties zonder inschatting, inschattingen die nog maar één van beiden ziet"),
    ],
)
@pytest.mark.parametrize("version", Version)
def test_a_rating_that_only_one_sees_is_told_to_be_left_out(
    version: Version, language: str, told: str
) -> None:
    item = ChecklistItem(RowId("c"), "", "Advising", kind="competency", rated={EMPLOYEE: "yes"})
    conversation = replace(talk(item), header=Header(language=language))
    text = write_minutes(conversation, version)
    assert f"{told}\n" in text and "Advising" not in text
    read = read_minutes(text)
    assert read is not None and compose(*read) == text
    seen = replace(item, rated={}, ratings={EMPLOYEE: "growing"})
    assert told not in write_minutes(replace(conversation, checklist=(seen,)), version)


def test_what_is_parked_is_told_whatever_it_is_and_in_the_order_of_the_checklist() -> None:
    def item(section: str, text: str, **changes: Any) -> ChecklistItem:
        return replace(ChecklistItem(RowId(text), section, text, state="parked"), **changes)

    items = (
        item("", "no heading"),
        item("First", "one"),
        item("Other", "same word"),
        item("Back", "two", state="done"),
        item("Back", "three"),
        item("Competencies", "Advising", kind="competency"),
        item("Competencies", "Planning", kind="competency", ratings={EMPLOYEE: "growing"}),
        item("Competencies", "Selling", kind="competency", ratings={MANAGER: "growing"}),
        item("End", "call", kind="reminder"),
    )
    text = write_minutes(talk(*items[:7], replace(items[7], state="open"), items[8]))
    told = (
        "- **Other:** no heading\n- **First:** one\n- **Other:** same word\n- **Back:** three\n"
        "- **Competencies:** Advising\n- **Competencies:** Planning\n"
    )
    assert f"## For the next conversation\n\n{told}\n" in text
    read = read_minutes(text)
    assert read is not None
    rows = [(row.text, row.state) for row in read.conversation.checklist if row.kind != "question"]
    assert rows == [("Advising", "parked"), ("Planning", "parked"), ("Selling", "open")]
    assert "no heading" not in write_minutes(talk(*items), Version.FILE)


REMARKED = ChecklistItem(
    RowId("a"), "Skills", "plan", kind="competency", state="done",
    ratings={EMPLOYEE: "growing"}, remarks={EMPLOYEE: "said"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, "all preparation except at competencies that were discussed"),
        ({"state": "parked"}, "all preparation"),
        ({"remarks": {}}, "all preparation"),
        ({"ratings": {}, "kind": "question"}, "all preparation"),
    ],
)
def test_the_file_version_says_which_preparation_it_leaves_out(
    change: dict[str, Any], told: str
) -> None:
    text = write_minutes(talk(replace(REMARKED, **change)), Version.FILE)
    assert ("said" in text) == ("except" in told)
    assert f"- **Left out:** notes, {told}, the course of agreements, " in text
    read = read_minutes(text)
    assert read is not None and compose(*read) == text


def test_an_earlier_file_version_that_said_all_preparation_is_read_whole() -> None:
    text = write_minutes(talk(REMARKED), Version.FILE)
    earlier = text.replace(" except at competencies that were discussed", "")
    read = read_minutes(earlier)
    assert earlier != text and read is not None and compose(*read) == earlier
    other = text.replace("all preparation", "nothing")
    read = read_minutes(other)
    assert read is not None and compose(*read) != other
