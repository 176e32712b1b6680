"""Two real users of one machine in one conversation, and a third who gets nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from ...support.terminal.terminal import PATIENCE, Terminal
from ...support.users import User, reachable_folder, users, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture
def three() -> Iterator[list[User]]:
    """Jan, Anna, and Mallory."""
    with reachable_folder() as folder, users(folder, 3) as made:
        jan, *_ = made
        jan.afspraak("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-03")
        yield made


def opened(user: User, reference: str, *, first: bool = False) -> Terminal:
    """Open a conversation, for the first time after it was joined if `first` is set."""
    words = ("open", reference)
    terminal = Terminal(user.home, *words, user=user, environment={"AFSPRAAK_TODAY": "2026-12-03"})
    return (terminal.first_look() if first else terminal).wait("Checklist")


def share(jan: User, anna: User) -> None:
    assert anna.login in jan.afspraak("share", "anna", anna.login).stdout
    assert anna.afspraak("join", jan.login).stdout.strip() == "jan-bakker-planning-2027"


def test_each_user_sees_the_others_changes(three: list[User]) -> None:
    jan, anna, _ = three
    share(jan, anna)
    with opened(jan, "anna") as ours, opened(anna, "jan", first=True) as theirs:
        ours.wait("Anna: checklist")
        theirs.wait("Jan: checklist")
        ours.do("desk.pane.notes")
        theirs.wait("Jan: notes")
        ours.type("Portal went live")
        theirs.wait("JB> Portal went live")
        # Both type at the same time, each in a place of their own.
        theirs.do("desk.pane.notes", "notes.last")
        theirs.press("enter")
        for _ in range(20):
            ours.type("jan ")
            theirs.type("anna ")
        ours.wait(lambda t: t.text.count("jan ") >= 10)
        for terminal in (ours, theirs):
            terminal.do("notes.last")
            terminal.wait(lambda t: "anna anna" in t.text)
        # A tick and an agreement.
        theirs.do("desk.pane.checklist")
        ours.do("desk.pane.checklist", "list.last", "checklist.tick")
        theirs.do("list.last")
        theirs.wait("J[x]")
        theirs.do("desk.pane.agreements", "list.add")
        theirs.wait("A new agreement")
        theirs.type("Runbook")
        theirs.do("form.accept")
        ours.wait("AR1>Runbook").wait("Anna: agreements")
        ours.do("desk.to_other")
        ours.wait("Space done")
        theirs.do("app.leave")
        assert theirs.ended() == 0
        ours.wait_gone("Anna: ")
        ours.do("app.leave")
        assert ours.ended() == 0
    both = ((jan, "anna"), (anna, "jan"))
    texts = [user.afspraak("export", name, "-o", "-").stdout for user, name in both]
    for text in texts:
        words = text.replace("\n", " ")  # a line has no blank at its end in minutes
        assert words.count("jan ") >= 20 and words.count("anna ") >= 20
    notes = [text.partition("## Notes")[2].partition("## Agreements")[0] for text in texts]
    assert notes[0] == notes[1]


def test_an_absent_user_catches_up_and_leaving_loses_nothing(three: list[User]) -> None:
    jan, anna, _ = three
    share(jan, anna)
    with opened(jan, "anna") as ours:
        ours.do("desk.pane.notes")
        ours.type("while she was away")
        ours.wait("JB│ while she was away")
        ours.do("app.leave")
        assert ours.ended() == 0
    with opened(anna, "jan", first=True) as theirs:
        theirs.wait("JB┃ while she was away")
        theirs.do("desk.pane.notes")
        theirs.type("and ")
        theirs.wait("and ")
        assert "took" not in jan.afspraak("unshare", "anna").stdout
        theirs.type("back ")
        theirs.wait("not shared now")
        theirs.do("app.leave")
        assert theirs.ended() == 0
    assert list(jan.shared.iterdir()) == []
    assert "while she was away" in anna.afspraak("export", "jan", "-o", "-").stdout
    assert "while she was away" in jan.afspraak("export", "anna", "-o", "-").stdout
    # Sharing again finds the conversation that is there already, and what both did meanwhile.
    share(jan, anna)
    assert len(anna.afspraak("list").stdout.splitlines()) == 1
    jan.afspraak("share", "anna", anna.login)
    assert "back" in jan.afspraak("export", "anna", "-o", "-").stdout


def test_a_returning_user_sees_unread_changes(three: list[User]) -> None:
    jan, anna, _ = three
    share(jan, anna)
    with opened(anna, "jan", first=True) as theirs:
        theirs.wait("Looking back")
        assert "•" not in theirs.text, "all of it is new to who never looked"
        theirs.do("desk.pane.notes")
        theirs.type("hers")
        theirs.wait("AV│ hers")
        theirs.do("app.leave")
        assert theirs.ended() == 0
    with opened(jan, "anna") as ours:
        ours.wait("AV• hers").wait("Anna changed 1 line · F7")
        ours.do("checklist.tick", "desk.pane.notes", "notes.last")
        ours.type("his")
        ours.wait("his")
        ours.do("app.leave")
        assert ours.ended() == 0
    with opened(anna, "jan") as theirs:
        theirs.wait("Jan changed 1 line, 1 item").wait("»[x] What went well").wait("AV│ hers")
        theirs.do("desk.next_news", "desk.next_news")
        theirs.wait("JB• his")


def test_a_third_user_gets_nothing(three: list[User]) -> None:
    jan, anna, mallory = three
    share(jan, anna)
    (folder,) = jan.shared.iterdir()
    (log, *_) = (path.name for path in folder.iterdir() if path.suffix == ".afl")
    for words in (
        ["ls", str(folder)],
        ["cat", str(folder / log)],
        ["cat", str(folder / "offer.json")],
        ["touch", str(folder / f"{anna.login}.7.afl")],
        ["rm", "-f", str(folder / log)],
        ["mv", str(folder), str(jan.shared / "mine")],
        ["chmod", "777", str(folder)],
        ["ln", "-s", "/etc", str(folder / "link")],
    ):
        assert mallory.run(words, check=False).returncode != 0, words
    assert mallory.afspraak("shares", check=False).returncode == 1
    assert mallory.afspraak("join", jan.login, check=False).returncode == 1
    # Anna may read his log and not write in it, nor take it away, nor write in his name.
    assert anna.run(["cat", str(folder / log)], check=False).returncode == 0
    for words in (["sh", "-c", f"echo >> {folder / log}"], ["rm", "-f", str(folder / log)]):
        assert anna.run(words, check=False).returncode != 0, words


def test_a_killed_partner_disappears_and_loses_nothing(three: list[User]) -> None:
    jan, anna, _ = three
    share(jan, anna)
    with opened(jan, "anna") as ours:
        theirs = opened(anna, "jan", first=True)
        ours.wait("Anna: checklist")
        theirs.do("desk.pane.notes")
        theirs.type("her last words")
        theirs.wait("her last words")
        theirs.kill()
        theirs.close()
        ours.wait("her last words").wait_gone("Anna: ")
    end = time.monotonic() + PATIENCE
    while "her last words" not in anna.afspraak("export", "jan", "-o", "-").stdout:
        assert time.monotonic() < end
    assert next(jan.shared.iterdir()).stat().st_mode & 0o7777 == 0o1770


def test_sharing_from_the_desk_shows_the_remote_caret(three: list[User]) -> None:
    jan, anna, mallory = three
    with opened(jan, "anna") as ours:
        ours.do("desk.share")
        ours.wait("Share this conversation")
        ours.type("nobody-here")
        ours.do("form.accept")
        ours.wait("Nobody here is called")
        ours.press("ctrl+u")
        ours.type(anna.login)
        ours.do("form.accept")
        ours.wait(f"Shared with {anna.login}").press("enter")
        assert mallory.afspraak("shares", check=False).returncode == 1
        assert anna.login not in jan.afspraak("shares").stdout
        anna.afspraak("join", jan.login)
        with opened(anna, "jan", first=True) as theirs:
            theirs.do("desk.pane.notes", "notes.first")
            ours.wait("Anna: notes")
            caret = ours.screen.buffer[2]
            row = "".join(caret[x].data for x in range(ours.screen.columns))
            at = row.index("## Looking back")
            ours.wait(lambda t: t.screen.buffer[2][at].reverse)
            ours.wait(lambda t: "AV> ## Looking back" in t.text)
            theirs.press("right", "right")
            ours.wait(lambda t: t.screen.buffer[2][at + 2].reverse)
            assert not ours.screen.buffer[2][at].reverse
