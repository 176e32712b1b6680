"""How one agreement is getting on, as a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.conversation import Agreement, Conversation
from afspraak.widgets.drawing.beside.agreement_log import log_rows, log_title
from afspraak.widgets.drawing.wrapping import line_text, line_width

from ....support.screens.portal import TODAY, portal
from ....support.screens.sample_agreements import ALL
from ....support.screens.styled import styled_rows
from ....support.screens.widget_holder import conversation


def of(name: str) -> Agreement:
    return next(row for row in portal().agreements if row.id == name)


def lines(agreement: Agreement, width: int, given: Conversation | None = None) -> list[str]:
    rows = log_rows(agreement, given or portal(), MANAGER, TODAY, width, ("l", "e"))
    return [line_text(line).rstrip() for row in rows for line in row.lines(width)]


WIDE = """\
3 Dec  Anna  ████░░░░░░  40 %  The first chapter
2 Nov  Jan   █░░░░░░░░░  10 %  Talked it through
Shows nothing yet: e says how both of you will see it
Support Jan: two days without tickets
Look back 15 Feb
Steps
  [x] chapters
  [ ] try it
"""


def test_the_newest_is_first_and_what_the_row_leaves_out_is_below() -> None:
    assert lines(of("runbook"), 79) == WIDE.splitlines()
    title = log_title(of("runbook"), portal())
    assert title.names == ("R1 Runbook for the portal",)
    assert [line_text(line) for line in title.counts] == ["how it is going · 2"]


def test_on_a_narrow_screen_the_bars_go_and_texts_wrap_beside_their_head() -> None:
    assert lines(of("runbook"), 36)[:3] == [
        "3 Dec  Anna    40 %  The first",
        "                     chapter",
        "2 Nov  Jan     10 %  Talked it",
    ]
    assert lines(of("runbook"), 24)[:3] == [
        "3 Dec Anna 40 % The",
        "first chapter",
        "2 Nov Jan 10 % Talked it",
    ]


def test_roles_name_the_other_the_gap_and_the_key() -> None:
    rows = log_rows(of("runbook"), portal(), MANAGER, TODAY, 79, ("l", "e"))
    seen = styled_rows(rows, 79)
    assert seen[0].startswith("[dim 3 Dec  ][other Anna]  [bar ████][bar.rest ░░░░░░]")
    assert seen[1].startswith("[dim 2 Nov  ]Jan   [bar █]")
    assert seen[2].startswith("[dim Shows ][missing nothing yet: ][key e ][dim says")


def test_without_progress_the_key_that_tells_of_it_is_named() -> None:
    assert lines(of("course"), 79)[:2] == [
        "Nothing told yet; l adds how it is going.",
        "Shows leads the June release",
    ]
    assert [line_text(each) for each in log_title(of("course"), portal()).counts] == [
        "how it is going"
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"support_due": date(2026, 12, 1)}, "[late support late]"),
        ({"support_due": date(2027, 1, 15)}, "[dim · 15 Jan]"),
        ({"support_done": date(2026, 12, 2)}, "[all.done support given]"),
        ({"evaluate_on": date(2026, 12, 1), "progress": ()}, "[late to be checked]"),
        ({"budget": "two days"}, "[dim Budget ]two days"),
        ({"based_on": "the job"}, "[dim From ]the job"),
    ],
)
def test_what_was_promised_is_told_and_what_is_late_says_so(
    changes: dict[str, object], told: str
) -> None:
    agreement = replace(of("runbook"), **changes)  # type: ignore[arg-type]
    rows = log_rows(agreement, portal(), MANAGER, TODAY, 79, ("l", "e"))
    assert any(told in line for line in styled_rows(rows, 79))


def test_a_closed_agreement_asks_for_nothing() -> None:
    seen = lines(ALL[4], 79, conversation((), ALL))
    assert seen == ["23 Nov  Jan  Going", "Support Jan"]


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    long = replace(of("runbook"), measure="x" * 99, support="\t李" * 40)
    for row in log_rows(long, portal(), MANAGER, TODAY, width, ("l", "e")):
        assert all(line_width(line) <= width for line in row.lines(width))
