"""The recording of the README: an SVG that moves, and a cast that plays."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pyte
import pytest

from ..checkout import ROOT
from ..support.terminal.emulator import Emulator
from .film import Frame, film

CAST = ROOT / "docs" / "images" / "first-talk.cast"
FILM = CAST.with_suffix(".svg")
_SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 100_000
"""The most bytes of a file in the README."""


def screen_of(*lines: str) -> Emulator:
    """A screen that shows these lines, which may have control sequences."""
    screen = Emulator(20, 3)
    pyte.Stream(screen).feed("\r\n".join(lines))
    return screen


def test_a_row_that_stays_is_drawn_once_and_signs_are_escaped() -> None:
    first, second = screen_of("same", "<one> & two"), screen_of("same", "\x1b[1;36mtwo\x1b[m")
    svg = film([Frame(first, 1.0), Frame(second, 3.0)])
    texts = [text.text or "" for text in ET.fromstring(svg).iter(f"{_SVG}text")]
    assert sorted(texts) == ["<one> & two", "same", "two"]
    assert len(re.findall(r"<use ", svg)) == 4
    assert "0.00%{transform" in svg and "25.00%{transform" in svg and "4s step-end" in svg
    assert 'class="b"' in svg


def test_a_reversed_cell_has_its_colour_behind_it() -> None:
    svg = film([Frame(screen_of("\x1b[7;36m x \x1b[m"), 1.0)])
    assert svg.count("<rect") == 2, "that of the screen, and that of the three cells"
    assert 'width="25.2"' in svg


@pytest.mark.parametrize("path", [CAST, FILM], ids=["cast", "svg"])
def test_the_recording_is_small_text_without_places_of_a_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.encode()) < MOST_BYTES
    assert not re.search(r"/tmp/|/home/|/root/", text)


def test_the_cast_plays_from_the_empty_notebook_to_the_minutes() -> None:
    header, *events = map(json.loads, CAST.read_text("utf-8").splitlines())
    assert (header["version"], header["width"], header["height"]) == (2, 80, 24)
    times = [at for at, _, _ in events]
    assert times == sorted(times)
    screen = Emulator(80, 24)
    stream = pyte.Stream(screen)
    wanted, seen = {"Once a year", "R1 noted", "The full record"}, set()
    for _, kind, data in events:
        assert kind == "o"
        stream.feed(data)
        shown = "\n".join(screen.display)
        seen |= {words for words in wanted if words in shown}
    assert seen == wanted
    assert "The full record" in "\n".join(screen.display)
