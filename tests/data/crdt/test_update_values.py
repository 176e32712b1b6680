"""Each kind of value in an update is read with its exact length."""

from __future__ import annotations

import pytest

from afspraak.data.crdt.update_validation import validate_update

VALUES = {
    "undefined": bytes([127]),
    "null": bytes([126]),
    "short number": bytes([125, 5]),
    "long number": bytes([125, 0x85, 0x80, 1]),
    "float of 32 bits": bytes([124]) + bytes(4),
    "float of 64 bits": bytes([123]) + bytes(8),
    "integer of 64 bits": bytes([122]) + bytes(8),
    "false": bytes([121]),
    "true": bytes([120]),
    "text": bytes([119, 3]) + b"abc",
    "empty text": bytes([119, 0]),
    "object": bytes([118, 1, 1]) + b"k" + bytes([126]),
    "array": bytes([117, 2, 126, 125, 1]),
    "bytes": bytes([116, 2, 0, 255]),
}


def update(value: bytes, rest: bytes = b"\0") -> bytes:
    """An update that sets the field `k`."""
    return bytes([1, 1, 7, 0, 0x28, 1, 6]) + b"fields" + b"\1k\1" + value + rest


@pytest.mark.parametrize("name", VALUES)
def test_a_value_has_the_length_of_its_kind(name: str) -> None:
    value = VALUES[name]
    validate_update(update(value))
    with pytest.raises(ValueError):
        validate_update(update(value) + b"\0")
    for end in range(1, len(value)):
        with pytest.raises(ValueError):
            validate_update(update(value[:end], b""))


@pytest.mark.parametrize("kind", [0, 1, 115, 128, 255])
def test_an_unknown_value_kind_is_refused(kind: int) -> None:
    with pytest.raises(ValueError, match="no value"):
        validate_update(update(bytes([kind])))


@pytest.mark.parametrize(("depth", "fits"), [(16, True), (17, False)])
def test_the_nesting_of_values_is_limited(depth: int, fits: bool) -> None:
    for one in (bytes([117, 1]), bytes([118, 1, 0])):
        if fits:
            validate_update(update(one * depth + b"\x7e"))
        else:
            with pytest.raises(ValueError, match="too deep"):
                validate_update(update(one * depth + b"\x7e"))
