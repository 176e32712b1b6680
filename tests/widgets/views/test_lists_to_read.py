# ruff: noqa: E501 - a picture is as wide as it is
"""Lists over several conversations, the progress log and the notes of a moment, as drawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, RowId, Slug
from afspraak.data.model.conversation import AgreementKind, AgreementStatus, NoteLine
from afspraak.data.notebook.agreement_query import FoundAgreement
from afspraak.data.notebook.full_text_search import Hit
from afspraak.data.notebook.listed_agreement import ListedAgreement
from afspraak.data.session.steps.history import LineChange
from afspraak.widgets.drawing.beside.due_rows import due_rows
from afspraak.widgets.notes.past_view import HistoryPane
from afspraak.widgets.views.due_agreements import DuePane
from afspraak.widgets.views.minutes import MinutesPane
from afspraak.widgets.views.search_results import HitPane

from ...support.screens.drawn import drawn
from ...support.screens.styled import styled_rows
from ...support.screens.widget_holder import TODAY, Holder, conversation, screen_lines, screen_text


def found(
    row: RowId,
    kind: AgreementKind,
    number: str,
    text: str,
    owner: str,
    due: date | None,
    status: AgreementStatus = "open",
) -> FoundAgreement:
    agreement = ListedAgreement(row, kind, text, owner, "", due, None, status, Slug(""))
    return FoundAgreement(
        agreement, Slug("anna"), Path("anna.json"), "Anna de Vries", "planning 2027", number
    )


BELOW = """\
━^ What is agreed ^━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ _3 open_ · *_1 late_* ━
 *_Late_* 1
^>R1  Runbook that is read by everybody who is o… Anna de Vries  30 Nov! late 3 d^
 *_Still to do_* 1
 O12 _Lunch_                                                      _15 Jan_
 *_Without a date_* 1
 *_D1_*  …                                           _Jan_
 *_Done or dropped_* 2
 R2  ~Gone~                                        Jan            1 Dec   dropped
 R3  Ready                                       Jan                    done
 3 more







─ _Anna de Vries · planning 2027_ ───────────────────────────────────── ^late 3 d^ ─
 *_R1_* _Runbook that is read by everybody who is on duty_
 _Anna de Vries_ · *_30 Nov!_*
"""

FOUND = [
    found(RowId("a"), "result", "1", "Runbook that is read by everybody who is on duty", "Anna de Vries",
          date(2026, 11, 30)),
    found(RowId("b"), "other", "12", "Lunch", "", date(2027, 1, 15)),
    found(RowId("c"), "development", "1", "", "Jan", None),
    found(RowId("d"), "result", "2", "Gone", "Jan", date(2026, 12, 1), "dropped"),
    found(RowId("e"), "result", "3", "Ready", "Jan", None, "done"),
]  # fmt: skip


async def test_agreements_are_grouped_by_urgency() -> None:
    due = DuePane()
    app = Holder(due)
    async with app.run_test(size=(80, 24)) as pilot:
        due.show(FOUND, TODAY, "3 more")
        due.focus()
        await pilot.pause()
        assert drawn(app) == BELOW.splitlines()
        chosen = [due.agreement]
        due.action_cursor_down()
        chosen.append(due.agreement)
        due.show([], TODAY)
        await pilot.pause()
        assert [*chosen, due.agreement] == [*FOUND[:2], None]
        assert screen_text(app).strip("━─ \n").endswith("0 open")


LINES_BESIDE = """\
[heading Late][dim  1]
[label.result R1  ]Runbook that is read by everybody who is…  Anna de Vries  [late.date 30 Nov!] [late late 3 d]  [dim Anna de Vries · planning 2027]
[heading Still to do][dim  1]
[label.other O12 ]Lunch                                                     15 Jan            [dim Anna de Vries · planning 2027]
[heading Without a date][dim  1]
[label.development D1  ]…                                          Jan                              [dim Anna de Vries · planning 2027]
[heading Done or dropped][dim  2]
[done R2  ][strike Gone]                                       [done Jan]            [done 1 Dec]   [done dropped]   [dim Anna de Vries · planning 2027]
[done R3  ][done Ready]                                      [done Jan]                    [done done]      [dim Anna de Vries · planning 2027]
[dim 3 more]
"""


def test_on_a_wide_screen_the_conversation_is_beside_the_agreement() -> None:
    rows = due_rows(FOUND, TODAY, "3 more")
    assert styled_rows(rows, 110) == LINES_BESIDE.splitlines()
    assert [row.key for row in rows if not row.selectable] == [
        *("#late", "#coming", "#undated", "#closed", "…"),
    ]


HITS = [
    Hit(Slug("a"), Path("a"), "Anna", "planning", date(2026, 12, 3), "note", 12, "",
        "The runbook is ready", ((4, 11),)),
    Hit(Slug("a"), Path("a"), "Anna", "planning", date(2026, 12, 3), "agreement", 1, "result",
        "Runbook", ((0, 7),)),
    Hit(Slug("b"), Path("b"), "Anna", "progress", None, "note", 1, "",
        f"{'x' * 30} a non-runbook at last", ((37, 44),)),
]  # fmt: skip


async def test_search_results_are_highlighted_under_their_conversation() -> None:
    hits = HitPane()
    app = Holder(hits)
    async with app.run_test(size=(60, 12)) as pilot:
        hits.show(HITS, TODAY, "more")
        hits.focus()
        await pilot.pause()
        assert drawn(app) == [
            "━^ What was found ^━━━━━━━━━━━━━━━━━━━━━━ 3 lines in 2 talks ━",
            " *Anna · planning* _3 Dec_",
            "^>notes 12  The runbook is ready                             ^",
            " _R1_        *_Runbook_*",
            " *Anna · progress*",
            f" _notes 1   {'x' * 30} a_ *_non-runbook_* _at_",
            "           _last_",
            " _more_",
        ]
        hits.body.action_last()
        assert hits.hit == HITS[2]
        hits.show(HITS[:2], TODAY)
        await pilot.pause()
        assert hits.hit == HITS[0], "what is found anew is read from its beginning"
        assert "more" not in "".join(drawn(app))
        hits.show([], TODAY)
        await pilot.pause()
        assert drawn(app)[1:] == []


def test_words_found_are_bold_and_headings_cannot_be_selected() -> None:
    hits = HitPane()
    hits.show(HITS, TODAY, "more")
    assert styled_rows(hits.body.rows, 60) == [
        "[heading Anna · planning ][dim 3 Dec]",
        "[dim notes 12  ]The [bold runbook ]is ready",
        "[dim R1        ][bold Runbook]",
        "[heading Anna · progress]",
        f"[dim notes 1   ]{'x' * 30} a [bold non-runbook ]at",
        "          last",
        "[dim more]",
    ]
    assert [row.key for row in hits.body.rows if not row.selectable] == ["#a", "#b", "…"]


@pytest.mark.parametrize(
    ("text", "spans", "seen"),
    [
        ("b" * 60 + "word", ((60, 64),), "[bold " + "b" * 60 + "word]"),
        ("b" * 61 + "word", ((61, 65),), "[bold …" + "b" * 60 + "word]"),
        ("word" + "a" * 236, ((0, 4),), "[bold word" + "a" * 236 + "]"),
        ("word" + "a" * 237, ((0, 4),), "[bold word" + "a" * 236 + "…]"),
        ("one two three", ((4, 7),), "one [bold two ]three"),
        ("one two three", ((0, 3), (8, 13)), "[bold one ]two [bold three]"),
        ("one two three", ((2, 5),), "[bold one two ]three"),
        ("one (two) three", ((5, 8),), "one [bold (two) ]three"),
        ("one two", (), "one two"),
    ],
)
def test_whole_words_around_a_match_are_bold_and_long_text_is_cut(
    text: str, spans: tuple[tuple[int, int], ...], seen: str
) -> None:
    hits = HitPane()
    hits.show([HITS[0]._replace(text=text, spans=spans)], TODAY)
    assert styled_rows(hits.body.rows[1:], 400) == [f"[dim notes 12  ]{seen}"]


def test_a_hit_without_a_date_and_another_conversation_have_a_heading_each() -> None:
    hits = HitPane()
    hits.show([HITS[0]._replace(date=None), HITS[2], HITS[0]], TODAY)
    assert [row.text for row in hits.body.rows if not row.selectable] == [
        "Anna · planning",
        "Anna · progress",
        "Anna · planning",
    ]
    assert [row.key for row in hits.body.rows if row.selectable] == ["0", "1", "2"]


NOTES = [
    NoteLine("# Looking back", MANAGER),
    NoteLine("  - a point that is rather long and goes on over the end", EMPLOYEE),
    NoteLine("", NOBODY),
    NoteLine("\tlast", EMPLOYEE),
]


async def test_earlier_notes_show_authors_and_new_lines() -> None:
    past = HistoryPane()
    app = Holder(past)
    changed = [LineChange(True, NOTES[1], 1), LineChange(False, NoteLine("went", MANAGER), 2)]
    async with app.run_test(size=(60, 7)) as pilot:
        past.show(NOTES, changed, conversation(), MANAGER)
        past.focus()
        await pilot.pause()
        title = f"━ How the notes came about {'━' * 11} lines +1 −1 · JB AV ━"
        assert screen_lines(app)[0] == title
        assert screen_lines(app)[1:] == [
            "       # Looking back",
            "AV┃ >+   - a point that is rather long and goes on over the",
            "  ┃      end",
            "",
            "  ┃        last",
            "",
        ]
        past.show(NOTES, [], conversation(), EMPLOYEE)
        await pilot.pause()
        assert screen_lines(app)[0] == f"━ How the notes came about {'━' * 33}"
        assert screen_lines(app)[2].startswith("AV│ "), "another one reads"
        assert "+" not in screen_text(app)
        past.show([NoteLine("", NOBODY)], [], conversation(), MANAGER)
        await pilot.pause()
        assert drawn(app)[1] == "     _There was nothing yet._"


@pytest.mark.parametrize(
    ("width", "title"),
    [
        (50, "━ How the notes came about ━ lines +1 −1 · JB AV ━"),
        (49, f"━ How the notes came about {'━' * 8} lines +1 −1 ━"),
        (42, "━ How the notes came about ━ lines +1 −1 ━"),
        (41, f"━ Notes {'━' * 11} lines +1 −1 · JB AV ━"),
    ],
)
async def test_the_title_of_a_checkpoint_is_shortened_to_fit(width: int, title: str) -> None:
    past = HistoryPane()
    app = Holder(past)
    changed = [LineChange(True, NOTES[1], 1), LineChange(False, NoteLine("went", MANAGER), 2)]
    async with app.run_test(size=(width, 20)) as pilot:
        past.show(NOTES, changed, conversation(), MANAGER)
        past.focus()
        await pilot.pause()
        assert screen_lines(app)[0] == title


async def test_new_lines_scroll_into_view_with_context_above() -> None:
    past = HistoryPane()
    app = Holder(past)
    lines = [NoteLine(f"line {number}", MANAGER) for number in range(60)]
    async with app.run_test(size=(40, 13)) as pilot:
        past.show(lines, [LineChange(True, lines[30], 30)], conversation(), MANAGER)
        await pilot.pause()
        await pilot.pause()
        seen = screen_lines(app)
        assert seen[1] == "JB│    line 27"
        assert seen[4] == "  │ >+ line 30"
        assert seen[0].endswith(" ↑27 ↓21 ━")
        past.show(lines, [LineChange(True, lines[35], 35)], conversation(), MANAGER)
        await pilot.pause()
        assert "line 27" in screen_lines(app)[1], "what is in view already stays where it is"
        past.show(lines, [LineChange(False, NoteLine("went"), 70)], conversation(), MANAGER)
        await pilot.pause()
        assert "line 59" in screen_lines(app)[-1], "behind the last line"


async def test_a_list_without_a_cursor_is_scrolled_by_lines_and_pages() -> None:
    past = MinutesPane()
    app = Holder(past)
    async with app.run_test(size=(40, 13)) as pilot:
        past.show("\n".join(f"- line {number}" for number in range(60)))
        await pilot.pause()
        first = []
        for action in ("cursor_down", "page_down", "page_up", "cursor_up", "last", "first"):
            await past.run_action(action)
            await pilot.pause()
            first.append(screen_lines(app)[1].split()[-1])
        assert first == ["1", "12", "1", "0", "48", "0"], "a page leaves a line in view"
        assert ">" not in screen_text(app)
