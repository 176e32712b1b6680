"""The driver's output gives the same screen as all of Textual's output, cell for cell."""

from __future__ import annotations

import re

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.tui.terminal.driver.screen.cells import cells
from afspraak.tui.terminal.driver.screen.screen_model import ScreenModel

from ....support.amount import tries
from ....support.terminal.answers import repeated
from ....support.terminal.emulator import Emulator
from ....support.terminal.frames import FRACTIONS, FRAMES, Piece

WIDTHS, HEIGHTS = st.integers(2, 16), st.integers(1, 5)


class Side:
    """Two terminals: one gets everything that Textual draws, the other the output of the driver."""

    def __init__(self, width: int, height: int, *, repeats: bool = False) -> None:
        self.plain, self.ours = Emulator(width, height), Emulator(width, height)
        for screen in (self.plain, self.ours):
            screen.reset_mode(pyte.modes.DECAWM >> 5, private=True)  # as Textual does at its start
        self.picture = ScreenModel()
        if repeats:
            self.picture.allow_repeats()
        self.picture.resize(width, height)

    def feed(self, screen: Emulator, data: str) -> None:
        pyte.Stream(screen).feed(repeated(data.encode()).decode())

    def draw(self, frame: list[Piece], caret: tuple[float, float] | None) -> str:
        width, height = self.picture.size
        at = caret or (0, 0)
        end = f"\x1b[{int(at[1] * height) + 1};{int(at[0] * width) + 1}H"
        written = "".join(piece.written(width, height) for piece in frame) + end
        self.feed(self.plain, written)
        self.picture.draw(written)
        sent = self.picture.update(caret is not None)
        self.feed(self.ours, sent)
        return sent

    def resize(self, width: int, height: int) -> None:
        """Resize the window; terminals differ in how they treat their cells."""
        self.picture.resize(width, height)
        self.picture.invalidate()
        before = self.plain
        self.plain, self.ours = Emulator(width, height), Emulator(width, height)
        for y in range(min(height, before.lines)):
            for x in range(min(width, before.columns)):
                self.plain.buffer[y][x] = before.buffer[y][x]
            last = self.plain.buffer[y][min(width, before.columns) - 1]
            cut = width < before.columns and before.buffer[y][width].data == ""
            if cut:  # half a character cannot be drawn; Textual draws such a row anew
                self.plain.buffer[y][width - 1] = last._replace(data=" ")
        for screen in (self.plain, self.ours):
            screen.reset_mode(pyte.modes.DECAWM >> 5, private=True)

    def scribble(self, text: str) -> None:
        """Write to the terminal as another program, and request a redraw."""
        self.feed(self.ours, f"\x1b[2;2H\x1b[45m{text}")
        self.picture.invalidate()
        self.feed(self.ours, self.picture.update(False))


_STEPS = st.one_of(
    st.tuples(st.just("draw"), FRAMES, st.none() | st.tuples(FRACTIONS, FRACTIONS)),
    st.tuples(st.just("draw"), FRAMES, st.none() | st.tuples(FRACTIONS, FRACTIONS)),
    st.tuples(st.just("resize"), WIDTHS, HEIGHTS),
    st.tuples(st.just("scribble"), st.text("xyz中", max_size=9)),
)


@settings(max_examples=tries(400))
@given(WIDTHS, HEIGHTS, st.lists(_STEPS, min_size=1, max_size=8), st.booleans())
def test_the_screen_equals_a_full_redraw(
    width: int, height: int, steps: list[tuple[object, ...]], repeats: bool
) -> None:
    side = Side(width, height, repeats=repeats)
    caret = None
    for step, *values in steps:
        if step == "draw":
            caret = values[1]
        getattr(side, str(step))(*values)
        if step != "draw":
            side.draw([Piece(0, 0, [])], caret)  # type: ignore[arg-type]
        assert side.ours.seen() == side.plain.seen()
        if caret is not None:
            assert not side.ours.cursor.hidden
            plain = side.plain.cursor
            assert (side.ours.cursor.x, side.ours.cursor.y) == (plain.x, plain.y)


def test_a_frame_that_changes_nothing_sends_nothing() -> None:
    side = Side(16, 5)
    frame = [Piece(0, 0, [("1;31", list("abc 中 é"))]), Piece(0.5, 0.5, [("44", ["a", " "])])]
    assert side.draw(frame, None)
    assert side.draw(frame, None) == ""


@pytest.mark.parametrize("style", ["", "1;38;2;9;9;9;48;2;1;1;1"])
def test_a_typed_letter_at_the_caret_is_one_byte(style: str) -> None:
    side = Side(16, 5)
    side.draw([Piece(0, 0, [(style, ["a", "b", " ", " "])])], (2 / 16, 0))
    sent = side.draw([Piece(0, 0, [(style, ["a", "b", "a", " "])])], (3 / 16, 0))
    assert sent == "a"


def test_a_control_character_in_a_cell_is_drawn_as_a_mark() -> None:
    side = Side(40, 1)
    side.picture.draw("\x1b[1;1Ha\x1b]52;c;aGk=\x07b\x9b2Jc\x1b[2Jd\u202ee\x7f\r\x1b[1;1H")
    sent = side.picture.update(False)
    side.feed(side.ours, sent)
    assert side.ours.display[0].rstrip() == "a␛]52;c;aGk=␇b\ufffd2Jc␛[2Jd\ufffde␡␍"
    assert re.sub(r"\x1b\[[\d;]*[GHm]|\x1b\[2J|\x1b\[\?25l", "", sent).isprintable()


def test_uncertain_widths_do_not_shift_the_next_cells() -> None:
    """A terminal with another width for a joined emoji still shows the next cells in their
    columns."""
    side = Side(16, 1)
    for family in ("👩‍👩‍👧", "☺️", "🇳🇱"):
        frame = [Piece(0, 0, [("", [family, "a", "b", "c"])])]
        side.draw(frame, None)
        at = len(cells(family))
        assert "".join(side.ours.buffer[0][x].data for x in range(at, at + 3)) == "abc"


_TEXTS = st.text("ab  ━│", min_size=1, max_size=30)
_ROWS = st.tuples(_TEXTS, st.sampled_from(["", "1;31", "7", "44"]), st.integers(0, 30), _TEXTS)


@settings(max_examples=tries(300))
@given(_ROWS, st.integers(0, 6), st.integers(0, 6), st.sampled_from(["", "│"]), st.booleans())
def test_text_that_moves_within_a_row_is_as_drawn_whole(
    row: tuple[str, str, int, str], deleted: int, inserted: int, edge: str, repeats: bool
) -> None:
    text, style, at, new = row
    side = Side(40, 1, repeats=repeats)
    for shown in (text, text[:at] + new[:inserted] + text[at + deleted :], text):
        cells = [*shown.ljust(39)[:39], edge or " "]
        side.draw([Piece(0, 0, [("", cells[:9]), (style, cells[9:20]), ("", cells[20:])])], None)
        assert side.ours.seen() == side.plain.seen()


def _sent(before: str, after: str, *, repeats: bool = False, width: int = 60) -> str:
    """What is sent for a row of text after another one."""
    side = Side(width, 1, repeats=repeats)
    side.draw([Piece(0, 0, [("", list(before.ljust(width)))])], None)
    sent = side.draw([Piece(0, 0, [("", list(after.ljust(width)))])], None)
    assert side.ours.seen() == side.plain.seen()
    return sent


def test_a_letter_in_the_middle_of_a_row_moves_the_rest() -> None:
    text = "we agree on the planning of next month"
    assert _sent(text, f"{text[:9]}d{text[9:]}").endswith("\x1b[@d")
    assert _sent(text, text[:9] + text[10:]).endswith("\x1b[P")


def test_text_moves_nothing_out_at_the_right_edge() -> None:
    text = "we agree on the planning of next month".ljust(59) + "│"
    assert "@" not in _sent(text, f"{text[:9]}d{text[9:]}"[:60])


def test_a_rule_is_sent_as_one_character_where_the_terminal_repeats() -> None:
    assert len(_sent("", "━" * 60).encode()) > 60
    assert _sent("", "━" * 60, repeats=True).endswith("━\x1b[59b")


def test_a_row_of_text_that_becomes_nearly_blank_is_erased_first() -> None:
    sent = _sent("the next talk is about the planning of the department", " " * 40 + "│")
    assert len(sent) <= len("\x1b[H\x1b[K\x1b[41G│")


def test_a_caret_that_steps_over_a_blank_is_one_byte() -> None:
    side = Side(16, 1)
    frame = [Piece(0, 0, [("", ["a", "b", " ", " "])])]
    side.draw(frame, (2 / 16, 0))
    assert side.draw(frame, (3 / 16, 0)) == " "
