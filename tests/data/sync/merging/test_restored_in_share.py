"""Yesterday's notebook over today's in a shared conversation, by two real users of one machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from ....support.terminal.terminal import Terminal
from ....support.users import User, reachable_folder, users, why_not

pytestmark = [
    pytest.mark.skipif(bool(why_not()), reason=why_not()),
    pytest.mark.skipif(not shutil.which("rsync"), reason="needs rsync"),
]


@pytest.fixture
def two() -> Iterator[tuple[User, User]]:
    """Jan and Anna, who share a conversation."""
    with reachable_folder() as folder, users(folder, 2) as (jan, anna):
        jan.afspraak("new", "Anna de Vries", "--my-name", "Jan Bakker")
        jan.afspraak("share", "anna", anna.login)
        anna.afspraak("join", jan.login)
        yield jan, anna


def opened(user: User, reference: str) -> Terminal:
    return Terminal(user.home, "open", reference, user=user).wait("Checklist")


def write(jan: User, text: str) -> None:
    """Write in the notes, and leave."""
    with opened(jan, "anna") as terminal:
        terminal.do("desk.pane.notes")
        terminal.type(f"{text} ")
        terminal.wait(text).do("app.leave")
        assert terminal.ended() == 0


def test_the_share_brings_it_all_back_and_says_so_and_replacing_goes_back_for_both(
    two: tuple[User, User],
) -> None:
    jan, anna = two
    write(jan, "yesterday")
    notebook, backup = (f"{jan.home}/{name}/" for name in ("data/afspraak", "backup"))
    jan.run(["rsync", "-a", notebook, backup])
    with opened(anna, "jan") as theirs:
        theirs.wait("yesterday")
        write(jan, "today")
        theirs.wait("yesterday today")
        jan.run(["rsync", "-a", backup, notebook])
        with opened(jan, "anna") as ours:
            ours.wait("Your later changes are back. Unwanted? merge --replace").wait(
                "yesterday today"
            )
            ours.do("app.leave")
            assert ours.ended() == 0
        (copy,) = (jan.home / "backup").glob("anna*2027.json")
        words = ("merge", "anna", str(copy), "--replace")
        assert "would be as in" in jan.afspraak(*words, "--dry-run").stdout
        assert "yesterday today" in jan.afspraak("export", "anna", "-o", "-").stdout
        told = jan.afspraak(*words).stdout
        assert "The other partner gets this as your edit" in told
        jan.afspraak("sync", "anna")
        theirs.wait_gone("today").wait("yesterday")
        theirs.do("app.leave")
        assert theirs.ended() == 0
    for user, name in ((jan, "anna"), (anna, "jan")):
        minutes = user.afspraak("export", name, "-o", "-").stdout
        assert "yesterday" in minutes and "today" not in minutes
    assert "- JB yesterday today" in jan.afspraak("log", "anna", "--full").stdout
