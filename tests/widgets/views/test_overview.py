# ruff: noqa: E501 - a picture is as wide as it is
"""The overview as it is drawn, and which agreement each of its rows is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement, Conversation
from afspraak.widgets.language import tr
from afspraak.widgets.views.overview import AgreementChosen, OverviewPane

from ...support.screens.drawn import drawn
from ...support.screens.sample_agreements import ALL
from ...support.screens.widget_holder import TODAY, Holder, conversation, screen_lines


class Overview(Holder):
    """Shows a conversation in an overview from the start, like the screen."""

    def __init__(self, shown: Conversation) -> None:
        self.pane = OverviewPane()
        self.shown = shown
        self.chosen: list[str | None] = []
        super().__init__(self.pane)

    def on_mount(self) -> None:
        self.pane.show(self.shown, TODAY)
        self.pane.focus()

    def on_agreement_chosen(self, message: AgreementChosen) -> None:
        self.chosen.append(message.agreement_id)


async def settle(pilot: Pilot[Any]) -> None:
    await pilot.pause()
    await pilot.pause()


WIDE = """\
━^ How far it is ^━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ _2 open_ · *_1 late_* · _1 lacks a word_ ━
^>R1 Runbook                                              ████░░░░░░  40 %  Anna  31 Mar   in 17 wk^
 *_R2_* _Course_                                               ░░░░░░░░░░   –    _Anna_  *_30 Nov!_*  ^late 3 d^
 O1 Lunch together                                       ██████████        Jan            done
 D1 ~Dropped plan~                                                                 1 May    dropped
 D2 …                                                    ██████████        Anna  1 Feb    done
─ _When_ ───────────────────────────────────────────────────── │ today  ○ look back  ◆ due  *_! late_* ─
    Nov               *_Dec_*                Jan 2027            Feb              Mar
 *_R1_* ···················*│*──────────────────────────○──────────────────────────────────────────────◆
 *_R2_* ··················*!│*··········································································
 D2 ···················*│*─────────────────────────────────────◆····································
─ _Who does what_ ──────────────────────────────────────────────────────────────────────────────────
 *_Anna de Vries_*                                    *_Jan Bakker_*
 _R1 Runbook_ · 31 Mar                              _[x]_ O1 Lunch together
 _R2 Course_ · 30 Nov ^late 3 d^                      _Support with R1: Time_
 _[x]_ D2 … · 1 Feb                                 _[x]_ Support with D2
─ _Still to add_ ───────────────────────────────────────────────────────────────────────────────────
 _R2: support_
"""
MIDDLE = """\
━^ How far it is ^━━━━━━━━━ _2 open_ · *_1 late_* · _1 lacks a word_ ━
^>R1 Runbook             ██░░░  40 %  Anna  31 Mar   in 17 wk^
 *_R2_* _Course_              ░░░░░   –    _Anna_  *_30 Nov!_*  ^late 3 d^
 O1 Lunch together      █████        Jan            done
 D1 ~Dropped plan~                           1 May    dropped
 D2 …                   █████        Anna  1 Feb    done
─ _When_ ─────────────── │ today  ○ look back  ◆ due  *_! late_* ─
    Nov        *_Dec_*        Jan 2027    Feb       Mar
 *_R1_* ···········*│*───────────────○───────────────────────────◆
 *_R2_* ··········*!!*············································
 D2 ···········*│*──────────────────────◆·····················
─ _Who does what_ ────────────────────────────────────────────
 *_Anna de Vries_*                 *_Jan Bakker_*
 _R1 Runbook_ · 31 Mar           _[x]_ O1 Lunch together
 _R2 Course_ · 30 Nov ^late 3 d^   _Support with R1: Time_
 _[x]_ D2 … · 1 Feb              _[x]_ Support with D2
─ _Still to add_ ─────────────────────────────────────────────
 _R2: support_
"""
NARROW = """\
━^ How far it is ^━━━━━━━ _2 open_ ━
^>R1 Runbook                     ^
^      31 Mar   in 17 wk         ^
 *_R2_* _Course_
      *_30 Nov!_*  ^late 3 d^
 O1 Lunch together
    █████                 done
 D1 ~Dropped plan~
      1 May    dropped
 D2 …
    █████        1 Feb    done
─ _When_ ─────────────────────────
    Nov  *_Dec_*   Jan   Feb  Mar
 *_R1_* ·····*│*───────○─────────────◆
 *_R2_* ·····*!*······················
 D2 ·····*│*───────────◆··········
─ _Who does what_ ────────────────
 *_Anna de Vries_*
 _R1 Runbook_ · 31 Mar
 _R2 Course_ · 30 Nov ^late 3 d^
 _[x]_ D2 … · 1 Feb
 *_Jan Bakker_*
 _[x]_ O1 Lunch together
 _Support with R1: Time_
 _[x]_ Support with D2
─ _Still to add_ ─────────────────
 _R2: support_
"""


@pytest.mark.parametrize(
    ("size", "seen"), [((98, 21), WIDE), ((60, 21), MIDDLE), ((32, 34), NARROW)]
)
async def test_everything_is_shown_on_a_large_screen(size: tuple[int, int], seen: str) -> None:
    app = Overview(conversation((), ALL))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert drawn(app) == seen.splitlines()


@pytest.mark.parametrize(("width", "beside"), [(60, True), (59, False)])
async def test_people_are_side_by_side_on_a_wide_screen(width: int, beside: bool) -> None:
    app = Overview(conversation((), ALL))
    async with app.run_test(size=(width, 50)) as pilot:
        await settle(pilot)
        (names,) = [line for line in screen_lines(app) if "Anna de Vries" in line]
        assert ("Jan Bakker" in names) == beside
        await pilot.resize_terminal(60 + 59 - width, 50)
        await settle(pilot)
        (names,) = [line for line in screen_lines(app) if "Anna de Vries" in line]
        assert ("Jan Bakker" in names) != beside


async def test_each_row_belongs_to_its_agreement() -> None:
    app = Overview(conversation((), ALL))
    async with app.run_test(size=(100, 22)) as pilot:
        await settle(pilot)
        seen = []
        for _ in range(13):
            agreement = app.pane.agreement
            assert agreement is not None
            row = next(line for line in drawn(app) if ">" in line)
            seen.append((row[2:].strip("^ >")[:2], agreement.id))
            app.pane.action_cursor_down()
            await settle(pilot)
    assert [about for _, about in seen] == [
        *("run", "late", "lunch", "old", "words"),
        *("run", "late", "words"),
        *("run", "late", "words"),  # what Anna does, whatever Jan does beside it
        *("late", "late"),  # what is missing, and there the list ends
    ]
    assert [label for label, _ in seen[:8]] == ["R1", "R2", "O1", "D1", "D2", "R1", "R2", "D2"]
    assert app.chosen[-1] == "late"


async def test_the_selected_agreement_stays_selected_until_deleted() -> None:
    app = Overview(conversation((), ALL))
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(pilot)
        app.pane.action_cursor_down()
        await settle(pilot)
        app.pane.show(conversation((), tuple(reversed(ALL))), TODAY)
        await settle(pilot)
        assert cast("Agreement", app.pane.agreement).id == "late"
        app.pane.show(conversation(), TODAY)
        await settle(pilot)
        assert app.pane.agreement is None
        assert app.chosen[-1] is None
        assert drawn(app)[0] == f"━^ How far it is ^{'━' * 64}", "nothing is counted"
        app.pane.show(conversation((), ALL[2:3]), TODAY)
        await settle(pilot)
        assert cast("Agreement", app.pane.agreement).id == "lunch"
        assert "open" not in drawn(app)[0]
        assert not [line for line in drawn(app) if "When" in line], "without dates no line of time"


async def test_an_overview_without_gaps_says_so_without_agreement() -> None:
    whole = replace(ALL[0], support="none")
    growth = replace(whole, id=RowId("growth"), kind="development", text="Course", order="C")
    app = Overview(conversation((), (whole, growth)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.pane.action_cursor_down()
        await settle(pilot)
        app.pane.action_last()
        await settle(pilot)
        assert f">{tr('overview.concrete')}" in "\n".join(drawn(app))
        assert cast("Agreement", app.pane.agreement).id == "growth", "the last one that it was at"


async def test_a_third_person_is_below_the_first_two_and_a_short_column_stays_empty() -> None:
    owners = ("Anna de Vries", "Anna de Vries", "Jan Bakker", "Kim Smit")
    plans = tuple(
        Agreement(RowId(f"a{n}"), "other", f"Plan {n}", owner, order=f"B{n}")
        for n, owner in enumerate(owners)
    )
    app = Overview(conversation((), plans))
    async with app.run_test(size=(64, 40)) as pilot:
        await settle(pilot)
        seen = [line.strip() for line in drawn(app)]
        seen = [line.replace("_", "") for line in seen]
        begin = seen.index("─ Who does what ".ljust(64, "─"))
        half = " " * 32
        assert seen[begin + 1 : begin + 7] == [
            f"*Anna de Vries*{half[13:]}*Jan Bakker*",
            f"O1 Plan 0{half[9:]}O3 Plan 2",
            "O2 Plan 1",
            "*Kim Smit*",
            "O4 Plan 3",
            f"─ {tr('overview.welcome')} ".ljust(64, "─"),
        ]
        rows = [row.key for row in app.pane.body.rows if row.key.startswith(("names", "who"))]
        assert rows == ["names/0", "who/0", "who/1", "names/2", "who/2"]
        app.pane.select("who/1")
        await settle(pilot)
        assert cast("Agreement", app.pane.agreement).id == "a1"


@pytest.mark.parametrize(
    ("changes", "sign"),
    [({}, "▲"), ({"support_due": date(2026, 12, 1)}, "!"),
     ({"support_done": date(2026, 12, 2)}, "▲")],
)  # fmt: skip
async def test_promised_support_has_a_mark_on_the_timeline(
    changes: dict[str, Any], sign: str
) -> None:
    promised = Agreement(
        RowId("a"), text="Runbook", support="Time", support_by="Jan Bakker",
        support_due=date(2027, 1, 15),
    )  # fmt: skip
    app = Overview(conversation((), (replace(promised, **changes),)))
    async with app.run_test(size=(120, 24)) as pilot:
        await settle(pilot)
        legend, _, track = screen_lines(app)[2:5]
        assert ("▲ support" in legend) == (sign == "▲")
        assert "◆ due" in legend and "! late" in legend
        assert track.count(sign) == 1 and track.startswith(" R1 ")


async def test_a_done_agreement_with_nothing_but_a_look_back_has_an_empty_line() -> None:
    done = Agreement(RowId("a"), text="Runbook", evaluate_on=date(2027, 1, 15), status="done")
    app = Overview(conversation((), (done,)))
    async with app.run_test(size=(60, 24)) as pilot:
        await settle(pilot)
        (track,) = [line for line in screen_lines(app)[3:] if line.startswith(" R1 ")]
        assert set(track[4:]) == {"·", "│"}


async def test_a_resize_chooses_the_title_again() -> None:
    app = Overview(conversation((), ALL))
    async with app.run_test(size=(20, 50)) as pilot:
        await settle(pilot)
        assert screen_lines(app)[0] == f"━ How far it is {'━' * 4}"
        await pilot.resize_terminal(60, 50)
        await settle(pilot)
        assert screen_lines(app)[0].endswith("━ 2 open · 1 late · 1 lacks a word ━")
        await pilot.resize_terminal(34, 50)
        await settle(pilot)
        assert screen_lines(app)[0] == "━ How far it is ━━━━━━━━━ 2 open ━"


@pytest.mark.parametrize(("days", "told"), [(136, True), (137, False)])
async def test_a_day_is_told_in_weeks_as_long_as_beside_the_notes(days: int, told: bool) -> None:
    due = replace(ALL[0], due=TODAY + timedelta(days=days))
    app = Overview(conversation((), (due,)))
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        assert ("in 19 wk" in screen_lines(app)[1]) is told
