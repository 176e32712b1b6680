"""A power cut at any moment loses nothing that was synced, and every sync is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .harness.power_cuts import WORKS, cut, syncs

MOST = 400


@pytest.mark.parametrize("name", WORKS)
def test_every_disk_state_after_a_power_cut_is_sound(tmp_path: Path, name: str) -> None:
    count = cut(WORKS[name], tmp_path, most=MOST)
    assert count.sound, count.wrong[:5]
    assert count.rounds > 20


@pytest.mark.parametrize("name", WORKS)
def test_omitting_any_sync_fails(tmp_path: Path, name: str) -> None:
    number = syncs(WORKS[name], tmp_path / "whole")
    assert number > 1
    for without in range(1, number + 1):
        count = cut(WORKS[name], tmp_path / str(without), without)
        assert not count.sound, f"nobody misses sync {without} of {number}"
