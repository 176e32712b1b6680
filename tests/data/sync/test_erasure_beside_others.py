"""Erasure beside shares of others with a person of the same name, with real Unix users."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ...support.users import User, reachable_folder, users, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

ANNA = "Anna de Vries"
NEW = ("new", ANNA, "--no-open", "--date", "2026-12-03")


@pytest.fixture
def people() -> Iterator[list[User]]:
    """Jan and Mallory, who each talk with a different Anna de Vries; both Annas; and Piet."""
    with reachable_folder() as folder, users(folder, 5) as made:
        jan, mallory, *_ = made
        jan.afspraak(*NEW, "--my-name", "Jan Bakker")
        mallory.afspraak(*NEW, "--my-name", "Mallory Smit")
        yield made


def content(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """All files in a folder, with owners, modes and times."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mode,
            path.stat().st_uid,
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (folder, *folder.rglob("*"))
    }


def share(owner: User, other: User) -> Path:
    """Make a user share the conversation with Anna; return the folder."""
    before = set(owner.shared.iterdir())
    owner.afspraak("share", "anna", other.login)
    (folder,) = set(owner.shared.iterdir()) - before
    return folder


def test_shares_of_others_naming_the_same_person_stay_unchanged(
    people: list[User],
) -> None:
    jan, mallory, anna, other_anna, _ = people
    theirs, ours = share(mallory, other_anna), share(jan, anna)
    before = content(theirs)
    done = jan.afspraak("forget", ANNA, "--yes")
    assert str(ours) in done.stdout and str(theirs) not in done.stdout + done.stderr
    assert not ours.exists()
    assert content(theirs) == before


def test_a_share_of_another_owner_is_not_erased(people: list[User]) -> None:
    jan, mallory, *_ = people
    theirs = share(mallory, jan)
    before = content(theirs)
    done = jan.afspraak("forget", ANNA, "--yes")
    assert str(theirs) not in done.stdout + done.stderr
    assert content(theirs) == before
    assert str(theirs) not in jan.afspraak("about", ANNA, check=False).stdout


def test_root_erases_only_its_own_shares(people: list[User]) -> None:
    _, mallory, _, other_anna, _ = people
    theirs = share(mallory, other_anna)
    before = content(theirs)
    root = User(
        "root", os.geteuid(), mallory.shared.parent / "root", mallory.python, mallory.shared
    )
    root.home.mkdir(mode=0o700)
    root.afspraak(*NEW, "--my-name", "Root")
    done = root.afspraak("forget", ANNA, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert content(theirs) == before


def test_an_own_share_of_another_notebook_stays_and_is_reported(
    people: list[User],
) -> None:
    jan, _, anna, *_ = people
    ours = share(jan, anna)
    before = content(ours)
    other = ("--notebook", str(jan.home / "other"))
    jan.afspraak(*other, *NEW, "--my-name", "Jan Bakker")
    done = jan.afspraak(*other, "forget", ANNA, "--yes")
    assert done.stderr == ""
    assert f"Shared: {ours}. It names them and is yours" in done.stdout
    assert content(ours) == before
    assert str(ours) in jan.afspraak("about", ANNA).stdout


def test_a_share_without_private_file_is_found_by_its_conversation(
    people: list[User],
) -> None:
    jan, _, anna, *_ = people
    ours = share(jan, anna)
    for path in (jan.home / "data" / "afspraak").glob("*.private*"):
        path.unlink()
    jan.afspraak("forget", ANNA, "--yes")
    assert not ours.exists()


def test_only_own_logs_are_removed_from_a_share_of_the_person(people: list[User]) -> None:
    jan, _, anna, *_ = people
    theirs = share(jan, anna)
    anna.afspraak("join", jan.login)
    anna.afspraak("approve", "jan")
    anna.afspraak("sync", "jan")
    assert {path.stat().st_uid for path in theirs.iterdir()} == {jan.number, anna.number}
    for path in (anna.home / "data" / "afspraak").glob("*.private*"):
        path.unlink()  # nothing but the conversation itself tells where it is shared
    done = anna.afspraak("forget", "Jan Bakker", "--yes", check=False)
    assert done.returncode == 3
    assert "belongs to the other partner" in done.stderr
    assert {path.stat().st_uid for path in theirs.iterdir()} == {jan.number}
