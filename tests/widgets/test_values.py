"""Rows, lines and other values of widgets: nothing changes one after it was laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.ids import MANAGER, RowId, Slug
from afspraak.data.model.checklist.competencies import compare_ratings
from afspraak.data.model.conversation import NoteLine
from afspraak.data.notebook.agenda.agenda import agenda
from afspraak.data.notebook.agreement_query import FoundAgreement
from afspraak.data.notebook.listed_agreement import ListedAgreement
from afspraak.data.notebook.summary import Summary
from afspraak.widgets.drawing.beside.scale import scale_rows
from afspraak.widgets.drawing.desk.detail import Detail, Paragraph
from afspraak.widgets.drawing.footer_line import FooterParts
from afspraak.widgets.drawing.header_line import ClockFace, HeaderParts
from afspraak.widgets.drawing.list_row import ListRow, PaintedLine
from afspraak.widgets.drawing.timeline import make_axis
from afspraak.widgets.drawing.title_rule import Title
from afspraak.widgets.forms.form_field import Field
from afspraak.widgets.notes.past_view import HistoryPane
from afspraak.widgets.views.agreements import AgreementsPane
from afspraak.widgets.views.checklist import ChecklistPane
from afspraak.widgets.views.conversations import ConversationList
from afspraak.widgets.views.due_agreements import DuePane
from afspraak.widgets.views.overview import OverviewPane

from ..support.screens.sample_agreements import ALL
from ..support.screens.widget_holder import TODAY, conversation, items


def values() -> Iterator[object]:
    """One value of each kind that a caller can get hold of."""
    (item,) = items(("Competencies", "Planning", "both"))
    given = conversation((replace(item, kind="competency"),), ALL)
    yield from (ListRow("key", "text"), PaintedLine(()))
    yield from (make_axis([TODAY], 9), Field("name", "Label"))
    yield from (ClockFace(), HeaderParts(), FooterParts(), Title(), Detail(), Paragraph(()))
    checklist = ChecklistPane()
    checklist.show(given, {}, MANAGER)
    yield from checklist.body.rows
    agreements, overview = AgreementsPane(), OverviewPane()
    agreements.show(given, TODAY)
    overview.show(given, TODAY)
    yield from (*agreements.body.rows, *overview.body.rows)
    listed = ConversationList()
    listed.show(agenda([Summary(Slug("slug"), "")], TODAY), TODAY)
    yield from listed.rows
    agreement = ListedAgreement(
        RowId("a"), "result", "Runbook", "Anna", "", TODAY, None, "open", Slug("")
    )
    due = DuePane()
    due.show(
        [FoundAgreement(agreement, Slug("anna"), Path("anna.json"), "Anna", "planning", "1")], TODAY
    )
    yield from due.body.rows
    yield from scale_rows(compare_ratings(given), given, None)[0]
    past = HistoryPane()
    past.show([NoteLine("one"), NoteLine("two")], [], given, None)
    yield from past.body.rows


def parts(value: Any) -> Iterator[Any]:
    """A value and the values in it."""
    if hasattr(value, "__dataclass_fields__"):
        yield value
        for each in fields(value):
            inner = getattr(value, each.name)
            for part in inner if isinstance(inner, tuple) else (inner,):
                yield from parts(part)


def test_values_are_immutable_and_without_a_dictionary_of_their_own() -> None:
    for row in values():
        if isinstance(row, ListRow):
            row.lines(40)
        for value in parts(row):
            with pytest.raises(FrozenInstanceError):
                setattr(value, fields(value)[0].name, None)
            assert not hasattr(value, "__dict__"), type(value)
