"""The journal format: complete frames are read, and all damage is detected."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from afspraak.data.storage.journal import journal_format
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_format import (
    MAGIC,
    MAX_FRAME,
    ScanResult,
    encode_frame,
    scan_journal,
)

from ...support.conversations.journals import abandoned_journal, undamaged

THREE = [b"one", b"\x00" * 9, b"drie" * 100]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


def test_every_torn_tail_is_detected_and_loses_at_most_one_frame(folder: Path) -> None:
    path = abandoned_journal(folder, 7, THREE)
    data = path.read_bytes()
    ends = [len(MAGIC)]
    for payload in THREE:
        ends.append(ends[-1] + 8 + len(payload))
    for length in range(len(data) + 1):
        path.write_bytes(data[:length])
        found = scan_journal(path)
        count = max((number for number, end in enumerate(ends) if end <= length), default=0)
        assert found.frames == tuple(THREE[:count])
        assert found.torn == (length not in ends)
        assert not found.damaged


def test_a_damaged_length_is_damage_if_a_frame_follows(folder: Path) -> None:
    path = abandoned_journal(folder, 7, [b"first", b"second", b"third"])
    data = bytearray(path.read_bytes())
    at = data.index(b"second") - 8
    data[at + 1] = 0x10
    path.write_bytes(data)
    assert scan_journal(path) == ScanResult((b"first",), at, damaged=True, torn=False)
    path.write_bytes(data[: data.index(b"third")])
    assert scan_journal(path) == ScanResult((b"first",), at, damaged=False, torn=True)


def test_what_another_program_writes_at_the_end_hides_no_later_update(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"before")
        with it.path.open("ab") as file:
            file.write(b"\xff" * 300)
        assert scan_journal(it.path).damaged
        it.append(b"after")
        assert scan_journal(it.path) == undamaged(it.path, [b"before", b"after"])


def test_every_flipped_bit_in_an_update_is_damage(folder: Path) -> None:
    path = abandoned_journal(folder, 7, [b"first", b"second"])
    data = path.read_bytes()
    start = len(data) - len(b"second")
    for at in range(start - 4, len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            path.write_bytes(changed)
            assert scan_journal(path) == ScanResult(
                (b"first",), start - 8, damaged=True, torn=False
            )


@pytest.mark.parametrize(
    ("tail", "damaged"),
    [
        (bytes(4096), False),  # as some file systems leave a file after a power cut
        (bytes(8), False),
        (bytes(4096) + b"x", True),
        (b"\xff" * 8, True),
        (encode_frame(b"x")[:4] + b"\0\0\0\0x", True),
        ((MAX_FRAME + 1).to_bytes(4, "big") + bytes(100), True),
        (MAX_FRAME.to_bytes(4, "big") + bytes(100), False),
    ],
)
def test_a_foreign_tail_is_no_frame(folder: Path, tail: bytes, damaged: bool) -> None:
    path = abandoned_journal(folder, 7, [b"x"])
    good = path.stat().st_size
    with path.open("ab") as file:
        file.write(tail)
    assert scan_journal(path) == ScanResult((b"x",), good, damaged=damaged, torn=not damaged)


def test_a_file_with_another_first_line_is_damaged(folder: Path) -> None:
    path = abandoned_journal(folder, 7, [b"x"])
    for data in (b"hello", b"AFSPRAAK LOG 2\n", b"\0" * 100):
        path.write_bytes(data)
        assert scan_journal(path) == ScanResult((), 0, damaged=True, torn=False)


def test_a_scan_from_beyond_the_end_restarts(folder: Path) -> None:
    with closing(Journal.create(folder, 7)) as it:
        it.append(b"a long update")
        good = scan_journal(it.path).valid_end
        it.truncate(it.position())
        it.append(b"new")
        assert scan_journal(it.path, good) == undamaged(it.path, [b"new"])


def test_memory_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = abandoned_journal(folder, 7, [b"x" * 100] * 20)
    monkeypatch.setattr(journal_format, "MAX_READ", 1000)
    found = scan_journal(path)
    assert len(found.frames) == 9
    assert found.damaged
    assert len(scan_journal(path, found.valid_end).frames) == 9
    with path.open("r+b") as file:
        file.truncate(1 << 40)  # a sparse file, nearly all of it zeros
    monkeypatch.setattr(journal_format, "MAX_READ", 4 * MAX_FRAME)
    assert scan_journal(path).damaged


_PIECES = st.one_of(
    st.binary(max_size=40),
    st.binary(min_size=1, max_size=40).map(encode_frame),
    st.integers(0, 2**32 - 1).map(lambda n: n.to_bytes(4, "big")),
    st.just(bytes(64)),
)


@given(st.booleans(), st.lists(_PIECES, max_size=6), st.integers(0, 120))
@example(True, [encode_frame(b"x"), b"\0" * 8], 0)
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_scanned_without_an_exception(
    tmp_path_factory: pytest.TempPathFactory, begun: bool, pieces: list[bytes], offset: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.afl"
    data = (MAGIC if begun else b"") + b"".join(pieces)
    path.write_bytes(data)
    found = scan_journal(path)
    assert not (found.damaged and found.torn)
    assert (
        b"".join(map(encode_frame, found.frames))
        == data[len(MAGIC) : max(found.valid_end, len(MAGIC))]
    )
    assert found.valid_end <= len(data)
    assert (found.damaged or found.torn) == (found.valid_end < len(data) or not data)
    scan_journal(path, offset)
