"""What each of two real users is told when their share is removed, and how it comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from ....support.joining import share_of, two_who_share
from ....support.removing import remove_folder
from ....support.terminal.terminal import PATIENCE, Terminal
from ....support.users import User, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

DAY = {"AFSPRAAK_TODAY": "2026-12-03"}
REPAIRED = "made again · F10 tells more"
DOWN = "not shared now"


@pytest.fixture
def two() -> Iterator[tuple[User, User]]:
    """Jan, who shares with Anna, and Anna, who joined."""
    with two_who_share() as both_users:
        yield both_users


@contextmanager
def both(jan: User, anna: User) -> Iterator[tuple[Terminal, Terminal]]:
    """Both at their desk, each seeing that the other is here."""
    with ExitStack() as stack:
        ours = stack.enter_context(Terminal(jan.home, "open", "anna", user=jan, environment=DAY))
        theirs = stack.enter_context(Terminal(anna.home, "open", "jan", user=anna, environment=DAY))
        theirs.first_look().wait("JB is here")
        ours.wait("AV is here")
        yield ours, theirs


def both_receive(ours: Terminal, theirs: Terminal, word: str) -> None:
    """Assert that what either types arrives at the other."""
    for terminal, other, name in ((ours, theirs, "jan"), (theirs, ours, "anna")):
        terminal.do("desk.pane.notes")
        terminal.type(f"{word}{name} ")
        other.wait(f"{word}{name} ")


@pytest.mark.parametrize("removed", ["files", "folder", "replaced", "offer", "jan", "anna"])
def test_what_is_removed_is_made_again_and_both_are_told(
    two: tuple[User, User], removed: str
) -> None:
    jan, anna = two
    with both(jan, anna) as (ours, theirs):
        both_receive(ours, theirs, "before")
        folder = share_of(jan)
        logs = {user: list(folder.glob(f"{user.login}*")) for user in two}
        match removed:
            case "files":
                for path in folder.iterdir():
                    path.unlink(missing_ok=True)  # a presence file may be written anew
            case "offer":
                (folder / "offer.json").unlink()
            case "jan" | "anna":
                for path in logs[jan if removed == "jan" else anna]:
                    path.unlink()
            case "folder":
                remove_folder(folder)
            case "replaced":
                folder.rename(folder.with_name("aside"))
                folder.mkdir()  # as a backup may bring it back
                os.chown(folder, jan.number, jan.number)
                folder.chmod(0o700)
        told = {"offer": [ours], "jan": [ours], "anna": [theirs]}.get(removed, [ours, theirs])
        for terminal in told:
            terminal.wait(REPAIRED)
        ours.wait("AV is here")
        theirs.wait("JB is here")
        both_receive(ours, theirs, "after")
        told[0].do("desk.share")
        told[0].wait("Interrupted")
        told[0].do("help.close")
        told[0].wait_gone(REPAIRED)
        for terminal in (ours, theirs):
            terminal.do("app.leave")
            assert terminal.ended() == 0
    mine = anna.afspraak("export", "jan", "-o", "-").stdout
    assert all(f"{when}{who}" in mine for when in ("before", "after") for who in ("jan", "anna"))
    assert (share_of(jan) / "offer.json").exists()
    # Whoever comes next finds all of it in the folder.
    for path in anna.home.glob("data/**/*.json*"):
        path.unlink()
    anna.afspraak("join", jan.login)
    assert anna.afspraak("export", "jan", "-o", "-").stdout == mine


def test_a_folder_of_another_in_its_place_gets_nothing(two: tuple[User, User]) -> None:
    jan, anna = two
    with both(jan, anna) as (ours, theirs):
        folder = share_of(jan)
        ours.do("app.leave")
        assert ours.ended() == 0
        folder.rename(folder.with_name("aside"))
        folder.mkdir()
        folder.chmod(0o1777)  # as anybody could make it
        theirs.wait("not shared now · F10 tells why")
        theirs.do("desk.pane.notes")
        theirs.type("for Jan alone")
        theirs.wait("for Jan alone")
        theirs.do("desk.share")
        theirs.wait("Another folder lies where").press("n")
        theirs.do("app.leave")
        assert theirs.ended() == 0
    assert list(folder.iterdir()) == []


def test_a_share_that_is_withdrawn_stays_withdrawn(two: tuple[User, User]) -> None:
    jan, anna = two
    with both(jan, anna) as (ours, theirs):
        jan.afspraak("unshare", "anna")
        ours.wait("you ended it elsewhere").wait(lambda t: "shared" not in t.lines[0])
        ours.do("desk.share")
        ours.wait("Share again").press("n")
        theirs.wait("not shared now · F10 tells why")
        theirs.do("desk.share")
        theirs.wait("Shared by").wait("not shared: It is not shared any more")
        assert list(jan.shared.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("--here",)])
def test_one_who_joined_and_leaves_in_a_shell_sends_nothing_from_an_open_window(
    two: tuple[User, User], words: tuple[str, ...]
) -> None:
    jan, anna = two
    with both(jan, anna) as (ours, theirs):
        both_receive(ours, theirs, "before")
        anna.afspraak("unshare", "jan", *words)
        theirs.do("desk.pane.notes")
        theirs.type("for kingfishers")
        theirs.wait("for kingfishers").wait("you ended it elsewhere")
        ours.wait_gone("AV is here")
        for terminal in (ours, theirs):
            terminal.do("app.leave")
            assert terminal.ended() == 0
    assert "for kingfishers" in anna.afspraak("export", "jan", "-o", "-").stdout
    mine = jan.afspraak("export", "anna", "-o", "-").stdout
    assert "beforeanna" in mine and "kingfishers" not in mine
    folder = share_of(jan)
    assert not any(b"kingfishers" in path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("first", ["owner", "guest"])
def test_a_conversation_gets_one_share_again_when_both_share_it(
    two: tuple[User, User], first: str
) -> None:
    jan, anna = two
    folder = share_of(jan)
    folder.rename(folder.with_name("aside"))
    folder.mkdir()
    folder.chmod(0o1777)  # by another
    words = {jan: ("share", "anna", anna.login), anna: ("share", "jan", jan.login)}
    earlier, later = two if first == "owner" else (anna, jan)
    earlier.afspraak(*words[earlier])
    assert "shared it already; you are in it now" in later.afspraak(*words[later]).stdout
    assert len(list(jan.shared.glob("afspraak-*/offer.json"))) == 1
    with both(jan, anna) as (ours, theirs):
        both_receive(ours, theirs, "after")
        for terminal in (ours, theirs):
            terminal.do("app.leave")
            assert terminal.ended() == 0


def test_one_who_left_comes_back_with_the_same_key_into_the_same_share(
    two: tuple[User, User],
) -> None:
    jan, anna = two
    with both(jan, anna) as (ours, theirs):
        folder = share_of(jan)
        anna.afspraak("unshare", "jan")
        theirs.wait("you ended it elsewhere")
        ours.wait("no longer takes part · F10 tells more").wait(lambda t: DOWN in t.lines[0])
        ours.do("desk.share")
        ours.wait("what you write").press("enter")
        ours.wait_gone("no longer takes part")
        theirs.do("desk.share")
        theirs.wait("Share again").press("enter")
        theirs.wait("Share this conversation").press("enter")
        theirs.wait("shared it already; you are in it now").press("enter")
        theirs.wait("JB is here")
        ours.wait("AV is here")
        both_receive(ours, theirs, "after")
        assert share_of(jan) == folder
        for terminal in (ours, theirs):
            terminal.do("app.leave")
            assert terminal.ended() == 0


def test_one_who_left_finds_the_offer_and_joins_with_the_same_file(two: tuple[User, User]) -> None:
    jan, anna = two
    files = sorted(anna.home.glob("data/**/*.json"))
    anna.afspraak("unshare", "jan")
    assert jan.login in anna.afspraak("list").stdout
    anna.afspraak("join")
    assert sorted(anna.home.glob("data/**/*.json")) == files
    with both(jan, anna) as (ours, theirs):
        both_receive(ours, theirs, "after")
        for terminal in (ours, theirs):
            terminal.do("app.leave")
            assert terminal.ended() == 0


def test_a_cleaner_leaves_an_open_share_alone(two: tuple[User, User], tmp_path: Path) -> None:
    if shutil.which("systemd-tmpfiles") is None:
        pytest.skip("systemd-tmpfiles is not installed")
    jan, anna = two
    rules = tmp_path / "clean.conf"
    rules.write_text(f"d {jan.shared} 1777 root root 1s\n")

    def clean_until_gone(path: Path) -> None:
        end = time.monotonic() + PATIENCE
        while path.exists():
            assert time.monotonic() < end
            subprocess.run(["systemd-tmpfiles", "--clean", str(rules)], check=True)
            time.sleep(0.2)

    with both(jan, anna) as (ours, theirs):
        folder = share_of(jan)
        aged = jan.shared / "of-another-program"
        aged.mkdir()
        (aged / "file").write_text("x")
        clean_until_gone(aged)
        assert (folder / "offer.json").exists()
        both_receive(ours, theirs, "after")
        assert REPAIRED not in ours.text + theirs.text
        for terminal in (ours, theirs):
            terminal.do("app.leave")
            assert terminal.ended() == 0
    clean_until_gone(folder)
    # Jan's program makes it again at the next opening, and Anna's finds it.
    with Terminal(jan.home, "open", "anna", user=jan, environment=DAY) as ours:
        ours.wait("shared with AV")
        with Terminal(anna.home, "open", "jan", user=anna, environment=DAY) as theirs:
            theirs.wait("JB is here")
            both_receive(ours, theirs, "again")


def test_a_private_mount_is_told_and_nothing_is_made_in_it(two: tuple[User, User]) -> None:
    jan, anna = two
    private = jan.shared.parent / "private"
    private.mkdir()
    private.chmod(0o1777)
    enter = ["unshare", "--mount", "--propagation", "private", "sh", "-c"]
    login = 'exec setpriv --reuid="$0" --regid="$0" --clear-groups "$@"'
    mounted = f"mount --bind {private} {jan.shared} && {login}"
    for user, name in ((jan, "anna"), (anna, "jan")):
        words = [mounted, str(user.number), user.python, "-m", "afspraak", "open", name]
        environment = {"PATH": os.environ["PATH"], **user.environment, **DAY}
        with Terminal(user.home, program=[*enter, *words], environment=environment) as terminal:
            if user is anna:
                terminal.first_look()
            terminal.wait(lambda t: DOWN in t.lines[0])
            terminal.do("desk.share")
            terminal.wait("PrivateTmp").press("n")
            terminal.do("app.leave")
            assert terminal.ended() == 0
    assert list(private.iterdir()) == []


def test_a_mount_over_a_running_share_is_told(two: tuple[User, User]) -> None:
    jan, anna = two
    private = jan.shared.parent / "private"
    private.mkdir()
    private.chmod(0o1777)
    with both(jan, anna) as (ours, theirs):
        subprocess.run(["mount", "--bind", str(private), str(jan.shared)], check=True)
        try:
            for terminal in (ours, theirs):
                terminal.wait(lambda t: DOWN in t.lines[0])
                terminal.do("desk.share")
                terminal.wait("mounted at").press("n")
                terminal.wait_gone("mounted at")
            assert list(private.iterdir()) == []
            theirs.do("desk.pane.notes")
            theirs.type("under cover")
            theirs.wait("under cover")
        finally:
            subprocess.run(["umount", "--lazy", str(jan.shared)], check=True)
        ours.wait("under cover").wait("AV is here")
        theirs.wait("JB is here")
