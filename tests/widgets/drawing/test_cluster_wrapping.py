"""Lines of the notes are cut without widgets where the editor cuts them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.widgets.text_area import Document

from afspraak.widgets.drawing.cluster_wrapping import wrap_offsets
from afspraak.widgets.primitives.grapheme_area import GraphemeWrappedDocument


@given(
    st.lists(
        st.sampled_from([*"ab -(é日", "e\u0301", "👍🏽", "\u00a0", "x" * 30]), max_size=60
    ).map("".join),
    st.integers(8, 60),
)
def test_notes_are_cut_where_the_editor_cuts_them(line: str, width: int) -> None:
    wrapped = GraphemeWrappedDocument(Document(line), tab_width=4)
    wrapped.wrap(width)
    assert wrap_offsets(line, width, []) == list(wrapped.get_offsets(0))
