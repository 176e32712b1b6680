"""The date of the last change of a share, on this machine and on another."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from afspraak.data.errors import NotFoundError, UsageError
from afspraak.data.ids import Login, Slug
from afspraak.data.model.remote_address import parse_host
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.hosts import NO_ORGANISATION
from afspraak.data.sync.shares import Share, ShareMetadata, parse_last_written, select_share

NAMES = ("Jan Bakker", "Anna de Vries")


def moment(year: int, month: int, day: int) -> float:
    """Noon of a day in the local time of this machine."""
    return datetime(year, month, day, 12).astimezone().timestamp()


@pytest.fixture
def folder(shared: Path) -> Path:
    """A shared folder without changes since 3 March 2024."""
    made = shared_folders.create_share(os.geteuid(), ShareMetadata("planning", NAMES, Slug("anna")))
    os.utime(made / "offer.json", (0, moment(2024, 3, 3)))
    return made


def the_offer(host: str = "") -> Share:
    with closing(NO_ORGANISATION.open_host(parse_host(host), ask=False)) as there:
        (only,) = there.list_shares()
    return only


def test_a_share_without_logs_has_the_date_of_its_metadata(folder: Path) -> None:
    assert the_offer().last_written == date(2024, 3, 3)


def test_a_share_has_the_date_of_its_newest_file(folder: Path) -> None:
    for name, day in (("jan.1.afl", 7), ("anna.2.afl", 9), ("jan.3.afl", 5)):
        (folder / name).touch()
        os.utime(folder / name, (0, moment(2024, 5, day)))
    os.utime(folder, (0, moment(2025, 1, 1)))
    assert the_offer().last_written == date(2024, 5, 9)


def test_link_targets_do_not_count_for_the_date(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "new").touch()
    link = folder / "link"
    link.symlink_to(tmp_path / "new")
    os.utime(link, (0, moment(2024, 2, 2)), follow_symlinks=False)
    assert the_offer().last_written == date(2024, 3, 3)


@pytest.mark.parametrize("error", [OverflowError, ValueError])
def test_an_impossible_date_is_ignored(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    class Calendar(datetime):
        @classmethod
        def fromtimestamp(cls, *_: object) -> Calendar:
            """Raise the error of a year beyond the calendar, which few file systems can store."""
            raise error

    monkeypatch.setattr(shared_folders, "datetime", Calendar)
    assert the_offer().last_written is None
    assert the_offer().metadata.slug == "anna", "it is offered all the same"


def test_another_machine_reports_the_same_date(folder: Path, ssh: Path) -> None:
    assert the_offer("box") == the_offer()
    assert the_offer("box").last_written == date(2024, 3, 3)


def test_share_json_has_everything_but_the_folder() -> None:
    about = ShareMetadata("planning", NAMES, Slug("anna"))
    told = Share("/shared/place", Login("jan"), about, date(2024, 3, 3)).to_dict()
    assert told == {
        "owner": "jan",
        "owner_name": "",
        "last": "2024-03-03",
        "title": "planning",
        "names": NAMES,
        "slug": "anna",
        "created": "",
        "client": "",
    }
    assert Share("/shared/place", Login("jan"), about).to_dict()["last"] == ""
    assert parse_last_written(told) == date(2024, 3, 3)


@pytest.mark.parametrize("last", ["", "yesterday", None, 3, [], "2024-13-01"])
def test_a_missing_date_is_omitted(last: object) -> None:
    assert parse_last_written({"last": last}) is None
    assert parse_last_written({}) is None


def _make(shared: Path, name: str, about: ShareMetadata, day: int) -> Path:
    made = shared_folders.create_share(os.geteuid(), about)
    os.utime(made / "offer.json", (0, moment(2024, 3, day)))
    return made.rename(shared / f"afspraak-{name}")


def test_shares_are_sorted_by_owner_title_and_address(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make(shared, "3", ShareMetadata("b", NAMES, Slug("one")), 1)
    _make(shared, "2", ShareMetadata("a", NAMES, Slug("two")), 2)
    _make(shared, "1", ShareMetadata("a", NAMES, Slug("three")), 3)
    assert [one.metadata.slug for one in shared_folders.list_shares()] == ["three", "two", "one"]
    owners = iter(["zoe", "jan", "piet"])
    monkeypatch.setattr(shared_folders, "login_of", lambda _: next(owners))
    assert [one.owner for one in shared_folders.list_shares()] == ["jan", "piet", "zoe"]


def _offer(owner: str, slug: str, place: str = "/x/afspraak-1") -> Share:
    return Share(place, Login(owner), ShareMetadata("title", NAMES, Slug(slug)))


@pytest.mark.parametrize(("name", "found"), [("", 0), ("anna", 0), ("afspraak-1", 0)])
def test_the_only_share_of_an_owner_is_found(name: str, found: int) -> None:
    there = [_offer("jan", "anna"), _offer("piet", "anna", "/x/afspraak-2")]
    assert select_share(there, Login("jan"), name) is there[found]


def _several() -> None:
    select_share([_offer("jan", "anna"), _offer("jan", "piet")], Login("jan"))


def _none() -> None:
    select_share([_offer("jan", "anna")], Login("jan"), "piet")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (_several, "“jan” shares several: anna, piet. Name one of them too."),
        (_none, "“jan” shares nothing with you. “afspraak shares” shows who does."),
    ],
)
def test_an_ambiguous_or_missing_share_is_reported(asked: Callable[[], None], told: str) -> None:
    with pytest.raises((NotFoundError, UsageError)) as error:
        asked()
    assert str(error.value) == told
