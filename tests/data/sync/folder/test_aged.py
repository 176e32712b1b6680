"""A share of two real users from which a cleaner took files, while nobody had it open."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from ....support.joining import share_of, two_who_share
from ....support.terminal.terminal import Terminal
from ....support.users import User, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture
def two() -> Iterator[tuple[User, User]]:
    """Jan, who shares with Anna, and Anna, who joined and wrote something."""
    with two_who_share() as (jan, anna):
        jan.afspraak("sync", "anna", check=False)
        anna.afspraak("sync", "jan", check=False)
        (share_of(jan) / "offer.json").unlink()
        yield jan, anna


def test_both_see_it(two: tuple[User, User]) -> None:
    jan, _ = two
    for user in two:
        told = user.afspraak("shares").stdout
        assert told.startswith(jan.login) and "remains of a share" in told
        (found,) = json.loads(user.afspraak("shares", "--json").stdout)
        assert (found["where"], found["owner"]) == (str(share_of(jan)), jan.login)


def test_synchronising_mends_it(two: tuple[User, User]) -> None:
    jan, anna = two
    assert anna.afspraak("sync", "jan", check=False).returncode in (0, 1)
    assert not (share_of(jan) / "offer.json").exists(), "it is not hers"
    assert jan.afspraak("sync", "anna", check=False).returncode in (0, 1)
    assert "planning 2027" in anna.afspraak("shares").stdout


@pytest.mark.parametrize("gone", [False, True])
def test_sharing_again_takes_it_along(two: tuple[User, User], gone: bool) -> None:
    jan, anna = two
    folder = share_of(jan)
    if gone:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    jan.afspraak("share", "anna", anna.login)
    assert share_of(jan) == folder, "the other finds it where it was"
    assert "planning 2027" in anna.afspraak("shares").stdout
    assert anna.afspraak("sync", "jan", check=False).returncode in (0, 1)


def test_what_is_left_of_a_deletion_goes_with_the_next_share(two: tuple[User, User]) -> None:
    jan, anna = two
    folder = share_of(jan)
    left = folder.with_name(f".{folder.name}")
    folder.rename(left)
    jan.afspraak("new", "Sam Okafor")
    jan.afspraak("share", "sam", anna.login)
    assert not left.exists()


def test_own_text_in_it_is_found_and_erased(two: tuple[User, User]) -> None:
    jan, anna = two
    folder = share_of(jan)
    with Terminal(anna.home, "open", "jan", user=anna) as theirs:
        theirs.first_look().wait("shared with JB").do("desk.pane.notes")
        theirs.type("hers")
        theirs.wait("hers").do("app.leave")
        assert theirs.ended() == 0
    assert list(folder.glob(f"{anna.login}.*.afl")), "she wrote there"
    told = anna.afspraak("forget", "Jan Bakker", "--yes", check=False)  # his remains
    assert list(folder.glob(f"{anna.login}.*")) == [], told.stdout
    assert list(folder.glob(f"{jan.login}.*.afl")), "his stays"
    jan.afspraak("forget", "Anna de Vries", "--yes")
    assert list(jan.shared.iterdir()) == []


def test_it_is_found_without_the_notebook_knowing_it(two: tuple[User, User]) -> None:
    jan, _ = two
    for path in jan.home.glob("data/**/*.private.json*"):
        path.unlink()
    jan.afspraak("forget", "Anna de Vries", "--yes")
    assert list(jan.shared.iterdir()) == []
