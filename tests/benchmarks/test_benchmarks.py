"""The benchmark code counts correctly, for a program with known output."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from .bench import Bench
from .figures import Figures, Measure
from .measures import meeting, start, typing
from .program import Program, Stuck
from .readme import BEGIN, END, rewrite
from .report import as_json
from .script import WORDS, keys, topics
from .slow_line import Line
from .subjects import AFSPRAAK, BARE, VIM
from .table import table
from .targets import targets

_FAKE = """
import os, sys, termios, tty
tty.setraw(0)
os.write(1, b"ready\\x1b[6n")
place = b""
while not place.endswith(b"R"):
    place += os.read(0, 1)
os.write(1, b"\\r\\n" + place[1:])
while key := os.read(0, 1):
    os.write(1, b"\\x1b[5;1H" + key + b"\\x1b[4;1H!")
"""


@pytest.fixture
def fake(tmp_path: Path) -> Program:
    return Program([sys.executable, "-c", _FAKE], tmp_path, dict(os.environ), 40, 10)


def test_bytes_of_a_key_are_counted_and_queries_answered(fake: Program) -> None:
    with fake:
        fake.until(lambda: "[1;6R" in fake.rows[1])
        before = fake.received
        sent = fake.send(b"k")
        seen = fake.until(lambda: "k" in fake.rows[4])
        fake.quiet()
        assert seen > sent
        assert fake.received - before == len("\x1b[5;1Hk\x1b[4;1H!")
        assert fake.peak_memory() > 1
        assert fake.cpu_seconds() > 0


def test_a_timeout_is_reported_with_the_screen(fake: Program) -> None:
    with fake:
        fake.until(lambda: "ready" in fake.rows[0])
        with pytest.raises(Stuck, match="ready"):
            fake.until(lambda: "never" in fake.rows[0], patience=0.1)


def _figures() -> Figures:
    figures = Figures()
    for name, paint, key in ((AFSPRAAK, 5000, 20), (BARE, 25_000, 3500), (VIM, 3000, 30)):
        figures.add(Measure(start.GROUP, start.FIRST_PAINT, "B", "80x24"), name, paint, paint, 1)
        for place in typing.PLACES:
            measure = Measure(typing.GROUP, typing.TYPING, "B", f"{place}, 2 kB, 80x24")
            figures.add(measure, name, key + (place == "end"))
    return figures


def test_a_target_is_judged_by_its_worst_case_and_the_medians() -> None:
    found = {target.text: target for target in targets(_figures())}
    paint = found["bytes of the first paint, x bare Textual"]
    assert (paint.reached, paint.verdict) == (0.2, "met")
    keys = found["bytes a key while typing at 80x24, x vim"]
    assert (keys.case, keys.verdict) == ("end, 2 kB, 80x24", "met")
    half = found["the same with the 16-colour palette (the usual one), x vim"]
    assert half.verdict == "missed"
    assert found["bytes a second when idle"].verdict == "not measured"


def test_the_table_is_written_between_its_marks(tmp_path: Path) -> None:
    bench = Bench(tmp_path, [], 1, True, 10.0, figures=_figures())
    drawn = table(as_json(bench, {"vim": "apt-get install vim"}))
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}\nstale\n{END}\nafter\n", encoding="utf-8")
    rewrite(readme, drawn)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "stale" not in text
    assert "5,000 B" in text
    assert "Not measured: vim (apt-get install vim)." in text


def test_a_slow_line_limits_the_rate_and_delays_all_bytes() -> None:
    line = Line(delay=0.5, rate=640)  # 64 bytes a tenth of a second
    line.put(b"a" * 64 + b"b" * 64, now=10.0)
    assert line.take(10.5) == b""
    assert line.wait(10.5) == pytest.approx(0.1)
    assert line.take(10.61) == b"a" * 64
    assert line.length == 64
    line.put(b"c", now=10.65)  # behind what is still on its way
    assert line.take(10.71) == b"b" * 64
    assert line.take(11.2) == b"c"


def _typed(continues_lists: bool) -> str:
    """The text that the keys of all topics make, in an editor that knows nothing but them."""
    lines, row, column = [""], 0, 0
    for key in (key for topic in topics(quick=False) for key in keys(topic, continues_lists)):
        line = lines[row]
        if key == b"\r" and continues_lists and line == "- ":
            lines[row], column = "", 0
        elif key == b"\r":
            begun = "- " if continues_lists and line.startswith("- ") else ""
            lines[row : row + 1] = [line[:column], begun + line[column:]]
            row, column = row + 1, len(begun)
        elif key == b"\x7f":
            lines[row], column = line[: column - 1] + line[column:], column - 1
        elif key in (b"\x1b[A", b"\x1b[B"):
            row = max(0, min(len(lines) - 1, row + (1 if key[-1:] == b"B" else -1)))
            column = min(column, len(lines[row]))
        elif key == b"\x1b[D":
            column = max(0, column - 1)
        elif key == b"\x1b[F":
            column = len(line)
        else:
            lines[row] = line[:column] + key.decode() + line[column:]
            column += 1
    return "\n".join(lines)


def test_every_program_gets_the_same_notes_of_an_hour() -> None:
    ours, theirs = _typed(continues_lists=True), _typed(continues_lists=False)
    assert ours == theirs
    words = [word for word in ours.split() if word.strip("#-")]
    assert abs(len(words) - WORDS) <= WORDS // 20
    assert "zzq" not in ours
    assert ours.count("\n## ") == 12


def test_the_notes_of_an_hour_are_compared_with_vim_and_the_whole_with_its_limit() -> None:
    figures = Figures()
    for name, count in ((AFSPRAAK, 30_000), (VIM, 100_000)):
        case = meeting.case(meeting.NOTES, meeting.DIRECT, (80, 24))
        figures.add(Measure(meeting.GROUP, meeting.BYTES, "B", case), name, count)
    case = meeting.case(meeting.ALL, meeting.DIRECT, (80, 24))
    figures.add(Measure(meeting.GROUP, meeting.BYTES, "B", case), AFSPRAAK, 61_000)
    found = {target.text: target for target in targets(figures)}
    notes = found["bytes of the notes of an hour, x vim"]
    assert (notes.reached, notes.verdict) == (0.3, "met")
    assert found["bytes of a meeting of one hour at 80x24"].verdict == "missed"
