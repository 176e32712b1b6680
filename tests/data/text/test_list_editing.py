"""What keys do in the lines of a list."""

from __future__ import annotations

import pytest

from afspraak.data.text import list_editing
from afspraak.data.text.list_editing import LineEdit


def after(line: str, edit: LineEdit | None) -> str:
    """The line after an edit."""
    return line if edit is None else line[: edit.start] + edit.text + line[edit.end :]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- milk", "- milk\n- "),
        ("  * milk", "  * milk\n  * "),
        ("9. milk", "9. milk\n10. "),
        ("3) milk", "3) milk\n4) "),
        ("- [x] milk", "- [x] milk\n- [ ] "),
        ("> said", "> said\n> "),
        ("> - said", "> - said\n> - "),
        ("- ", ""),
        ("- [ ] ", ""),
        ("2. ", ""),
        ("> ", ""),
        ("> - ", "> "),
        ("  - ", "- "),
    ],
)
def test_enter_goes_on_with_a_mark_and_ends_it_on_an_empty_item(line: str, expected: str) -> None:
    assert after(line, list_editing.enter(line, len(line))) == expected


@pytest.mark.parametrize("line", ["milk", "", "## Goals", "  milk", "---", "10:04 milk", "-milk"])
def test_enter_is_a_line_feed_elsewhere(line: str) -> None:
    assert list_editing.enter(line, len(line)) is None


def test_enter_inside_a_mark_is_a_line_feed_and_inside_a_text_it_cuts_it() -> None:
    assert list_editing.enter("- milk", 1) is None
    assert after("- milk tea", list_editing.enter("- milk tea", 6)) == "- milk\n- tea"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [ ] milk", "- [x] milk"),
        ("- [x] milk", "- [ ] milk"),
        ("1. [-] milk", "1. [ ] milk"),
        ("- milk", "- [ ] milk"),
        ("milk", "- [ ] milk"),
        ("> milk", "> - [ ] milk"),
        ("", "- [ ] "),
        ("## Goals", "## Goals"),
    ],
)
def test_a_box_is_ticked_opened_or_made(line: str, expected: str) -> None:
    assert after(line, list_editing.toggle_box(line)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("milk", "10:04 milk"),
        ("- milk", "- 10:04 milk"),
        ("  2. [ ] milk", "  2. [ ] 10:04 milk"),
        ("> milk", "> 10:04 milk"),
        ("## Goals", "## 10:04 Goals"),
        ("", "10:04 "),
        ("9:15 milk", "9:15 milk"),
        ("- 09.15 milk", "- 09.15 milk"),
    ],
)
def test_a_time_stands_once_at_the_beginning_of_the_text(line: str, expected: str) -> None:
    assert after(line, list_editing.stamp(line, "10:04")) == expected


@pytest.mark.parametrize(
    ("above", "line", "expected"),
    [
        (["- a"], "- b", "  - b"),
        (["1. a"], "2. b", "   2. b"),
        (["- a", "  - b"], "  - c", "    - c"),
        (["- a"], "  - b", "  - b"),
        ([], "- a", "  - a"),
        (["> - a"], "> - b", ">   - b"),
        (["text"], "text", "text"),
    ],
)
def test_an_item_is_indented_below_the_one_above(
    above: list[str], line: str, expected: str
) -> None:
    assert after(line, list_editing.indent(line, above)) == expected


@pytest.mark.parametrize(
    ("above", "line", "expected"),
    [
        (["- a"], "  - b", "- b"),
        (["- a", "  - b"], "    - c", "  - c"),
        ([], "   - a", "- a"),
        (["- a"], "- b", "- b"),
        (["- a"], "  text", "  text"),
    ],
)
def test_an_item_is_put_at_the_level_above(above: list[str], line: str, expected: str) -> None:
    assert after(line, list_editing.outdent(line, above)) == expected
