"""The kinds of conversation: their checklists, words and titles."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from itertools import product

import pytest

from afspraak.data import templates
from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.model.conversation import CONVERSATION_KINDS, ROLES, ChecklistItem
from afspraak.data.notebook.new_conversation import (
    NewConversation,
    build_conversation,
    default_title,
)
from afspraak.data.templates.checklist_file import builtin, merge_templates

ASKED = {
    "progress": {"standing", "adjust", "relation", "ask-feedback", "workload", "needs"},
    "review": {"achieved", "learnt", "appreciation", "keep", "still-open"},
}
"""Items of each kind without which it would not be that conversation."""


def _merged(kind: str, language: str) -> tuple[ChecklistItem, ...]:
    return merge_templates([builtin(kind, role, language) for role in ROLES])


def test_there_is_a_checklist_file_for_each_kind() -> None:
    wanted = {".".join([*names, "toml"]) for names in product(CONVERSATION_KINDS, ROLES, LANGUAGES)}
    found = {entry.name for entry in files(templates).iterdir() if entry.name.endswith(".toml")}
    assert found == wanted


@pytest.mark.parametrize("kind", CONVERSATION_KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_of_both_roles_merge_into_one(kind: str, language: str) -> None:
    manager, employee = (builtin(kind, role, language) for role in ROLES)
    assert [(s.id, s.title) for s in manager.sections] == [
        (s.id, s.title) for s in employee.sections
    ]
    shared = [
        [item for section in template.sections for item in section.items if item.belongs == "both"]
        for template in (manager, employee)
    ]
    assert shared[0] == shared[1]
    merged = _merged(kind, language)
    ids = {item.id for t in (manager, employee) for s in t.sections for item in s.items}
    assert len(merged) == len(ids)
    assert merged[-1].id == "follow-up"
    assert sum(item.kind == "competency" for item in merged) == 5


@pytest.mark.parametrize("kind", CONVERSATION_KINDS)
def test_both_languages_have_the_same_questions(kind: str) -> None:
    shapes = [
        [(item.id, item.kind, item.belongs) for item in _merged(kind, language)]
        for language in LANGUAGES
    ]
    assert shapes[0] == shapes[1]
    assert {item.id for item in _merged(kind, "nl")} >= ASKED.get(kind, set())
    own = {item.id for item in _merged(kind, "nl")}
    assert {"invited", "time-and-place", "follow-up"} <= own, "every talk is prepared and followed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_competencies_keep_their_ids_through_the_year(language: str) -> None:
    known = [
        {item.id for item in _merged(kind, language) if item.kind == "competency"}
        for kind in CONVERSATION_KINDS
    ]
    assert known[0] == known[1] == known[2]


@pytest.mark.parametrize(("language", "word"), [("nl", "Medische"), ("en", "Medical")])
def test_nobody_is_asked_for_medical_data(language: str, word: str) -> None:
    for kind in CONVERSATION_KINDS:
        for item in _merged(kind, language):
            assert item.id != "workload" or word in item.explanation


def test_the_files_of_a_kind_name_that_kind() -> None:
    for kind, role, language in product(CONVERSATION_KINDS, ROLES, LANGUAGES):
        text = files(templates).joinpath(f"{kind}.{role}.{language}.toml").read_text("utf-8")
        others = re.compile(r"plannings(gesprek)|planning conversation", re.IGNORECASE)
        assert bool(others.search(text)) == (kind == "planning"), (kind, role, language)


@pytest.mark.parametrize(
    ("kind", "language", "day", "title"),
    [
        ("planning", "en", date(2026, 9, 30), "planning 2026"),
        ("planning", "en", date(2026, 10, 1), "planning 2027"),
        ("planning", "nl", date(2027, 1, 4), "planning 2027"),
        ("progress", "en", date(2027, 6, 1), "progress 2027"),
        ("progress", "nl", date(2027, 10, 1), "voortgang 2027"),
        ("review", "en", date(2027, 12, 3), "review 2027"),
        ("review", "nl", date(2027, 12, 31), "beoordeling 2027"),
    ],
)
def test_a_title_names_the_kind_and_its_year(
    kind: str, language: str, day: date, title: str
) -> None:
    assert default_title(kind, language, day) == title


@pytest.mark.parametrize("kind", CONVERSATION_KINDS)
def test_a_conversation_starts_with_the_checklist_of_its_kind(kind: str) -> None:
    conversation = build_conversation(
        NewConversation("manager", "Jan", "Anna", kind=kind, language="nl")
    )
    assert conversation.checklist == _merged(kind, "nl")
    assert conversation.header.title.startswith(catalogue("nl")(f"conversation.kind.{kind}"))
    assert conversation.notes[0].text == f"## {conversation.checklist[0].section}"
