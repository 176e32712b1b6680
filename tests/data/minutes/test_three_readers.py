"""Three readers of Markdown agree on minutes with nasty strings in every field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.minutes.edition import Version
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Progress,
)

from ...support.amount import share
from ...support.markdown.nasty import nasty_strings
from ...support.markdown.readers import READERS, Outline, Reader, markdown_it, same

STRINGS = nasty_strings()
EACH = 24
"""How many rows of a conversation have strings of their own."""
OURS = (
    *("Summary", "Agreements", "Competencies", "Appreciation", "Notes"),
    *("Preparation that was discussed", "For the next conversation", "Reactions and approval"),
    *("Signatures", "About this record"),
)
ALLOWED = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "a", "strong", "em", "del", "s"),
    *("code", "pre", "br", "hr", "blockquote", "table", "thead", "tbody", "tr", "th", "td"),
    *("colgroup", "col", "div", "span", "input", "label", "sup", "section"),
}
"""Tags that Markdown makes; the notes may have any of them."""


def conversation(first: int) -> Conversation:
    """A conversation that has the strings from `first` on in every field."""

    def text(at: int) -> str:
        return STRINGS[(first + at) % len(STRINGS)]

    def block(at: int) -> str:
        return f"{text(at)}\n- {text(at + 1)}\n  - {text(at + 2)}\n\n{text(at + 3)}\n{text(at)}"

    agreements = tuple(
        Agreement(
            RowId(f"a{n:02}"),
            text=text(n),
            owner=text(n),
            measure=text(n),
            due=date(2027, 3, 1),
            support=text(n),
            support_by=text(n),
            steps=block(n),
            budget=text(n),
            based_on=text(n),
            carried_from=Slug(text(n)),
            order=f"{n:02}",
            progress=(Progress(RowId("p"), RowId(f"a{n:02}"), "", EMPLOYEE, text(n), 40),),
        )
        for n in range(EACH)
    )
    items = [
        replace(
            ChecklistItem(RowId(f"i{n}"), text(n // 8), text(n), state="done"),
            remarks={MANAGER: block(n), EMPLOYEE: text(n)} if n % 2 else {},
        )
        for n in range(EACH)
    ]
    parked = [replace(item, id=RowId(f"k{item.id}"), state="parked") for item in items]
    rated = [
        replace(
            item,
            id=RowId(f"r{item.id}"),
            section="",
            kind="competency",
            ratings={EMPLOYEE: "growing"},
            earlier={EMPLOYEE: "improve"},
        )
        for item in items
    ]
    notes = [NoteLine(text(n), (MANAGER, EMPLOYEE)[n % 3 % 2]) for n in range(EACH)]
    notes += [NoteLine(f"Appreciation: {text(n)}", MANAGER) for n in range(EACH)]
    return Conversation(
        Header(
            title=text(0),
            date=date(2026, 12, 1),
            time=text(1),
            place=text(2),
            department=text(3),
            period=text(4),
            job=block(5),
            goals=block(9),
            previous=Slug(text(13)),
        ),
        (Partner(MANAGER, text(14), "manager"), Partner(EMPLOYEE, text(15), "employee")),
        tuple(items + parked + rated),
        tuple(notes),
        agreements,
        (Approval(MANAGER, "a" * 64, "", "disagreed", block(16)),),
    )


@pytest.mark.parametrize("reader", READERS)
def test_what_people_type_never_becomes_structure(reader: Reader) -> None:
    for first in share(range(0, len(STRINGS), EACH), of=3):
        outline = Outline(reader(write_minutes(conversation(first))))
        chapters = [same(text) for tag, text in outline.headings if tag == "h2"]
        assert chapters == list(OURS)
        assert sum(tag == "h1" for tag, _ in outline.headings) == 1
        assert outline.tags <= ALLOWED


@pytest.mark.parametrize("reader", READERS)
def test_the_readers_agree_on_text_and_headings(reader: Reader) -> None:
    for first in share(range(0, len(STRINGS), EACH), of=3):
        text = write_minutes(conversation(first), Version.FILE)
        mine, other = Outline(reader(text)), Outline(markdown_it(text))
        assert same(mine.text) == same(other.text)
        assert [(tag, same(t)) for tag, t in mine.headings] == [
            (tag, same(t)) for tag, t in other.headings
        ]
        for n in range(EACH):
            agreement = same(STRINGS[(first + n) % len(STRINGS)])
            assert f"Who: {agreement} How it shows: {agreement} By:" in same(mine.text)
