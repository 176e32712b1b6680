"""Numbers of agreements: the next one for who has none, and no two the same."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.ids import RowId
from afspraak.data.model.agreement_numbers import HeldNumber, parse_number, settle
from afspraak.data.model.conversation import Agreement, Conversation, Header


def held(*rows: tuple[str, str]) -> list[HeldNumber]:
    """Results with these ids and stored numbers."""
    return [HeldNumber(RowId(row), "result", number) for row, number in rows]


def numbers(rows: list[HeldNumber], highest: str = "") -> dict[str, str]:
    found = settle(rows, {"result": highest}).numbers
    return {row: number for (row, _), number in found.items()}


@pytest.mark.parametrize("text", ["", "0", "-1", "01", "x", "1.5", "2-b", "1000000", "3abcd", "٣"])
def test_what_is_no_number_counts_as_none(text: str) -> None:
    assert parse_number(text) is None
    assert numbers(held(("a", "4"), ("b", text))) == {"a": "4", "b": "5"}


def test_a_number_left_by_a_removed_agreement_is_not_given_again() -> None:
    assert numbers(held(("a", ""), ("b", "")), highest="3") == {"a": "4", "b": "5"}
    assert numbers(held(("a", ""), ("b", "7")), highest="3") == {"a": "8", "b": "7"}


def test_the_lower_id_keeps_a_number_that_several_have() -> None:
    rows = held(("c", "2"), ("a", "2"), ("b", "2"), ("d", "2b"), ("e", "1"))
    expected = {"a": "2", "b": "2c", "c": "2d", "d": "2b", "e": "1"}
    for order in permutations(rows):
        assert numbers(list(order)) == expected


def test_who_came_late_makes_way_for_a_higher_id() -> None:
    late = HeldNumber(RowId("a"), "result", "2", is_late=True)
    assert numbers([late, *held(("b", "2"))]) == {"b": "2", "a": "2b"}


def test_letters_never_run_out() -> None:
    found = numbers([HeldNumber(RowId(f"{number:03}"), "result", "1") for number in range(60)])
    assert len(set(found.values())) == 60
    assert [found[row] for row in ("000", "001", "025", "026", "027")] == [
        "1", "1b", "1z", "1ba", "1bb",
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.sampled_from(["result", "other"]),
            st.sampled_from(["", "1", "2", "2b", "x", "999999"]),
        ),
        unique_by=lambda row: row[:2],
    )
)
def test_all_differ_and_settling_again_changes_nothing(rows: list[tuple[str, str, str]]) -> None:
    before = [HeldNumber(RowId(row), kind, number) for row, kind, number in rows]
    settled = settle(before, {})
    taken = [(kind, number) for (_, kind), number in settled.numbers.items()]
    assert len(set(taken)) == len(taken) == len(rows)
    again = [each._replace(number=settled.numbers[each.row, each.kind]) for each in before]
    assert settle(again, settled.highest) == settled


def test_agreements_without_stored_numbers_count_within_their_kind() -> None:
    kinds = ("result", "development", "result", "other")
    rows = tuple(Agreement(RowId(str(at)), kind) for at, kind in enumerate(kinds))  # type: ignore[arg-type]
    found = [number for number, _ in Conversation(Header(), agreements=rows).numbered()]
    assert found == ["1", "1", "2", "1"]
