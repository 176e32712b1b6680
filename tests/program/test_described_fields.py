"""Each field of header, checklist and agreements gets everywhere that its description says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.approval.content_digest import content
from afspraak.data.exchange.import_file import parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.exchange.json_format import to_json_value
from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.minutes.wording import choice_in_words, field_label
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import (
    Agreement,
    ChecklistItem,
    Conversation,
    Header,
    Partner,
)
from afspraak.data.model.conversation_diff import RowNames, row_changes
from afspraak.data.model.field_spec import FieldSpec, specs, view
from afspraak.data.model.fields import ROW_TYPES, SPECS, to_fields
from afspraak.data.model.rows.conversation_rows import to_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.privacy.subject_access import collect_subject_data
from afspraak.data.privacy.subject_access_report import subject_data_json, subject_data_markdown
from afspraak.data.session.session import Session
from afspraak.data.storage.tables import TABLE_NAMES
from afspraak.tui.forms.agreement import AgreementForm
from afspraak.tui.forms.dialog.dialog import Dialog
from afspraak.tui.forms.header import HeaderForm
from afspraak.tui.forms.item import ItemForm
from afspraak.widgets.language import tr

from ..support.screens.dialogs import DialogHolder, settle
from ..support.screens.widget_holder import screen_text

ANNA, WORD = "Anna de Vries", "Zwaluwstaart"
DAY = date(2026, 12, 3)
BASE = Conversation(
    Header(date=DAY, previous=Slug("anna-2026"), created="2026-12-01T00:00:00+00:00"),
    (Partner(MANAGER, "Jan Bakker", "manager"), Partner(EMPLOYEE, ANNA, "employee")),
    (ChecklistItem(RowId("i1"), "", "What goes well?"),),
    agreements=(Agreement(RowId("a1"), text="Portal", numbers={"result": "1"}),),
)
ROWS: dict[str, tuple[Header | ChecklistItem | Agreement, Callable[[Conversation], Any]]] = {
    "header": (BASE.header, lambda talk: talk.header),
    "item": (BASE.checklist[0], lambda talk: talk.checklist[0]),
    "agreement": (BASE.agreements[0], lambda talk: talk.agreements[0]),
}
FIELDS = [(table, name) for table, name in SPECS if table in ROWS]
ONE_LINE_OF = {
    ("header", "kind"): "review",
    ("header", "language"): "nl",
    ("header", "time"): "10:30",
}
"""Text fields for which only some values are valid."""
NOT_IN_MINUTES = {
    *(("item", "explanation"), ("item", "belongs")),
    *(("item", "order"), ("item", "kind"), ("item", "carried_from"), ("agreement", "order")),
    *(("header", "highest"), ("item", "earlier"), ("item", "rated"), ("agreement", "drafted_from")),
}
"""Fields that minutes do not contain. All others have a label, or are in headings and tables."""


OF_THE_KIND = {
    *(("header", name) for name in ("kind_title", "kind_digest", "aim", "talk_order")),
    *(("header", f"record_{name}") for name in ("title", "footer", "file")),
    *(("header", f"notice_{name}") for name in ("purpose", "readers", "keep", "rights", "never")),
    *(("header", name) for name in ("role_manager", "role_employee", "agreement_kinds")),
    ("header", "agreements_expected"),
    *(("item", name) for name in ("help", "questions", "behaviour")),
}
"""What a conversation keeps of its kind; the minutes follow it."""
TOLD_AS_LAST_CHANGE = {("header", "created"), ("header", "changed")}
"""Fields that minutes tell as the time of the last change."""


def sample(table: str, name: str) -> Any:
    """A value of this field that differs from that in BASE."""
    spec = SPECS[table, name]
    row, _ = ROWS[table]
    values: dict[str, Any] = {
        "line": ONE_LINE_OF.get((table, name), WORD),
        "block": f"{WORD}\nand more",
        "date": date(2027, 3, 31),
        "moment": "2026-11-30T00:00:00+00:00",
        "number": 45,
        "ordinal": "7",
    }
    if spec.prefix:
        return {spec.keys[0]: spec.choices[0] if spec.choices else values[spec.value]}
    others = [choice for choice in spec.choices if choice != getattr(row, name)]
    return others[-1] if others else values[spec.value]


def with_sample(table: str, name: str) -> Conversation:
    """BASE with another value of this field."""
    row = replace(ROWS[table][0], **{name: sample(table, name)})
    if isinstance(row, Header):
        return replace(BASE, header=row)
    if isinstance(row, Agreement):
        return replace(BASE, agreements=(row,))
    return replace(BASE, checklist=(row,))


def discussed(talk: Conversation) -> Conversation:
    """The conversation with its open items ticked: minutes tell only what was discussed."""
    items = (
        replace(item, state="done") if item.state == "open" else item for item in talk.checklist
    )
    return replace(talk, checklist=tuple(items))


def written(value: Any) -> Any:
    """A value as written in the file and in JSON."""
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nb"


@pytest.mark.parametrize(("table", "name"), FIELDS)
def test_a_field_is_in_the_file_the_index_and_the_subject_access(
    table: str, name: str, folder: Path
) -> None:
    spec, value, talk = SPECS[table, name], sample(table, name), with_sample(table, name)
    path = folder / "anna.json"
    Session.create(path, talk, me=MANAGER).close()
    (row,) = json.loads(path.read_text(encoding="utf-8"))[TABLE_NAMES[table]].values()
    attribute = f"{spec.prefix}/{spec.keys[0]}" if spec.prefix else name
    stored = value[spec.keys[0]] if spec.prefix else written(value)
    assert row[attribute] == stored
    assert getattr(ROWS[table][1](Session.open_read_only(path).conversation), name) == value

    index = Notebook(folder).index
    if stored == WORD or spec.value == "block":
        assert bool(index.search(WORD)[0]) == bool(spec.search)
    if table == "agreement":
        rows, _ = index.agreements()  # support that has a day is a row of its own
        assert all(getattr(row.agreement, name, value) == value for row in rows) and rows

    data = collect_subject_data(folder, ANNA)
    (told,) = subject_data_json(catalogue("en"), data)["conversations"]
    row_id = {"header": "-", "item": "i1", "agreement": "a1"}[table]
    assert told["fields"][f"{table}/{row_id}/{attribute}"] == stored
    text = subject_data_markdown(catalogue("en"), data)
    if stored == WORD or spec.value == "block":
        assert (WORD in text) == spec.about
    own, words = f"subject_access.field.{attribute.partition('/')[0]}", catalogue("en")
    if spec.about and spec.minutes:
        assert f"- {words(own) if own in words else field_label(table, name, words)}: " in text


@pytest.mark.parametrize(("table", "name"), FIELDS)
def test_a_field_is_in_the_minutes_and_is_read_back(table: str, name: str) -> None:
    spec, value, talk = SPECS[table, name], sample(table, name), with_sample(table, name)
    text = write_minutes(discussed(talk), front_matter=True)
    if (table, name) in NOT_IN_MINUTES:
        assert not spec.minutes
        without = write_minutes(discussed(BASE), front_matter=True)
        hidden = f", {catalogue('en')('minutes.left_out.ratings')}"
        assert (name == "rated") == (hidden in text)
        assert name == "kind" or text.replace(hidden, "") == without
        return
    if (table, name) in OF_THE_KIND:
        assert not spec.minutes
        return
    if (table, name) in TOLD_AS_LAST_CHANGE:
        assert "- **As it stood on:** Monday 30 November 2026 at 00:00 (UTC+00:00)\n" in text
        return
    read = parse_conversation(text, "anna.md", Importer("manager", "Jan Bakker"), "en")
    assert (read.is_minutes, read.faults) == (True, ())
    assert getattr(ROWS[table][1](read.conversation), name) == value
    if spec.minutes:
        words = catalogue(talk.header.language)
        assert f"- **{field_label(table, name, words)}:** " in text


@pytest.mark.parametrize(("table", "name"), FIELDS)
def test_a_field_is_in_json_in_the_digest_and_in_reports(table: str, name: str) -> None:
    spec, value, talk = SPECS[table, name], sample(table, name), with_sample(table, name)
    whole = to_json_value(talk, Slug("anna"))
    row = {"header": whole["header"], "item": whole["checklist"][0]}.get(table)
    row = row or whole["agreements"][0]
    assert (name in row) == bool(spec.json)
    assert not spec.json or row[name] == written(value)

    before, after = to_fields(BASE), to_fields(talk)
    assert to_conversation(after) == talk
    assert (content(before, ()).digest != content(after, ()).digest) == spec.digest

    changed = [
        attribute.partition("/")[0]
        for change in row_changes(before, after, RowNames(before, after))
        for attribute in change.values
    ]
    assert changed == ([spec.prefix or name] if spec.reported else [])


def form(table: str) -> tuple[Dialog[Any], dict[str, Any]]:
    """The form of a row, and the shown value of each of its columns."""
    values = {name: sample(table, name) for name in view(ROW_TYPES[table], "form")}
    row = replace(ROWS[table][0], **values)
    if isinstance(row, Header):
        return HeaderForm(replace(BASE, header=row), DAY), values
    if isinstance(row, Agreement):
        return AgreementForm(row, BASE.partners, "en", DAY), values
    return ItemForm(row, [], DAY, section=""), values


@pytest.mark.parametrize("table", ROWS)
async def test_a_field_is_in_the_form(table: str) -> None:
    expected: dict[str, Any] = {}

    def make() -> Dialog[Any]:
        dialog, values = form(table)
        expected.update(values)
        return dialog

    app = DialogHolder(make)
    async with app.run_test(size=(80, 60)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, Dialog)
        shown = app.screen.form.values()
        text = screen_text(app)
        for name, value in expected.items():
            assert shown[name] == str(written(value))
            for key in ("", *(f".{choice}" for choice in SPECS[table, name].choices)):
                assert tr(f"form.{table}.{name}{key}") in text
        assert {name for name in shown if (table, name) in SPECS} == set(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_of_a_form_has_its_messages(language: str) -> None:
    words = catalogue(language)
    for table, name in FIELDS:
        spec = SPECS[table, name]
        if spec.form:
            keys = ["help", *spec.choices, *(["required"] if spec.required else [])]
            assert all(words(f"form.{table}.{name}.{key}") for key in keys)
            assert len(words(f"form.{table}.{name}")) <= 16
        if spec.minutes:
            assert all(choice_in_words(table, name, choice, words) for choice in spec.choices)


def test_the_date_of_no_conversation_is_left_out_of_the_minutes() -> None:
    header = replace(BASE.header, previous=Slug(""), previous_on=date(2027, 3, 31))
    talk = replace(BASE, header=header)
    assert "2027" not in write_minutes(discussed(talk), front_matter=True)


def test_a_field_is_in_the_views_that_its_description_names() -> None:
    assert list(view(Agreement, "minutes"))[:3] == ["owner", "measure", "due"]
    assert list(view(Header, "form"))[4:7] == ["place", "period", "department"]
    assert set(view(ChecklistItem, "form")) < set(specs(ChecklistItem))
    for row_type in (Header, ChecklistItem, Agreement):
        for name, spec in specs(row_type).items():
            assert isinstance(spec, FieldSpec), name
