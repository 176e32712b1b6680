"""The form of the minutes: title, footer, chapters of the file version, notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.kinds.record_form import Chapter, record_form_of
from afspraak.data.model.conversation import Conversation, Header, Partner


def _conversation(**header: object) -> Conversation:
    values: dict[str, object] = {"language": "nl", "period": "2027", "date": date(2026, 12, 1)}
    return Conversation(
        Header(**values | header),  # type: ignore[arg-type]
        (
            Partner(MANAGER, "Marijke van den Berg", "manager"),
            Partner(EMPLOYEE, "Sanne de Wit", "employee"),
        ),
    )


@pytest.mark.parametrize(
    ("kind", "language", "title", "footer"),
    [
        (
            "planning",
            "nl",
            "Planningsgesprek 2027: Sanne de Wit en Marijke van den Berg",
            "Planningsgesprek Sanne de Wit · vertrouwelijk",
        ),
        (
            "progress",
            "en",
            "Progress conversation 2027: Sanne de Wit and Marijke van den Berg",
            "Progress conversation Sanne de Wit · confidential",
        ),
        (
            "of-a-later-version",
            "nl",
            "Gesprek 2027: Sanne de Wit en Marijke van den Berg",
            "Gesprek Sanne de Wit · vertrouwelijk",
        ),
    ],
)
def test_title_and_footer_name_the_kind_and_the_people(
    kind: str, language: str, title: str, footer: str
) -> None:
    conversation = _conversation(kind=kind, language=language)
    form = record_form_of(conversation)
    assert form.title_of(conversation) == title
    assert form.footer_of(conversation) == footer


def test_what_is_empty_goes_with_the_blank_before_it() -> None:
    conversation = _conversation(period="")
    form = record_form_of(conversation)
    assert form.title_of(conversation).startswith("Planningsgesprek: Sanne")
    dated = replace(form, title="{title} {date}: {employee}")
    assert dated.title_of(conversation) == "Planningsgesprek 1 december 2026: Sanne de Wit"
    undated = replace(conversation, header=replace(conversation.header, date=None))
    assert dated.title_of(undated) == "Planningsgesprek: Sanne de Wit"


def test_a_partner_without_a_name_is_called_by_the_role() -> None:
    conversation = replace(_conversation(period=""), partners=())
    form = record_form_of(conversation)
    assert form.title_of(conversation) == "Planningsgesprek: Medewerker en Leidinggevende"


def test_what_a_person_typed_is_never_taken_for_a_place() -> None:
    conversation = _conversation(period="{manager} {title}")
    form = record_form_of(conversation)
    assert form.title_of(conversation).startswith("Planningsgesprek {manager} {title}: Sanne")


@pytest.mark.parametrize("kind", ["planning", "progress", "review", "of-a-later-version"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_conversation_begun_before_has_the_usual_form(kind: str, language: str) -> None:
    form = record_form_of(_conversation(kind=kind, language=language))
    assert form.has_file_version
    assert Chapter.NOTES not in form.file_chapters
    assert Chapter.AGREEMENTS in form.file_chapters
    notice = form.notice
    assert all((notice.purpose, notice.readers, notice.keep, notice.rights, notice.never))
    assert not set("{}") & set("".join((notice.purpose, notice.readers, notice.keep)))
