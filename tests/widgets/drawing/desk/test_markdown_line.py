"""The roles in one line of Markdown: what they are, and that no two are at one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.widgets.drawing.desk.markdown_line import MAX_LENGTH, spans

from ....support.counting import calls

CODE = "```"


def roles(line: str, fence: str = "") -> list[str]:
    """The pieces with a role, each as `role text`."""
    return [f"{role} {line[start:end]}" for start, end, role in spans(line, fence)]


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("plain words", []),
        ("", []),
        ("   ", []),
        ("# One", ["md.mark # ", "md.heading One"]),
        ("###### One ##", ["md.mark ###### ", "md.heading One", "md.mark  ##"]),
        ("#", ["md.mark #"]),
        ("#one", []),
        ("####### one", []),
        ("    # code", []),
        ("- a", ["md.mark - "]),
        ("  12. a", ["md.mark   12. "]),
        ("• a", ["md.mark • "]),
        ("-a", []),
        ("- [ ] open", ["md.mark - ", "md.task [ ]"]),
        ("- [x] done", ["md.mark - ", "box.done [x]", "done  done"]),
        ("- [x]no", ["md.mark - "]),
        ("[x] no item", []),
        ("> said", ["md.mark > ", "md.quote said"]),
        ("> > - said", ["md.mark > > ", "md.mark - ", "md.quote said"]),
        ("10:04 Support", ["time 10:04 "]),
        ("- 9.30 Support", ["md.mark - ", "time 9.30 "]),
        ("10:04", []),
        ("Appreciation: how", ["appreciation Appreciation:"]),
        ("- waardering: hoe", ["md.mark - ", "appreciation waardering:"]),
        ("| a | b |", ["md.mark |", "md.mark |", "md.mark |"]),
        ("|---|:-:|", ["md.mark |---|:-:|"]),
        ("```py", ["md.mark ```py"]),
        ("~~~", ["md.mark ~~~"]),
    ],
)
def test_what_a_line_is(line: str, seen: list[str]) -> None:
    assert roles(line) == seen


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("a *b*", ["md.mark *", "md.italic b", "md.mark *"]),
        ("_b_", ["md.mark _", "md.italic b", "md.mark _"]),
        ("a **b c**", ["md.mark **", "md.bold b c", "md.mark **"]),
        ("***b***", ["md.mark ***", "md.bold.italic b", "md.mark ***"]),
        (
            "**a *b* c**",
            [
                *("md.mark **", "md.bold a ", "md.mark *", "md.bold.italic b", "md.mark *"),
                *("md.bold  c", "md.mark **"),
            ],
        ),
        ("**not closed", []),
        ("2 * 3 * 4", []),
        ("snake_case_word", []),
        ("\\*no\\*", ["md.mark \\", "md.mark \\"]),
        ("a `b` c", ["md.mark `", "md.code b", "md.mark `"]),
        ("`` a ` b ``", ["md.mark ``", "md.code  a ` b ", "md.mark ``"]),
        ("`*a*`", ["md.mark `", "md.code *a*", "md.mark `"]),
        ("see [wiki](w/12)", ["md.link [wiki]", "md.mark (w/12)"]),
        ("[a](b(c)d)", ["md.link [a]", "md.mark (b(c)d)"]),
        ("[a] (b)", []),
        ("<https://x.nl>", ["md.link <https://x.nl>"]),
        ("a < b > c", []),
        ("``a`", []),
        ("``a` b``", ["md.mark ``", "md.code a` b", "md.mark ``"]),
        ("Name: ______ *b*", ["md.mark *", "md.italic b", "md.mark *"]),
        ("**** **b**", ["md.mark **", "md.bold b", "md.mark **"]),
        ("*a*b*", ["md.mark *", "md.italic a", "md.mark *"]),
        ("snake__case_ _b_", ["md.mark _", "md.italic b", "md.mark _"]),
        (
            "> a **b**",
            ["md.mark > ", "md.quote a ", "md.mark **", "md.bold b", "md.mark **"],
        ),
    ],
)
def test_what_stands_in_a_line(line: str, seen: list[str]) -> None:
    assert roles(line) == seen


def test_lines_in_a_fence_are_code_and_its_end_is_a_mark() -> None:
    assert roles("# no *heading*", CODE) == ["md.code # no *heading*"]
    assert roles("~~~", CODE) == ["md.code ~~~"]
    assert roles("```", CODE) == ["md.mark ```"]
    assert roles("", CODE) == []


ANY = st.text(max_size=80)
MARKS = st.text("*_`[]()<>\\| ab#~-+.1:é漢\t!", max_size=80)


@given(ANY | MARKS, st.sampled_from(["", CODE, "~~~~"]))
def test_roles_of_any_text_are_in_order_and_cover_the_line_alone(line: str, fence: str) -> None:
    last = 0
    for start, end, _ in spans(line, fence):
        assert last <= start < end <= len(line), "in order, without overlap, in the line"
        last = end


HARD = [
    *("*", "_", "`", "[", "(", "<", "\\", "|", "*a", "_a ", "`a", "[a](", "a*", "* a", "![", "<a:"),
    *("*a _b ", "`a``b", "***a", "**a _b ", "*] *", " \\*\\|b", "_a<<", "(**]a)`", "a ", "*_"),
]


@pytest.mark.parametrize("part", HARD)
def test_a_line_of_marks_is_looked_at_in_a_bounded_number_of_steps(part: str) -> None:
    def cost(length: int) -> int:
        line = (part * length)[:length]
        return calls(lambda: spans(line))

    assert cost(MAX_LENGTH) <= 4 * cost(MAX_LENGTH // 2) + 200
    assert calls(lambda: spans(part * 1_000_000)) < 20, "a line that is too long is plain"


@pytest.mark.parametrize("pair", [("*_", "_*"), ("**_", "_**"), ("*a _", "_ a*")])
def test_marks_in_marks_end_somewhere(pair: tuple[str, str]) -> None:
    opened, closed = pair
    depth = (MAX_LENGTH - 1) // (len(opened) + len(closed))
    line = opened * depth + "x" + closed * depth

    def deep(level: int) -> list[str]:
        return deep(level - 1) if level else roles(line)

    assert deep(200), "also below everything that a screen calls before"


def test_a_line_that_is_too_long_is_plain() -> None:
    assert spans("*a* " * 250)
    assert spans("*a* " * 250 + "b") == []


@pytest.mark.parametrize("sign", ["*", "_", "`", "~", "-", "[", "<", "\\x"])
def test_words_behind_a_long_row_of_signs_are_what_they_are(sign: str) -> None:
    row = f"Row: {sign * (800 // len(sign))}"
    assert roles(f"{row} and **b**")[-3:] == ["md.mark **", "md.bold b", "md.mark **"]
    assert roles(f"{row} and words") == []


def test_a_long_line_of_marks_with_an_end_is_styled_to_its_end() -> None:
    assert roles("*a* " * 250) == ["md.mark *", "md.italic a", "md.mark *"] * 250
    assert roles("|" * 999) == [f"md.mark {'|' * 999}"]
    assert roles("# a" + " " * 900 + "#") == ["md.mark # ", "md.heading a", f"md.mark {' ' * 900}#"]
