"""From the wish to share to both typing, over SSH and over a database, counted in keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ...support import users
from ...support.joining import MOST_KEYS_TO_JOIN, MOST_KEYS_TO_SHARE, begin, unique_name
from ...support.servers import sshd
from ...support.servers.postgres import Server
from ...support.terminal.fixtures import FIXED_TODAY
from ...support.terminal.terminal import Terminal, key
from ...support.users import User

NAMES = ("Jan Jansen", "Anna de Vries")
"""The comments of two roles in the database."""


def set_up(user: User, settings: str) -> None:
    """Write the settings of a user."""
    file = user.home / "config" / "afspraak" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f"[sharing]\n{settings}\n", encoding="utf-8")
    for path in (user.home / "config", file.parent, file):
        os.chown(path, user.number, user.number)


@contextmanager
def both(
    jan: User, anna: User, row: str, shared: str, names: tuple[str, str]
) -> Iterator[tuple[Terminal, Terminal]]:
    """Jan begins a conversation and shares it; Anna, whose notebook is open, joins.

    `row` and `shared` are what Anna and Jan see; `names` those of Jan and Anna.
    """
    with (
        Terminal(anna.home, user=anna, environment=FIXED_TODAY) as hers,
        Terminal(jan.home, *begin(*names), user=jan, environment=FIXED_TODAY) as his,
    ):
        hers.wait("none yet")
        his.wait("Looking back")
        to_share = ["f10", "enter", "enter"]
        his.press(to_share[0])
        his.wait(f"→ {names[1]}").press(to_share[1])
        his.wait(shared).press(to_share[2])
        his.wait_gone("Or in a shell")
        assert len(to_share) <= MOST_KEYS_TO_SHARE
        to_join = ["enter", "enter", key("desk.pane.notes")]
        hers.wait(row).press(to_join[0])
        hers.wait("You have joined").press(to_join[1])
        hers.wait("Looking back").press(to_join[2])
        assert len(to_join) <= MOST_KEYS_TO_JOIN
        hers.type("hello from Anna")
        his.wait("hello from Anna").do("desk.pane.notes")
        his.type("and Jan ")
        hers.wait("and Jan ")
        yield his, hers


def test_the_notebook_shows_what_is_shared_on_another_machine() -> None:
    if reason := sshd.why_not():
        pytest.skip(reason)
    with users.reachable_folder() as folder, users.users(folder, 3) as (jan, anna_there, anna):
        names = unique_name(jan, "Jan"), unique_name(anna_there, "Anna")
        with sshd.machine(folder / "box", [jan, anna_there]) as box:
            for user in (jan, anna_there):
                box.install(user)
            box.let_in(anna, anna_there, "box")
            set_up(anna, 'hosts = ["box"]')
            row = f"{names[0]} ({jan.login}) shares: planning 2027 · Enter joins"
            with both(jan, anna, row, f"Shared with {names[1]} ({anna_there.login})", names):
                pass


def test_a_machine_that_asks_is_named_once_and_never_asks_here() -> None:
    if reason := sshd.why_not():
        pytest.skip(reason)
    with (
        users.reachable_folder() as folder,
        users.users(folder, 2) as (there, anna),
        sshd.machine(folder / "box", [there]) as box,
    ):
        box.let_in(anna, there, "box", key=False)
        set_up(anna, 'hosts = ["box"]')
        with Terminal(anna.home, user=anna, environment=FIXED_TODAY) as hers:
            hers.wait("cannot be looked up now: box did not let you in")
            assert "assword" not in hers.text
            hers.press("n")
            hers.wait("Keep")


def test_the_notebook_shows_what_is_shared_in_the_database(server: Server) -> None:
    if reason := users.why_not():
        pytest.skip(reason)
    server.emptied()
    server.run("comment on role jan is 'Jan Jansen'; comment on role anna is 'Anna de Vries'")
    with users.reachable_folder() as folder, users.users(folder, 2) as (jan, anna):
        set_up(jan, f'url = "{server.url("jan")}"')
        set_up(anna, f'url = "{server.url("anna")}"')
        row = "Jan Jansen (jan) shares: planning 2027 · Enter joins"
        with both(jan, anna, row, "Shared with Anna de Vries (anna)", NAMES) as (his, hers):
            hers.do("app.leave")
            assert hers.ended() == 0
            his.do("app.leave")
            assert his.ended() == 0
        with Terminal(anna.home, user=anna, environment=FIXED_TODAY) as again:
            again.wait(f"{'Jan Jansen':16} planning")
            assert "Enter joins" not in again.text
        shared = anna.afspraak("join", "Jan Jansen").stdout
        assert shared.startswith("jan-jansen")
