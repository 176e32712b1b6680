# ruff: noqa: E501 - a picture is as wide as it is
"""The lines of the rows of each list, at the widths at which their layout changes."""

from __future__ import annotations

from afspraak.widgets.views.overview import OverviewPane

from ...support.screens.sample_agreements import ALL
from ...support.screens.styled import styled_rows
from ...support.screens.widget_holder import TODAY, conversation

STATUS = {
    60: """\
[label.result R1 ]Runbook         [bar ████][bar.rest ░░░░░░]  40 %  Anna  31 Mar   [dim in 17 wk]
[label.result R2 ]Course          [bar.rest ░░░░░░░░░░][dim    –  ]  Anna  [late.date 30 Nov!]  [late late 3 d]
[done O1 ][done Lunch together]  [bar.full ██████████][dim       ]  [done Jan]            [done done]
[done D1 ][strike Dropped plan]    [dim ]                        [done 1 May]    [done dropped]
[done D2 ][done …]               [bar.full ██████████][dim       ]  [done Anna]  [done 1 Feb]    [done done]
""",
    55: """\
[label.result R1 ]Runbook         [bar ██][bar.rest ░░░]  40 %  Anna  31 Mar   [dim in 17 wk]
[label.result R2 ]Course          [bar.rest ░░░░░][dim    –  ]  Anna  [late.date 30 Nov!]  [late late 3 d]
[done O1 ][done Lunch together]  [bar.full █████][dim       ]  [done Jan]            [done done]
[done D1 ][strike Dropped plan]    [dim ]                   [done 1 May]    [done dropped]
[done D2 ][done …]               [bar.full █████][dim       ]  [done Anna]  [done 1 Feb]    [done done]
""",
    54: """\
[label.result R1 ]Runbook
   [bar ██][bar.rest ░░░]  40 %  Anna  31 Mar   [dim in 17 wk]
[label.result R2 ]Course
   [bar.rest ░░░░░][dim    –  ]  Anna  [late.date 30 Nov!]  [late late 3 d]
[done O1 ][done Lunch together]
   [bar.full █████][dim       ]  [done Jan]            [done done]
[done D1 ][strike Dropped plan]
   [dim ]                   [done 1 May]    [done dropped]
[done D2 ][done …]
   [bar.full █████][dim       ]  [done Anna]  [done 1 Feb]    [done done]
""",
}
TIMELINES = {
    64: """\
[rule ─][title  When ][rule ───────────────────] [dim │ today  ○ look back  ◆ due  ][late.date ! late] [rule ─]
   [dim Nov         ][today Dec][dim          Jan 2027     Feb        Mar]
[label.result R1 ][dim ············][today │][dim ─────────────────][accent ○][dim ─────────────────────────────]◆
[label.result R2 ][dim ···········][late.date !!][dim ················································]
[done D2 ][dim ············][today │][dim ────────────────────────][all.done ◆][dim ·······················]
""",
}
REST = """\
[rule ─][title  Who does what ][rule ────────────────────────────────────────────]
[bold Anna de Vries]
R1 Runbook [dim · 31 Mar]
R2 Course [dim · 30 Nov ][late late 3 d]
[box.done [x] ][done D2 … ][dim · 1 Feb]
[bold Jan Bakker]
[box.done [x] ][done O1 Lunch together]
Support with R1: Time
[box.done [x] ][done Support with D2]
[rule ─][title  Still to add ][rule ─────────────────────────────────────────────]
R2: support
"""


def test_the_parts_of_the_overview_go_below_each_other_without_room() -> None:
    pane = OverviewPane()
    pane.show(conversation((), ALL), TODAY)
    rows = pane.body.rows
    for width, seen in STATUS.items():
        assert styled_rows(rows[:5], width) == seen.splitlines()
        assert sum(row.height(width) or 0 for row in rows[:5]) == len(seen.splitlines())
    for width, seen in TIMELINES.items():
        assert styled_rows(rows[5:10], width) == seen.splitlines()
    assert styled_rows(rows[10:], 60) == REST.splitlines()
    assert [row.key for row in rows if row.selectable] == [
        *(f"state/{agreement.id}" for agreement in ALL),
        *("time/run", "time/late", "time/words"),
        *(f"who/{number}" for number in range(6)),
        "gap/0",
    ]
    assert [row.key for row in rows if not row.selectable] == [
        *("heading/when", "months", "heading/people", "names/0", "names/1", "heading/gaps"),
    ]
