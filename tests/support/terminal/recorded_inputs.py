"""The bytes that terminals send: one table for every test of input."""

from __future__ import annotations

from collections.abc import Mapping

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from .terminal import BYTES

TEXT: Mapping[str, bytes] = {
    "a name": "Zoë".encode(),
    "typing": b"hello, world\r\tand more\x7f\x08",
    "controls": bytes(byte for byte in range(0x20) if byte != 0x1B),
    "more than Latin": "中文 Ελλάδα हिन्दी שלום".encode(),
    "emoji": "😀👩‍👩‍👧🇳🇱e\u0301".encode(),
    "latin-1": "één café".encode("latin-1"),
    "half a character, then a key": b"\xe2\x82\x1b[A",
    "nothing that UTF-8 knows": bytes(range(0x80, 0x100)),
    "surrogates": b"\xed\xa0\x80\xed\xbf\xbf",
    "C1 controls": "\x85\x9b\x9d\x90a".encode(),
}
KEYS: Mapping[str, bytes] = {
    **{f"key {name}": sent.encode() for name, sent in BYTES.items() if name != "escape"},
    **{f"known {sent!r}": sent.encode() for sent in ANSI_SEQUENCES_KEYS if len(sent) > 1},
    "alt and a letter": b"\x1ba\x1bZ",
    "alt and an accent": "\x1bé\x1b😀x".encode(),
    "alt and half a character": b"\x1b\xc3\x1b[A",
    "alt and what begins a sequence": b"\x1bO\x1b[\x1bP\x1bX\x1b^\x1b_\x1b]\x1b",
    "alt, typed on": b"\x1bPlease\x1b]ok",
    "escape": b"\x1b",
    "escape twice and an arrow": b"\x1b\x1b\x1b[A",
}
REPORTS: Mapping[str, bytes] = {
    "text": b"\x1b[97;;97u\x1b[97;2;65u\x1b[32;;32u\x1b[8364;;8364u",
    "text of several characters": b"\x1b[0;;101:769u",
    "release": b"\x1b[97;1:3u\x1b[1;5:3D\x1b[3;1:3~",
    "press and repeat": b"\x1b[97;1:1u\x1b[97;1:2u\x1b[1;5:1D",
    "alternates": b"\x1b[97:65;2u\x1b[97:65:97;2:1;65u\x1b[49:33;2u",
    "without text": b"\x1b[97u\x1b[97;2u\x1b[32u\x1b[32;2u\x1b[49;2u",
    "out of range": b"\x1b[99999999;5u\x1b[1114112u\x1b[55296u\x1b[97;;99999999u\x1b[97;99999999u",
    "empty": b"\x1b[u\x1b[;u\x1b[;;u\x1b[:;:;:u\x1b[;5D\x1b[~",
    "locks": b"\x1b[97;65u\x1b[97;129u\x1b[115;69u\x1b[1;193A",
    "keypad": b"\x1b[57399u\x1b[57409u\x1b[57414u\x1b[57417;2u\x1b[57404;129;53u",
    "alt": b"\x1b[97;3u\x1b[97;4u\x1b[98;3u\x1b[13;3u",
    "modifyOtherKeys": b"\x1b[27;5;9~\x1b[27;6;97~",
    "modifiers by themselves": b"\x1b[57441;2u\x1b[57442;5u\x1b[57358u",
    "of too many digits": b"\x1b[" + b"9" * 300 + b"ux\x1b[97;" + b"1:" * 150 + b"uy",
}
ANSWERS: Mapping[str, bytes] = {
    "position": b"\x1b[40;1R",
    "positions": b"\x1b[1;1R\x1b[1;5R\x1b[1;65R\x1b[24;80R\x1b[?1;1R",
    "attributes": b"\x1b[?62;22c\x1b[>41;330;0c\x1b[=0c\x1bP!|00000000\x1b\\",
    "version": b"\x1bP>|XTerm(390)\x1b\\",
    "status and size": b"\x1b[0n\x1b[8;24;80t\x1b[4;600;800t\x1b[6;17;9t",
    "colours": b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]10;rgb:d0/d0/d0\x07\x1b]4;1;rgb:0/0/0\x07",
    "clipboard": b"\x1b]52;c;aGVsbG8=\x07",
    "modes": b"\x1b[?2026;2$y\x1b[?2048;0$y\x1b[?2004;1$y\x1b[4;2$y",
    "keyboard": b"\x1b[?1u\x1b[?25u",
    "capabilities": b"\x1bP1+r544e=78\x1b\\\x1bP0$r\x1b\\\x1bP1$r0m\x1b\\",
    "graphics": b"\x1b_Gi=1;OK\x1b\\",
    "strings that nobody sends": b"\x1b^private\x1b\\\x1bXstart\x1b\\",
    "unknown": b"\x1b[1;2;3z\x1b[?7;8$|\x1b[>1;2m\x1b[ q\x1b[!p",
    "size": b"\x1b[48;24;80;480;800t\x1b[48;24:1;80:2;0;0t",
    "sizes that are none": b"\x1b[48;99999;99999;1;1t\x1b[48;0;0;0;0t\x1b[48;24t\x1b[48;;;;t",
}
BROKEN: Mapping[str, bytes] = {
    "a sequence cut off by a key": b"\x1b[12;34\x11\x1b[12\x1b[A\x1bO\x11\x1b[<1;2\x7f",
    "a string cut off by a key": b"\x1b]11;rgb:00\x11\x1bP>|XT\rx\x1b]52;c;aa\x1b[A",
    "a sequence with a letter in it": "\x1b[1é\x1b[97;ëx".encode(),
    "cancelled": b"\x1b[1\x18\x1b]0\x1a",
    "ends that began nowhere": b"\x1b[201~\x1b\\\x07",
}
MOUSE: Mapping[str, bytes] = {
    "SGR": b"\x1b[<0;5;6M\x1b[<0;5;6m\x1b[<35;7;8M\x1b[<64;1;1M\x1b[<65;1;1M\x1b[<4;2;2M",
    "SGR that is none": b"\x1b[<0;-5;6M\x1b[<0;99999999999;1M\x1b[<;;M\x1b[<0;1M",
    "X10": b"\x1b[M !!\x1b[M#\xe9\xc3\x1b[M \x80\xa9x",
    "X10 that is cut off": b"\x1b[M \x11",
    "urxvt": b"\x1b[32;5;6M",
    "focus": b"\x1b[I\x1b[O",
}
PASTES: Mapping[str, bytes] = {
    "a line": b"\x1b[200~one line\x1b[201~",
    "lines, and a key": "\x1b[200~één\r\ntwee\n\x1b[201~\x1b[A".encode(),
    "escapes": b"\x1b[200~a\x1b\x1b[31mred\x1b[0m\x1b[A\x1b[2\x1b[200~\x1b[201\x1b[201~x",
    "nothing": b"\x1b[200~\x1b[201~x",
    "bytes": b"\x1b[200~\x00\xff\xe9\x11\x9b\x1b[201~",
    "two": b"\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~",
    "without an end": b"\x1b[200~dd\x11",
}
INPUTS: Mapping[str, Mapping[str, bytes]] = {
    "text": TEXT,
    "keys": KEYS,
    "reports": REPORTS,
    "answers": ANSWERS,
    "broken": BROKEN,
    "mouse": MOUSE,
    "pastes": PASTES,
}
"""All inputs, by kind and name."""
