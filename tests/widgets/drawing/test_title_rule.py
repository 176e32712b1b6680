"""The line above a pane: always as wide as the pane, and what is left out first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.drawing.roles import Role
from afspraak.widgets.drawing.title_rule import Title, count, hidden_counts, title_rule
from afspraak.widgets.drawing.wrapping import line_text, line_width

LIST = Title(("1 Checklist", "1 List"), [count("3/18"), count("1 late", Role.LATE_DATE)])


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (40, "─ 1 Checklist ───── 3/18 · 1 late  ↓10 ─"),
        (36, "─ 1 Checklist ─ 3/18 · 1 late  ↓10 ─"),
        (35, "─ 1 Checklist ───────── 3/18  ↓10 ─"),
        (31, "─ 1 Checklist ───── 3/18  ↓10 ─"),
        (30, "─ 1 Checklist ──── 3/18  ↓10 ─"),
        (26, "─ 1 List ───── 3/18  ↓10 ─"),
        (22, "─ 1 List ─ 3/18  ↓10 ─"),
        (21, "─ 1 List ───── 3/18 ─"),
        (17, "─ 1 List ─ 3/18 ─"),
        (16, "─ 1 List ─ ↓10 ─"),
        (15, "─ 1 Checklist ─"),
        (14, "─ 1 List ─────"),
        (10, "─ 1 List ─"),
        (9, "─ 1 Li… ─"),
        (5, "─ … ─"),
        (4, "────"),
        (1, "─"),
        (0, ""),
    ],
)
def test_what_does_not_fit_is_left_out_whole_and_the_name_is_cut_last(
    width: int, seen: str
) -> None:
    assert line_text(title_rule(width, LIST, hidden="↓10")) == seen


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (40, f"━ 2 Notes {'━' * 6}  AV writes   JB 5  ↓9 ━"),
        (26, "━ 2 Notes ━━  AV writes  ━"),
        (25, "━ 2 Notes ━  AV writes  ━"),
        (24, f"━ 2 Notes {'━' * 14}"),
    ],
)
def test_a_warning_stays_longer_than_any_number(width: int, seen: str) -> None:
    title = Title(("2 Notes",), [count("JB 5")], "AV writes")
    line = title_rule(width, title, hidden="↓9", focused=True)
    assert line_text(line) == seen
    assert ((" AV writes ", Role.OTHER_WRITES) in line) == ("writes" in seen)


def test_the_focus_shows_in_form_and_role() -> None:
    with_focus = title_rule(31, LIST, focused=True)
    assert with_focus == (
        ("━", Role.RULE_FOCUSED),
        (" 1 Checklist ", Role.TITLE_FOCUSED),
        ("━", Role.RULE_FOCUSED),
        (" ", Role.PLAIN),
        ("3/18", Role.COUNT_FOCUSED),
        (" · ", Role.DIM),
        ("1 late", Role.LATE_DATE),
        (" ", Role.PLAIN),
        ("━", Role.RULE_FOCUSED),
    )
    without = title_rule(31, LIST)
    assert [text for text, _ in without] == [text.replace("━", "─") for text, _ in with_focus]
    assert [role for _, role in without] == [
        *(Role.RULE, Role.TITLE, Role.RULE, Role.PLAIN, Role.COUNT, Role.DIM, Role.LATE_DATE),
        *(Role.PLAIN, Role.RULE),
    ]


@pytest.mark.parametrize(
    ("above", "below", "seen"), [(0, 0, ""), (3, 0, "↑3"), (0, 10, "↓10"), (3, 10, "↑3 ↓10")]
)
def test_lines_out_of_view_are_counted_on_either_side(above: int, below: int, seen: str) -> None:
    assert hidden_counts(above, below) == seen


TEXT = st.text("ab 漢é1", max_size=12)
TITLES = st.builds(
    Title,
    st.lists(TEXT, min_size=1, max_size=3),
    st.lists(TEXT.map(count), max_size=4),
    st.sampled_from(["", "AV writes"]),
)


@given(st.integers(-1, 80), TITLES, st.sampled_from(["", "↑3 ↓10"]), st.booleans())
def test_a_rule_is_always_exactly_as_wide_as_its_pane(
    width: int, title: Title, hidden: str, focused: bool
) -> None:
    line = title_rule(width, title, hidden=hidden, focused=focused)
    assert line_width(line) == max(0, width)
    if line:
        edge = "━" if focused else "─"
        assert line_text(line).startswith(edge) and line_text(line).endswith(edge)
