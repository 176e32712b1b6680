"""The checklist pane: its drawing, and the messages of its actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.model.conversation import ChecklistItem
from afspraak.data.model.edits import Delete, Reorder
from afspraak.data.model.fields import to_fields
from afspraak.data.model.rows.conversation_rows import to_conversation
from afspraak.widgets.language import speak
from afspraak.widgets.messages import (
    AgreementFormRequested,
    AnswerFormRequested,
    EditRequested,
    ItemFormRequested,
    NoteRequested,
    SearchRequested,
    UndoRequested,
)
from afspraak.widgets.views.checklist import ChecklistPane, View

from ...support.screens.panes import ChecklistHolder
from ...support.screens.widget_holder import (
    conversation,
    items,
    screen_lines,
    screen_text,
    styles_at,
)

CHECKLIST = items(
    ("Looking back", "What goes well", "both"),
    ("Looking back", "What can go better", "both"),
    ("Expectations", "Results and goals", "manager"),
    ("Expectations", "What do I expect", "employee"),
    ("Development", "Courses", "both"),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


async def test_the_checklist_as_drawn_at_the_reference_width() -> None:
    done = replace(CHECKLIST[0], state="done", explanation="Name one thing that went well.")
    parked = replace(CHECKLIST[1], state="parked", remarks={EMPLOYEE: "Handover."})
    app = ChecklistHolder(conversation((done, parked, *CHECKLIST[2:])))
    async with app.run_test(size=(28, 18)) as pilot:
        await pilot.pause()
        assert screen_lines(app) == [
            "━ 1 Checklist ━━━━━━━━ 1/4 ━",
            " Looking back            1/2",
            ">[x] What goes well",
            " [-] What can go better    *",
            " Expectations            0/1",
            " [ ] Results and goals",
            " Development             0/1",
            " [ ] Courses",
            "─ What goes well ───────────",
            " Name one thing that went",
            " well.",
            *[""] * 7,
        ]
        assert styles_at(app, " 1 Checklist ") == ["reverse"]
        assert styles_at(app, " What goes well ") == []


@pytest.mark.parametrize(
    ("parked", "view", "titles"),
    [
        (True, "all", ["1 Checklist 0/5 · 1 parked", "1 Checklist 0/5"]),
        (False, "all", ["1 Checklist 0/5"]),
        (True, "mine", ["1 Checklist 0/4 · 1 parked · mine", "1 Checklist 0/4 · 1 parked"]),
        (False, "mine", ["1 Checklist 0/4 · mine", "1 Checklist 0/4"]),
    ],
)
async def test_the_title_is_the_longest_that_fits_and_always_counts(
    *, parked: bool, view: View, titles: list[str]
) -> None:
    first = replace(CHECKLIST[0], state="parked") if parked else CHECKLIST[0]
    app = ChecklistHolder(conversation((first, *CHECKLIST[1:])))
    seen: list[str] = []
    async with app.run_test(size=(55, 20)) as pilot:
        app.pane.view = view
        for width in range(55, 16, -1):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            title = " ".join(screen_lines(app)[0].replace("━", "").split())
            assert titles[0].split()[2] in title
            seen += [title] if title not in seen else []
    assert seen[: len(titles)] == titles
    assert seen[-1] == f"1 List {titles[0].split()[2]}"


async def test_all_items_name_their_role() -> None:
    app = ChecklistHolder(conversation(CHECKLIST))
    async with app.run_test(size=(40, 18)) as pilot:
        assert "What do I expect" not in screen_text(app)
        app.pane.action_view()
        await pilot.pause()
        assert f" [ ] What do I expect{' ' * 15}(AV)" in screen_lines(app)
        assert "Results and goals  " not in screen_text(app), "nothing stands behind one's own"
        assert screen_lines(app)[0].endswith("━ 0/5 ━")
        app.pane.view = "mine"
        await pilot.pause()
        assert "What do I expect" not in screen_text(app)


async def test_the_detail_shows_shared_and_private_answers() -> None:
    told = replace(
        CHECKLIST[0], explanation="Think of it.", remarks={EMPLOYEE: "The portal.\nAnd more."}
    )
    app = ChecklistHolder(conversation((told, *CHECKLIST[1:])), {told.id: "Be kind [x]"})
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        for line in ("Think of it.", "* AV The portal.", "And more.", "° only you: Be kind [x]"):
            assert f" {line}" in screen_lines(app)
        assert screen_lines(app)[2] == f">[ ] What goes well{' ' * 19}*°"
        app.pane.action_cursor_down()
        await pilot.pause()
        assert "The portal" not in screen_text(app)
        assert "─ What can go better ─" in screen_text(app)


async def test_the_private_mark_in_dutch() -> None:
    speak(catalogue("nl"))
    app = ChecklistHolder(conversation(CHECKLIST), {CHECKLIST[0].id: "Rustig aan"})
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        assert " ° alleen jij: Rustig aan" in screen_lines(app)
        assert screen_lines(app)[0].startswith("━ 1 Aandachtspunten ━")
        assert screen_lines(app)[0].endswith("━ 0/4 · van mij ━")
        await pilot.resize_terminal(28, 24)
        await pilot.pause()
        assert screen_lines(app)[0].startswith("━ 1 Aandachtspunten ━")
        assert screen_lines(app)[0].endswith("━ 0/4 ━")


async def test_a_carried_over_item_names_its_conversation() -> None:
    first, second = items(("The job", "Moving house", "both"), ("The job", "Hours", "both"))
    name = Slug("anna-de-vries-planning-2026")
    app = ChecklistHolder(conversation((replace(first, carried_from=name), second)))
    async with app.run_test(size=(28, 18)) as pilot:
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[2:4] == [">[ ] ↻ Moving house", " [ ] Hours"]
        assert " ↻ from planning-2026" in lines
        app.pane.body.action_cursor_down()
        await pilot.pause()
        assert "↻ from" not in screen_text(app)
    other = replace(first, carried_from=Slug("\x1b]2;evil-2026"))
    app = ChecklistHolder(conversation((other, second)))
    async with app.run_test(size=(28, 18)) as pilot:
        await pilot.pause()
        assert "␛]2;evil-2026" in screen_text(app)


async def test_a_long_explanation_leaves_room_for_the_remarks() -> None:
    told = replace(CHECKLIST[0], explanation="word " * 100, remarks={MANAGER: "The answer."})
    app = ChecklistHolder(conversation((told,)))
    async with app.run_test(size=(26, 18)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[-2:] == [" word word word word word…", " * JB The answer."]


async def test_tabs_in_a_question_and_in_answers_are_blanks() -> None:
    told = replace(CHECKLIST[0], explanation="One\tword\t\tmore", remarks={MANAGER: "The\tanswer"})
    app = ChecklistHolder(conversation((told,)), {told.id: "\tmy\town"})
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        detail = screen_lines(app)[4:7]
        assert detail == [" One word more", " * JB The answer", " ° only you: my own"]


@pytest.mark.parametrize(
    ("height", "rows", "detail"), [(7, 6, 0), (8, 3, 4), (9, 4, 4), (12, 5, 6), (18, 7, 10)]
)
async def test_a_low_pane_gives_at_most_half_to_the_detail(
    height: int, rows: int, detail: int
) -> None:
    explained = tuple(replace(item, explanation="word " * 100) for item in CHECKLIST)
    app = ChecklistHolder(conversation(explained))
    async with app.run_test(size=(26, height)) as pilot:
        await pilot.pause()
        begin = screen_lines(app).index(f"─ What goes well {'─' * 9}") if detail else height
        assert (begin - 1, height - begin) == (rows, detail)
        assert any(line.startswith(">[ ] What goes") for line in screen_lines(app)[1:begin])


async def test_the_detail_does_not_move_the_list_and_hides_in_a_low_pane() -> None:
    told = replace(CHECKLIST[0], explanation="word " * 100)
    app = ChecklistHolder(conversation((told, *CHECKLIST[1:])))
    async with app.run_test(size=(26, 18)) as pilot:
        before = screen_lines(app)[:8]
        app.pane.action_cursor_down()
        await pilot.pause()
        assert [line.replace(">", " ") for line in screen_lines(app)[:8]] == [
            line.replace(">", " ") for line in before
        ]
        await pilot.resize_terminal(26, 7)
        await pilot.pause()
        assert "word" not in screen_text(app)


async def test_an_empty_checklist_shows_what_to_do() -> None:
    app = ChecklistHolder(conversation())
    async with app.run_test(size=(40, 12)):
        assert "Nothing to talk about yet" in screen_text(app)
        app.pane.action_tick()
        app.pane.action_move_down()
        app.pane.action_delete()
        app.pane.action_add()
    assert [type(message) for message in app.told] == [ItemFormRequested]


async def test_ticking_and_parking_toggle() -> None:
    app = ChecklistHolder(conversation(CHECKLIST))
    async with app.run_test(size=(40, 18)) as pilot:
        for action, mark in (("tick", "[x]"), ("tick", "[ ]"), ("park", "[-]"), ("park", "[ ]")):
            getattr(app.pane, f"action_{action}")()
            await pilot.pause()
            app.carry_out()
            await pilot.pause()
            assert f">{mark} What goes well" in screen_text(app)
        assert "0/4" in screen_text(app)


async def test_the_actions_post_their_requests() -> None:
    app = ChecklistHolder(conversation(CHECKLIST))
    async with app.run_test(size=(40, 18)) as pilot:
        pane = app.pane
        assert pane.select("Results and goals")
        for action in ("add", "edit", "answer", "agree", "note", "delete", "undo", "search"):
            getattr(pane, f"action_{action}")()
        await pilot.pause()
    add, edit, answer, agree, note, delete, undo, search = app.told
    assert isinstance(add, ItemFormRequested)
    assert (add.item_id, add.section) == (None, "Expectations")
    assert isinstance(edit, ItemFormRequested) and edit.item_id == "Results and goals"
    assert isinstance(answer, AnswerFormRequested) and answer.item_id == "Results and goals"
    assert isinstance(agree, AgreementFormRequested)
    assert (agree.agreement_id, agree.draft) == (None, "Results and goals")
    assert isinstance(note, NoteRequested) and note.section == "Expectations"
    assert isinstance(delete, EditRequested) and delete.edit == Delete(
        "item", RowId("Results and goals")
    )
    assert isinstance(undo, UndoRequested) and isinstance(search, SearchRequested)


async def test_moving_crosses_into_the_next_section_and_back() -> None:
    app = ChecklistHolder(conversation(CHECKLIST))
    async with app.run_test(size=(40, 22)) as pilot:
        app.pane.select("What can go better")
        app.pane.action_move_down()
        await pilot.pause()
        app.carry_out()
        moved = app.conversation.item(RowId("What can go better"))
        assert moved is not None and moved.section == "Expectations"
        assert app.pane.key == "What can go better"
        await pilot.pause()
        seen = screen_text(app)
        assert seen.index("Expectations") < seen.index("What can go better")
        assert seen.index("What can go better") < seen.index("Results")
        app.pane.action_move_up()
        await pilot.pause()
        app.carry_out()
        assert [(item.id, item.section) for item in app.conversation.checklist] == [
            (item.id, item.section) for item in CHECKLIST
        ]


async def test_moving_stops_at_the_ends() -> None:
    app = ChecklistHolder(conversation(CHECKLIST))
    async with app.run_test(size=(40, 22)) as pilot:
        app.pane.action_move_up()
        app.pane.action_last()
        app.pane.action_move_down()
        await pilot.pause()
    assert app.told == []


class Quiet(ChecklistPane):
    """A pane without a screen, which collects its messages."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[EditRequested] = []

    def post_message(self, message: object) -> bool:
        if isinstance(message, EditRequested):
            self.told.append(message)
        return True


ITEM = st.tuples(
    st.sampled_from("ABC"), st.sampled_from(["both", "manager", "employee"]), st.integers(0, 99)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ITEM, min_size=1, max_size=8), st.data())
def test_moving_is_one_step_among_visible_items(
    drawn: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    """One item moves by one step, for any order keys and any hidden items."""
    rows = tuple(
        ChecklistItem(f"i{n}", section, "x", belongs=belongs, order=f"{order:02}V")  # type: ignore[arg-type]
        for n, (section, belongs, order) in enumerate(drawn)
    )
    before = to_conversation(to_fields(conversation(rows)))
    pane = Quiet()
    pane.show(before, {}, MANAGER)
    pane.view = data.draw(st.sampled_from(["mine", "all"]))
    hidden = "employee" if pane.view == "mine" else ""
    seen = [item for item in before.checklist if item.belongs != hidden]
    if not seen:
        return
    item = data.draw(st.sampled_from(seen))
    step = data.draw(st.sampled_from([1, -1]))
    pane.select(item.id)
    (pane.action_move_down if step > 0 else pane.action_move_up)()
    goal = seen.index(item) + step
    if not 0 <= goal < len(seen):
        assert pane.told == []
        return
    edit = pane.told[0].edit
    assert isinstance(edit, Reorder)
    after = to_conversation(to_fields(before) | edit.fields())
    neighbour = seen[goal]
    wanted = list(seen)
    wanted.remove(item)
    if neighbour.section == item.section:
        wanted.insert(goal, item)
    else:  # into the neighbour's section, at its near end
        wanted.insert(goal - 1 if step > 0 else goal + 1, item)
    now = after.item(item.id)
    assert now is not None and now.section == neighbour.section
    ids = [item.id for item in after.checklist if item.belongs != hidden]
    assert ids == [item.id for item in wanted]
    others = [other.id for other in before.checklist if other.id != item.id]
    assert [other.id for other in after.checklist if other.id != item.id] == others


async def test_hostile_text_is_shown_as_text() -> None:
    texts = ["[/] half", "[@click=app.quit]x[/]", "\x1b]52;c;aGk=\x07"]
    rows = items(*((text, text, "employee") for text in texts))
    rows = tuple(replace(row, explanation=row.text, remarks={MANAGER: row.text}) for row in rows)
    app = ChecklistHolder(conversation(rows), {rows[0].id: texts[2]})
    async with app.run_test(size=(60, 30)) as pilot:
        app.pane.view = "all"
        await pilot.pause()
        seen = screen_text(app)
        assert "\x1b" not in seen and "\x07" not in seen
        assert seen.count("[/] half") == 5, "section, item, and the detail with its title"
        assert "° only you: ␛]52;c;aGk=␇" in seen


@pytest.mark.parametrize("size", [(18, 4), (18, 24), (26, 8), (200, 5)])
async def test_every_size_is_drawn(size: tuple[int, int]) -> None:
    app = ChecklistHolder(conversation(CHECKLIST), {CHECKLIST[0].id: "own"})
    async with app.run_test(size=size):
        lines = screen_lines(app)
        assert lines[0].startswith("━ 1 ") and len(lines[0]) == size[0]
        assert any(">[ ] What" in line for line in lines)
