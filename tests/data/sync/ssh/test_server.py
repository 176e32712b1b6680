"""A caller who leaves gets a confirmation that everything is saved, and the connection ends."""

from __future__ import annotations

import os
from pathlib import Path

from afspraak.data.sync.ssh.protocol import (
    BANNER,
    Kind,
    Message,
    MessageReader,
    encode_message,
    json_message,
)
from afspraak.data.sync.ssh.server import serve


def answers(folder: Path, *said: Message) -> list[Kind]:
    """The kinds of the server's answers, without its banner."""
    coming, going = folder / "coming", folder / "going"
    coming.write_bytes(b"".join(map(encode_message, said)))
    going.touch()
    with coming.open("rb") as one, going.open("wb") as other:
        serve(folder / "nb", one.fileno(), other.fileno())
    heard = os.open(going, os.O_RDONLY)
    try:
        incoming = MessageReader(heard)
        assert incoming.read_line(100) == b"\n"
        assert incoming.read_line(100) == BANNER + b"1\n"
        return [found.kind for found in iter(incoming.read, None)]
    finally:
        os.close(heard)


def test_bye_is_the_last_message_answered(tmp_path: Path, shared: Path) -> None:
    hello = json_message(Kind.HELLO, version=1, language="en")
    assert answers(tmp_path, hello) == [Kind.DONE]
    assert answers(tmp_path, hello, Message(Kind.BYE)) == [Kind.DONE, Kind.DONE]
    after = answers(tmp_path, hello, Message(Kind.BYE), Message(Kind.PING))
    assert after == [Kind.DONE, Kind.DONE]
    assert answers(tmp_path, hello, Message(Kind.PING)) == [Kind.DONE, Kind.PONG]
