"""The editor shows the notes after any local and remote edits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.widgets.text_area import Selection

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.splice import Splice

from ...support.amount import tries
from ...support.screens.widget_holder import Writing

TEXT = st.text(alphabet="ab \n漢😀é", max_size=6)
TEXT_BEFORE = "one two\nthree 漢字 four\n\nfive 😀"
PLACE = st.integers(0, 60)

STEP = st.one_of(
    st.tuples(st.just("replace"), PLACE, PLACE, TEXT),
    st.tuples(st.just("select"), PLACE, PLACE, st.none()),
    st.tuples(
        st.just("do"),
        st.sampled_from(
            ["delete_left", "delete_right", "delete_line", "delete_word_left", "delete_word_right"]
        ),
        st.none(),
        st.none(),
    ),
    st.tuples(
        st.just("elsewhere"),
        st.lists(st.tuples(PLACE, st.integers(0, 9), TEXT), min_size=1, max_size=12),
        st.booleans(),
        st.none(),
    ),
)


async def play(steps: Sequence[tuple[object, ...]]) -> None:
    app = Writing((TEXT_BEFORE, MANAGER))
    async with app.run_test(size=(16, 8)):
        editor = app.pane.body
        for kind, first, second, text in steps:
            if kind == "replace" and isinstance(first, int) and isinstance(second, int):
                start, end = editor.location(first), editor.location(second)
                editor.replace(str(text), start, end, maintain_selection_offset=False)
            elif kind == "select" and isinstance(first, int) and isinstance(second, int):
                editor.selection = Selection(editor.location(first), editor.location(second))
            elif kind == "do":
                getattr(editor, f"action_{first}")()
            elif kind == "elsewhere" and isinstance(first, list):
                splices = []
                length = len(app.notes)
                for place, deleted, new in first:
                    start = min(place, length)
                    splices.append(Splice(start, min(deleted, length - start), new, EMPLOYEE))
                    length += len(new) - splices[-1].deleted
                app.change(*splices, follow=bool(second))
            assert app.pane.text == app.notes.text
            assert editor.wrapped_document.height == sum(map(len, editor.wrapped_document.lines))
            shown = editor.text
            for place in (0, len(shown) // 2, len(shown)):
                head = shown[:place].split("\n")
                assert editor.location(place) == (len(head) - 1, len(head[-1]))
                assert editor.position((len(head) - 1, len(head[-1]))) == place
            for row, column in editor.selection:
                assert column <= len(editor.document.lines[row])


@settings(
    max_examples=tries(40),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(STEP, min_size=1, max_size=14))
def test_the_editor_shows_the_notes(steps: list[tuple[object, ...]]) -> None:
    asyncio.run(play(steps))
