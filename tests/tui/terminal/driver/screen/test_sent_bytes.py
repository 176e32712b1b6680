"""The bytes that are sent for a long walk of changes, as golden files: none more, none fewer.

That the screen is right after them is what `test_screen_model.py` asserts.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from afspraak.tui.terminal.driver.screen.encoding import Repertoire
from afspraak.tui.terminal.driver.screen.screen_model import ScreenModel

from .....support.texts.golden_texts import compare_text

WIDTH, HEIGHT = 50, 4
TEXTS = (
    "we agree on the planning of next month",
    "a b  c   d",
    "",
    "━" * 46,
    "Anna 中文 é e\u0301 👩‍👩‍👧 ok",
    "│ over ● and ○, “quoted” … →",
    "2026-12-03" + " " * 30 + "│",
)
STYLES = ("0", "1", "3;31", "7", "44", "38;5;200;4", "1;38;2;9;9;9;48;2;1;1;1", "58;5;9;4", "9;2")
LINK = "\x1b]8;;https://example.org\x1b\\"
ROUNDS = 300


class Walk:
    """A screen of rows, each with a text and a style from a column on, that changes at random."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.rows = [["", "0", 0] for _ in range(HEIGHT)]
        self.caret = (0, 0)

    def number(self, below: int) -> int:
        """Return a number that every version of Python draws."""
        return int(self._random.random() * below)

    def step(self) -> str:
        """Change something; return the frame that Textual would send."""
        y, kind = self.number(HEIGHT), self.number(8)
        text, style, at = self.rows[y]
        assert isinstance(text, str)
        middle = self.number(len(text) + 1)
        if kind == 0:
            text = TEXTS[self.number(len(TEXTS))]
        elif kind == 1:
            style = STYLES[self.number(len(STYLES))]
        elif kind == 2:
            at = self.number(WIDTH)
        elif kind == 3:
            text = f"{text[:middle]}x{text[middle:]}"
        elif kind == 4:
            text = text[:middle] + text[middle + 1 :]
        elif kind == 5:
            text = text[:middle]
        elif kind == 6:
            text = f"{text}y"
            self.caret = (min(len(text), WIDTH - 1), y)
        else:
            self.caret = (self.number(WIDTH), self.number(HEIGHT))
        self.rows[y] = [text, style, at]
        drawn = "".join(_row(y, *row) for y, row in enumerate(self.rows))
        return f"{drawn}\x1b[{self.caret[1] + 1};{self.caret[0] + 1}H"


def _row(y: int, text: object, style: object, at: object) -> str:
    assert isinstance(text, str) and isinstance(at, int)
    shown = text.ljust(WIDTH)
    begin = f"\x1b[{y + 1};1H\x1b[0m{shown[:at]}\x1b[{style}m"
    link = LINK if y == 0 and at else ""
    return (
        f"{begin}{link}{shown[at : at + 9]}{LINK[:5] + LINK[-2:] if link else ''}\x1b[0m"
        + (shown[at + 9 :])
    )


def _sent(model: ScreenModel, walk: Walk) -> Iterator[str]:
    for number in range(ROUNDS):
        if number % 40 == 0:
            model.resize(WIDTH - number // 40, HEIGHT)
        if number % 50 == 49:
            yield f"{number} reset {model.reset_style()!a}"
        model.draw(walk.step())
        yield f"{number} {model.update(number % 3 > 0, whole=number % 7 == 0)!a}"


@pytest.mark.parametrize(
    ("name", "repertoire", "italic", "repeats"),
    [
        ("unicode", Repertoire.UNICODE, True, False),
        ("repeats", Repertoire.UNICODE, True, True),
        ("ascii", Repertoire.ASCII, False, False),
    ],
)
def test_no_other_bytes_are_sent(
    name: str, repertoire: Repertoire, italic: bool, repeats: bool
) -> None:
    model = ScreenModel(repertoire, draws_italic=italic)
    if repeats:
        model.allow_repeats()
    compare_text(f"terminal/{name}.txt", "\n".join(_sent(model, Walk(len(name)))) + "\n")
