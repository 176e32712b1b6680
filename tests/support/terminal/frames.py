"""Frames as Textual's compositor writes them, at random."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from afspraak.tui.terminal.driver.screen.cells import cells

CHARACTERS = ["a", "b", " ", " ", "é", "│", "━", "●", "中", "ｶ", "한", "😀", "e\u0301", "中\u0301"]


STYLES = [
    "", "1", "2", "3", "4", "7", "9", "1;4", "31", "32", "1;31", "90", "41", "44", "31;44", "7;31",
    "38;5;208", "48;5;17", "38;2;1;2;3", "38;2;1;2;3;48;2;4;5;6", "1;3;4;9;97;100", "4;58;5;3",
]  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Text in one style, as the compositor writes it after a move."""

    x: float
    y: float
    runs: list[tuple[str, list[str]]]

    def written(self, width: int, height: int) -> str:
        """The output at a position on a screen of this size, cropped to it."""
        x, y = int(self.x * width), int(self.y * height)
        sent, room = f"\x1b[{y + 1};{x + 1}H", width - x
        for style, characters in self.runs:
            text = ""
            for character in characters:
                if len(cells(character)) <= room:
                    room -= len(cells(character))
                    text += character
            sent += f"\x1b[{style}m{text}\x1b[0m" if style and text else text
        return sent


FRACTIONS = st.floats(0, 1, exclude_max=True)


_RUNS = st.tuples(st.sampled_from(STYLES), st.lists(st.sampled_from(CHARACTERS), max_size=12))


_PIECES = st.builds(Piece, FRACTIONS, FRACTIONS, st.lists(_RUNS, max_size=4))


FRAMES = st.lists(_PIECES, min_size=1, max_size=6)
