"""kill -9 of one of two sharing programs: acknowledged marks are in both notebooks."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ..support.servers.postgres import Server
from .harness.counts import Bound
from .harness.sharing_kills import kills, over_a_database, over_a_folder

ROUNDS = 3


@pytest.mark.parametrize("host", ["", "box"])
@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.usefixtures("shared", "ssh")
def test_nothing_acknowledged_is_lost_on_either_side(tmp_path: Path, seed: int, host: str) -> None:
    count = kills(tmp_path, Bound(1), random.Random(seed), over_a_folder(host))
    assert count.sound, count.wrong
    assert count.acknowledged > 10


def test_nothing_acknowledged_is_lost_over_a_database(tmp_path: Path, server: Server) -> None:
    count = kills(tmp_path, Bound(1), random.Random(0), over_a_database(server))
    assert count.sound, count.wrong
    assert count.acknowledged > 10
