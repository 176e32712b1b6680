"""What others share is found on each host, bounded, while the notebook is open."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import Slug
from afspraak.data.model.remote_address import SshMachine, ThisMachine
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.hosts import Hosts, LocalHost
from afspraak.data.sync.offers.offer import MAX_OFFERS_OF_ONE, JoinedShares, offers_of
from afspraak.data.sync.offers.watch import OfferWatch
from afspraak.data.sync.shares import ShareMetadata
from afspraak.data.system.people import real_name_of
from afspraak.data.system.user import login_of

NOBODY = 65534
PATIENCE = 30.0

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def offered(title: str, owner: int = NOBODY) -> Path:
    """A shared folder of another user for this one."""
    about = ShareMetadata(title, ("Jan Bakker", "Anna de Vries"), Slug("anna"))
    folder = shared_folders.create_share(os.geteuid(), about)
    for path in (folder / "offer.json", folder):
        os.chown(path, owner, -1)
    return folder


@needs_root
def test_an_owner_is_named_by_the_system_and_fills_few_rows(shared: Path) -> None:
    for number in range(MAX_OFFERS_OF_ONE + 3):
        offered(f"talk {number}")
    offered("of another", 1)
    found = JoinedShares().without(offers_of(LocalHost()), ())
    assert len(found) == MAX_OFFERS_OF_ONE + 1
    assert sorted(offer.more for offer in found) == [0] * MAX_OFFERS_OF_ONE + [3]
    (told,) = [catalogue("en")(offer.line) for offer in found if offer.more]
    assert told.endswith("Enter joins \u00b7 3 more: afspraak shares")
    assert {offer.share.owner for offer in found} == {login_of(NOBODY), login_of(1)}
    assert all(
        offer.share.owner_name == real_name_of(NOBODY)
        for offer in found
        if offer.title != "of another"
    )


@needs_root
def test_two_offers_of_one_title_are_told_apart_by_their_day(shared: Path) -> None:
    for day in (5, 3):
        folder = offered("planning 2027")
        for path in (folder / "offer.json", folder):
            os.utime(path, (0, datetime(2025, 12, day, 12, tzinfo=UTC).timestamp()))
    offered("progress")
    titles = [offer.title for offer in JoinedShares().without(offers_of(LocalHost()), ())]
    assert titles == ["progress", "planning 2027 (2025-12-05)", "planning 2027 (2025-12-03)"]


@needs_root
def test_a_file_of_another_user_in_the_folder_is_no_offer(shared: Path) -> None:
    folder = offered("mine")
    os.chown(folder, 1, -1)
    assert offers_of(LocalHost()) == []


@needs_root
def test_offers_come_and_go_while_it_watches(shared: Path) -> None:
    changed = threading.Event()
    watch = OfferWatch(Hosts(), [ThisMachine()], changed.set)
    watch.start()
    try:
        folder = offered("planning 2027")
        _until(lambda: [offer.title for offer in watch.offers] == ["planning 2027"])
        assert changed.is_set()
        watch.pause()
        watch.resume()
        folder.rename(folder.with_name(".gone"))
        _until(lambda: watch.offers == [])
        assert watch.troubles == {}
    finally:
        watch.stop()


def test_a_host_that_cannot_be_reached_says_why(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_SSH", "/nowhere/ssh")
    watch = OfferWatch(Hosts(machines=("box",)), [SshMachine("box")], lambda: None)
    watch.start()
    try:
        _until(lambda: bool(watch.troubles))
        assert "cannot be started" in catalogue("en")(watch.troubles[SshMachine("box")])
    finally:
        watch.stop()


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.01)
