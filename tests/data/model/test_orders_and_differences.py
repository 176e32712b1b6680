"""Order keys always have room; a difference always turns one text into the other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from afspraak.data.model.changes import shift
from afspraak.data.model.fractional_index import evenly_spaced_keys, key_between, keys_to_insert
from afspraak.data.model.notes import Notes
from afspraak.data.text.sanitize import clean_line, clean_text, unclean_spans
from afspraak.data.text.splice import Splice
from afspraak.data.text.text_diff import diff_splices


@given(st.lists(st.integers(0, 50), max_size=60))
def test_whatever_is_moved_wherever_the_order_is_as_asked(moves: list[int]) -> None:
    rows: list[tuple[str, str]] = []
    for number, wanted in enumerate(moves):
        index = min(wanted, len(rows))
        keys = dict(rows) | dict(keys_to_insert(f"r{number}", index, rows))
        expected = [row for row, _ in rows]
        expected.insert(index, f"r{number}")
        rows = sorted(keys.items(), key=lambda row: row[1])
        assert [row for row, _ in rows] == expected


@given(st.lists(st.text(alphabet="0V1aë", max_size=4), max_size=6), st.integers(0, 6))
@example(["0"], 0)
@example(["V", "V0"], 1)
def test_orders_made_by_hand_still_let_everything_be_moved(orders: list[str], wanted: int) -> None:
    rows = [(f"r{number}", order) for number, order in enumerate(sorted(orders))]
    index = min(wanted, len(rows))
    keys = dict(rows) | dict(keys_to_insert("moved", index, rows))
    assert all(keys[row] < keys["moved"] for row, _ in rows[:index])
    assert all(keys["moved"] < keys[row] for row, _ in rows[index:])


@given(st.integers(0, 200))
def test_spread_keys_ascend_with_room_between(count: int) -> None:
    keys = ["", *evenly_spaced_keys(count)]
    for low, high in pairwise(keys):
        assert low < key_between(low, high) < high


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


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 10), st.text(max_size=5))
def test_a_caret_stays_with_the_letter_before_it(
    text: str, start: int, deleted: int, piece: str
) -> None:
    start = min(start, len(text))
    deleted = min(deleted, len(text) - start)
    marked = [(letter, number) for number, letter in enumerate(text)]
    after = [*marked[:start], *((letter, -1) for letter in piece), *marked[start + deleted :]]
    for caret in range(len(text) + 1):
        moved = shift(caret, [Splice(start, deleted, piece)])
        assert 0 <= moved <= len(after)
        if caret and marked[caret - 1] in after and not start < caret <= start + deleted:
            assert after[moved - 1] == marked[caret - 1]
        behind = shift(caret, [Splice(start, deleted, piece)], after_insertion=True)
        assert moved <= behind <= len(after)
        if caret < len(text) and marked[caret] in after:
            assert after[behind] == marked[caret], "it goes along with the letter behind it"


@given(st.text())
def test_clean_text_is_harmless_idempotent_and_keeps_what_is_harmless(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in clean)
    assert "\u202e" not in clean
    clean.encode()
    assert clean_line(clean_line(text)) == clean_line(text)
    assert "\n" not in clean_line(text)
    pieces, position = [], 0
    for start, end, replacement in unclean_spans(text):
        pieces += [text[position:start], replacement]
        position = end
    assert "".join([*pieces, text[position:]]) == clean


def test_what_people_write_stays_as_it_is() -> None:
    for text in ("ë é e\u0301", "👩‍👩‍👧 🇳🇱", "中文 שלום", "a\tb\nc", "naïef – “goed”"):
        assert clean_text(text) == text
    assert clean_text("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert clean_text("\x1b[31m\x9b1m\u202e") == "␛[31m\ufffd1m\ufffd"
