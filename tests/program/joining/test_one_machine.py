"""From the wish to share to both typing: two real users in terminals, counted in keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from afspraak.data.session.session import Session

from ...support import users
from ...support.joining import MOST_KEYS_TO_JOIN, MOST_KEYS_TO_SHARE, begin, name, unique_name
from ...support.terminal.fixtures import FIXED_TODAY
from ...support.terminal.terminal import Terminal, key
from ...support.users import User


class Named(NamedTuple):
    """A user, and their real name in the system."""

    user: User
    name: str

    @property
    def label(self) -> str:
        """What screens show of them."""
        return f"{self.name} ({self.user.login})"


People = tuple[Named, Named, Named]


@pytest.fixture
def people() -> Iterator[People]:
    """Jan, Anna and Eve, with real names."""
    if reason := users.why_not():
        pytest.skip(reason)
    with users.reachable_folder() as folder, users.users(folder, 3) as (jan, anna, eve):
        yield (
            Named(jan, unique_name(jan, "Jan")),
            Named(anna, unique_name(anna, "Anna")),
            Named(eve, unique_name(eve, "Eve")),
        )


def run(person: Named, *words: str, columns: int = 80, rows: int = 24) -> Terminal:
    return Terminal(
        person.user.home,
        *words,
        user=person.user,
        columns=columns,
        rows=rows,
        environment=FIXED_TODAY,
    )


class Keys:
    """Presses keys in a terminal, and counts them."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self.count = terminal, 0

    def press(self, *names: str) -> None:
        self._terminal.press(*names)
        self.count += len(names)


@contextmanager
def shared(jan: Named, anna: Named) -> Iterator[tuple[Terminal, Terminal]]:
    """Jan's conversation with Anna, which he shares, and Anna's notebook, which was open before."""
    with run(anna) as hers, run(jan, *begin(jan.name, anna.name)) as his:
        hers.wait("none yet")
        keys = Keys(his.wait("Looking back"))
        keys.press("f10")
        his.wait(f"→ {anna.label}")
        keys.press("enter")
        his.wait(f"Shared with {anna.label}").wait(f"afspraak join {jan.user.login}")
        keys.press("enter")
        his.wait_gone("Shared with")
        assert keys.count <= MOST_KEYS_TO_SHARE
        yield his, hers


def notebook(person: Named) -> list[Path]:
    """The conversations of a user."""
    found = (person.user.home / "data" / "afspraak").glob("*.json")
    return [path for path in found if not path.stem.endswith(".private")]


def test_two_people_on_one_machine_type_together_after_few_keys(
    people: People,
) -> None:
    jan, anna, eve = people
    with shared(jan, anna) as (his, hers), run(eve) as others:
        row = f"{jan.label} shares: planning 2027 · Enter joins"
        hers.wait(row)
        keys = Keys(hers)
        keys.press("enter")
        hers.wait("You have joined")
        for words in ("Shared: items, notes", "Yours alone: answers", "stays in your notebook"):
            assert words in hers.text
        keys.press("enter")
        hers.wait("Looking back").wait("Jan: ")
        keys.press(key("desk.pane.notes"))
        assert keys.count <= MOST_KEYS_TO_JOIN
        hers.type("hello from Anna")
        his.wait("hello from Anna")
        his.do("desk.pane.notes")
        his.type("and Jan ")
        hers.wait("and Jan ")
        hers.do("app.leave")
        assert hers.ended() == 0
        assert "shares:" not in others.wait("none yet").text
    with run(anna) as again:
        again.wait(f"{jan.name:16} planning").press("enter")
        again.wait("hello from Anna")
        assert "You have joined" not in again.text, "it is said once"


def test_an_offer_goes_when_it_is_withdrawn_and_the_palette_finds_it(
    people: People,
) -> None:
    jan, anna, _ = people
    with shared(jan, anna) as (his, hers):
        hers.wait("Enter joins").do("notebook.export")
        hers.wait("Enter joins it first.").press(key("app.command_palette"))
        hers.type("Join: plan")
        hers.wait(f"Join: planning 2027 of {jan.label}").press("escape")
        hers.wait_gone("Join: ")
        listed = anna.user.afspraak("list", check=False).stdout
        assert f"{jan.label} shares: planning 2027 · afspraak join" in listed
        (entry,) = json.loads(anna.user.afspraak("list", "--json", check=False).stdout)
        assert (entry["slug"], entry["offer"]["owner"]) == ("", jan.user.login)
        assert entry["offer"]["owner_name"] == jan.name
        his.do("app.leave")
        assert his.ended() == 0
        jan.user.afspraak("unshare", notebook(jan)[0].stem)
        hers.wait_gone("· Enter joins")
        assert anna.user.afspraak("list", "--json", check=False).stdout.strip() == "[]"


def test_the_command_line_takes_names(people: People) -> None:
    jan, anna, eve = people
    jan.user.afspraak(*begin(jan.name, anna.name))
    (path,) = notebook(jan)
    told = jan.user.afspraak("share", path.stem, anna.name.lower().replace(" ", "  ")).stdout
    assert f"Shared with {anna.label}" in told
    name(eve.user, jan.name)
    assert eve.user.afspraak("join", jan.name, check=False).returncode == 1
    joined = anna.user.afspraak("join", jan.name).stdout.strip()
    assert [found.stem for found in notebook(anna)] == [joined]
    with closing(Session.open_read_only(notebook(anna)[0])) as hers:
        assert hers.conversation.header.title == "planning 2027"
    again = anna.user.afspraak("join", check=False)
    assert (again.returncode, "not in your notebook" in again.stderr) == (1, True)


def test_a_first_name_joins_what_one_person_of_that_name_shares(people: People) -> None:
    jan, anna, eve = people
    first = "Jan" + jan.user.login
    jan, eve = Named(jan.user, name(jan.user, f"{first} Bakker")), Named(eve.user, f"{first} Smit")
    jan.user.afspraak(*begin(jan.name, anna.name))
    jan.user.afspraak("share", notebook(jan)[0].stem, anna.user.login)
    anna.user.afspraak("join", first.upper())
    (joined,) = notebook(anna)
    name(eve.user, eve.name)
    eve.user.afspraak(*begin(eve.name, anna.name, "--kind", "review"))
    eve.user.afspraak("share", notebook(eve)[0].stem, anna.user.login)
    refused = anna.user.afspraak("join", first, check=False)
    assert refused.returncode == 2
    assert jan.label in refused.stderr and eve.label in refused.stderr
    assert notebook(anna) == [joined]
    anna.user.afspraak("join", f"{first} smit")
    assert len(notebook(anna)) == 2


def test_a_name_that_two_people_have_is_no_choice(people: People) -> None:
    jan, anna, eve = people
    name(eve.user, anna.name)
    jan.user.afspraak(*begin(jan.name, anna.name))
    refused = jan.user.afspraak("share", notebook(jan)[0].stem, anna.name, check=False)
    assert refused.returncode == 2
    assert anna.user.login in refused.stderr and eve.user.login in refused.stderr
    with run(jan, "open", notebook(jan)[0].stem) as his:
        his.wait("Looking back").press("f10")
        his.wait("Share this conversation").type(anna.name[:-2].lower())
        his.wait(f"{anna.label}").wait(f"{anna.name} ({eve.user.login})")
        his.press("enter")
        his.wait("can be several people")
        his.press("escape")


def test_the_conversation_cannot_say_who_shares_it(people: People) -> None:
    jan, anna, eve = people
    title = f"../../etc · {jan.name} shares: \x1b]0;x\x07" + "long " * 60
    eve.user.afspraak(*begin(jan.name, anna.name, "--title", title))
    eve.user.afspraak("share", notebook(eve)[0].stem, anna.user.login)
    with run(anna) as hers:
        hers.wait(f"{eve.label} shares: ../../etc")
        rows = [line for line in hers.text.splitlines() if "long" in line]
        assert rows and len(rows) <= 2, "what another wrote is bounded"
        hers.press("enter")
        hers.wait("You have joined")
    assert all(path.parent == anna.user.home / "data" / "afspraak" for path in notebook(anna))
    assert notebook(anna)
    assert notebook(jan) == []


@pytest.mark.parametrize("words", ["", "Join: "])
def test_the_palette_shows_the_brackets_in_a_title(people: People, words: str) -> None:
    _, anna, eve = people
    title = "[/bold] [red]x[/red] [@click=app.quit]y [["
    eve.user.afspraak(*begin(eve.name, anna.name, "--title", title))
    eve.user.afspraak("share", notebook(eve)[0].stem, anna.user.login)
    with run(anna) as hers:
        hers.wait(f"{eve.label} shares: [/bold] [red]x").press(key("app.command_palette"))
        hers.type(words)
        hers.wait(f"Join: {title} of")


def test_two_who_both_began_bring_their_conversations_together(
    people: People,
) -> None:
    jan, anna, _ = people
    with run(anna, *begin(anna.name, jan.name, "--as", "employee")) as hers:
        hers.wait("Looking back").press("enter")
        hers.wait("only me").type("what Anna prepared")
        hers.wait("what Anna prepared").do("form.accept")
        hers.wait("° only you: hidden").do("desk.pane.notes")
        hers.type("a note of Anna")
        hers.wait("a note of Anna").do("app.leave")
        assert hers.ended() == 0
    (own,) = notebook(anna)
    jan.user.afspraak(*begin(jan.name, anna.name))
    jan.user.afspraak("share", notebook(jan)[0].stem, anna.user.login)
    with run(anna) as hers:
        hers.wait("Enter joins")
        keys = Keys(hers)
        keys.press("enter")
        hers.wait("You have one of your own").wait("yours   planning 2027 · 3 Dec")
        keys.press("enter")
        hers.wait("You have joined").wait("Taken along: answers 1").wait(f"{own.name}~")
        keys.press("enter")
        hers.wait("a note of Anna").wait("° only you: hidden")
        assert keys.count <= MOST_KEYS_TO_JOIN
        hers.do("app.leave")
        assert hers.ended() == 0
    (joined,) = notebook(anna)
    assert joined != own and Path(f"{own}~").is_file()
    assert "what Anna prepared" not in joined.read_text()
    told = jan.user.afspraak("sync", notebook(jan)[0].stem, check=False)
    assert told.returncode == 0, told.stderr
    assert "a note of Anna" in notebook(jan)[0].read_text()


def test_both_can_be_kept_and_decided_later(people: People) -> None:
    jan, anna, _ = people
    anna.user.afspraak(*begin(anna.name, jan.name, "--as", "employee"))
    jan.user.afspraak(*begin(jan.name, anna.name))
    jan.user.afspraak("share", notebook(jan)[0].stem, anna.user.login)
    (own,) = notebook(anna)
    before = own.read_bytes()
    with run(anna) as hers:
        hers.wait("Enter joins").press("enter")
        hers.wait("You have one of your own").press("escape")
        hers.wait_gone("You have one of your own").wait_gone("Enter joins")
        assert len(notebook(anna)) == 2, "it is joined, and the own one is there"
        hers.wait(lambda terminal: terminal.text.count(f"{jan.name:16} planning") == 2)
        hers.press("end", "enter")
        hers.wait("You have one of your own").press("right")
        hers.wait("keep both").press("enter")
        hers.wait("You have joined")
        assert "Taken along" not in hers.text
        hers.press("enter")
        hers.wait("Looking back").do("app.leave")
        assert hers.ended() == 0
    assert own.read_bytes() == before


def test_a_name_of_ones_own_choice_has_the_login_with_it(people: People) -> None:
    jan, anna, eve = people
    with run(anna) as hers:
        hers.wait("none yet")
        eve.user.afspraak(*begin(jan.name, anna.name))
        eve.user.afspraak("share", notebook(eve)[0].stem, anna.user.login)
        hers.wait(f"{eve.label} shares: planning 2027 · Enter joins").press("enter")
        hers.wait("You have joined").press("enter")
        hers.wait("Looking back").press(key("desk.share"))
        pretended = f"{jan.name} ({eve.user.login})"
        hers.wait(f"Shared with {pretended}").wait(f"connected, {pretended} is")
        assert f"connected, {pretended} is not here" in " ".join(hers.text.split())
        assert f"Shared by      {eve.label}" in hers.text
        assert f"{jan.name} is" not in hers.text
        with run(eve, "open", notebook(eve)[0].stem) as theirs:
            theirs.wait("Looking back")
            hers.press("enter")
            hers.wait("is here").press(key("desk.share"))
            present = f"connected, {pretended} is here"
            hers.wait(lambda at: present in " ".join(at.text.split()))
