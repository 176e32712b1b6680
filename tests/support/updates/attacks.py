"""Attacks of a hostile partner on a conversation, each as the updates that it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from afspraak.data.crdt.admission.limits import MAX_UPDATE_BYTES
from afspraak.data.crdt.admission.structs import decode_update
from afspraak.data.crdt.replica import Replica

from ..amount import WHOLE
from .crafted import (
    BINARY,
    EMBED,
    Section,
    by,
    collected,
    plain,
    root,
    sized,
    string,
    struct,
    update,
    value,
)

CLIENT = 999
"""The client of the attacker's updates."""
RESIGNATION = "I resign."

TRUE = b"\x78"


def _poison_clocks(document: Replica) -> list[bytes]:
    clocks = document.clocks_by_client
    return [
        update(Section(client, clock, [collected(2**32 - clock)]))
        for client, clock in clocks.items()
    ]


def _write_an_attribute_into_fields(_: Replica) -> list[bytes]:
    return [bytes.fromhex("010163002601066669656c6473016b04626f6c64046e756c6c00")]


def _build_on_the_future(_: Replica) -> list[bytes]:
    return [
        update(Section(CLIENT, 0, [string("a", (CLIENT, 2))])),
        update(Section(CLIENT, 1, [collected(5)])),
    ]


def _lock_out(document: Replica) -> list[bytes]:
    roles = {b"partner/manager/role", b"partner/employee/role"}
    deleted = {
        client: [(struct[0], 1) for struct in section.structs if struct[4] in roles]
        for client, section in decode_update(document.document()).clients.items()
    }
    private = value("header/-/kind", plain("private"))
    return [update(deleted=deleted), update(Section(CLIENT, 0, [private]), deleted=deleted)]


def _falsify_the_header(_: Replica) -> list[bytes]:
    keys = {
        "header/other/title": plain("Another title"),
        "header/-/deleted": TRUE,
        "partner/manager/deleted": TRUE,
        "partner/employee/deleted": TRUE,
    }
    return [
        update(Section(CLIENT + number, 0, [value(key, encoded)]))
        for number, (key, encoded) in enumerate(keys.items())
    ]


def _write_in_their_name(_: Replica) -> list[bytes]:
    values = {
        "approval/manager/digest": plain("x"),
        "approval/manager/stance": plain("agreed"),
        "approval/manager/own": TRUE,
        "approval/anything/digest": plain("x"),
        "item/i1/remark/manager": plain(RESIGNATION),
    }
    text = [by('"manager"'), string(f"\n{RESIGNATION}\n", (CLIENT, 0)), by("null", (CLIENT, 0))]
    return [
        update(Section(CLIENT, 0, text)),
        *(
            update(Section(CLIENT + 1 + number, 0, [value(key, encoded)]))
            for number, (key, encoded) in enumerate(values.items())
        ),
    ]


def _cost(_: Replica) -> list[bytes]:
    lines = "a\n" * (MAX_UPDATE_BYTES // 2 - 50)
    key = "item/a/" + "k" * (MAX_UPDATE_BYTES // 2)
    return [
        update(deleted={client: [(0, 3)] for client in range(100_000, 105_000)}),
        update(Section(CLIENT, 0, [string(lines)])),
        update(Section(CLIENT + 1, 0, [value(key, plain("a"))])),
        *(
            update(Section(CLIENT + 2, clock, [string("x" * 1000)]))
            for clock in range(10**6, 10**6 + (2000 if WHOLE else 400))
        ),
    ]


def _make_the_screen_drift(_: Replica) -> list[bytes]:
    return [
        update(Section(CLIENT, 0, [struct(EMBED, sized(b'{"a":1}'), parent=root("notes"))])),
        update(Section(CLIENT, 0, [struct(BINARY, sized(b"abc"), parent=root("notes"))])),
    ]


ATTACKS: Mapping[str, Callable[[Replica], Sequence[bytes]]] = {
    "a poisoned clock": _poison_clocks,
    "refused and yet inside": _write_an_attribute_into_fields,
    "a segmentation fault": _build_on_the_future,
    "a lock-out": _lock_out,
    "a false header": _falsify_the_header,
    "another's name": _write_in_their_name,
    "cost": _cost,
    "drift": _make_the_screen_drift,
}
"""By name: the updates against a shared document."""
