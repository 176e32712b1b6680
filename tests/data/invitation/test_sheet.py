"""The preparation sheet: its questions, and its return through any editor."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.errors import AfspraakError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.invitation.self_check import checked_sheet
from afspraak.data.invitation.sheet_reader import FilledSheet, read_sheet
from afspraak.data.invitation.sheet_writer import parts, sheet_markdown
from afspraak.data.kinds.kept_kind import order_of
from afspraak.data.kinds.record_form import record_form_of
from afspraak.data.model.conversation import (
    RATINGS,
    ChecklistItem,
    Conversation,
    Header,
    Partner,
)
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.text.sanitize import clean_text

from ...support.amount import tries
from ...support.conversations.sheets import SHEET, TALK, filled, talk
from ...support.hostile import as_read

QUESTIONS = [p.id for p in parts(TALK, EMPLOYEE) if p.kind == "item"]
RATED = [i.id for i in TALK.checklist if i.kind == "competency" and i.belongs != "manager"]


def back(text: str) -> FilledSheet:
    return read_sheet(text, TALK, EMPLOYEE)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_sheet_has_only_the_questions_of_its_partner(language: str) -> None:
    conversation = talk(language)
    text = checked_sheet(conversation, EMPLOYEE)
    for item in conversation.checklist:
        assert (f"### {item.text}\n" in text) is (item.belongs in ("employee", "both")), item.id
    said = " ".join(text.split())
    for shown in ("Jan Bakker", "10:00", "Room 2", "60 min", "portal", r"Course \*project lead\*"):
        assert shown in said
    for hidden in ("remark of", "notes of", "Finished", "Brand new"):
        assert hidden not in text
    assert text.count("- [ ] ") == (len(RATINGS) - 1) * len(RATED)
    assert ("health and illness" if language == "en" else "gezondheid en ziekte") in said
    assert max(map(len, text.split("\n"))) <= 80
    assert checked_sheet(conversation, EMPLOYEE) == text


@pytest.mark.parametrize(
    ("day", "created", "told"),
    [
        (date(2027, 1, 14), "2026-12-01", "by Tuesday 12 January 2027"),
        (date(2027, 1, 11), "2026-12-01", "by Thursday 7 January 2027"),  # over the weekend
        (date(2027, 3, 31), "2026-12-01", "by Friday 26 March 2027"),  # over Easter
        (date(2027, 5, 7), "2026-12-01", "by Monday 3 May 2027"),  # Ascension Day
        (date(2027, 1, 4), "2026-12-01", "by Wednesday 30 December 2026"),  # New Year
        (date(2027, 1, 11), "2027-01-07", "before the talk"),
        (date.min, "2026-12-01", "before the talk"),
        (None, "2026-12-01", "before the talk"),
    ],
)
def test_it_says_by_when_to_hand_it_back(day: date | None, created: str, told: str) -> None:
    header = replace(TALK.header, date=day, created=f"{created}T09:00:00Z")
    text = " ".join(checked_sheet(replace(TALK, header=header), EMPLOYEE).split())
    assert f"**Back:** {told} " in text
    assert f"hand it back to Jan, {told}. Jan takes your answers" in text


@pytest.mark.parametrize("language", ["en", "nl"])
def test_it_says_what_becomes_of_the_answers_before_it_asks(language: str) -> None:
    conversation = talk(language)
    notice = record_form_of(conversation).notice
    said = " ".join(checked_sheet(conversation, EMPLOYEE).split())
    first_question = said.index("###")
    for text in (notice.purpose, notice.readers, notice.keep, notice.rights, notice.never):
        assert said.index(text) < first_question


def test_agreements_come_first_with_measure_and_support() -> None:
    carried, *others = TALK.agreements
    full = replace(carried, measure="A certificate", support="Two days off", support_by="Jan")
    text = checked_sheet(replace(TALK, agreements=(full, *others)), EMPLOYEE)
    first = text.index(r"Course \*project lead\*")
    assert first < text.index("What went well")
    assert "- **How it shows:** A certificate\n- **Support:** Two days off (Jan)\n" in text
    alone = replace(full, support="")
    assert "- **Support:** Jan\n" in checked_sheet(replace(TALK, agreements=(alone,)), EMPLOYEE)


def test_the_help_of_a_question_stands_below_it() -> None:
    first = next(item for item in TALK.checklist if item.id == "went-well")
    helped = replace(first, help="STAR: situation, task, action, result. One will do.")
    items = tuple(helped if item.id == "went-well" else item for item in TALK.checklist)
    conversation = replace(TALK, checklist=items)
    text = checked_sheet(conversation, EMPLOYEE)
    assert (
        f"{helped.explanation}\n\nSTAR: situation, task, action, result. One will do.\n\n" in text
    )
    answered = filled({"went-well": "The portal."}, text=text)
    assert read_sheet(answered, conversation, EMPLOYEE).answers == {"went-well": "The portal."}


@pytest.mark.parametrize("kind", ["bila", "start", "exit"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_sheet_has_aim_and_order_and_questions_of_its_kind(kind: str, language: str) -> None:
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", language=language)
    conversation = build_conversation(replace(beginning, kind=kind))
    for invited in (EMPLOYEE, MANAGER):
        said = " ".join(checked_sheet(conversation, invited).replace("\\", "").split())
        assert conversation.header.aim in said
        for step in order_of(conversation.header):
            assert step in said
        for item in conversation.checklist:
            is_asked = item.belongs in (invited, "both") and item.kind != "reminder"
            assert (f"### {item.text} " in said) is is_asked, item.id
            assert not is_asked or " ".join(item.question_for(invited).split()) in said


def test_each_is_asked_their_own_question() -> None:
    item = ChecklistItem(
        RowId("g"), "Goals", "Goals", questions={EMPLOYEE: "Mine?", MANAGER: "Ours?"}
    )
    conversation = replace(TALK, checklist=(item,))
    mine, other = (checked_sheet(conversation, each) for each in (EMPLOYEE, MANAGER))
    assert "Mine?" in mine and "Ours?" not in mine
    assert "Ours?" in other and "Mine?" not in other


def test_the_behaviour_of_each_level_stands_once_above_its_boxes() -> None:
    rated = next(item for item in TALK.checklist if item.id == RATED[0])
    assert rated.behaviour
    part = SHEET[SHEET.index(f"afspraak:item {rated.id} ") :].split("Answer:")[0]
    said = " ".join(part.split())
    for rating, behaviour in rated.behaviour.items():
        name = catalogue("en")(f"conversation.rating.{rating}")
        assert f"- **{name}:** {behaviour}" in said
        assert said.index(behaviour) < said.index("- [ ] ")
        assert said.count(behaviour) == 1
    without = replace(rated, behaviour={})
    assert (
        "**"
        not in checked_sheet(replace(TALK, checklist=(without,), agreements=()), EMPLOYEE).split(
            f"afspraak:item {rated.id} "
        )[1]
    )


def test_nobody_is_asked_to_tick_that_it_was_not_discussed() -> None:
    assert "not discussed" not in SHEET


def test_a_sheet_that_has_that_box_is_read() -> None:
    text = filled({}, {RATED[0]: "growing"})
    text = text.replace("- [ ] improvement needed", "- [ ] improvement needed\n- [ ] not discussed")
    returned = back(text)
    assert returned.ratings == {RATED[0]: "growing"} and not returned.unclear
    assert not returned.answers


def test_a_sheet_that_does_not_round_trip_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("markdown_it.MarkdownIt.parse", lambda *_: [])
    with pytest.raises(AfspraakError, match="was not made"):
        checked_sheet(TALK, EMPLOYEE)


def test_the_manager_can_be_invited() -> None:
    text = checked_sheet(TALK, MANAGER)
    assert "Hello Jan" in text and "**With:** Anna de Vries" in text
    assert read_sheet(text, TALK, EMPLOYEE).partner == "manager"


def test_answers_boxes_and_agreements_round_trip() -> None:
    returned = back(
        filled(
            {"went-well": "- the portal\n\n  early!", RATED[0]: "we talk", "0123456789ab": "Half."},
            {RATED[0]: "growing"},
        )
    )
    assert returned.partner == "employee" and not returned.is_misdirected
    assert returned.answers == {"went-well": "- the portal\n\n  early!", RATED[0]: "we talk"}
    assert returned.ratings == {RATED[0]: "growing"}
    assert returned.progress == {"0123456789ab": "Half."}
    assert not returned.unassigned_texts and not returned.unclear


_letters = st.characters(codec="utf-8", exclude_characters="\r")
answer = st.text(_letters, max_size=80) | st.lists(
    st.sampled_from(["Answer:", "### What goes well", "## Competencies", "- [x] growing", "", "a",
                     "---", "<!-- mine -->", "> quote", "went well", "[x]"])
).map("\n".join)  # fmt: skip


@given(st.dictionaries(st.sampled_from(QUESTIONS), answer), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=tries(300))
def test_any_answer_round_trips(answers: dict[str, str], line_break: str) -> None:
    kept = {key: told for key, text in answers.items() if (told := clean_text(text).strip())}
    text = filled({key: text.replace("\n", line_break) for key, text in answers.items()})
    returned = back(text.replace("\r\n", "\n").replace("\n", line_break))
    assert returned.answers == kept
    assert not returned.unassigned_texts and not returned.ratings and not returned.unclear


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.text("ab <>!-#*[]x\n"), st.text(max_size=30)), min_size=1, max_size=3),
)
def test_any_conversation_gives_a_sheet(title: str, texts: list[tuple[str, str]]) -> None:
    items = tuple(
        ChecklistItem(RowId(f"<!--{n}-->"), t, t, e, kind="competency")
        for n, (t, e) in enumerate(texts)
    )
    header = Header(title=title, job=title, language="nl")
    odd = as_read(Conversation(header, (Partner(EMPLOYEE, title, "employee"),), items))
    text = checked_sheet(odd, EMPLOYEE)
    assert read_sheet(text, odd, EMPLOYEE).recognised == len(items)


def _no_marks(text: str) -> str:
    return re.sub(r"<!--.*?-->", "", text)


def _every_second_mark_gone(text: str) -> str:
    kept = count(1)
    return re.sub(r"<!--.*?-->", lambda mark: mark[0] if next(kept) % 2 else "", text)


def _rewrapped(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text)
    return "\n\n".join(fill(b, 40) for b in blocks)


EDITORS: Mapping[str, Callable[[str], str]] = {
    "no blank lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "more blank lines": lambda text: text.replace("\n", "\n\n"),
    "rewrapped": _rewrapped,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "marks gone": _no_marks,
    "every second mark gone": _every_second_mark_gone,
    "marks gone, unescaped": lambda text: _no_marks(text).replace("\\", ""),
    "dashes": lambda text: text.replace("--", "—"),
    "stars for dashes": lambda text: re.sub(r"^- ", "* ", text, flags=re.MULTILINE),
    "quotes": lambda text: text.replace("“", '"').replace("’", "'"),
    "a mail that quotes it": lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
    "head gone": lambda text: text[text.index("<!-- afspraak:section 0") :],
}


@pytest.mark.parametrize("name", EDITORS)
def test_a_sheet_survives_any_editor(name: str) -> None:
    answers = {"went-well": "The portal.", "own-points": "A quiet room.", RATED[1]: "Fine."}
    text = filled(answers | {"0123456789ab": "Half way."}, {RATED[1]: "improvement needed"})
    returned = back(EDITORS[name](text))
    assert returned.answers == answers
    assert returned.ratings == {RATED[1]: "improve"}
    assert returned.progress == {"0123456789ab": "Half way."}
    assert not returned.unassigned_texts and not returned.unclear


def test_the_end_is_found_without_marks_after_the_date_was_moved() -> None:
    moved = replace(TALK, header=replace(TALK.header, date=date(2027, 5, 3)))
    returned = read_sheet(_no_marks(filled({"0123456789ab": "Half way."})), moved, EMPLOYEE)
    assert returned.progress == {"0123456789ab": "Half way."} and returned.answers == {}
    last = _no_marks(filled({"own-points": "Tea."}))
    assert read_sheet(last, moved, EMPLOYEE).answers == {"own-points": "Tea."}


def test_text_outside_the_questions_is_preserved() -> None:
    text = filled({"went-well": "The portal."})
    text = "Dear Jan, here it is.\n" + text.replace("## Competencies", "## Competencies\n\ngoed")
    text = text.replace("Hello Anna,", "Hello Jan,") + "\nAnd lunch?\n"
    returned = back(text)
    assert returned.unassigned_texts == [
        "Dear Jan, here it is.",
        "Hello Jan,",
        "goed",
        "And lunch?",
    ]
    assert returned.answers == {"went-well": "The portal."}


@given(st.lists(st.integers(0, len(SHEET.split("\n")) - 1), max_size=12), st.randoms())
def test_no_typed_line_is_lost(places: list[int], random: object) -> None:
    lines = SHEET.split("\n")
    for number, place in enumerate(sorted(places, reverse=True)):
        lines.insert(place, f"typed{number}")
    returned = back("\n".join(lines))
    told = [*returned.answers.values(), *returned.progress.values(), *returned.unassigned_texts]
    assert sorted(re.findall(r"typed\d+", "\n".join(told))) == sorted(
        f"typed{number}" for number in range(len(places))
    )


def test_a_changed_or_deleted_question_keeps_its_answer() -> None:
    text = filled({"went-well": "The portal.", "strengths": "Calm."})
    changed = tuple(
        replace(i, text="Something else", explanation="New?") if i.id == "went-well" else i
        for i in TALK.checklist
        if i.id != "strengths"
    )
    returned = read_sheet(text, replace(TALK, checklist=changed), EMPLOYEE)
    assert returned.answers == {"went-well": "The portal."}
    (loose,) = returned.unassigned_texts
    assert loose.endswith("\nCalm.") and not loose.startswith("#")


def test_contradicting_boxes_are_reported() -> None:
    text = filled({}, {RATED[0]: "growing"})
    text = text.replace("- [x] growing\n", "- [X] growing\n- [v] mastered\n", 1)
    returned = back(text)
    assert returned.ratings == {}
    assert returned.unclear == {RATED[0]: ["growing", "mastered"]}


def test_a_word_after_a_box_is_part_of_the_answer() -> None:
    text = filled({RATED[0]: "Really."}, {RATED[0]: "growing"})
    returned = back(text.replace("[x] growing", "[x] growing since May"))
    assert returned.ratings == {RATED[0]: "growing"}
    assert returned.answers[RATED[0]] == "- [x] growing since May\nReally."


def test_a_word_of_the_question_can_be_the_answer() -> None:
    question = "What has gone well lately, and what good came of it?"
    assert question in SHEET
    returned = back(SHEET.replace(question, "good"))
    assert returned.answers == {"went-well": "good"}


def test_a_sheet_names_its_partner() -> None:
    other = replace(TALK, partners=(TALK.partners[0], Partner(EMPLOYEE, "Bob", "employee")))
    assert read_sheet(SHEET, other, EMPLOYEE).is_misdirected
    header = replace(TALK.header, created="2020-01-01T00:00:00+00:00")
    assert read_sheet(SHEET, replace(TALK, header=header), EMPLOYEE).is_misdirected
    assert not read_sheet("Just a text.", TALK, EMPLOYEE).recognised


def test_the_same_conversation_gives_the_same_sheet() -> None:
    assert sheet_markdown(TALK, EMPLOYEE) == SHEET
