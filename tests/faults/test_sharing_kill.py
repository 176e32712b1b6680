"""kill -9 of either one of two who share and type: what was acknowledged is in both notebooks."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ..sharing.conftest import shared, ssh
from .counts import Bound
from .sharing_kills import kills

__all__ = ["shared", "ssh"]  # fixtures

ROUNDS = 3


@pytest.mark.parametrize("host", ["", "box"])
@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.usefixtures("shared", "ssh")
def test_nothing_acknowledged_is_lost_on_either_side(tmp_path: Path, seed: int, host: str) -> None:
    count = kills(tmp_path, Bound(1), random.Random(seed), host)
    assert count.sound, count.wrong
    assert count.acknowledged > 10
