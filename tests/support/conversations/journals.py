"""Journals left by ended sessions."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.journal.journal_format import ScanResult


def abandoned_journal(folder: Path, client: int, payloads: list[bytes]) -> Path:
    """A journal whose session has ended without closing it."""
    with closing(Journal.create(folder, client)) as it:
        it.append_all(payloads)
    return it.path


def undamaged(path: Path, payloads: list[bytes]) -> ScanResult:
    """The result of reading a journal that contains exactly these payloads."""
    return ScanResult(tuple(payloads), path.stat().st_size, damaged=False, torn=False)
