"""The notes: positions in lines, code points and bytes, and the cost of finding them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY
from afspraak.data.model import notes as module
from afspraak.data.model.notes import Notes
from afspraak.data.text.splice import Splice

_TEXT = st.text("ab\ncé😀", max_size=8)
_SPLICES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9), _TEXT), max_size=12)


@given(_SPLICES, st.lists(st.integers(0, 60), max_size=12))
def test_positions_count_in_the_plain_text(
    splices: list[tuple[int, int, str]], places: list[int]
) -> None:
    notes, text = Notes(), ""
    for start, deleted, new in splices:
        notes.splice(Splice(start, deleted, new, MANAGER))
        text = text[:start] + new + text[start + deleted :]
        assert notes.text == text
        for place in places:  # there and back again, however far
            before = text[:place]
            line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
            assert notes.location(place) == (line, column)
            assert notes.position(line, column) == len(before)
            assert notes.utf8_offset(place) == len(before.encode())
            assert notes.position_at_utf8(len(before.encode())) == len(before)


def test_a_position_inside_a_character_rounds_down() -> None:
    notes = Notes([("é\n😀x", NOBODY)])
    assert [notes.position_at_utf8(offset) for offset in range(12)] == [
        0, 0, 1, 2, 2, 2, 2, 3, 4, 4, 4, 4,
    ]  # fmt: skip


def test_long_notes_are_read_in_one_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = 400
    writer, position = Replica(), 0
    for number in range(lines):
        text = f"line {number} of many\n"
        writer.edit([Splice(position, 0, text, (MANAGER, EMPLOYEE)[number % 2])])
        position += len(text)
    passed = 0
    measured = module._utf8_length

    def counted(text: str) -> int:
        nonlocal passed
        passed += 1
        return measured(text)

    monkeypatch.setattr(module, "_utf8_length", counted)
    reader = Replica()
    reader.apply(writer.document())
    assert reader.notes.text == writer.notes.text
    assert passed < 4 * lines
    passed = 0
    for number in range(10):  # typing, somewhere in the middle
        reader.edit([Splice(4000 + number, 0, "x", MANAGER)])
    assert passed < lines
