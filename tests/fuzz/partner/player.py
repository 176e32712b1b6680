"""Play a script, and check after each step."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from afspraak.data.crdt.quarantine.quarantine import Quarantine, Refuse, Take
from afspraak.data.errors import AfspraakError

from .attacker import Attacker
from .oracle import Disturbed, Oracle
from .scene import Scene, Template, make_template
from .script import BYTES, RAW, USER, Step, content_of, parse

Traced = Callable[[], AbstractContextManager[None]]


@dataclass
class Played:
    """What happened in a script."""

    steps: int = 0
    frames: int = 0
    """The updates that the other one wrote."""
    changes: int = 0
    """The steps of the other one after which the document had changed."""
    slowest: float = 0.0
    """The most processor time in seconds of one step."""
    content: object = None
    """The notes and fields at the end, but the times of approvals."""
    concrete: list[Step] = field(default_factory=list)
    """The same script, with the bytes that the other one wrote."""


def _take_all(_: Quarantine, updates: Sequence[bytes], take: Take, _refuse: Refuse) -> None:
    for number in range(len(updates)):
        take(number)


class Player:
    """Plays scripts in one folder."""

    def __init__(self, room: Path, traced: Traced = nullcontext) -> None:
        """`room` is an empty folder; what the user's program does is `traced`."""
        self._room = room
        self._traced = traced
        self._template: Template | None = None
        self.played = Played()
        """The last script, as far as it went."""

    def play(self, data: bytes) -> None:
        """Play a script without a quarantine, so that admission is alone. Raises Disturbed."""
        with patch.object(Quarantine, "pass_through", _take_all):
            self.play_quarantined(data)

    def play_both(self, data: bytes) -> None:
        """Play a script without and with a quarantine, which may make no difference.

        Raises Disturbed.
        """
        self.play(data)
        alone = self.played.content
        self.play_quarantined(data)
        if None not in (alone, self.played.content) and self.played.content != alone:
            raise Disturbed("the quarantine refuses what admission admits")

    def play_quarantined(self, data: bytes) -> None:
        """Play a script as the program does, with a quarantine. Raises Disturbed."""
        self.played = Played()
        try:
            self._play(parse(data))
        except AfspraakError as error:
            raise Disturbed(f"{type(error).__name__}: {error}") from error

    def _play(self, steps: Sequence[Step]) -> None:
        scene = Scene(self._emptied("scene"), self._known_template())
        attacker, oracle = Attacker(scene), Oracle(scene)
        for step in steps:
            self.played.steps += 1
            began = time.process_time()
            if step.name in USER:
                self.played.concrete.append(step)
                with self._traced():
                    scene.act(step.name, step.random)
                    scene.client.sync()
            else:
                self._attack(scene, attacker, step)
            self.played.slowest = max(self.played.slowest, time.process_time() - began)
            oracle.check()
        self.played.content = oracle.finish()

    def _attack(self, scene: Scene, attacker: Attacker, step: Step) -> None:
        before, replica = scene.session.sync.snapshot, scene.session.replicas.shared.replica
        received = replica.applied_updates
        if step.name in (RAW, BYTES):
            self.played.concrete.append(step)
            log, content = content_of(step.arguments)
            if content:
                write = scene.write_update if step.name == RAW else scene.write_log
                write(log, content)
        else:
            self.played.concrete += attacker.act(step)
        with self._traced():
            scene.client.sync()
        self.played.frames += replica.applied_updates - received
        self.played.changes += scene.session.sync.snapshot != before

    def _known_template(self) -> Template:
        if self._template is None:
            self._template = make_template(self._emptied("template"))
        return self._template

    def _emptied(self, name: str) -> Path:
        folder = self._room / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder
