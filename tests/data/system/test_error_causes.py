"""The cause of a file error is in our words, else in those of the system."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.session.session import Session
from afspraak.data.storage import open_marker
from afspraak.data.system.error_causes import cause_of


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.EXDEV, "Invalid cross-device link"), "Invalid cross-device link"),
        (OSError("a word of its own"), "a word of its own"),
        (OSError(errno.EXDEV, "two\nlines\x1b"), "two lines\u241b"),
    ],
)
def test_an_unknown_errno_has_the_systems_message(error: OSError, told: str) -> None:
    assert str(cause_of(error)) == told


def test_a_conversation_that_is_being_erased_does_not_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_marker, "LOCK_TIMEOUT", 0.0)
    with open_marker.try_exclusive_lock(path) as closed:
        assert closed
        with pytest.raises(StorageError) as error:
            Session.open(path)
    assert str(path) in str(error.value)
    Session.open(path).close()
