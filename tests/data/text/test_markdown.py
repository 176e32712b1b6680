"""Edge cases of Markdown: escaping, reading back, and notes that stay in their section."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from afspraak.data.ids import MANAGER, NOBODY, PartnerId
from afspraak.data.minutes.form1.notes_section import embed_notes
from afspraak.data.model.conversation import NoteLine
from afspraak.data.text import markdown
from afspraak.data.text.markdown import (
    Heading,
    Task,
    escape_block,
    escape_line,
    has_html_or_links,
    headings,
    parse,
    plain_text,
    table_rows,
    tasks,
)

from ...checkout import ROOT


def notes(text: str, by: PartnerId = NOBODY) -> list[NoteLine]:
    return [NoteLine(line, by) for line in text.split("\n")]


def contained(text: str) -> str:
    return embed_notes(notes(text)).text


LINES = [
    "plain",
    "*a* _b_ `c` ~~d~~ [e](f) ![g](h) <i> &amp; | $j$ ^k^ #l \\",
    "# no heading",
    "- no item",
    "+ no item",
    "1. no item",
    "12) no item",
    "1.5 fte",
    "1.",
    "=====",
    "-----",
    "```",
    "> no quote",
    ": no definition",
    "(1) no item",
    "@a:b %c",
    "[x]: http://e.vil",
    "<http://e.vil>",
    "<!-- -->",
    "| a | b |",
    "ends in #",
    "ends in \\",
    "\u00a0blank\u3000",
]


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize("context", ["{}", "# {}", "- [ ] {}", "| {} | b |\n| - | - |\n| c | {} |"])
def test_a_line_reads_back_as_the_same_text(text: str, context: str) -> None:
    tokens = parse(context.replace("{}", escape_line(text)))
    inlines = [plain_text(token.children) for token in tokens if token.type == "inline"]
    assert text.strip() in [inline.removeprefix("[ ] ") for inline in inlines]
    assert not has_html_or_links(tokens)
    assert [t.type for t in tokens] == [t.type for t in parse(context.replace("{}", "a"))]


def test_a_number_that_starts_no_list_is_not_escaped() -> None:
    assert escape_line("1.5 fte") == "1.5 fte"
    assert escape_line("1. fte") == "1\\. fte"
    assert escape_line("1-2") == "1-2"


def test_controls_become_visible_marks() -> None:
    assert escape_line("a\x1b]52;c;x\x07\u202e") == "a␛\\]52;c;x␇\ufffd"
    assert "\x1b" not in contained("a\x1b[2J\n```\n\x9b2J\n```")
    assert "\x9b" not in contained("a\x1b[2J\n```\n\x9b2J\n```")


def test_a_block_in_an_item_keeps_lines_and_paragraphs() -> None:
    text = "one\n- two\n\n\n    three\n# four"
    tokens = parse(f"- {escape_block(text, '  ')}\n- b")
    inlines = [plain_text(token.children) for token in tokens if token.type == "inline"]
    assert inlines == ["one\n- two", "three\n# four", "b"]
    assert escape_block(" \n\n") == ""


def test_reading_back() -> None:
    tokens = parse("# a *b*\n\n- [x] c\n- [ ] d\n- e\n\n> # f\n\n| g |\n| - |\n| `h` |")
    assert headings(tokens) == [Heading(1, "a b")]
    assert tasks(tokens) == [Task(True, "c"), Task(False, "d")]
    assert table_rows(tokens) == [("g",), ("h",)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("## Looking back\n\na", "### Looking back\n\na"),
        ("# Big\n\n## Small\n\na", "### Big\n\n#### Small\n\na"),
        ("   ## Indented ##\na", "   ### Indented ##\na"),
        ("###### Deep\na", "###### Deep\na"),
        ("Under\nlined\n---\na", "### Under lined\na"),
        ("Under\\\nlined #\n===\na", "### Under lined \\#\na"),
        ("> - # In a quote\n> Under\n> ===", "> - ### In a quote\n> ### Under"),
        ("1. Under\n   ---\na", "1. ### Under\na"),
        ("- a\n\n  # b", "- a\n\n  ### b"),
        ("    # code\n\n```\n# code\n```", "    # code\n\n```\n# code\n```"),
    ],
)
def test_headings_are_demoted(written: str, expected: str) -> None:
    assert contained(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("## A\n\n## B\n\ntext", "### B\n\ntext"),
        ("## A\n\n## B \n\n\n## C\n", ""),
        ("text\n\n## A\n\n## B", "text"),
        ("## A\n\n# Other\n\ntext", "### Other\n\ntext"),
        ("# Other\n\n## A\n\n## B\nmore", "### Other\n\n#### B\nmore"),
        ("## A\n\n## Other\n\n## B", "### Other"),
        ("## A\n## A\ntext\n## A", "### A\ntext"),
    ],
)
def test_untouched_headings_of_the_checklist_are_left_out(written: str, expected: str) -> None:
    assert embed_notes(notes(written), None, {"A", "B", "C"}).text == expected
    assert "Other" in contained(written) or "Other" not in written


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("## Decided: no overtime in July\n\n## Bonus stays", None),
        ("## A: decided\n\n## a\n\n## A!", None),
        ("## A\n\n### Other\n\n### A", None),
        ("## A\n[a]: b", None),
        ("## A\n- \n\n## B\n***", None),
        ("# A\n\n### A\n\n#### A", "### A\n\n##### A\n\n###### A"),
        (" ## A\n\n##  A\n\n## A ##\n\n##\tA", None),
        ("A\n---\n\nA\n===", "#### A\n\n### A"),
        ("- ## A\n\n> ## A", None),
        ("```\n## A\n```\n\n    ## B", "```\n## A\n```\n\n    ## B"),
    ],
)
def test_every_other_heading_stays(written: str, expected: str | None) -> None:
    lowered = re.sub("(?m)^([ ->]*)##", r"\1###", written)
    kept = embed_notes(notes(written), None, {"A", "B"}).text
    assert kept == (lowered if expected is None else expected)
    assert contained(written) == kept


def test_a_heading_that_a_partner_typed_stays() -> None:
    typed = [NoteLine("## A", MANAGER), NoteLine(""), NoteLine("## B")]
    assert embed_notes(typed, None, {"A", "B"}).text == "### A"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("```\na <b>", "```\na <b>\n```"),
        ("~~~~ sh\n~~~", "~~~~ sh\n~~~\n~~~~"),
        ("```", "```\n```"),
        ("```\na\n```", "```\na\n```"),
        ("- ```\n  a", "- ```\n  a\n  ```"),
        ("> 1. ~~~\n>    a\n\nb", "> 1. ~~~\n>    a\n>    ~~~\n\nb"),
    ],
)
def test_an_open_fence_is_closed(written: str, expected: str) -> None:
    assert contained(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<!-- a\n\n# b\nc", "\\<!-- a\n\n### b\nc"),
        ("<div>\n*a*", "\\<div>\n*a*"),
        ("a <b>c</b> `<d>` 1 < 2", "a \\<b>c\\</b> `<d>` 1 < 2"),
        ("> - <script>\n>   a <?b", "> - \\<script>\n>   a \\<?b"),
        ("<https://a.b> <c@d.e>", "<https://a.b> <c@d.e>"),
        ("[a](<b c>)", "[a](<b c>)"),
        ("![<a>](b)", "![\\<a>](b)"),
        ("| a\\|<b> | `\\|<c>` <d> |\n|--|--|\n<div> | x", None),
    ],
)
def test_html_becomes_text(written: str, expected: str | None) -> None:
    if expected is None:
        expected = "| a\\|\\<b> | `\\|<c>` \\<d> |\n|--|--|\n\\<div> | x"
    assert contained(written) == expected


def test_no_definition_turns_a_box_into_a_link() -> None:
    assert contained("[X]: a") == "\\[X]: a"
    assert contained("> [\n> x\n> ]: a") == "> \\[\n> x\n> ]: a"
    assert contained("[wiki]: a\n\n[wiki]") == "[wiki]: a\n\n[wiki]"


def test_text_that_does_not_round_trip_is_written_as_lines() -> None:
    assert contained("## a\n\n`b\n<div> c`") == "\\#\\# a\n\n\\`b\\\n\\<div\\> c\\`"
    deep = contained("> " * 300 + "# <b>")
    assert deep.startswith("\\>")
    assert embed_notes(notes("![" * 5000)).headings == ()


MARKS = {PartnerId("m"): "AV", PartnerId("e"): "JB"}


def signed(*lines: tuple[str, str]) -> str:
    return embed_notes([NoteLine(text, PartnerId(by)) for text, by in lines], MARKS).text


def test_an_author_mark_ends_the_lines_of_an_author() -> None:
    text = signed(("a", "m"), ("", ""), ("b", "m"), ("", ""), ("- c", "e"), ("- d", "m"))
    assert text == "a\n\nb *(AV)*\n\n- c *(JB)*\n- d *(AV)*"


def test_an_author_mark_names_both_authors_of_a_paragraph() -> None:
    assert signed(("a", "m"), ("b", "e")) == "a\nb *(AV, JB)*"


def test_an_author_mark_ends_every_section_and_is_never_on_a_heading() -> None:
    text = signed(("## a", "e"), ("b", "m"), ("## c", "e"), ("d", "m"))
    assert text == "### a\nb *(AV)*\n### c\nd *(AV)*"


def test_no_author_mark_in_code_or_a_table() -> None:
    text = signed(("```", "m"), ("a", "m"), ("```", "m"), ("| b |", "e"), ("| - |", "e"), ("", ""))
    assert text == "```\na\n```\n\n*(AV)*\n\n| b |\n| - |\n\n*(JB)*"


def test_code_inside_an_item_counts_with_the_text_before_it() -> None:
    text = signed(("- a", "m"), ("  ```", "e"), ("  b", "e"), ("  ```", "e"))
    assert text == "- a *(AV, JB)*\n  ```\n  b\n  ```"
    text = signed(("- ```", "e"), ("  b", "e"), ("  ```", "e"), ("- c", "m"))
    assert text == "- ```\n  b\n  ```\n- c *(JB, AV)*"
    text = signed(("a", "m"), ("> ```", "e"), ("> b", "e"), ("> ```", "e"))
    assert text == "a *(AV)*\n> ```\n> b\n> ```\n\n*(JB)*"


@pytest.mark.parametrize("last", ["*", "2.", "1)", "[a]:"])
def test_an_author_mark_starts_no_list_or_definition(last: str) -> None:
    before = "" if last == "[a]:" else "*a*\n"
    text = signed(*((line, "m") for line in f"{before}{last}".split("\n")))
    assert text == f"{before}{last[:-1]}\\{last[-1]} *(AV)*"
    assert [t.type for t in parse(text)] == ["paragraph_open", "inline", "paragraph_close"]


def test_lines_without_an_author_get_no_mark() -> None:
    assert signed(("a", "m"), ("", ""), ("b", ""), ("", ""), ("c", "?")) == "a *(AV)*\n\nb\n\nc"


def test_lines_written_as_text_have_author_marks_too() -> None:
    text = signed(("`a", "m"), ("<div>`", "m"), ("", ""), ("b", "e"))
    assert text == "\\`a\\\n\\<div\\>\\` *(AV)*\n\nb *(JB)*"


def test_the_markdown_parser_loads_on_first_use() -> None:
    name = markdown.__name__
    code = f"import sys, {name}; sys.exit('markdown_it' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT.parent, check=False).returncode == 0
    )
