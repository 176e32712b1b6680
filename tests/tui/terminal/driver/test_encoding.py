"""A terminal without UTF-8 gets ASCII and one with UTF-8 gets Unicode, for any locale."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.tui.terminal.driver.screen.cells import cells
from afspraak.tui.terminal.driver.screen.encoding import Repertoire, decode_answer, from_locale
from afspraak.tui.terminal.driver.screen.screen_model import ScreenModel
from afspraak.tui.terminal.driver.screen.substitutes import substitute, substitute_row

from ....support.terminal.terminal import Terminal
from ....support.terminal.terminal_state import left

Start = Callable[..., Terminal]

ASKED, REPEATED = "çé".encode(), "\ré".encode()
WORDS = ("new", "Zoë de Vriès", "--my-name", "Jan Bakker", "--date", "2026-12-03")
UTF_8, LATIN_1 = {"LANG": "en_GB.UTF-8"}, {"LANG": "", "LC_ALL": "C"}


def _latin_1(terminal: Terminal) -> Terminal:
    """Let this terminal decode Latin-1, in which many bytes of UTF-8 are C1 controls."""
    terminal.answering.use_latin_1()
    return terminal


@pytest.mark.parametrize("locale", [UTF_8, LATIN_1], ids=["a locale that lies", "no locale"])
def test_a_terminal_of_another_encoding_gets_ascii(start: Start, locale: Mapping[str, str]) -> None:
    terminal = _latin_1(start(*WORDS, "--lang", "nl", environment=locale))
    terminal.wait("Terugblik").wait("screen -U")
    terminal.do("desk.pane.notes")
    terminal.type("caf\u00e9 \u4e2d \U0001f600 \u2192")
    terminal.wait("caf")
    terminal.do("app.help")
    terminal.wait("= Hier")
    terminal.do("app.help")
    terminal.wait_gone("= Hier")
    assert "Zoe de Vries" in terminal.lines[0]
    assert terminal.lines[1].startswith("- 1 Punten -") and "-+= 2 Notities =" in terminal.lines[1]
    assert terminal.raw.count(ASKED) == 1
    assert terminal.raw.replace(ASKED, b"").replace(REPEATED, b"").isascii()
    terminal.do("app.leave")
    assert terminal.ended() == 0
    assert left(terminal.raw) == []
    assert terminal.text.strip() == ""


@pytest.mark.parametrize("locale", [UTF_8, LATIN_1], ids=["UTF-8", "no locale"])
def test_a_terminal_that_decodes_utf_8_gets_unicode(
    start: Start, locale: Mapping[str, str]
) -> None:
    terminal = start(*WORDS, environment=locale).wait("Looking back")
    assert "Zoë de Vriès" in terminal.lines[0]
    assert "─ 2 Notes ─" in terminal.lines[1]
    assert "UTF-8" not in terminal.text


@pytest.mark.parametrize(("locale", "name"), [(UTF_8, "Zoë de Vriès"), (LATIN_1, "Zoe de Vries")])
def test_without_an_answer_the_locale_decides(
    start: Start, locale: Mapping[str, str], name: str
) -> None:
    terminal = start(*WORDS, environment=locale)
    terminal.answering.reply = lambda _: None
    terminal.wait("Zoe de Vries")  # until it is known
    terminal.wait(name)
    if locale is LATIN_1:
        terminal.wait("screen -U")


def test_a_late_answer_still_counts(start: Start) -> None:
    terminal = start(*WORDS, environment=LATIN_1)
    answers: list[bytes] = []
    reply, terminal.answering.reply = terminal.answering.reply, answers.append
    terminal.wait("screen -U")
    assert "Zoe de Vries" in terminal.text
    for answer in answers:
        reply(answer)
    terminal.wait("Zoë de Vriès")


def test_the_answer_still_counts_after_the_external_editor(start: Start) -> None:
    terminal = _latin_1(start(*WORDS, environment={"VISUAL": "true"})).wait("screen -U")
    asked = terminal.raw.count(ASKED)
    terminal.do("desk.edit_outside")
    terminal.wait(lambda terminal: terminal.raw.count(ASKED) > asked and terminal.taken)
    terminal.wait("Looking back")
    assert terminal.raw.replace(ASKED, b"").replace(REPEATED, b"").isascii()


def test_a_late_answer_to_an_earlier_query_is_ignored(start: Start) -> None:
    terminal = start(*WORDS, environment={"VISUAL": "true"}).wait("Zoë de Vriès")
    reply, asked = terminal.answering.reply, terminal.raw.count(ASKED)

    def stale_first(answer: bytes) -> None:
        if answer.endswith(b"R"):
            reply(b"\x1b[10;7R")
        reply(answer)

    terminal.answering.reply = stale_first
    terminal.do("desk.edit_outside")
    terminal.wait(lambda terminal: terminal.raw.count(ASKED) > asked and terminal.taken)
    terminal.wait("┌─ true came back")
    assert "Zoë de Vriès" in terminal.lines[0]


@pytest.mark.parametrize("term", ["dumb", "", "unknown", "vt52", "nonsense", "\x1b[31mred"])
def test_a_terminal_without_cursor_movement_is_refused(start: Start, term: str) -> None:
    terminal = start(environment={"TERM": term})
    assert terminal.ended() == 2
    assert b"\x1b" not in terminal.raw
    assert "TERM=xterm-256color" in " ".join(terminal.text.split())


@pytest.mark.parametrize("term", ["xterm-kitty", "xterm-ghostty", "linux", "screen", "vt100"])
def test_terminals_unknown_to_terminfo_are_accepted(start: Start, term: str) -> None:
    terminal = start(environment={"TERM": term, "TERMINFO": os.devnull})
    terminal.wait("n begin").do("app.leave")
    assert terminal.ended() == 0


@pytest.mark.parametrize(
    ("environment", "repertoire"),
    [
        ({}, Repertoire.ASCII),
        ({"LANG": "nl_NL"}, Repertoire.ASCII),
        ({"LANG": "nl_NL.UTF-8"}, Repertoire.UNICODE),
        ({"LANG": "nl_NL.utf8@euro"}, Repertoire.UNICODE),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, Repertoire.ASCII),
        ({"LC_CTYPE": "C.UTF-8"}, Repertoire.ASCII),  # set by Python itself
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, Repertoire.UNICODE),
        ({"LC_CTYPE": "en_GB.UTF-8"}, Repertoire.UNICODE),
    ],
)
def test_the_locale_determines_the_repertoire(
    environment: Mapping[str, str], repertoire: Repertoire
) -> None:
    assert from_locale(environment) is repertoire


def test_the_answered_cursor_column_determines_the_repertoire() -> None:
    found = [decode_answer(column) for column in range(6)]
    ascii_only = Repertoire.ASCII
    known = [Repertoire.UNICODE, Repertoire.UNAMBIGUOUS]
    assert found == [ascii_only, ascii_only, *known, ascii_only, ascii_only]


def test_the_probe_has_no_control_character_in_any_encoding() -> None:
    assert all(byte >= 0xA0 for byte in ASKED)
    assert [unicodedata.east_asian_width(letter) for letter in "çé"] == ["N", "A"]


@given(st.characters(exclude_categories=("Cs", "Cc")))
def test_every_drawn_character_has_an_ascii_replacement(character: str) -> None:
    found = substitute(character)
    assert len(found) == 1 and found.isascii() and found.isprintable()


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_a_row_keeps_its_width(text: str) -> None:
    found = substitute_row(cells(text), Repertoire.ASCII)
    assert len(found) == len(cells(text))
    assert all(len(cell) == 1 and cell.isascii() for cell in found)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("─│┌┐└┘├┼━┃┏═", "-|++++++=|+="), ("┬┤┭┮┝┥", "++++++"), ("●○ █░ *°", "*o #: *o"),
     ("é Ë ø ß", "e E o s"),
     ("✓ • … – “x”", 'x * . - "x"'),
     ("中😀", "????"), ("Ａ", "A "), ("→ ↑ ↓ ↻", "> ^ v @")],
)  # fmt: skip
def test_look_alikes(text: str, drawn: str) -> None:
    assert "".join(substitute_row(cells(text), Repertoire.ASCII)) == drawn


def test_only_ambiguous_characters_are_replaced_if_they_are_wide() -> None:
    picture = ScreenModel(Repertoire.UNAMBIGUOUS)
    picture.resize(20, 1)
    picture.draw("\x1b[1;1H│ é ë 中 –\x1b[1;1H")
    assert "| e ë 中 -" in picture.update(False)


def test_an_empty_circle_alone_is_no_dot_of_a_track_on_the_linux_console() -> None:
    drawn = substitute_row(list("·○P··●P○ ●○○ ○"), Repertoire.CONSOLE)
    assert "".join(drawn) == "·oP··•Po •·· o"
