"""Remote carets: their drawing, and their position during edits."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets.text_area import Selection

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.splice import Splice
from afspraak.widgets.notes.pane import NotesPane
from afspraak.widgets.presence.remote_carets import RemoteCaret, moved_carets

from ...support.amount import tries
from ...support.screens.editors import PaintCounter
from ...support.screens.widget_holder import Writing, marked, screen_lines


async def test_a_remote_caret_is_drawn_with_initials_in_the_gutter() -> None:
    app = Writing(("one two\nthree\n\nwords that wrap 中 and on", MANAGER))
    async with app.run_test(size=(21, 10)) as pilot:
        show = app.pane.show_remote_carets
        for position, drawn in (
            (4, {(0, 1): "AV>", (8, 1): "t"}),
            (7, {(0, 1): "AV>", (11, 1): " "}),  # at the end of a line, in a cell of its own
            (14, {(0, 3): "AV>", (4, 3): " "}),  # on an empty one
            (31, {(0, 5): "AV>", (4, 5): "中"}),  # on the second row of a wrapped line
            (39, {(0, 5): "AV>", (13, 5): " "}),
            (99, {(0, 5): "AV>", (13, 5): " "}),
        ):
            show([RemoteCaret("AV", position)])
            await pilot.pause()
            assert marked(app) == drawn
        show([RemoteCaret("AV", 0), RemoteCaret("CK", 9, 1)])
        await pilot.pause()
        assert marked(app) == {(0, 1): "AV>", (4, 1): "o", (0, 2): "CK>", (5, 2): "h"}
        show([])
        await pilot.pause()
        assert marked(app) == {}
        assert [line[:4] for line in screen_lines(app)[1:4]] == ["JB│ ", "  │ ", ""]


async def test_remote_initials_are_cleaned() -> None:
    app = Writing(("one", MANAGER))
    async with app.run_test(size=(22, 6)) as pilot:
        app.pane.show_remote_carets([RemoteCaret("\x1b[2J", 1)])
        await pilot.pause()
        assert "\x1b" not in "".join(screen_lines(app))


async def test_a_remote_caret_moves_with_edits_of_both() -> None:
    app = Writing(("one two\nthree", MANAGER))
    async with app.run_test(size=(30, 8)) as pilot:
        app.pane.show_remote_carets([RemoteCaret("AV", 10)])  # at the r of three
        await pilot.press("x", "enter")
        assert marked(app) == {(0, 3): "AV>", (6, 3): "r"}
        app.change(Splice(0, 1, "", EMPLOYEE), Splice(0, 0, "中\n", EMPLOYEE))
        await pilot.pause()
        assert marked(app) == {(0, 4): "AV>", (6, 4): "r"}
        app.pane.load(app.notes)
        await pilot.pause()
        assert marked(app) == {}


async def test_a_remote_caret_repaints_only_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{NotesPane.__module__}.NotesEditor", PaintCounter)
    app = Writing(("".join(f"line {n}\n" for n in range(9)), MANAGER))
    async with app.run_test(size=(30, 14)) as pilot:
        app.pane.show_remote_carets([RemoteCaret("AV", 0), RemoteCaret("CK", 50, 1)])
        await pilot.pause()
        PaintCounter.rows.clear()
        app.pane.show_remote_carets([RemoteCaret("AV", 14), RemoteCaret("CK", 50, 1)])
        await pilot.pause()
        assert sorted(PaintCounter.rows) == [0, 2]


def moved(position: int, splices: Iterable[Splice]) -> int:
    """The position of a caret after a change, computed with a marker in the text."""
    for splice in splices:
        end = splice.start + splice.deleted
        if splice.start < position < end and len(splice.text) != splice.deleted:
            position = splice.start
        elif splice.start < position and end <= position:
            position += len(splice.text) - splice.deleted
    return position


SPLICES = st.lists(
    st.builds(Splice, st.integers(0, 20), st.integers(0, 5), st.text("ab\n漢", max_size=5))
)


@given(st.lists(st.integers(0, 20), max_size=3), SPLICES)
def test_remote_carets_move_independently(places: list[int], splices: list[Splice]) -> None:
    carets = moved_carets([RemoteCaret("AV", place) for place in places], splices)
    assert [caret.position for caret in carets] == [moved(place, splices) for place in places]


async def test_remote_carets_agree_with_a_simple_model() -> None:
    chance = random.Random(7)
    app = Writing(("one two\nthree 漢字 four\n\nfive 😀", MANAGER))
    expected: list[int] = []
    async with app.run_test(size=(20, 9)):
        editor = app.pane.body

        for _ in range(tries(150)):
            what = chance.choice(("show", "replace", "replace", "elsewhere", "elsewhere"))
            length = len(app.notes)
            text = "".join(chance.choices("ab \n漢😀", k=chance.randint(0, 4)))
            if what == "show":
                told = [chance.randint(0, length) for _ in range(2)]
                app.pane.show_remote_carets(RemoteCaret("AV", place, place) for place in told)
                expected = told
            elif what == "replace":
                here = len(editor.text)
                start, end = sorted((chance.randint(0, here), chance.randint(0, here)))
                end = min(end, start + 5)
                old = editor.text[start:end]
                editor.selection = Selection.cursor((0, 0))
                editor.replace(text, editor.location(start), editor.location(end))
                if old != text:
                    expected = [
                        moved(place, [Splice(start, end - start, text)]) for place in expected
                    ]
            else:
                splices = []
                for _ in range(chance.choice((1, 2, 12))):
                    start = chance.randint(0, length)
                    deleted = min(chance.randint(0, 4), length - start)
                    splices.append(Splice(start, deleted, text, EMPLOYEE))
                    length += len(text) - deleted
                app.change(*splices)
                expected = [moved(place, splices) for place in expected]
            assert [caret.position for caret in editor.remote_carets] == expected
            assert editor.text == app.notes.text


async def test_a_caret_returns_when_its_cluster_is_split() -> None:
    app = Writing(("cafe!", MANAGER))
    async with app.run_test(size=(40, 8)) as pilot:
        body = app.pane.body
        body.move_cursor((0, 4))
        app.change(Splice(4, 0, "\u0301", EMPLOYEE))
        assert body.selection == Selection.cursor((0, 5))
        app.change(Splice(4, 0, "teria ", EMPLOYEE))
        assert body.selection == Selection.cursor((0, 4)), "not behind others' words"
        app.change(Splice(10, 1, "", EMPLOYEE))
        app.change(Splice(4, 0, "\u0301", EMPLOYEE))
        # Who moves it there means the place behind the accent.
        await pilot.press("left", "right")
        app.change(Splice(4, 0, "teria ", EMPLOYEE))
        assert body.selection == Selection.cursor((0, 11))
