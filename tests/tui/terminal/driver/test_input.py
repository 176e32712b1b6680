"""Terminal input, split into any number of reads."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.events import CursorPosition, Key, MouseDown, Paste, Resize
from textual.message import Message

from afspraak.tui.terminal.driver.input.interpreter import Interpreter
from afspraak.tui.terminal.driver.input.queries import PendingQueries, Query
from afspraak.tui.terminal.driver.input.tokenizer import (
    MAX_PASTE_BYTES,
    PASTE_SECONDS,
    SEQUENCE_SECONDS,
    ControlSequence,
    Pasted,
    State,
    Text,
    Token,
    Tokenizer,
)

from ....support.terminal.recorded_inputs import ANSWERS, INPUTS, PASTES

_RECORDED = sorted({sent for inputs in INPUTS.values() for sent in inputs.values()})
_PIECES = st.one_of(st.binary(max_size=8), st.sampled_from(_RECORDED))


def told(message: Message) -> object:
    """A message as a comparable value."""
    if isinstance(message, Key):
        return message.key, message.character
    return repr(message)


def read(pieces: Iterable[bytes], asked: Iterable[Query] = ()) -> list[Message]:
    """The messages of these reads, and of the pause after them."""
    queries = PendingQueries()
    for query in asked:
        queries.asked(query)
    interpreter, tokenizer = Interpreter(queries), Tokenizer()
    tokens = [token for piece in pieces for token in tokenizer.feed(piece)]
    tokens += tokenizer.finish()
    return [message for token in tokens for message in interpreter.messages(token)]


@pytest.mark.parametrize(
    ("query", "report"),
    [
        (Query.SYNCHRONIZED_OUTPUT, b"\x1b[?2026;2$y"),
        (Query.IN_BAND_RESIZE, b"\x1b[?2048;0$y"),
    ],
)
def test_the_report_of_a_mode_answers_its_query(query: Query, report: bytes) -> None:
    queries, tokenizer = PendingQueries(), Tokenizer()
    queries.asked(query)
    interpreter = Interpreter(queries)
    for token in tokenizer.feed(report):
        interpreter.messages(token)
    assert not queries


def keys(sent: bytes) -> list[tuple[str, str | None]]:
    """The keys of these bytes; anything else in them is an error."""
    found = read([sent])
    assert all(isinstance(message, Key) for message in found), found
    return [(key.key, key.character) for key in found if isinstance(key, Key)]


def cut(data: bytes, places: Iterable[int]) -> list[bytes]:
    """The bytes in pieces."""
    ends = sorted({place % (len(data) + 1) for place in places} | {len(data)})
    return [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize("kind", INPUTS)
def test_input_split_anywhere_gives_the_same_messages(kind: str) -> None:
    asked = [Query.CURSOR_POSITION, Query.SYNCHRONIZED_OUTPUT]
    for name, sent in INPUTS[kind].items():
        whole = [told(message) for message in read([sent], asked)]
        single = [sent[place : place + 1] for place in range(len(sent))]
        assert [told(message) for message in read(single, asked)] == whole, name
        for place in range(1, len(sent)):
            halves = [sent[:place], sent[place:]]
            assert [told(message) for message in read(halves, asked)] == whole, (name, place)


@given(st.lists(_PIECES, max_size=8).map(b"".join), st.lists(st.integers(0, 10_000), max_size=6))
def test_any_bytes_split_anywhere_give_the_same_messages(data: bytes, at: list[int]) -> None:
    whole = [told(message) for message in read([data])]
    assert [told(message) for message in read(cut(data, at))] == whole
    single = [data[place : place + 1] for place in range(len(data))]
    assert [told(message) for message in read(single)] == whole


@given(st.lists(st.one_of(_PIECES, st.none()), max_size=8))
def test_a_pause_anywhere_in_the_input_is_harmless(pieces: list[bytes | None]) -> None:
    interpreter, tokenizer = Interpreter(PendingQueries()), Tokenizer()
    for piece in pieces:
        for token in tokenizer.expire() if piece is None else tokenizer.feed(piece):
            interpreter.messages(token)
    assert tokenizer.timeout is None or tokenizer.state is not State.GROUND
    tokenizer.expire()
    assert tokenizer.state is State.GROUND
    assert tokenizer.timeout is None


@pytest.mark.parametrize("sent", ANSWERS.values(), ids=ANSWERS.keys())
def test_no_answer_is_ever_typed_or_executed(sent: bytes) -> None:
    found = [told(message) for message in read([sent]) if isinstance(message, Key)]
    # Where nobody asked for the cursor, this is F3 with Ctrl, which does nothing.
    assert found in ([], [("ctrl+f3", None)])


def test_sequences_known_to_textual_are_those_keys() -> None:
    # Its table is older than its reading of modifiers, and differs: Shift+F1 is F13 in it.
    otherwise = {"\x1b\x1b": ["escape", "escape"], "\x1b[~": ["home"], "\x9b": []}
    for sequence, named in ANSI_SEQUENCES_KEYS.items():
        if isinstance(named, tuple) and len(named) == 1 and ";" not in sequence:
            expected = otherwise.get(sequence, [named[0].value])
            assert [key for key, _ in keys(sequence.encode())] == expected, repr(sequence)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"\x1b[97;1:3u", []),
        (b"\x1b[97;1:2u", [("a", "a")]),
        (b"\x1b[97:65;2u", [("A", "A")]),
        (b"\x1b[49:33;2u", [("exclamation_mark", "!")]),
        (b"\x1b[49;2u", [("shift+1", None)]),
        (b"\x1b[97;2;65u", [("A", "A")]),
        (b"\x1b[97;65u", [("A", "A")]),
        (b"\x1b[97;66u", [("a", "a")]),
        (b"\x1b[115;133u", [("ctrl+s", None)]),
        (b"\x1b[115;5;115u", [("ctrl+s", None)]),
        (b"\x1b[101;7;8364u", [("ctrl+euro_sign", "€")]),
        (b"\x1b[0;;101:769u", [("e", "e"), ("combining_acute_accent", "\u0301")]),
        (b"\x1b[99999999;5u\x1b[55296u\x1b[1114112u", []),
        (b"\x1b[1;5:1D", [("ctrl+left", None)]),
        (b"\x1b[1;5:3D", []),
        (b"\x1b[32u", [("space", " ")]),
        (b"\x1b[32;2u", [("shift+space", " ")]),
        (b"\x1b[13u", [("enter", "\r")]),
        (b"\x1b[13;2u", [("shift+enter", None)]),
        (b"\x1b[127;2u", [("shift+backspace", None)]),
        (b"\x1b[3;2~", [("shift+delete", None)]),
        (b"\x1b[3;5~", [("ctrl+delete", None)]),
        (b"\x1b[97;3u", [("alt+a", "a")]),
        (b"\x1b[97;4u", [("alt+shift+a", "A")]),
        (b"\x1ba", [("alt+a", "a")]),
        (b"\x1bA", [("alt+shift+a", "A")]),
        ("\x1bé".encode(), [("alt+é", "é")]),
        (b"\x1b/", [("alt+slash", "/")]),
        (b"\x1b[", [("alt+left_square_bracket", "[")]),
        (b"\x1bP", [("alt+shift+p", "P")]),
        (b"\x1bPlease", [("alt+shift+p", "P"), *((letter, letter) for letter in "lease")]),
        (b"\x1bb", [("ctrl+left", None)]),
        (b"\x1b[98;3u", [("ctrl+left", None)]),
        (b"\x1b[57399u\x1b[57408u", [("0", "0"), ("9", "9")]),
        (b"\x1b[57409u\x1b[57413;129u", [("full_stop", "."), ("plus", "+")]),
        (b"\x1b[57414u\x1b[57424;5u", [("enter", "\r"), ("ctrl+end", None)]),
        (b"\x1bOk\x1bOp", [("plus", "+"), ("0", "0")]),
        (b"\x1b[27;5;9~", [("ctrl+tab", None)]),
        (b"\x1b[25~", [("f13", None)]),
        (b"\xe2\x82\x1b[A", [("replacement_character", "\ufffd"), ("up", None)]),
        (b"\x1b[12;34\x11", [("ctrl+q", "\x11")]),
        (b"\x1b]11;rgb:00\x11", [("ctrl+q", "\x11")]),
        (b"Zo\xe9 is", [*((c, c) for c in "Zo"), ("replacement_character", "\ufffd"),
                        ("space", " "), ("i", "i"), ("s", "s")]),
    ],
)  # fmt: skip
def test_keys_are_interpreted_as_meant(sent: bytes, expected: list[tuple[str, str | None]]) -> None:
    assert keys(sent) == expected


def test_a_paste_is_everything_up_to_its_end() -> None:
    found = read([PASTES["escapes"]])
    assert [told(message) for message in found] == [
        repr(Paste("a\x1b\x1b[31mred\x1b[0m\x1b[A\x1b[2\x1b[200~\x1b[201")),
        ("x", "x"),
    ]


def test_an_unfinished_paste_times_out() -> None:
    tokenizer = Tokenizer()
    assert tokenizer.feed(b"\x1b[200~begun\x11") == []
    assert tokenizer.timeout is not None
    assert tokenizer.expire() == [Pasted("begun\x11", terminated=False)]
    assert tokenizer.feed(b"\x11") == [Text("\x11")]


def test_the_late_rest_of_a_paste_is_not_typed() -> None:
    tokenizer = Tokenizer()
    tokenizer.feed(b"\x1b[200~begun, ")
    assert tokenizer.expire() == [Pasted("begun, ", terminated=False)]
    assert tokenizer.feed(b"dd and ended\x1b[201~x") == [Pasted("dd and ended"), Text("x")]
    tokenizer.feed(b"\x1b[200~begun, ")
    tokenizer.expire()
    assert tokenizer.feed(b"d" * 100) == []
    assert tokenizer.feed(b"d\x1b[201~x") == [Pasted("d" * 101), Text("x")]
    assert tokenizer.feed(b"d" * 100) == [Text("d" * 100)]


@pytest.mark.parametrize(
    ("rest", "is_paste"),
    [
        (b"d" * 64, True),
        (b"d" * 63, False),
        (b"d" * 64 + b"\x1b[A", False),
        (b"d\x1b[201~", True),
        (b"\x1b[200~d\x1b[201~", False),
    ],
    ids=["a burst", "typing", "a key", "the end", "another paste"],
)
def test_only_a_burst_or_the_end_continues_a_paste(rest: bytes, is_paste: bool) -> None:
    tokenizer = Tokenizer()
    tokenizer.feed(b"\x1b[200~begun, ")
    tokenizer.expire()
    found = [*tokenizer.feed(rest), *tokenizer.expire()]
    typed = [token for token in found if not isinstance(token, Pasted)]
    assert bool(typed) == (not is_paste and not rest.startswith(b"\x1b[200~"))
    assert "".join(token.text for token in found if isinstance(token, Pasted)) == (
        "" if typed else "d" * rest.count(b"d")
    )


def test_silence_ends_each_kind_of_sequence_in_its_time() -> None:
    seconds = {}
    for begun in (b"a", b"\x1b", b"\x1b[", b"\x1bO", b"\x1bO1", b"\x1b]", b"\x1b]1", b"\x1b[200~"):
        tokenizer = Tokenizer(escape_seconds=0.25)
        tokenizer.feed(begun)
        seconds[begun] = tokenizer.timeout
    assert seconds == {
        b"a": None, b"\x1b": 0.25, b"\x1b[": SEQUENCE_SECONDS, b"\x1bO": 0.25,
        b"\x1bO1": SEQUENCE_SECONDS, b"\x1b]": 0.25, b"\x1b]1": SEQUENCE_SECONDS,
        b"\x1b[200~": PASTE_SECONDS,
    }  # fmt: skip


def test_a_paste_is_limited_and_its_end_is_still_found() -> None:
    tokenizer = Tokenizer()
    tokenizer.feed(b"\x1b[200~")
    piece = b"x" * (1 << 20)
    for _ in range(MAX_PASTE_BYTES // len(piece) + 3):
        assert tokenizer.feed(piece) == []
    assert len(tokenizer._buffer) < MAX_PASTE_BYTES + 16
    tokenizer.feed(b"\x1b[20")
    pasted, after = tokenizer.feed(b"1~y")
    assert isinstance(pasted, Pasted)
    assert len(pasted.text) == MAX_PASTE_BYTES
    assert after == Text("y")


@pytest.mark.parametrize("beginning", [b"\x1b[", b"\x1b[1;", b"\x1bO", b"\x1b]1", b"\x1bP1"])
def test_an_unfinished_sequence_is_limited(beginning: bytes) -> None:
    tokenizer = Tokenizer()
    tokenizer.feed(beginning)
    for _ in range(100):
        tokenizer.feed(b"1" * 1000)
        assert len(tokenizer._buffer) < 1000
    tokenizer.expire()
    assert tokenizer.feed(b"x") == [Text("x")]


def test_a_single_esc_is_a_key_after_a_pause() -> None:
    tokenizer = Tokenizer(escape_seconds=0.25)
    assert tokenizer.feed(b"\x1b") == []
    assert tokenizer.timeout == 0.25
    assert tokenizer.expire() == [ControlSequence("\x1b")]


def test_a_split_character_may_arrive_at_any_time() -> None:
    tokenizer = Tokenizer()
    assert tokenizer.feed(b"\xc3") == []
    assert tokenizer.timeout is None
    assert tokenizer.feed(b"\xab") == [Text("ë")]


def test_a_cursor_report_is_an_answer_only_to_a_query() -> None:
    asked = [Query.CURSOR_POSITION]
    first, second = read([b"\x1b[1;5R", b"\x1b[1;5R"], asked)
    assert isinstance(first, CursorPosition)
    assert (first.x, first.y) == (4, 0)
    assert isinstance(second, Key)


def test_only_plausible_sizes_are_accepted() -> None:
    (size,) = read([b"\x1b[48;24;80;480;800t"])
    assert isinstance(size, Resize)
    assert size.size == (80, 24)
    assert size.pixel_size == (800, 480)
    for report, cells in (("1;1", (1, 1)), ("24;80", (80, 24)), ("24:1;80:2;0;0", (80, 24))):
        (found,) = read([f"\x1b[48;{report}t".encode()])
        assert isinstance(found, Resize) and found.size == cells
    for report in ("0;1;9;9", "1;0;9;9", "24"):
        assert read([f"\x1b[48;{report}t".encode()]) == []
    assert read([b"\x1b[48;99999;80;0;0t\x1b[48;24;99999;0;0t\x1b[48;0;0;0;0t"]) == []


def test_mouse_coordinates_are_parsed() -> None:
    (click,) = read([b"\x1b[<0;5;6M"])
    assert isinstance(click, MouseDown)
    assert (click.x, click.y, click.button) == (4, 5, 1)
    # With a size in pixels the mouse is told in pixels; without one it cannot be.
    assert told(read([b"\x1b[48;24;80;480;800t", b"\x1b[<0;41;101M"])[1]).startswith(  # type: ignore[attr-defined]
        "MouseDown(None, x=4, y=5"
    )
    assert told(read([b"\x1b[48;24;80;0;0t", b"\x1b[<0;5;6M"])[1]).startswith(  # type: ignore[attr-defined]
        "MouseDown(None, x=4, y=5"
    )


def test_typed_keys_are_delivered_at_once() -> None:
    tokenizer = Tokenizer()
    given: list[Token] = [token for letter in b"abc" for token in tokenizer.feed(bytes([letter]))]
    assert given == [Text("a"), Text("b"), Text("c")]
