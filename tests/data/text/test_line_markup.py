"""What one line of Markdown is by itself: a heading, or the begin or end of a fence."""

from __future__ import annotations

import pytest

from afspraak.data.text.line_markup import fence_after, heading_text, is_fence, is_heading

CODE = "```"


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("words", "", ""),
        ("words", CODE, CODE),
        ("```", "", "```"),
        ("   ````py", "", "````"),
        ("    ```", "", ""),
        ("``", "", ""),
        ("```a`b", "", ""),
        ("~~~ a`b", "", "~~~"),
        ("```", CODE, ""),
        ("`````", CODE, ""),
        ("```", "````", "````"),
        ("~~~", CODE, CODE),
        ("``` py", CODE, CODE),
    ],
)
def test_a_fence_ends_with_as_many_of_its_own_signs_and_nothing_behind(
    line: str, before: str, after: str
) -> None:
    assert fence_after(line, before) == after
    if before != after:
        assert is_fence(line), "so that an edit of the line is noticed"


def test_a_heading_is_one_by_itself() -> None:
    assert [is_heading(line) for line in ("# a", "   ## a", "#a", "a # b")] == [
        *(True, True, False, False),
    ]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("## Looking back ##", "Looking back"),
        ("  # a", "a"),
        ("#", ""),
        ("# C#", "C#"),
        ("# #", "#"),
        ("#a", None),
        ("# a" + " " * 100_000 + "b", "a" + " " * 100_000 + "b"),
    ],
)
def test_the_text_of_a_heading_is_without_its_marks(line: str, text: str | None) -> None:
    assert heading_text(line) == text
