"""The built-in kinds: sound, complete, alike in both languages, and fit for a screen."""

from __future__ import annotations

import re
from itertools import product

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.kinds.kind import Kind
from afspraak.data.kinds.record_form import record_form_of
from afspraak.data.model.conversation import (
    CONVERSATION_KINDS,
    DESCRIBED,
    Conversation,
    Header,
)
from afspraak.data.notebook.new_conversation import (
    NewConversation,
    build_conversation,
)
from afspraak.data.templates.kind_place import builtin_kind, builtin_kinds, builtin_text

KINDS = (*CONVERSATION_KINDS, "start", "bila", "exit")
BUILTIN = list(product(KINDS, LANGUAGES))
ASKED = {
    "planning": {"went-well", "goals", "appreciation", "growth", "support", "this-talk"},
    "progress": {"standing", "adjust", "relation", "ask-feedback", "workload", "support"},
    "review": {"achieved", "learnt", "appreciation", "keep", "still-open"},
    "start": {"first-weeks", "clear", "programme", "probation", "end-date"},
    "bila": {"how", "own-points", "my-points"},
    "exit": {"good", "missed", "why", "pass-on", "work"},
}
"""Items of each kind without which it would not be that conversation."""


def test_each_kind_is_there_in_both_languages_and_sound() -> None:
    found = builtin_kinds()
    assert {one.key for one in found} == set(BUILTIN)
    assert [fault for one in found for fault in one.faults] == []


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_ask_the_same(kind: str) -> None:
    shapes = [_shape(builtin_kind(kind, language)) for language in LANGUAGES]
    assert shapes[0] == shapes[1]
    ids = {row.id for row in builtin_kind(kind, "nl").items()}
    assert ids >= {RowId(name) for name in ASKED[kind]}


def _shape(kind: Kind) -> object:
    return (
        kind.minutes,
        len(kind.order),
        kind.record.file_chapters,
        kind.agreement_kinds,
        kind.expected,
        bool(kind.record.notice.never),
        [section.id for section in kind.sections],
        [(row.id, row.kind, row.belongs, bool(row.help), sorted(row.questions))
         for row in kind.items()],
        [(row.id, sorted(row.behaviour)) for row in kind.asked()],
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "language"), BUILTIN)
def test_questions_are_questions_and_titles_fit(kind: str, language: str) -> None:
    found = builtin_kind(kind, language)
    for row in found.items():
        for question in row.questions.values() or [row.question]:
            assert "?" in question
            assert len(re.findall(r"[.?](?: |$)", question)) <= 2, question
    assert all(len(section.title) <= 21 for section in found.sections)
    assert found.record.notice.purpose


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_competencies_keep_ids_names_and_behaviour_through_the_year(language: str) -> None:
    years = [builtin_kind(kind, language) for kind in CONVERSATION_KINDS]
    known = [[(row.id, row.text, row.behaviour) for row in kind.asked()] for kind in years]
    assert known[0] == known[1] == known[2]
    assert len(known[0]) == 5
    assert all(set(behaviour) == set(DESCRIBED) for _, _, behaviour in known[0])


@pytest.mark.parametrize("kind", ["start", "bila", "exit"])
def test_nobody_is_rated_in_the_other_talks(kind: str) -> None:
    assert list(builtin_kind(kind, "en").asked()) == []


@pytest.mark.parametrize(("language", "word"), [("nl", "Medische"), ("en", "Medical")])
def test_nobody_is_asked_for_medical_data(language: str, word: str) -> None:
    for kind in ("planning", "progress"):
        found = builtin_kind(kind, language)
        (question,) = (row.question for row in found.items() if row.id == "workload")
        assert word in question
    assert all(builtin_kind(kind, language).record.notice.never for kind in KINDS)


def test_a_one_on_one_is_short_and_has_no_file_version() -> None:
    bila = builtin_kind("bila", "nl")
    assert len(list(bila.items())) == 6
    assert not bila.record.has_file_version
    assert bila.minutes == 30


@pytest.mark.parametrize("kind", KINDS)
def test_reminders_are_the_managers(kind: str) -> None:
    reminders = [row for row in builtin_kind(kind, "en").items() if row.kind == "reminder"]
    assert all(row.belongs == "manager" for row in reminders)


@pytest.mark.parametrize(("kind", "language"), BUILTIN)
def test_the_file_explains_itself_in_its_language(kind: str, language: str) -> None:
    text = builtin_text(f"{kind}.{language}.toml")
    head = text[: text.index("format = 2")]
    assert f"afspraak kinds copy {kind}.{language}" in head
    assert ("Zelf een soort maken" in head) == (language == "nl")


@pytest.mark.parametrize(("kind", "language"), BUILTIN)
def test_a_conversation_begins_with_the_list_of_its_kind(kind: str, language: str) -> None:
    beginning = NewConversation("manager", "Jan", "Anna", kind=kind, language=language)
    conversation = build_conversation(beginning)
    found = builtin_kind(kind, language)
    assert conversation.checklist == found.checklist()
    assert conversation.notes[0].text == f"## {conversation.checklist[0].section}"
    assert conversation.header.kind == kind


@pytest.mark.parametrize(("kind", "language"), list(product(CONVERSATION_KINDS, LANGUAGES)))
def test_a_conversation_from_before_has_the_form_of_the_kind_of_that_name(
    kind: str, language: str
) -> None:
    before = record_form_of(Conversation(Header(kind=kind, language=language)))
    assert before == builtin_kind(kind, language).record


def test_who_asks_in_an_exit_talk_is_no_manager() -> None:
    beginning = NewConversation("manager", "Jan", "Anna", kind="exit", language="nl")
    conversation = build_conversation(beginning)
    form = record_form_of(conversation)
    assert form.roles == {"manager": "Gespreksleider", "employee": "Vertrekker"}
    assert conversation.name_of(MANAGER) == "Jan"
    assert conversation.name_of(EMPLOYEE) == "Anna"
    assert form.title_of(conversation) == "Exitgesprek: Anna"


def test_the_words_for_the_roles_are_those_of_the_screens() -> None:
    for language in LANGUAGES:
        words = catalogue(language)
        for role, word in builtin_kind("planning", language).record.roles.items():
            assert word.casefold() == words(f"conversation.role.{role}").casefold()
