"""Checklist files: built-in ones, custom ones, and errors in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.errors import UsageError
from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import RowId
from afspraak.data.settings.toml_reader import MAX_BYTES
from afspraak.data.templates.checklist_file import (
    Template,
    TemplateItem,
    TemplateSection,
    initial_notes,
    merge_templates,
    parse_template,
    read_template,
)
from afspraak.data.text.sanitize import clean_line
from afspraak.widgets.language import speak

GOOD = """\
# My own list
format = 1
kind = "planning"
role = "manager"
language = "en"
title = "My list"

[[section]]
id = "one"
title = "First"

[[section.item]]
id = "a"
text = "Point A"
question = "What about A?"

[[section.item]]
id = "b"
text = "Point B"
question = "What about B?"
kind = "competency"
belongs = "both"

[[section]]
id = "two"
title = "Second"

[[section.item]]
id = "c"
text = "Point C"
question = "What about C?"
"""


@pytest.fixture(autouse=True)
def speaks_english() -> Iterator[None]:
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


def _complaint(text: str, language: str = "en") -> str:
    with pytest.raises(UsageError) as error:
        parse_template(text, "my.toml")
    return catalogue(language)(error.value.message)


# Reading and merging


def test_a_custom_checklist_is_read() -> None:
    template = parse_template(GOOD, "my.toml")
    a = TemplateItem(RowId("a"), "Point A", "What about A?", "question", "manager")
    b = TemplateItem(RowId("b"), "Point B", "What about B?", "competency", "both")
    c = TemplateItem(RowId("c"), "Point C", "What about C?", "question", "manager")
    assert template == Template(
        "planning",
        "manager",
        "en",
        "My list",
        (TemplateSection("one", "First", (a, b)), TemplateSection("two", "Second", (c,))),
    )


def test_items_of_one_role_come_before_shared_items() -> None:
    mine = parse_template(GOOD, "my.toml")
    theirs = parse_template(
        GOOD.replace('"a"', '"x"').replace('"manager"', '"employee"'), "their.toml"
    )
    merged = merge_templates([mine, theirs])
    assert [(item.id, item.belongs) for item in merged] == [
        ("a", "manager"),
        ("x", "employee"),
        ("b", "both"),
        ("c", "manager"),
        ("c-employee", "employee"),
    ]


def test_merging_a_checklist_with_itself_changes_nothing() -> None:
    template = parse_template(GOOD, "my.toml")
    assert merge_templates([template, template]) == merge_templates([template])
    theirs = parse_template(GOOD.replace('"manager"', '"employee"'), "their.toml")
    assert merge_templates([template, theirs, theirs]) == merge_templates([template, theirs])


def test_ids_stay_unique_after_any_merge() -> None:
    lists = [
        parse_template(GOOD.replace("Point", f"{number}").replace('"b"', f'"{own}"'), "my.toml")
        for number, own in enumerate(["a-manager", "b", "d"])
    ]
    ids = [item.id for item in merge_templates(lists)]
    assert len(ids) == len(set(ids)) == 9


def test_the_notes_start_with_the_sections() -> None:
    text = initial_notes(merge_templates([parse_template(GOOD, "my.toml")]))
    assert text.split("\n") == ["## First", "", "## Second", ""]
    assert initial_notes(merge_templates([])) == ""


def test_control_characters_are_replaced() -> None:
    text = GOOD.replace("Point A", r"\u001b[31mRed\u202e\tline\nbreak").replace("First", r"\u0007!")
    (first, *_) = merge_templates([parse_template(text, "my.toml")])
    assert first.text == "␛[31mRed� line break"
    assert first.section == "␇!"


# What is wrong, and where


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("kind =", "kind", 3, "not valid TOML"),
        ('"My list"', '"My list', 6, "not valid TOML"),
        ('"My list"', '"My \x1b list"', 6, "not valid TOML"),
        ("format = 1\n", "", 1, "“format” is missing"),
        ("format = 1", 'format = "1"', 2, "“format” must be a whole number"),
        ("format = 1", "format = true", 2, "“format” must be a whole number"),
        ("format = 1", "format = 0", 2, "“format” is 0; this version only knows format 1"),
        ("format = 1", "format = 2\nnew = 1", 2, "a newer version"),
        ("planning", "party", 3, "“kind” is “party”; choose from: planning"),
        ('"manager"', '"boss"', 4, "“role” is “boss”; choose from: manager, employee"),
        ('"manager"', "3", 4, "“role” must be text"),
        ('language = "en"', 'language = "fr"', 5, "choose from: en, nl"),
        ("My list", " ", 6, "“title” is empty"),
        ('title = "My list"', 'titel = "My list"', 6, "“titel” does not belong here"),
        ('title = "My list"\n', "", 1, "“title” is missing"),
        ('id = "one"\n', "", 8, "“id” is missing"),
        ('id = "one"', 'id = "One/1"', 9, "“One/1” cannot be an id"),
        ('id = "two"', 'id = "one"', 25, "“one” is already used on line 9"),
        ("First", r"\u2028", 10, "“title” is empty"),
        ('title = "Second"', 'title = "Second"\ncolour = 1', 27, "possible are: id, title, item"),
        ('id = "b"', 'id = "a"', 18, "“a” is already used on line 13"),
        ('id = "c"', 'id = "a"', 29, "“a” is already used on line 13"),
        ('question = "What about B?"\n', "", 17, "“question” is missing"),
        ('text = "Point B"', "text = 3", 19, "“text” must be text"),
        ('text = "Point B"', r'"te\u0078t" = 3', 19, "“text” must be text"),
        ('text = "Point C"', 'text = ""', 30, "“text” is empty"),
        ("competency", "skill", 21, "choose from: question, competency"),
        ('belongs = "both"', 'belongs = "us"', 22, "choose from: manager, employee, both"),
        ('kind = "competency"', 'kinds = "competency"', 21, "“kinds” does not belong here"),
    ],
)
def test_an_error_names_the_line(old: str, new: str, line: int, told: str) -> None:
    assert old in GOOD
    complaint = _complaint(GOOD.replace(old, new, 1))
    assert complaint.startswith(f"my.toml, line {line}: ")
    assert told in complaint


def test_an_error_is_in_the_language_of_the_screen() -> None:
    complaint = _complaint(GOOD.replace("My list", ""), "nl")
    assert "my.toml, regel 6: “title” is leeg" in complaint


def test_misspelt_headers_are_named() -> None:
    head = GOOD[: GOOD.index("[[")]
    assert _complaint(head) == "my.toml, line 1: there is no [[section]] in it."
    assert "line 8: “section” is written as [[section]]" in _complaint(head + "[section]\nid = 1\n")
    no_items = head + '[[section]]\nid = "one"\ntitle = "First"\n'
    assert "line 8: there is no [[section.item]]" in _complaint(no_items)
    single = no_items + "[section.item]\n"
    assert "line 11: “item” is written as [[section.item]]" in _complaint(single)
    for header in ("[[sections]]", "[sections]"):
        assert "line 8: “sections” does not belong" in _complaint(f"{head}{header}\nid = 1\n")
        assert "line 34: “sections” does not belong" in _complaint(f"{GOOD}\n\n{header}\n")


def test_error_lines_are_right_after_multiline_texts() -> None:
    long = '"""\n[[section]]\n# text = no "\n""" # """'
    text = GOOD.replace('"What about A?"', long).replace('text = "Point B"', "text = 3")
    assert "line 22: “text” must be text" in _complaint(text)
    quoted = "'''\n[[section.item]]\n'''''"
    text = GOOD.replace('"What about A?"', quoted).replace('text = "Point B"', "text = 3")
    assert "line 21: “text” must be text" in _complaint(text)


def test_tables_may_be_written_inline() -> None:
    head = GOOD[: GOOD.index("[[")]
    inline = head + (
        'section = [{ id = "s", title = "S", item = [\n'
        '{ id = "a", text = "A", question = "A?" }, { id = "a", text = "A", question = "A?" }] }]\n'
    )
    assert "my.toml, line 9: the id “a” is already used" in _complaint(inline)
    assert (
        len(merge_templates([parse_template(inline.replace('id = "a"', 'id = "z"', 1), "my.toml")]))
        == 2
    )


def test_a_deeply_nested_file_is_an_error() -> None:
    assert "not valid TOML" in _complaint("format = " + "[" * 100_000)
    assert "not valid TOML" in _complaint("format = " + "9" * 10_000)


def test_error_messages_are_clean_and_short() -> None:
    with pytest.raises(UsageError) as error:
        parse_template(GOOD.replace('"manager"', rf'"\u001b]{"x" * 900}"'), "evil\x1b[2J.toml")
    assert "\x1b" not in str(error.value)
    assert len(str(error.value)) < 200


# Files


def test_the_largest_file_is_read_with_a_byte_order_mark_too(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(GOOD + "#" * (MAX_BYTES - len(GOOD) - 3), encoding="utf-8-sig")
    assert path.stat().st_size == MAX_BYTES
    assert read_template(path) == parse_template(GOOD, "my.toml")


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(GOOD.replace("\n", "\r\n").replace("Point B", "").encode())
    with pytest.raises(UsageError, match="line 19: “text” is empty"):
        read_template(path)


def test_an_unreadable_file_error_names_the_reason(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(GOOD.replace("Point A", "Één").encode("latin-1"))
    (tmp_path / "big.toml").write_text(GOOD + "#" * MAX_BYTES)
    os.mkfifo(tmp_path / "fifo")
    for name, told in (
        ("latin.toml", "latin.toml, line 14: there are characters"),
        ("big.toml", "256 KiB"),
        ("none.toml", "there is no such file"),
        ("big.toml/x", "there is no such file"),
        ("nul\0", "there is no such file"),
        ("", "not an ordinary file"),
        ("fifo", "not an ordinary file"),
        ("/dev/null", "not an ordinary file"),
    ):
        with pytest.raises(UsageError) as error:
            read_template(tmp_path / name)
        assert told in str(error.value), name


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.touch(mode=0)
    with pytest.raises(UsageError, match="may not read"):
        read_template(path)


# Whatever the file holds

_LINES = GOOD.splitlines()
_PIECES = [*_LINES, "[section]", "item = []", "section = 1", 'id = """', "'''", "x = [[", "\x00"]


@given(
    st.lists(st.integers(0, len(_LINES) - 1), max_size=3),
    st.lists(st.tuples(st.integers(0, len(_LINES)), st.sampled_from(_PIECES)), max_size=3),
)
def test_a_mutated_file_gives_a_valid_checklist_or_an_error(
    dropped: list[int], added: list[tuple[int, str]]
) -> None:
    lines = [line for number, line in enumerate(_LINES) if number not in dropped]
    for place, piece in added:
        lines.insert(place, piece)
    try:
        template = parse_template("\n".join(lines), "my.toml")
    except UsageError as error:
        found = re.match(r"my\.toml, line (\d+): .+\.$", str(error))
        assert found
        assert 1 <= int(found[1]) <= len(lines)
    else:
        merged = merge_templates([template])
        assert merged
        assert all(item.text == clean_line(item.text) != "" for item in merged)


@given(st.text())
def test_any_text_gives_a_checklist_or_an_error(text: str) -> None:
    with pytest.raises(UsageError, match=r"my\.toml, line \d+: "):
        parse_template(text, "my.toml")


def test_every_error_has_a_message_in_both_languages() -> None:
    from afspraak.data.i18n.locale.en.template import MESSAGES as ENGLISH
    from afspraak.data.i18n.locale.nl.template import MESSAGES as DUTCH

    holes = [
        {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in messages.items()}
        for messages in (ENGLISH, DUTCH)
    ]
    assert holes[0] == holes[1]
    assert all(key in catalogue(language) for key in holes[0] for language in LANGUAGES)
