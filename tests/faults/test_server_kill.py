"""kill -9 of a database server during typing: it keeps acknowledged updates, both continue."""

from __future__ import annotations

import random
from pathlib import Path

from ..support.servers.postgres import Server
from .harness.counts import Bound
from .harness.server_kills import kills


def test_killing_the_server_loses_nothing(tmp_path: Path, server: Server) -> None:
    count = kills(tmp_path, Bound(3), random.Random(0), server)
    assert count.sound, count.wrong
    assert count.rounds == 3
    assert count.acknowledged > 60
