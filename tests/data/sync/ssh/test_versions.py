"""Who wrote an update is known from a server that says it, and unknown from one that does not."""

from __future__ import annotations

import os
import shlex

import pytest

from afspraak.data.ids import Slug
from afspraak.data.sync.folder.remote import FolderRemote
from afspraak.data.sync.folder.shared_folders import create_share
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.remote import CarriedUpdate
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.sync.ssh.protocol import Kind, json_message
from afspraak.data.sync.ssh.remote import SshRemote

from ....checkout import IMPORT_ROOT
from ....support.programs.run import command
from ....support.servers.waiting import wait_until
from ....support.updates.writer import EMPTY_VECTOR, UpdateWriter

pytestmark = pytest.mark.usefixtures("shared", "ssh")


@pytest.mark.parametrize("version", [1, 2])
def test_own_updates_are_own_if_the_server_says_so(
    version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if version == 1:
        call = ["env", f"PYTHONPATH={IMPORT_ROOT}", *command("server_of_version_1")]
        monkeypatch.setenv("AFSPRAAK_REMOTE", shlex.join(call))
    share = create_share(os.geteuid(), ShareMetadata("", (), Slug("")))
    writer = UpdateWriter()
    early, late = writer.write("early "), writer.write("late ")
    there = FolderRemote(share, 1)
    there.append(early)
    distant = SshRemote("box", json_message(Kind.ENTER, folder=str(share)), "en")
    reply = shake_hands(distant, EMPTY_VECTOR)
    assert reply.updates == [CarriedUpdate(early, version > 1)]
    there.append(late)
    wait_until(distant, lambda: bool(distant.read_since(reply.offsets).updates))
    assert distant.read_since(reply.offsets).updates == (CarriedUpdate(late, version > 1),)
    distant.close()
    there.close()
