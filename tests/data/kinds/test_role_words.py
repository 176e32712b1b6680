"""The words for the two roles: those of a kind, or the usual ones where they would confuse."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.approval.status import approval_statuses, status_lines
from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.kinds.record_form import record_form_of
from afspraak.data.kinds.role_words import name_or_role, role_word, role_words
from afspraak.data.minutes.edition import edition_of
from afspraak.data.minutes.self_check import difference
from afspraak.data.minutes.writing.writer import compose
from afspraak.data.model.conversation import Conversation, Header, Partner, Role
from afspraak.data.templates.kind_file import parse_kind

from ...support.amount import tries
from ...support.conversations.kind_files import GOOD_KIND

WORDS = st.sampled_from(
    (
        "interviewer",
        "vertrekker",
        "HR-adviseur",
        "OR-lid",
        "Mentor",
        "mentor",
        "Plaats",
        "gesprek",
        "Chef (a.i.)",
        "Employee",
        "leidinggevende",
        "*star*",
        "A: b",
        "Straße",
        "İ",
        "",
    )
)


def _conversation(manager: str, employee: str, language: str, names: bool) -> Conversation:
    one, other = ("Jan Bakker", "Anna de Vries") if names else ("", "")
    header = Header(
        language=language, kind_title="Exit", role_manager=manager, role_employee=employee,
        date=date(2026, 12, 1),
    )  # fmt: skip
    return Conversation(
        header, (Partner(MANAGER, one, "manager"), Partner(EMPLOYEE, other, "employee"))
    )


@settings(max_examples=tries(300), deadline=None)
@given(WORDS, WORDS, st.sampled_from(LANGUAGES), st.booleans())
def test_minutes_with_any_words_for_the_roles_read_back(
    manager: str, employee: str, language: str, names: bool
) -> None:
    conversation = _conversation(manager, employee, language, names)
    edition = edition_of(conversation)
    assert difference(compose(conversation, edition), conversation, edition) == ""


def test_the_words_of_a_kind_have_a_capital() -> None:
    form = record_form_of(_conversation("interviewer", "HR-adviseur", "en", names=True))
    assert form.roles == {"manager": "Interviewer", "employee": "HR-adviseur"}


@pytest.mark.parametrize(
    ("manager", "employee"),
    [("Mentor", "mentor"), ("Plaats", "Starter"), ("Chef (a.i.)", "Starter"), ("medewerker", "")],
)
def test_words_that_would_confuse_are_refused_and_not_used(manager: str, employee: str) -> None:
    words = catalogue("nl")
    found: dict[Role, str] = {"manager": manager, "employee": employee}
    assert role_words(found, words) == {"manager": "Leidinggevende", "employee": "Medewerker"}
    table = "\n".join(f'{role} = "{word}"' for role, word in found.items() if word)
    text = GOOD_KIND.replace('language = "en"', 'language = "nl"')
    before, _, after = text.partition("[roles]\n")
    faults = parse_kind(f"{before}[roles]\n{table}\n[" + after.partition("\n[")[2], "x.toml").faults
    (fault,) = faults
    assert "kan het woord voor een rol niet zijn" in words(fault.reason.key, **fault.reason.values)


@pytest.mark.parametrize(
    ("kept", "told"),
    [("Vertrekker", "vertrekker"), ("HR-adviseur", "HR-adviseur"), ("", "medewerker"),
     ("Coach", "medewerker")],
)  # fmt: skip
def test_a_partner_without_a_name_is_called_by_the_word_of_the_kind(kept: str, told: str) -> None:
    words = catalogue("nl")
    unnamed = _conversation("Coach", kept, "nl", names=False)
    named = _conversation("Coach", kept, "nl", names=True)
    assert words.text(role_word(unnamed.header, "employee")) == told
    assert words.text(name_or_role(unnamed, EMPLOYEE)) == told
    assert words.text(name_or_role(named, EMPLOYEE)) == "Anna de Vries"
    lines = status_lines(words, approval_statuses(unnamed, {}, ()))
    assert lines[1].startswith(f"{told}: ")
