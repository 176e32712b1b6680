"""A live session beside the program of a hostile partner."""

from __future__ import annotations

from pathlib import Path
from random import Random

from ..partner import script
from ..partner.player import Player
from .reader import Reader


class PartnerScript(Reader):
    """A script of both partners; see `tests/fuzz/partner/`."""

    inside = staticmethod(script.mutate)
    most = 1 << 11

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self._player = Player(room)
        self.seeds = tuple(script.random_script(Random(seed), 8) for seed in range(4))

    def read(self, data: bytes) -> None:
        """Play it."""
        self._player.play(data)
