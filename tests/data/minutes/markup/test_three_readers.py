"""Three readers of Markdown show each nasty string as exactly that string, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from afspraak.data.minutes.markup.block import ITEM, write_block
from afspraak.data.minutes.markup.inline import Place, escape
from afspraak.data.text.sanitize import clean_line

from ....support.markdown.nasty import nasty_strings
from ....support.markdown.readers import READERS, Elements, Reader, same

STRINGS = nasty_strings()


def label(text: str) -> str:
    return f"- **{escape(text, Place.LABEL)}:** {escape(text)}\n"


def block_of(number: int) -> str:
    """Four lines: strings beside each other in the list and far from each other."""
    return "\n".join(["a|b", *(plain_line(STRINGS[at % len(STRINGS)]) for at in
                               (number, number + 1, number * 7 + 3))])  # fmt: skip


def plain_line(text: str) -> str:
    """The string without what makes a list item of its line, as a list is meant to be one."""
    while item := ITEM.match(text):
        text = text[item.end() :]
    return text


def below(text: str) -> str:
    block = write_block(block_of(STRINGS.index(text)))
    return f"- **L:** {block.first}\n" + "".join(f"  {line}\n" for line in block.below)


CASES: dict[str, tuple[str, Callable[[str], str], Callable[[str], str], set[str]]] = {
    "label": ("li", label, lambda text: f"{text}: {text}", {"strong", "a", "p"}),
    "heading": ("h3", lambda text: f"### R1: {escape(text, Place.HEADING)}\n\n",
                lambda text: f"R1: {text}", {"a"}),
    "cell": ("td", lambda text: f"| {escape(text, Place.CELL)} |\n", str, {"a"}),
    "item": ("li", lambda text: f"- {escape(text, Place.LINE)}\n", str, {"a", "p"}),
    "block": ("li", below, lambda text: f"L: {block_of(STRINGS.index(text))}",
              {"strong", "a", "p", "br"}),
}  # fmt: skip
"""Where a string stands: its element, how it is written, what is seen, and the tags that may be."""


def test_there_are_more_than_500_strings() -> None:
    assert len(STRINGS) > 500
    assert all(text == clean_line(text) for text in STRINGS)


@pytest.mark.parametrize("place", CASES)
@pytest.mark.parametrize("reader", READERS)
def test_each_reader_shows_the_string_itself(reader: Reader, place: str) -> None:
    element, write, seen, allowed = CASES[place]
    text = "".join(map(write, STRINGS))
    if place == "cell":
        text = f"| a |\n| --- |\n{text}"
    found = Elements(reader(text), element).found
    expected = [same(seen(string)) for string in STRINGS]
    shown = [same(string) for string, _ in found]
    different = [pair for pair in zip(expected, shown, strict=False) if pair[0] != pair[1]]
    assert not different[:5]
    assert len(shown) == len(expected)
    strange = [(string, set(tags) - allowed) for string, tags in found if set(tags) - allowed]
    assert not strange[:5]
