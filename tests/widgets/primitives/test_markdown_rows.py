"""Rendered Markdown, which never reaches the terminal as a control sequence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.drawing.wrapping import Line, line_text, line_width
from afspraak.widgets.primitives.markdown_rows import markdown_rows


def render_markdown(text: str, width: int) -> list[Line]:
    """Markdown as lines of at most `width` cells."""
    return [line for row in markdown_rows(text) for line in row.lines(width)]


def texts(markdown: str, width: int = 40) -> list[str]:
    return [line_text(line).rstrip() for line in render_markdown(markdown, width)]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("# planning 2027\n", ["planning 2027"]),
        ("## Notes ##", ["Notes ##"]),
        ("#hash", ["#hash"]),
        ("- [x] Done — *parked*", ["- [x] Done — *parked*"]),
        ("- **Due:** 31\\-03 \\*soon\\*", ["- Due: 31-03 *soon*"]),
        ("one\\\ntwo\n\nthree", ["one", "two", "", "three"]),
        ("| a | b\\|c |\n| --- | :---: |\n| 1 |  |", ["a  b|c", "1  –"]),
        (
            "- **At:** <https://a.nl/b?c=1>\\\n  and <a@b.nl>",
            ["- At: https://a.nl/b?c=1", "  and a@b.nl"],
        ),
        ("ends in \\\\", ["ends in \\"]),
        ("```\n- **a**  b\\*\n```\n**c**", ["```", "- **a**  b\\*", "```", "c"]),
        ("  - **Anna:** yes", ["  - Anna: yes"]),
        ("12. twelve", ["12. twelve"]),
        ("", []),
    ],
)
def test_presentational_markdown_marks_are_hidden(markdown: str, shown: list[str]) -> None:
    assert texts(markdown) == shown


def test_headings_and_labels_are_bold() -> None:
    heading, entry = render_markdown("### R1 Runbook\n- **Owner:** Anna", 40)
    assert [style for text, style in heading if text.strip()] == ["bold"]
    assert [(text.strip(), style) for text, style in entry[1:]] == [
        ("Owner:", "bold"),
        ("Anna", ""),
    ]


def test_long_lines_wrap_with_a_hanging_indent() -> None:
    assert texts("- one two three four\n  - five six seven eight", 12) == [
        "- one two",
        "  three four",
        "  - five six",
        "    seven",
        "    eight",
    ]


@given(st.text(alphabet=st.characters(), max_size=200), st.integers(2, 60))
def test_any_minutes_fit_and_are_harmless(markdown: str, width: int) -> None:
    for line in render_markdown(markdown, width):
        assert line_width(line) <= width
        text = line_text(line)
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in text), repr(text)


TABLE = """| Competency | Employee | Manager |
| --- | --- | --- |
| Cooperation | | mastered |
| Knowledge of the work | growing | mastered (was growing) |
"""


def test_a_table_has_columns_where_they_have_room_for_whole_words() -> None:
    assert texts(TABLE, 60) == [
        "Competency             Employee  Manager",
        "Cooperation            –         mastered",
        "Knowledge of the work  growing   mastered (was growing)",
    ]
    assert texts(TABLE, 40) == [
        "Competency      Employee  Manager",
        "Cooperation     –         mastered",
        "Knowledge of    growing   mastered (was",
        "the work                  growing)",
    ]


def test_an_empty_cell_is_seen_where_cells_follow_each_other() -> None:
    assert texts(TABLE, 24)[2:4] == ["Cooperation · – ·", "mastered"]


def test_a_table_may_have_rows_of_any_length_and_text() -> None:
    many = "| a |\n| --- |\n| b | c | d |\n| " + "long " * 400 + "|"
    first, second, *rest = texts(many, 30)
    assert (first.split(), second.split()) == (["a", "–", "–"], ["b", "c", "d"])
    assert sum(row.split().count("long") for row in rest) == 400
    assert rest[0].split() == ["long"] * 5 + ["–", "–"]
