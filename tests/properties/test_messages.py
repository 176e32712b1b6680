"""Any bytes of a connection give messages or our own error, and nothing that was not sent."""

from __future__ import annotations

import os

from hypothesis import example, given
from hypothesis import strategies as st

from afspraak.data.errors import RemoteError
from afspraak.data.sync.ssh.protocol import (
    Kind,
    Message,
    MessageReader,
    encode_message,
    json_message,
)

WORDS = st.dictionaries(
    st.text(max_size=10), st.none() | st.integers() | st.text(max_size=30) | st.booleans()
)


def sent(data: bytes, size: int) -> MessageReader:
    """A reader of these bytes, in pieces of this size."""
    reading, writing = os.pipe()
    os.write(writing, data)
    os.close(writing)
    return MessageReader(reading, size)


def close(incoming: MessageReader) -> None:
    os.close(incoming._descriptor)


SIZES = st.integers(1, 40)


@given(
    st.lists(st.tuples(st.sampled_from(Kind), st.binary(max_size=300)), max_size=20),
    SIZES,
    st.integers(0, 30),
)
def test_messages_are_decoded_from_any_chunks(
    told: list[tuple[Kind, bytes]], size: int, cut: int
) -> None:
    messages = [Message(kind, body) for kind, body in told]
    data = b"".join(map(encode_message, messages))
    incoming = sent(data[: len(data) - cut] if cut else data, size)
    came = []
    while (one := incoming.read()) is not None:
        came.append(one)
    close(incoming)
    assert came == messages[: len(came)]
    assert cut or came == messages


@given(WORDS)
@example({"kind": "a word of its own"})
def test_json_messages_round_trip(words: dict[str, object]) -> None:
    told = json_message(Kind.HELLO, **words)
    assert told.json_body == words


@given(st.binary(max_size=400), SIZES)
def test_invalid_messages_raise_our_error(data: bytes, size: int) -> None:
    incoming = sent(data, size)
    try:
        while (one := incoming.read()) is not None:
            assert isinstance(one.json_body, dict)
    except RemoteError:
        pass
    close(incoming)
