"""The agreements pane: columns, gaps, and the messages of its actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import RowId, Slug
from afspraak.data.model.conversation import (
    AGREEMENT_KINDS,
    Agreement,
    AgreementKind,
    Conversation,
    Header,
)
from afspraak.data.model.edits import Change, Delete, Reorder
from afspraak.widgets.language import speak
from afspraak.widgets.messages import (
    AgreementFormRequested,
    EditRequested,
    ProgressFormRequested,
)

from ...support.hostile import as_read
from ...support.screens.panes import COURSE, RUNBOOK, TALK, AgreementsHolder
from ...support.screens.widget_holder import (
    TODAY,
    conversation,
    screen_lines,
    screen_text,
    styles_at,
)

OLD = Agreement(RowId("d"), "result", "An old plan", status="dropped", order="E")
ALL = (RUNBOOK, COURSE, TALK, OLD)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


async def test_columns_on_a_wide_screen() -> None:
    app = AgreementsHolder(*ALL)
    async with app.run_test(size=(80, 6)):
        assert screen_lines(app) == [
            f"━ 3 Agreements {'━' * 30} 2 open · 1 late · 1 lacks a word ━",
            ">R1 Runbook for the portal                        Anna        31 Mar  ok",
            " D1 Course                                        Anna        30 Jun! late 156 d",
            " O1 Talk                                          Kim Bakker          done",
            " R2 An old plan                                                       dropped",
            "",
        ]


async def test_texts_are_cut_so_that_a_row_is_one_line() -> None:
    app = AgreementsHolder(*ALL)
    async with app.run_test(size=(53, 6)):
        assert screen_lines(app)[1:] == [
            ">R1 Runbook for the p… Anna        31 Mar  ok",
            " D1 Course             Anna        30 Jun! late 156 d",
            " O1 Talk               Kim Bakker          done",
            " R2 An old plan                            dropped",
            "",
        ]


async def test_details_are_below_on_a_narrow_screen() -> None:
    app = AgreementsHolder(*ALL)
    async with app.run_test(size=(36, 10)):
        assert screen_lines(app)[1:] == [
            ">R1 Runbook for the portal",
            "    Anna        31 Mar   ok",
            " D1 Course",
            "    Anna        30 Jun!  late 156 d",
            " O1 Talk",
            "    Kim Bakker           done",
            " R2 An old plan",
            "                         dropped",
            "",
        ]


async def test_below_the_text_all_gaps_are_named_where_there_is_room() -> None:
    app = AgreementsHolder(replace(COURSE, due=None))
    async with app.run_test(size=(36, 4)) as pilot:
        assert screen_lines(app)[1:] == [">D1 Course", "    Anna  measure, when, support ?", ""]
        await pilot.resize_terminal(30, 4)
        await pilot.pause()
        assert screen_lines(app)[1:] == [">D1 Course", "    Anna  measure ? +2", ""]


async def test_labels_and_words_in_dutch() -> None:
    speak(catalogue("nl"))
    app = AgreementsHolder(*ALL)
    async with app.run_test(size=(80, 8)):
        seen = screen_text(app)
        for words in (
            "3 Afspraken ━",
            " 2 open · 1 laat · 1 mist een woord ━",
            "O1 Course",
            "156 d laat",
            "A1 Talk",
            "klaar",
            "vervallen",
        ):
            assert words in seen


async def test_dropped_agreements_are_struck_and_late_ones_highlighted() -> None:
    app = AgreementsHolder(*ALL)
    async with app.run_test(size=(80, 8)):
        assert "strike" in styles_at(app, "An old plan")
        assert "bold" in styles_at(app, "30 Jun!")
        assert "reverse" in styles_at(app, "late 156 d")
        assert "bold" in styles_at(app, "1 late")


async def test_an_agreement_due_today_is_not_late() -> None:
    app = AgreementsHolder(replace(RUNBOOK, due=TODAY))
    async with app.run_test(size=(80, 8)):
        assert screen_lines(app)[1].endswith(" 3 Dec  today")
        assert "!" not in screen_text(app) and "late" not in screen_text(app)


async def test_dates_of_another_year_show_the_year() -> None:
    app = AgreementsHolder(
        Agreement(RowId("a"), text="x", due=date(2028, 1, 2), order="B"),
        Agreement(RowId("b"), text="y", due=date(2025, 5, 5), order="C"),
    )
    async with app.run_test(size=(80, 8)):
        assert "2 Jan 2028" in screen_text(app)
        assert "5 May 2025!" in screen_text(app)


@pytest.mark.parametrize(
    ("agreements", "width", "name", "numbers"),
    [
        (ALL[:3], 80, "3 Agreements", "2 open · 1 late · 1 lacks a word"),
        (ALL[:3], 51, "3 Agreements", "2 open · 1 late · 1 lacks a word"),
        (ALL[:3], 50, "3 Agreements", "2 open · 1 late"),
        (ALL[:3], 34, "3 Agreements", "2 open · 1 late"),
        (ALL[:3], 33, "3 Agreements", "2 open"),
        (ALL[:3], 25, "3 Agreements", "2 open"),
        (ALL[:3], 24, "3 Agreements", ""),
        (ALL[:3], 15, "3 Agreemen…", ""),
        (ALL[:1], 46, "3 Agreements", "1 open · no development yet"),
        (ALL[:1], 45, "3 Agreements", "1 open"),
        ((), 60, "3 Agreements", "0 open"),
    ],
)
async def test_the_title_says_how_many_and_what_is_wrong_while_there_is_room(
    agreements: tuple[Agreement, ...], width: int, name: str, numbers: str
) -> None:
    app = AgreementsHolder(*agreements)
    async with app.run_test(size=(width, 12)) as pilot:
        await pilot.pause()
        begin, end = f"━ {name} ━", f"━ {numbers} ━" if numbers else "━"
        title = screen_lines(app)[0]
        assert title.startswith(begin) and title.endswith(end) and len(title) == width
        assert set(title[len(begin) : -len(end)]) <= {"━"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", AGREEMENT_KINDS)
async def test_a_kind_of_agreement_that_is_expected_and_lacks_is_named(
    kind: AgreementKind, language: str
) -> None:
    speak(catalogue(language))
    made = next(other for other in AGREEMENT_KINDS if other != kind)
    talk = Conversation(
        Header(agreements_expected=kind), agreements=(Agreement(RowId("a"), text="x", kind=made),)
    )
    app = AgreementsHolder()
    async with app.run_test(size=(100, 6)) as pilot:
        app.pane.show(talk, date(2026, 12, 3))
        await pilot.pause()
        assert catalogue(language)(f"pane.{kind}.none") in screen_lines(app)[0]


class Progressing(AgreementsHolder):
    """Records for which agreements the form of progress is to be opened."""

    wanted: list[str]

    def on_mount(self) -> None:
        self.wanted = []
        super().on_mount()

    def on_progress_form_requested(self, message: ProgressFormRequested) -> None:
        self.wanted.append(message.agreement_id)


async def test_the_form_of_progress_is_for_the_selected_agreement() -> None:
    app = Progressing(*ALL)
    async with app.run_test(size=(80, 10)) as pilot:
        app.pane.select("b")
        app.pane.action_progress()
        app.pane.show(conversation(), TODAY)
        app.pane.action_progress()
        await pilot.pause()
        assert app.wanted == ["b"]


async def test_an_empty_list_shows_what_to_do() -> None:
    app = AgreementsHolder()
    async with app.run_test(size=(30, 8)) as pilot:
        assert "Press a to write the first" in screen_text(app)
        for action in ("done", "drop", "edit", "owner", "due", "delete", "move_down"):
            getattr(app.pane, f"action_{action}")()
        await pilot.pause()
    assert app.told == []


async def test_the_actions_post_their_requests() -> None:
    app = AgreementsHolder(*ALL)
    async with app.run_test(size=(80, 10)) as pilot:
        for action in ("done", "drop", "add", "edit", "owner", "due", "delete", "move_up"):
            getattr(app.pane, f"action_{action}")()
        app.pane.select("c")
        app.pane.action_done()
        app.pane.action_drop()
        await pilot.pause()
    edits = [message.edit for message in app.told if isinstance(message, EditRequested)]
    assert edits == [
        Change("agreement", RowId("a"), {"status": "done"}),
        Change("agreement", RowId("a"), {"status": "dropped"}),
        Delete("agreement", RowId("a")),
        Change("agreement", RowId("c"), {"status": "open"}),
        Change("agreement", RowId("c"), {"status": "dropped"}),
    ]
    forms = [message for message in app.told if isinstance(message, AgreementFormRequested)]
    assert [(form.agreement_id, form.draft, form.focus_field) for form in forms] == [
        (None, "", ""),
        ("a", "", ""),
        ("a", "", "owner"),
        ("a", "", "due"),
    ]


async def test_moving_keeps_the_cursor_on_the_moved_row() -> None:
    app = AgreementsHolder(*ALL)
    async with app.run_test(size=(80, 10)) as pilot:
        app.pane.action_move_down()
        await pilot.pause()
        edit = app.told[0].edit if isinstance(app.told[0], EditRequested) else None
        assert isinstance(edit, Reorder)
        assert "C" < edit.orders[RowId("a")] < "D"
        app.pane.show(conversation(agreements=(COURSE, RUNBOOK, TALK, OLD)), TODAY)
        await pilot.pause()
        assert app.pane.key == "a"
        assert ">R1 Runbook" in screen_lines(app)[2]


async def test_search_covers_every_column() -> None:
    app = AgreementsHolder(*ALL)
    async with app.run_test(size=(80, 10)):
        assert app.pane.find("bakker") and app.pane.key == "c"
        app.pane.action_find_next()
        assert app.pane.key == "c"
        assert not app.pane.find("nobody")


async def test_hostile_text_is_shown_as_text() -> None:
    harmful = Agreement(
        RowId("a"), text="[/] \x1b[2J", owner="[@click=app.quit]A[/]", measure="\x07"
    )
    app = AgreementsHolder(*as_read(conversation(agreements=(harmful,))).agreements)
    async with app.run_test(size=(100, 8)):
        seen = screen_text(app)
        assert "R1 [/] ␛[2J" in seen and "[@click=app.qui… " in seen
        assert "\x1b" not in seen


async def test_carried_over_agreements_have_the_same_columns() -> None:
    carried = [
        replace(agreement, carried_from=Slug("anna-planning-2026")) for agreement in (RUNBOOK, TALK)
    ]
    app = AgreementsHolder(carried[0], COURSE, carried[1])
    async with app.run_test(size=(80, 5)):
        assert screen_lines(app)[1:] == [
            ">R1 ↻ Runbook for the portal                      Anna        31 Mar  ok",
            " D1 Course                                        Anna        30 Jun! late 156 d",
            " O1 ↻ Talk                                        Kim Bakker          done",
            "",
        ]


async def test_a_high_pane_has_the_detail_of_the_selected_agreement() -> None:
    told = replace(RUNBOOK, steps="- [x] list\n- [ ] write", measure="It is read")
    app = AgreementsHolder(told, COURSE)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        begin = next(y for y, line in enumerate(screen_lines(app)) if line.startswith("─ "))
        assert screen_lines(app)[begin : begin + 8] == [
            f"─ R1 Runbook for the portal {'─' * 32}",
            " Who   Anna de Vries",
            " Shows It is read",
            " When  Wed 31 Mar 2027",
            " Help  none",
            " Steps 1/2",
            " - [x] list",
            " - [ ] write",
        ]
        app.pane.action_cursor_down()
        await pilot.pause()
        assert screen_lines(app)[begin].startswith("─ D1 Course ─")
        assert screen_lines(app)[begin + 2] == " Shows not said yet"
        await pilot.resize_terminal(60, 19)
        await pilot.pause()
        assert "not said yet" not in screen_text(app)


@pytest.mark.parametrize("size", [(18, 4), (18, 24), (49, 8), (51, 8), (200, 5)])
async def test_every_size_is_drawn_and_cuts_only_the_text(size: tuple[int, int]) -> None:
    app = AgreementsHolder(RUNBOOK)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[0].startswith("━ 3 Agreements ") and len(lines[0]) == size[0]
        for word in ("R1", "Runbook", "31 Mar", "ok"):
            assert word in screen_text(app)
