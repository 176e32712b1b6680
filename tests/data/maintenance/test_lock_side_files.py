"""An unreadable side file stops the locking of a conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.maintenance.lock import unlocked_beside
from afspraak.data.storage.siblings import journal_folder


def test_plain_side_files_are_listed(path: Path) -> None:
    damaged = path.with_name("anna.json.damaged")
    damaged.write_bytes(b"{}")
    left = journal_folder(path) / "jan.5.afl"
    left.parent.mkdir()
    left.write_bytes(b"")
    (left.parent / "folder").mkdir()
    found = unlocked_beside(path)
    assert {damaged, left} <= set(found)
    assert not [one for one in found if one.is_dir()]
    assert path not in found


@pytest.mark.parametrize("target", ["anna.json.damaged", "nowhere"])
def test_a_dangling_link_is_named(path: Path, target: str) -> None:
    link = path.with_name("anna.json.damaged")
    link.symlink_to(target)
    with pytest.raises(StorageError) as error:
        unlocked_beside(path)
    assert str(link) in str(error.value)
