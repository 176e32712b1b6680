"""Checklist files: built-in ones, custom ones, and errors in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import RowId
from afspraak.data.kinds.kind import Competency, Kind, KindItem, KindSection, initial_notes
from afspraak.data.model.conversation import ROLES, ChecklistItem
from afspraak.data.settings.toml_reader import MAX_BYTES
from afspraak.data.templates.checklist_file import (
    Checklist,
    kind_of_lists,
    list_of,
    merge_lists,
)
from afspraak.data.templates.kind_file import parse_kind, read_kind_file
from afspraak.data.templates.kind_place import builtin_kind
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


def _parsed(text: str) -> Checklist:
    file = parse_kind(text, "my.toml")
    assert file.checklist is not None, file.faults
    return file.checklist


def _merged(*lists: Checklist) -> tuple[ChecklistItem, ...]:
    return _kind(*lists).checklist()


def _kind(*lists: Checklist) -> Kind:
    return kind_of_lists(lists, builtin_kind(lists[0].kind, lists[0].language), "")


def _complaint(text: str, language: str = "en") -> str:
    faults = parse_kind(text, "my.toml").faults
    assert faults
    return "\n".join(catalogue(language)(fault.message) for fault in faults)


# Reading and merging


def test_a_custom_checklist_is_read() -> None:
    a = KindItem(RowId("a"), "Point A", "What about A?", belongs="manager")
    b = Competency(RowId("b"), "Point B", "What about B?")
    c = KindItem(RowId("c"), "Point C", "What about C?", belongs="manager")
    sections = (KindSection("one", "First", (a, b)), KindSection("two", "Second", (c,)))
    assert _parsed(GOOD) == Checklist("planning", "manager", "en", sections)


def test_items_of_one_role_come_before_shared_items() -> None:
    mine = _parsed(GOOD)
    theirs = _parsed(GOOD.replace('"a"', '"x"').replace('"manager"', '"employee"'))
    assert [(item.id, item.belongs) for item in _merged(mine, theirs)] == [
        ("a", "manager"),
        ("x", "employee"),
        ("b", "both"),
        ("c", "manager"),
        ("c-employee", "employee"),
    ]


def test_merging_a_checklist_with_itself_changes_nothing() -> None:
    mine = _parsed(GOOD)
    assert merge_lists([mine, mine]) == merge_lists([mine])
    theirs = _parsed(GOOD.replace('"manager"', '"employee"'))
    assert merge_lists([mine, theirs, theirs]) == merge_lists([mine, theirs])


def test_ids_stay_unique_after_any_merge() -> None:
    lists = [
        _parsed(GOOD.replace("Point", f"{number}").replace('"b"', f'"{own}"'))
        for number, own in enumerate(["a-manager", "b", "d"])
    ]
    ids = [item.id for item in _merged(*lists)]
    assert len(ids) == len(set(ids)) == 9


def test_the_notes_start_with_the_sections() -> None:
    text = initial_notes(_merged(_parsed(GOOD)))
    assert text.split("\n") == ["## First", "", "## Second", ""]
    assert initial_notes(()) == ""


def test_two_lists_make_a_kind_with_the_built_in_aim_order_and_notice() -> None:
    kind = _kind(_parsed(GOOD))
    builtin = builtin_kind("planning", "en")
    assert (kind.id, kind.aim, kind.order, kind.minutes) == (
        builtin.id,
        builtin.aim,
        builtin.order,
        builtin.minutes,
    )
    assert kind.record == builtin.record
    assert [row.id for row in kind.items()] == ["a", "c"]
    assert [row.text for row in kind.competencies] == ["Point B"]


def test_the_list_of_a_role_has_what_the_kind_asks_that_role() -> None:
    kind = builtin_kind("planning", "en")
    lists = {role: list_of(kind, role) for role in ROLES}
    asked = {
        role: {row.id: row for section in found.sections for row in section.rows}
        for role, found in lists.items()
    }
    assert RowId("appreciation") in asked["manager"]
    assert RowId("appreciation") not in asked["employee"]
    assert asked["manager"][RowId("goals")].question != asked["employee"][RowId("goals")].question
    merged = _kind(*lists.values())
    assert {row.id for row in merged.items()} == {
        *(row.id for row in kind.items()),
        *(f"{row.id}-employee" for row in kind.items() if row.questions),
    }


def test_control_characters_are_replaced() -> None:
    text = GOOD.replace("Point A", r"\u001b[31mRed\u202e\tline\nbreak").replace("First", r"\u0007!")
    (first, *_) = _merged(_parsed(text))
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
    assert complaint.startswith(f"my.toml:{line}: ")
    assert told in complaint


def test_an_error_is_in_the_language_of_the_screen() -> None:
    complaint = _complaint(GOOD.replace("My list", ""), "nl")
    assert "my.toml:6: ‘title’ is leeg" in complaint


def test_misspelt_headers_are_named() -> None:
    head = GOOD[: GOOD.index("[[")]
    assert _complaint(head) == "my.toml:1: there is no [[section]] in it"
    assert "my.toml:8: “section” is written as [[section]]" in _complaint(
        head + "[section]\nid = 1\n"
    )
    no_items = head + '[[section]]\nid = "one"\ntitle = "First"\n'
    assert "my.toml:8: there is no [[section.item]]" in _complaint(no_items)
    single = no_items + "[section.item]\n"
    assert "my.toml:11: “item” is written as [[section.item]]" in _complaint(single)
    for header in ("[[sections]]", "[sections]"):
        assert "my.toml:8: “sections” does not belong" in _complaint(f"{head}{header}\nid = 1\n")
        assert "my.toml:34: “sections” does not belong" in _complaint(f"{GOOD}\n\n{header}\n")


def test_error_lines_are_right_after_multiline_texts() -> None:
    long = '"""\n[[section]]\n# text = no "\n""" # """'
    text = GOOD.replace('"What about A?"', long).replace('text = "Point B"', "text = 3")
    assert "my.toml:22: “text” must be text" in _complaint(text)
    quoted = "'''\n[[section.item]]\n'''''"
    text = GOOD.replace('"What about A?"', quoted).replace('text = "Point B"', "text = 3")
    assert "my.toml:21: “text” must be text" in _complaint(text)


def test_tables_may_be_written_inline() -> None:
    head = GOOD[: GOOD.index("[[")]
    inline = head + (
        'section = [{ id = "s", title = "S", item = [\n'
        '{ id = "a", text = "A", question = "A?" }, { id = "a", text = "A", question = "A?" }] }]\n'
    )
    assert "my.toml:9: the id “a” is already used" in _complaint(inline)
    assert len(_merged(_parsed(inline.replace('id = "a"', 'id = "z"', 1)))) == 2


def test_a_deeply_nested_file_is_an_error() -> None:
    assert "not valid TOML" in _complaint("format = " + "[" * 100_000)
    assert "not valid TOML" in _complaint("format = " + "9" * 10_000)


def test_error_messages_are_clean_and_short() -> None:
    text = GOOD.replace('"manager"', rf'"\u001b]{"x" * 900}"')
    (fault,) = parse_kind(text, "evil\x1b[2J.toml").faults
    assert "\x1b" not in str(fault.message)
    assert len(str(fault.message)) < 200


# Files


def test_the_largest_file_is_read_with_a_byte_order_mark_too(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(GOOD + "#" * (MAX_BYTES - len(GOOD) - 3), encoding="utf-8-sig")
    assert path.stat().st_size == MAX_BYTES
    assert read_kind_file(path).checklist == _parsed(GOOD)


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(GOOD.replace("\n", "\r\n").replace("Point B", "").encode())
    (fault,) = read_kind_file(path).faults
    assert str(fault.message) == f"{path}:19: “text” is empty"


def test_an_unreadable_file_error_names_the_reason(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(GOOD.replace("Point A", "Één").encode("latin-1"))
    (tmp_path / "big.toml").write_text(GOOD + "#" * MAX_BYTES)
    os.mkfifo(tmp_path / "fifo")
    for name, told in (
        ("latin.toml", "latin.toml:14: there are characters"),
        ("big.toml", "256 KiB"),
        ("none.toml", "there is no such file"),
        ("big.toml/x", "there is no such file"),
        ("nul\0", "there is no such file"),
        ("", "not an ordinary file"),
        ("fifo", "not an ordinary file"),
        ("/dev/null", "not an ordinary file"),
    ):
        (fault,) = read_kind_file(tmp_path / name).faults
        assert told in str(fault.message), name


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.touch(mode=0)
    (fault,) = read_kind_file(path).faults
    assert "may not read" in str(fault.message)


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
    file = parse_kind("\n".join(lines), "my.toml")
    for fault in file.faults:
        assert 1 <= fault.line <= len(lines)
        assert str(fault.message).startswith(f"my.toml:{fault.line}: ")
    if not file.faults:
        assert file.checklist is not None
        merged = _merged(file.checklist)
        assert merged
        assert all(item.text == clean_line(item.text) != "" for item in merged)


@given(st.text())
def test_any_text_gives_a_checklist_or_faults(text: str) -> None:
    faults = parse_kind(text, "my.toml").faults
    assert faults
    assert all(str(fault.message).startswith(f"my.toml:{fault.line}: ") for fault in faults)


def test_every_error_has_a_message_in_both_languages() -> None:
    from afspraak.data.i18n.locale.en.template import MESSAGES as ENGLISH
    from afspraak.data.i18n.locale.nl.template import MESSAGES as DUTCH

    holes = [
        {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in messages.items()}
        for messages in (ENGLISH, DUTCH)
    ]
    assert holes[0] == holes[1]
    assert all(key in catalogue(language) for key in holes[0] for language in LANGUAGES)
