"""A difference always turns one text into the other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.ids import PartnerId
from afspraak.data.model.notes import Notes
from afspraak.data.text.sanitize import clean_text
from afspraak.data.text.text_diff import changed_span, diff_splices


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="ab \n.ë😀", max_size=60),
    st.text(alphabet="ab \n.ë😀", max_size=60),
    st.text(max_size=30),
)
def test_a_difference_turns_one_text_into_the_other(old: str, new: str, extra: str) -> None:
    new += clean_text(extra)
    notes = Notes([(old, PartnerId("m"))])
    for splice in diff_splices(old, new, PartnerId("e")):
        notes.splice(splice)
    assert notes.text == new


TEXT = st.text(alphabet="ab\n漢", max_size=12)


@given(TEXT, TEXT, TEXT, TEXT)
def test_the_changed_span_excludes_the_common_ends(
    head: str, old: str, new: str, tail: str
) -> None:
    first, last = f"{head}{old}{tail}", f"{head}{new}{tail}"
    start, end, text = changed_span(first, last)
    assert first[:start] + text + first[end:] == last
    assert len(head) <= start <= end
    assert not text or start == end or (first[start], first[end - 1]) != (text[0], text[-1])
