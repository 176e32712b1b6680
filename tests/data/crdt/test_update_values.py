"""Each value of a field in an update is read with its exact length, and no other is admitted."""

from __future__ import annotations

import pytest

from afspraak.data.crdt.admission.structs import decode_update
from afspraak.data.crdt.replica import Replica
from afspraak.data.model.fields import FieldKey

from ...support.updates.crafted import Section, plain, update, value

VALUES = {
    "float of 32 bits": bytes([124, 0x42, 0x48, 0, 0]),
    "float of 64 bits": bytes([123, 0x42, 0x70, 0, 0, 0, 0x10, 0, 0]),
    "false": bytes([121]),
    "true": bytes([120]),
    "text": plain("abc"),
    "text of several bytes": plain("ë😀"),
    "empty text": plain(""),
}
OTHERS = {
    "undefined": bytes([127]),
    "null": bytes([126]),
    "short number": bytes([125, 5]),
    "integer of 64 bits": bytes([122]) + bytes(8),
    "object": bytes([118, 1, 1]) + b"k" + bytes([126]),
    "array": bytes([117, 2, 126, 125, 1]),
    "deep array": bytes([117, 1]) * 20_000 + bytes([126]),
    "bytes": bytes([116, 2, 0, 255]),
    "unknown": bytes([115]),
    "no number": bytes([124, 0x7F, 0xC0, 0, 0]),
    "infinite": bytes([124, 0x7F, 0x80, 0, 0]),
    "fraction": bytes([124, 0x3F, 0, 0, 0]),
    "no UTF-8": bytes([119, 1, 0xFF]),
    "half a character": bytes([119, 3, 0xED, 0xA0, 0x80]),
}


def _setting(encoded: bytes) -> bytes:
    return update(Section(7, 0, [value("item/i/text", encoded)]))


@pytest.mark.parametrize("name", VALUES)
def test_a_value_has_the_length_of_its_kind(name: str) -> None:
    encoded = VALUES[name]
    whole = _setting(encoded)
    decode_update(whole)
    with pytest.raises(ValueError, match="more than"):
        decode_update(whole + b"\0")
    for end in range(1, len(encoded)):
        with pytest.raises(ValueError):
            decode_update(whole[: len(whole) - 1 - len(encoded) + end])


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_value_is_admitted(name: str) -> None:
    with pytest.raises(ValueError):
        decode_update(_setting(OTHERS[name]))


@pytest.mark.parametrize("number", [0, -5, 2**24 + 1, 2**40 + 1, 2**60])
def test_every_integer_that_the_library_writes_is_admitted(number: int) -> None:
    writer, reader = Replica(1), Replica(2)
    key = FieldKey.parse("header/-/minutes")
    reader.receive(writer.edit((), {key: number})[1])
    assert reader.fields[key] == number
