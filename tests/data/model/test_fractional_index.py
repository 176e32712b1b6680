"""Fractional index keys always leave room between neighbours."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from afspraak.data.ids import RowId
from afspraak.data.model.fractional_index import evenly_spaced_keys, key_between, keys_to_insert


@given(st.lists(st.integers(0, 50), max_size=60))
def test_any_move_gives_the_requested_order(moves: list[int]) -> None:
    rows: list[tuple[RowId, str]] = []
    for number, wanted in enumerate(moves):
        index = min(wanted, len(rows))
        keys = dict(rows) | dict(keys_to_insert(RowId(f"r{number}"), index, rows))
        expected = [row for row, _ in rows]
        expected.insert(index, RowId(f"r{number}"))
        rows = sorted(keys.items(), key=lambda row: row[1])
        assert [row for row, _ in rows] == expected


@given(st.lists(st.text(alphabet="0V1aë", max_size=4), max_size=6), st.integers(0, 6))
@example(["0"], 0)
@example(["V", "V0"], 1)
def test_rows_with_handmade_orders_can_be_moved(orders: list[str], wanted: int) -> None:
    rows = [(RowId(f"r{number}"), order) for number, order in enumerate(sorted(orders))]
    index = min(wanted, len(rows))
    keys = dict(rows) | dict(keys_to_insert(RowId("moved"), index, rows))
    assert all(keys[row] < keys[RowId("moved")] for row, _ in rows[:index])
    assert all(keys[RowId("moved")] < keys[row] for row, _ in rows[index:])


@given(st.integers(0, 200))
def test_spread_keys_ascend_with_gaps(count: int) -> None:
    keys = ["", *evenly_spaced_keys(count)]
    for low, high in pairwise(keys):
        assert low < key_between(low, high) < high
