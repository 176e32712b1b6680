"""The built-in checklists: they fit, are not empty, and are equal in both languages."""

from __future__ import annotations

import re
from itertools import product

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.model.conversation import CONVERSATION_KINDS, ROLES, Role
from afspraak.data.templates.checklist_file import Template, builtin, merge_templates

BUILTIN = list(product(CONVERSATION_KINDS, ROLES, LANGUAGES))


def _both(language: str) -> list[Template]:
    return [builtin("planning", role, language) for role in ROLES]


@pytest.mark.parametrize(("kind", "role", "language"), BUILTIN)
def test_builtin_checklists_fit_the_pane_and_are_not_empty(
    kind: str, role: Role, language: str
) -> None:
    template = builtin(kind, role, language)
    assert (template.kind, template.role, template.language) == (kind, role, language)
    points = [item for section in template.sections for item in section.items]
    assert 14 <= len(points) <= 18
    for item in points:
        assert len(item.text) <= 20, item.text
        assert "?" in item.question
        assert len(re.findall(r"[.?](?: |$)", item.question)) <= 2, item.question
        assert item.belongs in (role, "both")
    assert all(len(section.title) <= 20 for section in template.sections)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_roles_have_the_same_sections_and_shared_items(language: str) -> None:
    manager, employee = _both(language)
    assert [(s.id, s.title) for s in manager.sections] == [
        (s.id, s.title) for s in employee.sections
    ]
    shared = [
        [item for section in template.sections for item in section.items if item.belongs == "both"]
        for template in (manager, employee)
    ]
    assert shared[0] == shared[1]
    assert sum(item.kind == "competency" for item in shared[0]) >= 5


def test_languages_have_the_same_items() -> None:
    for role in ROLES:
        dutch, english = (builtin("planning", role, language) for language in ("nl", "en"))
        shapes = [
            [
                (section.id, [(item.id, item.kind, item.belongs) for item in section.items])
                for section in template.sections
            ]
            for template in (dutch, english)
        ]
        assert shapes[0] == shapes[1]


@pytest.mark.parametrize(("language", "word"), [("nl", "Medische"), ("en", "Medical")])
def test_nobody_is_asked_for_medical_data(language: str, word: str) -> None:
    workload = next(item for item in merge_templates(_both(language)) if item.id == "workload")
    assert word in workload.explanation


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_merged_checklist_has_every_item_once_in_order(language: str) -> None:
    merged = merge_templates(_both(language))
    expected = {item.id for t in _both(language) for s in t.sections for item in s.items}
    assert len(merged) == len(expected)
    assert {item.id for item in merged} == expected
    assert [item.order for item in merged] == sorted({item.order for item in merged})
    assert {item.belongs for item in merged} == {"manager", "employee", "both"}
    titles = [section.title for section in _both(language)[0].sections]
    assert list(dict.fromkeys(item.section for item in merged)) == titles
    assert [item.section for item in merged] == sorted(
        (item.section for item in merged), key=titles.index
    )
    assert merged[-1].id == "follow-up"


def test_an_unknown_checklist_error_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"“\.\./x”.*planning"):
        builtin("../x", "manager", "en")
    with pytest.raises(UsageError, match=r"“fr”.*en, nl"):
        builtin("planning", "manager", "fr")
