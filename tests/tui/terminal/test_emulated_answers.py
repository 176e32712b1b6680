"""The emulated terminal answers like real ones, for queries split anywhere."""

from __future__ import annotations

import pyte
import pytest

from ...support.terminal.answers import Answering


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (b"\x1b[c", b"\x1b[?62;22c"),
        (b"\x1b[>c", b"\x1b[>41;330;0c"),
        (b"\x1b[5n", b"\x1b[0n"),
        (b"\x1b[2;3Hab\x1b[6n", b"\x1b[2;5R"),
        (b"\x1b[1;10Hx\x1b[6n", b"\x1b[1;10R"),  # behind the last column
        (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
        (b"\x1b[?2026h\x1b[?2026$p", b"\x1b[?2026;1$y"),
        (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
        (b"\x1b[>0q", b"\x1bP>|pyte\x1b\\"),
        (b"\x1b]11;?\x07", b"\x1b]11;rgb:0000/0000/0000\x07"),
        (b"\x1b]10;?\x1b\\", b"\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\"),
        (b"\x1b[>1u\x1b[?u", b"\x1b[?1u"),
        (b"\x1b[>1u\x1b[<u\x1b[?u", b"\x1b[?0u"),
        (b"\x1bP+q436f\x1b\\", b"\x1bP0+r\x1b\\"),
        (b"\x1b[18t", b"\x1b[8;4;10t"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_a_terminal_query_is_answered(asked: bytes, answer: bytes, size: int) -> None:
    replies: list[bytes] = []
    screen = pyte.Screen(10, 4)
    answering = Answering(screen, replies.append)
    for start in range(0, len(asked), size):
        answering.feed(asked[start : start + size])
    assert b"".join(replies) == answer


def test_queries_are_not_drawn_and_all_else_is() -> None:
    screen = pyte.Screen(10, 2)
    answering = Answering(screen, lambda _: None)
    answering.feed(b"a\x1b[?4mb\x1b[<uc\x1b[>4;2md\x1bP$q q\x1b\\e\x1b[1mf\xe2\x82\xac")
    assert screen.display[0].rstrip() == "abcdef€"
    assert not screen.buffer[0][3].bold
    assert screen.buffer[0][5].bold
