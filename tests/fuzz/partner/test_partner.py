"""A hostile partner's program disturbs nothing, and what would disturb is found and kept."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from random import Random

import pytest

from afspraak.data.crdt.admission.source import Source
from afspraak.data.crdt.pending_updates import PendingUpdates
from afspraak.data.crdt.yjs_document import YjsDocument
from afspraak.data.ids import EMPLOYEE
from afspraak.data.text.splice import Splice

from . import script
from .minimise import cause_of, shortest_script
from .oracle import Disturbed, Oracle
from .player import Player
from .scene import Scene, make_template

_SCRIPTS, _STEPS = 40, 14


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "room").mkdir()
    return tmp_path / "room"


_apply_checked = PendingUpdates.apply


def _admit_all(self: PendingUpdates, update: bytes, source: Source = Source.FILES) -> None:
    if isinstance(self._document, YjsDocument):
        self._apply(update)
        self.drop_index()
    else:  # the logs of a handshake
        _apply_checked(self, update, source)


def test_scripts_are_played_to_their_end(room: Path) -> None:
    player, steps, changes = Player(room), 0, 0
    for seed in range(_SCRIPTS):
        player.play(script.random_script(Random(seed), _STEPS))
        steps += player.played.steps
        changes += player.played.changes
    assert steps == _SCRIPTS * _STEPS
    assert changes > _SCRIPTS, "not all is refused"


def test_a_script_with_all_bytes_does_the_same(room: Path) -> None:
    player = Player(room)
    player.play(script.random_script(Random(7), 30))
    played = player.played
    player.play(script.encode(played.concrete))
    assert player.played.frames == played.frames
    assert player.played.concrete == played.concrete


@pytest.mark.parametrize("seed", range(3))
def test_a_quarantine_makes_no_difference(room: Path, seed: int) -> None:
    Player(room).play_both(script.random_script(Random(seed), 20))


def test_mutated_scripts_are_scripts() -> None:
    random, data = Random(3), script.random_script(Random(1), 5)
    for _ in range(50):
        data = script.cross(script.mutate(data, random), script.random_script(random, 3), random)
        assert script.encode(script.parse(data)) == data


def test_an_admitted_attack_is_found_and_minimised(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PendingUpdates, "apply", _admit_all)
    data = next(
        data
        for seed in range(50)
        if "fixed" in cause_of(data := script.random_script(Random(seed), 10))
    )
    short = shortest_script(data)
    assert short is not None
    assert len(script.parse(short)) <= 2
    assert "fixed" in cause_of(short)


def test_the_death_of_a_process_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_player: Player, data: bytes) -> None:
        if b"garbage" in data:
            os.kill(os.getpid(), signal.SIGSEGV)

    monkeypatch.setattr(Player, "play_both", die)
    assert cause_of(b"garbage 1\n") == "killed by SIGSEGV"
    assert shortest_script(b"type 1\nsave 2\ngarbage 3\ntype 4\n") == b"garbage 3\n"
    assert shortest_script(b"type 1\n") is None


def test_a_screen_that_differs_is_found(room: Path) -> None:
    (room / "template").mkdir()
    template = make_template(room / "template")
    scene = Scene(room, template)
    oracle = Oracle(scene)
    oracle.check()
    scene.session.notes.splice(Splice(0, 0, "only on the screen", EMPLOYEE))
    with pytest.raises(Disturbed, match="screen"):
        oracle.check()
