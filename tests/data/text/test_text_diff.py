"""A difference always turns one text into the other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.model.notes import Notes
from afspraak.data.text.sanitize import clean_text
from afspraak.data.text.text_diff import diff_splices


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="ab \n.ë😀", max_size=60),
    st.text(alphabet="ab \n.ë😀", max_size=60),
    st.text(max_size=30),
)
def test_a_difference_turns_one_text_into_the_other(old: str, new: str, extra: str) -> None:
    new += clean_text(extra)
    notes = Notes([(old, "m")])
    for splice in diff_splices(old, new, "e"):
        notes.splice(splice)
    assert notes.text == new
