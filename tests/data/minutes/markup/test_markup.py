"""Escaping and its way back, and how little of it there is."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from afspraak.data.minutes.markup.block import Block, read_block, write_block
from afspraak.data.minutes.markup.inline import Place, escape, unescape
from afspraak.data.text.sanitize import clean_line, clean_text

from ....support.amount import tries
from ....support.conversations.random_conversations import TEXT
from ....support.markdown.nasty import nasty_strings

LINES = (
    "- a",
    "  - b",
    "    - c",
    "3. d",
    "  7) e",
    "* f",
    "+ g",
    "• h",
    "text",
    "  more",
    "",
    "a\\",
)
ROWS = st.sampled_from(LINES) | st.sampled_from(nasty_strings()) | TEXT
BLOCKS = st.lists(ROWS, max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D en C#", "R&D en C#"),
        ("jan_bakker", "jan_bakker"),
        ("2 * 3 < 10", "2 * 3 < 10"),
        ("- geen lijst", "- geen lijst"),
        ("Geen *nieuwe* rapporten", "Geen \\*nieuwe\\* rapporten"),
        ("een `b", "een `b"),
        ("`laad_alles`", "\\`laad_alles\\`"),
        ("zie https://x.nl/a_b?c=1&d=2.", "zie <https://x.nl/a_b?c=1&d=2>."),
        ("mail jan_bakker@example.nl", "mail <jan_bakker@example.nl>"),
        ("C:\\map", "C:\\map"),
        ("&nbsp;", "\\&nbsp;"),
        ("<b>", "\\<b>"),
    ],
)
def test_a_backslash_stands_only_where_a_sign_would_act(text: str, written: str) -> None:
    assert escape(text) == written


def test_signs_that_act_at_one_place_only_are_left_alone_at_others() -> None:
    assert escape("a | b", Place.CELL) == "a \\| b"
    assert escape("a | b") == "a | b"
    assert escape("x ##", Place.HEADING) == "x \\##"
    assert escape("x ##") == "x ##"
    assert escape("1. x", Place.LINE) == "1\\. x"
    assert escape("a `b", Place.LABEL) == "a \\`b"


@settings(max_examples=tries(500), deadline=None)
@given(TEXT | st.sampled_from(nasty_strings()), st.sampled_from(Place))
def test_what_is_written_reads_back(text: str, place: Place) -> None:
    assert unescape(escape(text, place)) == clean_line(text)


@settings(max_examples=tries(500), deadline=None)
@given(BLOCKS)
@example("1. a\n2. b\n\ntext\n   more")
@example("- a\n\n- b")
@example("3. a")
@example("- a\n  3. b")
@example("\u00a0- # ")
def test_a_block_is_written_again_the_same(text: str) -> None:
    block = write_block(text)
    assert write_block(read_block(block)) == block
    assert all(line == line.rstrip(" ") for line in (block.first, *block.below))


@settings(max_examples=tries(300), deadline=None)
@given(BLOCKS)
def test_a_block_keeps_every_letter(text: str) -> None:
    read = read_block(write_block(text))
    kept = [clean_line(line).replace("• ", "- ") for line in read.split("\n")]
    typed = [clean_line(line).replace("• ", "- ") for line in clean_lines(text)]
    assert " ".join(filter(None, kept)).split() == " ".join(filter(None, typed)).split()


def clean_lines(text: str) -> list[str]:
    return clean_text(text).split("\n")


def test_lists_keep_their_nesting_and_lines_their_breaks() -> None:
    text = "Eerst:\n- a\n  - b\n  meer\n1. c\n\nSlot\ntweede"
    assert write_block(text) == Block(
        "Eerst:", ("- a", "  - b", "", "meer", "1. c", "", "Slot\\", "tweede")
    )
    assert write_block("1. a\n2. b") == Block("", ("1. a", "2. b"))
    assert write_block("2. a") == Block("", ("", "2. a"))
    assert write_block(" \n\n") == Block("", ())
