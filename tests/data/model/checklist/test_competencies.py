"""Competencies: stepping, comparing, names on one line, and edits from a changed line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.ids import EMPLOYEE, MANAGER, PartnerId, RowId
from afspraak.data.model.checklist.competencies import (
    compare_ratings,
    competencies_of,
    competency_edits,
    competency_items,
    grounds,
    in_one_line,
    next_rating,
    parse_names,
    view_of,
    with_competencies,
)
from afspraak.data.model.conversation import (
    Agreement,
    ChecklistItem,
    Conversation,
    Header,
    Partner,
    Rating,
)
from afspraak.data.model.edits import EditGroup, Rate
from afspraak.data.model.fields import to_fields
from afspraak.data.model.fractional_index import evenly_spaced_keys
from afspraak.data.model.header_edits import HeaderChanges, header_edits
from afspraak.data.model.rows.conversation_rows import to_conversation
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.templates.kind_place import builtin_kind
from afspraak.data.text.sanitize import clean_line


def listed(*rows: tuple[str, str], kind: str = "competency") -> Conversation:
    """A conversation with items from (section, text); a text that ends in `?` is a question."""
    return Conversation(
        Header(language="nl"),
        checklist=tuple(
            ChecklistItem(
                RowId(text),
                section,
                text,
                kind="question" if text.endswith("?") else "competency",
                order=order,
            )
            for (section, text), order in zip(rows, evenly_spaced_keys(len(rows)), strict=True)
        ),
    )


def edited(conversation: Conversation, after: str, before: str | None = None) -> Conversation:
    shown = competencies_of(conversation) if before is None else parse_names(before)
    edits = competency_edits(conversation, shown, parse_names(after))
    return to_conversation(to_fields(conversation) | EditGroup(tuple(edits)).fields())


GIVEN = listed(("Terug", "Goed?"), ("Comp", "Adviseren"), ("Comp", "Plannen"), ("Werk", "Druk?"))


def test_stepping_through_ratings_wraps_around() -> None:
    rating: Rating | None = None
    seen = []
    for _ in range(5):
        rating = next_rating(rating)
        seen.append(rating)
    assert seen == ["mastered", "growing", "improve", "undiscussed", "mastered"]


@pytest.mark.parametrize(
    ("ratings", "view"),
    [
        ({}, "none"),
        ({MANAGER: "undiscussed", EMPLOYEE: "undiscussed"}, "none"),
        ({MANAGER: "mastered"}, "one"),
        ({MANAGER: "mastered", EMPLOYEE: "undiscussed"}, "one"),
        ({MANAGER: "growing", EMPLOYEE: "growing"}, "same"),
        ({MANAGER: "growing", EMPLOYEE: "mastered"}, "near"),
        ({MANAGER: "improve", EMPLOYEE: "growing"}, "near"),
        ({MANAGER: "mastered", EMPLOYEE: "improve"}, "far"),
    ],
)
def test_distance_between_two_ratings(ratings: dict[PartnerId, Rating], view: str) -> None:
    assert view_of(ChecklistItem(RowId("i"), "s", "t", ratings=ratings)) == view


def test_competencies_sort_by_difference_and_stay_in_order_within_one() -> None:
    views: dict[str, dict[PartnerId, Rating]] = {
        "same": {MANAGER: "growing", EMPLOYEE: "growing"},
        "none": {},
        "near": {MANAGER: "growing", EMPLOYEE: "mastered"},
        "one": {EMPLOYEE: "mastered"},
        "far": {MANAGER: "improve", EMPLOYEE: "mastered"},
        "near too": {MANAGER: "improve", EMPLOYEE: "growing"},
    }
    given = listed(*(("C", name) for name in views))
    rated = tuple(replace(item, ratings=views[item.text]) for item in given.checklist)
    order = [row.item.text for row in compare_ratings(replace(given, checklist=rated))]
    assert order == ["far", "near", "near too", "one", "same", "none"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        (" , ;,", ()),
        ("A, B;C\nD", ("A", "B", "C", "D")),
        ("  een  ,\ttwee ", ("een", "twee")),
        ("A, a, B, A", ("A", "B")),
        ('"Mondeling, schriftelijk", Plannen', ("Mondeling, schriftelijk", "Plannen")),
        ('X ; "a ""b"", c" ;', ("X", 'a "b", c')),
        ('"open, Plannen', ('"open', "Plannen")),
        ('"a" b, "c', ('"a" b', '"c')),
        ('"", ""', ()),
        ("x\x1b[31m", ("x␛[31m",)),
    ],
)  # fmt: skip
def test_names_are_parsed(text: str, names: tuple[str, ...]) -> None:
    assert parse_names(text) == names


NAME = st.text(alphabet='aAbß, ;ü"\n', min_size=1, max_size=6)


@given(st.lists(NAME, max_size=6))
def test_a_line_that_nobody_changed_changes_nothing(names: list[str]) -> None:
    conversation = listed(*(("C", name) for name in dict.fromkeys(map(clean_line, names)) if name))
    shown = competencies_of(conversation)
    assert parse_names(in_one_line(shown)) == shown
    assert competency_edits(conversation, shown, parse_names(in_one_line(shown))) == []


@pytest.mark.parametrize(
    ("after", "texts"),
    [
        ("Adviseren, Plannen", ["Goed?", "Adviseren", "Plannen", "Druk?"]),
        ("Plannen, Adviseren", ["Goed?", "Adviseren", "Plannen", "Druk?"]),
        ("Plannen", ["Goed?", "Plannen", "Druk?"]),
        ("", ["Goed?", "Druk?"]),
        ("Adviseren, Plannen, B, A", ["Goed?", "Adviseren", "Plannen", "B", "A", "Druk?"]),
        ("Nieuw", ["Goed?", "Nieuw", "Druk?"]),
        ("ADVISEREN, Plannen", ["Goed?", "ADVISEREN", "Plannen", "Druk?"]),
    ],
)
def test_a_changed_line_of_names_becomes_edits(after: str, texts: list[str]) -> None:
    assert [item.text for item in edited(GIVEN, after).checklist] == texts


def test_new_competencies_belong_to_both_under_the_same_heading() -> None:
    new = next(i for i in edited(GIVEN, "Adviseren, Nieuw").checklist if i.text == "Nieuw")
    assert (new.section, new.kind, new.belongs) == ("Comp", "competency", "both")


def test_a_name_in_other_capitals_keeps_its_ratings() -> None:
    rated = to_conversation(
        to_fields(GIVEN) | Rate(RowId("Adviseren"), MANAGER, "growing").fields()
    )
    item = edited(rated, "ADVISEREN").item(RowId("Adviseren"))
    assert item is not None
    assert (item.text, item.ratings) == ("ADVISEREN", {MANAGER: "growing"})


def test_competencies_added_meanwhile_stay() -> None:
    assert competencies_of(edited(GIVEN, "Adviseren", before="Adviseren")) == (
        "Adviseren",
        "Plannen",
    )


def test_first_competencies_get_the_usual_heading() -> None:
    after = edited(listed(("Terug", "Goed?")), "Plannen")
    assert [(i.section, i.text) for i in after.checklist] == [
        ("Terug", "Goed?"),
        ("Competenties", "Plannen"),
    ]


@pytest.mark.parametrize("orders", [["", "", "", ""], ["z", "z", "z", "z"], ["é", "ü", "0", "1"]])
def test_order_keys_without_gaps_are_renumbered(orders: list[str]) -> None:
    rows = zip(GIVEN.checklist, orders, strict=True)
    fields = to_fields(replace(GIVEN, checklist=tuple(replace(i, order=o) for i, o in rows)))
    before = to_conversation(fields)
    texts = [item.text for item in edited(before, "Adviseren, Plannen, A, B").checklist]
    at = texts.index("A")
    assert texts[at + 1] == "B"
    assert texts[at - 1] == [i.text for i in before.checklist if i.kind == "competency"][-1]
    assert [text for text in texts if text not in "AB"] == [i.text for i in before.checklist]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_conversation_starts_with_the_named_competencies(language: str) -> None:
    checklist = builtin_kind("planning", language).checklist()
    known = next(item for item in checklist if item.kind == "competency")
    changed = with_competencies(checklist, ("New", known.text.upper()), language)
    kept = [item for item in changed if item.kind == "competency"]
    assert [item.text for item in kept] == ["New", known.text]
    assert kept[1].explanation == known.explanation
    assert {item.section for item in kept} == {known.section}
    assert [i for i in changed if i.kind != "competency"] == [
        replace(i, order=j.order)
        for i, j in zip(
            (i for i in checklist if i.kind != "competency"),
            (i for i in changed if i.kind != "competency"),
            strict=True,
        )
    ]
    assert with_competencies(checklist, (), language) == checklist
    assert list(changed) == sorted(changed, key=lambda item: item.order)


def test_a_conversation_starts_with_all_header_fields() -> None:
    conversation = build_conversation(
        NewConversation(
            "manager",
            "Jan Bakker",
            "Anna de Vries",
            department=" Wonen\x07 ",
            job="Advises\r\ntenants \n",
            goals="Faster",
            competencies=("B", "A"),
        )
    )
    header = conversation.header
    assert (header.department, header.job, header.goals) == ("Wonen␇", "Advises\ntenants", "Faster")
    assert competencies_of(conversation) == ("B", "A")
    assert "## Competencies" in [line.text for line in conversation.notes]


def test_grounds_are_unique_lines_without_bullets() -> None:
    job, goals = "- Advises tenants\n\n 2) Plans\n", "* Faster answers\nPLANS"
    given = replace(GIVEN, header=Header(job=job, goals=goals))
    assert grounds(given) == (
        "Advises tenants", "Plans", "Faster answers", "Adviseren", "Plannen",
    )  # fmt: skip
    assert grounds(Conversation(Header())) == ()


def test_a_changed_form_is_one_undo_step_and_renames_owners(path: Path) -> None:
    session = Session.open(path)
    before = session.conversation
    shown = competencies_of(before)
    changes = HeaderChanges(
        {"title": "2027", "minutes": 90, "job": "a\nb"},
        {EMPLOYEE: "Anna Jansen"},
        shown,
        (*shown[1:], "Nieuw"),
    )
    session.apply(EditGroup(header_edits(before, changes)))
    after = session.conversation
    assert (after.header.title, after.header.minutes, after.header.job) == ("2027", 90, "a\nb")
    assert after.partners[1].name == "Anna Jansen"
    assert competencies_of(after) == (*shown[1:], "Nieuw")
    assert session.undo()
    undone = session.conversation
    assert replace(undone, header=replace(undone.header, changed={})) == before
    assert not session.undo()
    session.close()


def test_owners_follow_a_renamed_partner() -> None:
    agreements = (
        Agreement(RowId("a"), owner="Ana", support_by="Jan"),
        Agreement(RowId("b"), owner="Jan", support_by="Ana"),
        Agreement(RowId("c"), owner="Ana Maria"),
    )
    partners = (Partner(MANAGER, "Jan", "manager"), Partner(EMPLOYEE, "Ana", "employee"))
    given = Conversation(Header(), partners, agreements=agreements)
    edits = header_edits(given, HeaderChanges(names={EMPLOYEE: "Jan", MANAGER: "Ana"}))
    after = to_conversation(to_fields(given) | EditGroup(edits).fields())
    told = [(row.owner, row.support_by) for row in after.agreements]
    assert told == [("Jan", "Ana"), ("Ana", "Jan"), ("Ana Maria", "")]
    assert header_edits(given, HeaderChanges()) == ()


def test_a_question_is_not_listed_as_a_competency() -> None:
    assert [item.text for item in competency_items(GIVEN)] == ["Adviseren", "Plannen"]


@pytest.mark.parametrize(
    ("rows", "after", "texts"),
    [
        (
            [("Terug", "Goed?"), ("Comp", "Adviseren"), ("Comp", "Waarom?"), ("Werk", "Druk?")],
            "Adviseren, Nieuw",
            ["Goed?", "Adviseren", "Nieuw", "Waarom?", "Druk?"],
        ),
        (
            [("Terug", "Goed?"), ("Competenties", "Waarom?"), ("Werk", "Druk?")],
            "Nieuw, Nog een",
            ["Goed?", "Waarom?", "Nieuw", "Nog een", "Druk?"],
        ),
        ([("Terug", "Goed?")], "Nieuw", ["Goed?", "Nieuw"]),
        ([], "Nieuw", ["Nieuw"]),
    ],
    ids=["after the last competency", "in their section", "at the end", "alone"],
)
def test_a_new_competency_has_its_place(
    rows: list[tuple[str, str]], after: str, texts: list[str]
) -> None:
    now = edited(listed(*rows), after)
    assert [item.text for item in now.checklist] == texts
    new = [item for item in now.checklist if item.kind == "competency"]
    assert {item.section for item in new} <= {"Comp", "Competenties"}
