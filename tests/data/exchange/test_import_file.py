"""Imported minutes give the original conversation; other files lose no text."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from afspraak.data.exchange.import_file import ImportResult, parse_conversation
from afspraak.data.exchange.import_tasks import MAX_ITEMS, Importer
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.minutes.edition import Version
from afspraak.data.minutes.understanding import understand
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.minutes.writing.writer import compose
from afspraak.data.model.conversation import ChecklistItem, Conversation, Header
from afspraak.data.templates.kind_place import builtin_kind
from afspraak.data.text.markdown import parse

from ...support.conversations.golden_minutes import GOLDEN_FORM1, GOLDEN_NAMES, golden_conversation

ME = Importer("manager", "Anna de Vries")


def read(text: str) -> ImportResult:
    return parse_conversation(text, "talk.md", ME, "en")


@pytest.mark.parametrize("front_matter", [False, True])
@pytest.mark.parametrize("authors", [False, True])
@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_golden_minutes_round_trip_to_the_byte(
    name: str, version: Version, authors: bool, front_matter: bool
) -> None:
    conversation, options = golden_conversation(name)
    options |= {"authors": authors, "front_matter": front_matter}
    text = write_minutes(conversation, version, **options)
    found = understand(text, MANAGER)
    assert found is not None and found.edition is not None
    assert not found.missing
    assert compose(found.conversation, found.edition) == text
    imported = read(text)
    assert imported.is_minutes
    assert imported.faults == ()
    begun = replace(imported.conversation.header, created="")
    assert begun == replace(found.conversation.header, created="")


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN_FORM1.glob("*.md")))
def test_minutes_of_form_1_are_read_whole(name: str) -> None:
    conversation, _ = golden_conversation(name)
    imported = read((GOLDEN_FORM1 / f"{name}.md").read_text(encoding="utf-8"))
    assert imported.is_minutes
    assert imported.faults == ()
    back = imported.conversation
    names = {p.role: p.name for p in conversation.partners}
    assert {p.role: p.name for p in back.partners if p.name} == names
    assert back.header.date == conversation.header.date
    for row, was in zip(back.agreements, conversation.agreements, strict=True):
        for field in ("kind", "text", "owner", "measure", "due", "support", "support_by", "status"):
            assert getattr(row, field) == getattr(was, field)
    assert [(a.partner, a.stance, a.remark) for a in back.approvals] == [
        (a.partner, a.stance, a.remark) for a in conversation.approvals if a.digest
    ]
    again = write_minutes(back)
    assert read(again).faults == ()


def test_manual_changes_are_reported_and_go_into_the_notes() -> None:
    conversation, _ = golden_conversation("english")
    text = write_minutes(conversation)
    changed = text.replace("- **Status:** done", "- **Status:** done\n- **Mood:** fine").replace(
        "## Reactions", "## Loose ends\n\nAsk *facilities* about the desk.\n\n## Reactions", 1
    )
    imported = read(changed)
    assert imported.is_minutes
    assert len(imported.faults) == 1
    notes = [line.text for line in imported.conversation.notes]
    at = notes.index("## Not understood when read in")
    assert notes[at:] == [
        "## Not understood when read in",
        "",
        "- **Mood:** fine",
        "",
        "### Loose ends",
        "",
        "Ask *facilities* about the desk.",
    ]
    assert len(imported.conversation.agreements) == len(conversation.agreements)
    again = write_minutes(imported.conversation)
    for line in ("### Not understood when read in", "- **Mood:** fine", "#### Loose ends"):
        assert line in again


def test_imported_values_are_in_fields_not_only_in_text() -> None:
    conversation, options = golden_conversation("whole")
    back = read(write_minutes(conversation, **options)).conversation
    for name in ("title", "kind", "language", "date", "time", "place", "goals", "next_on"):
        assert getattr(back.header, name) == getattr(conversation.header, name)
    assert [p.name for p in back.partners] == ["Anna de Vries", "Jan Bakker"]
    rated = [i for i in conversation.checklist if {*i.ratings.values()} - {"undiscussed"}]
    assert [(i.text, i.kind, i.ratings, i.remarks) for i in back.checklist if i.ratings] == [
        (i.text, i.kind, i.ratings, i.remarks) for i in rated
    ]
    first, was = back.agreements[0], conversation.agreements[0]
    for name in ("kind", "text", "owner", "due", "steps", "budget", "evaluate_on", "carried_from"):
        assert getattr(first, name) == getattr(was, name)
    assert [(p.by, p.percent, p.text) for p in first.progress] == [
        ("manager", None, "Begonnen."),
        ("employee", 20, ""),
        ("employee", 60, "Het sjabloon staat: *af*."),
    ]
    assert [(a.partner, a.stance, a.remark) for a in back.approvals] == [
        (a.partner, a.stance, a.remark) for a in conversation.approvals
    ]
    assert ("Het loket loopt goed.", "manager") in [(n.text, n.by) for n in back.notes]
    assert ("Dat vind ik ook.", "employee") in [(n.text, n.by) for n in back.notes]
    assert ("Waardering: voor de rugdekking", "employee") in [(n.text, n.by) for n in back.notes]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_parked_competency_of_the_catalogue_comes_back_as_one(language: str) -> None:
    known = builtin_kind("planning", language).competency_items()[0]
    other = replace(known, id=RowId("other"), text="Juggling", section="Growth", state="parked")
    items = (
        replace(known, section="Growth", state="parked", order="V"),
        replace(other, order="W"),
        ChecklistItem(RowId("q"), "Growth", "What next?", state="parked", order="X"),
        ChecklistItem(RowId("t"), "Growth", known.text, state="done", order="Y"),
    )
    talk = Conversation(Header(language=language), checklist=items)
    text = write_minutes(talk)
    found = read(text)
    assert found.faults == ()
    assert [(i.text, i.section, i.state, i.kind) for i in found.conversation.checklist] == [
        (known.text, "Growth", "done", "question"),
        (known.text, "Growth", "parked", "competency"),
        ("Juggling", "Growth", "parked", "question"),
        ("What next?", "Growth", "parked", "question"),
    ]
    again = write_minutes(found.conversation)
    assert [line for line in again.split("\n") if known.text in line] == [
        line for line in text.split("\n") if known.text in line
    ]


def test_imported_notes_have_their_authors() -> None:
    conversation, _ = golden_conversation("two_authors")
    back = read(write_minutes(conversation)).conversation
    by = {line.text.strip(): line.by for line in back.notes}
    assert by["Het loket loopt goed,"] == by["- minder spoed"] == "manager"
    assert by["Zeker sinds maart, ja."] == by["voor de rapportage"] == "employee"


TASKS = """Before the title.

# Talk with Jan

Some *notes*.

## Prepare

- [ ] Ask about the **budget**
- [x] Read [the plan](http://plan.example)
  - page 3
- [ ] Parent
  - [X] Child
- no task

1. [ ] Numbered

## After

Bye.
"""


def test_a_task_list_becomes_the_checklist_and_all_but_the_title_notes() -> None:
    imported = read(TASKS)
    assert not imported.is_minutes
    assert imported.faults == ()
    conversation = imported.conversation
    assert conversation.header.title == "Talk with Jan"
    assert conversation.partners[0].name == "Anna de Vries"
    assert [(i.section, i.text, i.state) for i in conversation.checklist] == [
        ("Prepare", "Ask about the budget", "open"),
        ("Prepare", "Read [the plan](http://plan.example)", "done"),
        ("Prepare", "Parent", "open"),
        ("Prepare", "Parent › Child", "done"),
        ("Prepare", "Numbered", "open"),
    ]
    assert "\n".join(line.text for line in conversation.notes) == TASKS.replace(
        "# Talk with Jan\n\n", ""
    ).rstrip("\n")


@pytest.mark.parametrize(
    "text",
    ["just\n  text", "<b>x</b>\n\n| a |", '{"a": [1]}', "> " * 500, "- [ ] a\n" + "[" * 99999],
)
def test_unknown_markdown_becomes_notes_entirely(text: str) -> None:
    imported = read(text)
    assert [line.text for line in imported.conversation.notes] == text.rstrip("\n").split("\n")
    assert imported.conversation.header.title == "talk"
    assert len(imported.faults) == 1


@pytest.mark.parametrize(
    "dense",
    ["[[[[[[[[\n", "- a\n  - b\n    - c\n", "*a _b* c_ **d\n", "a\n\n", "### R1 a\n- **b:** c\n"],
)
def test_too_dense_markup_becomes_notes_and_is_reported(dense: str) -> None:
    text = "# Minutes\n\n## Agreements\n\n" + dense * ((500 << 10) // len(dense))
    imported = read(text)
    assert [line.text for line in imported.conversation.notes] == text.rstrip("\n").split("\n")
    assert [str(fault).partition(" holds ")[0] for fault in imported.faults] == ["talk.md"]


def test_unclosed_brackets_parse_in_linear_time() -> None:
    calls = 0

    def called(*_: object) -> None:
        nonlocal calls
        calls += 1

    parse("warm")
    sys.setprofile(called)
    try:
        parse("[[[[[[[[\n" * 500)
    finally:
        sys.setprofile(None)
    assert calls / 4000 < 500, "calls a bracket; 1,000 where each may stand in 100 others"


FRONT = """---
title: Voortgang
date: 2026-12-03T10:30
tags: [team, ```]
---
# Voortgang

- [ ] Parent
  - [x] Child
    - [ ] Grandchild
"""


def test_title_and_date_of_other_front_matter_are_used_and_the_rest_is_in_the_notes() -> None:
    talk = read(FRONT).conversation
    assert (talk.header.title, str(talk.header.date), talk.header.time) == (
        "Voortgang", "2026-12-03", "10:30",
    )  # fmt: skip
    notes = [line.text for line in talk.notes]
    assert notes[:4] == ["````yaml", "tags: [team, ```]", "````", ""]
    assert notes[4:] == FRONT.rstrip("\n").split("\n")[-3:], "nested as it was"
    assert [item.text for item in talk.checklist] == [
        "Parent", "Parent › Child", "Parent › Child › Grandchild",
    ]  # fmt: skip


def test_another_title_of_the_text_stays_a_heading_of_the_notes() -> None:
    talk = read("---\ntitle: Export 7\n---\n\n# Talk\n\nText.\n").conversation
    assert talk.header.title == "Export 7"
    assert [line.text for line in talk.notes] == ["# Talk", "", "Text."]


@pytest.mark.parametrize("around", ["{}", "Hi,\n\n{}\n\nBye, Jan"])
def test_our_minutes_in_a_mail_are_minutes(around: str) -> None:
    conversation, _ = golden_conversation("english")
    text = write_minutes(conversation)
    mail = around.format("\n".join(f"> {line}".rstrip() for line in text.split("\n")))
    imported = read(mail)
    assert imported.is_minutes
    assert len(imported.conversation.agreements) == len(conversation.agreements)
    notes = "\n".join(line.text for line in imported.conversation.notes)
    assert ("Bye, Jan" in notes) is ("Bye" in around)
    assert bool(imported.faults) is ("Bye" in around)


def test_our_minutes_behind_front_matter_of_others_keep_every_line() -> None:
    conversation, _ = golden_conversation("english")
    imported = read(f"---\ntags: [hr]\ntitle: x\n---\n\n{write_minutes(conversation)}")
    assert imported.is_minutes
    notes = [line.text for line in imported.conversation.notes]
    assert notes[notes.index("tags: [hr]") + 1] == "title: x"
    assert len(imported.conversation.agreements) == len(conversation.agreements)


def test_more_tasks_than_a_checklist_takes_stay_in_the_notes() -> None:
    text = "# Plan\n\n" + "".join(f"- [ ] task {number}\n" for number in range(MAX_ITEMS + 1))
    imported = read(text)
    assert imported.conversation.checklist == ()
    assert imported.conversation.notes[-1].text == f"- [ ] task {MAX_ITEMS}"
    assert "more than a checklist takes" in str(imported.faults[0])


def test_a_heading_that_minutes_also_have_does_not_make_minutes() -> None:
    imported = read("# Plan\n\nFree text.\n\n## Notes\n\n- [ ] Call\n")
    assert not imported.is_minutes
    assert [item.text for item in imported.conversation.checklist] == ["Call"]


def test_a_title_with_a_link_stays_in_the_notes_too() -> None:
    conversation = read("# [Plan](http://plan.example)\n\nText.\n").conversation
    assert conversation.header.title == "Plan"
    assert conversation.notes[0].text == "# [Plan](http://plan.example)"
