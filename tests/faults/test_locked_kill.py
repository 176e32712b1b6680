"""kill -9 while typing in a locked conversation loses no more than in a plain one."""

from __future__ import annotations

import os
import random
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.maintenance.lock import lock
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.storage.encryption.seal import is_sealed

from ..support.conversations.lock_keys import key
from ..support.programs.run import command, environment

ROUNDS = 12


def typed_and_killed(path: Path, key_file: Path, chance: random.Random) -> int:
    """Type in a separate process and kill it somewhere; return the last line that it reported."""
    read, write = os.pipe()
    child = subprocess.Popen(
        command("locked_typist", str(path), str(key_file)),
        env=environment(),
        stdout=write,
    )
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        try:
            lines = [pipe.readline() for _ in range(chance.randint(1, 25))]
            assert all(lines), "the child stopped by itself"
            time.sleep(chance.random() * 0.003)  # so that the kill meets every step of a save
        finally:
            child.kill()
            child.wait()
        lines += pipe.readlines()
    return max(int(line) for line in lines if line.endswith(b"\n"))


@pytest.mark.parametrize("locked", [False, True])
def test_typed_text_of_a_locked_conversation_survives_kill_9(tmp_path: Path, locked: bool) -> None:
    mine = key(tmp_path / "keys", "killed")
    mine.only()
    path = tmp_path / "nb" / "anna.json"
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", language="nl")
    )
    session = Session.create(path, conversation, me=MANAGER)
    session.merge_text("Zwaluwstaart\n")
    session.close()
    if locked:
        lock(path, [mine.public])
    chance = random.Random(7)
    for _ in range(ROUNDS):
        last = typed_and_killed(path, mine.private, chance)
        files = [one for one in path.parent.rglob("*") if one.is_file()]
        assert any(b"Zwaluwstaart" in one.read_bytes() for one in files) is not locked
        with closing(Session.open(path)) as session:
            lines = session.notes.text.splitlines()
            assert not session.replicas.damaged_journals
        assert lines[1:] == [f"line {n}" for n in range(len(lines) - 1)]
        assert last + 1 <= len(lines) - 1 <= last + 2
    assert is_sealed(path) is locked
