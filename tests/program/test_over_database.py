"""Two whole programs on two terminals with separate notebooks, over a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from afspraak.data.session.session import Session

from ..support.servers.postgres import Server
from ..support.terminal.fixtures import FIXED_TODAY
from ..support.terminal.terminal import Terminal, key


class Machine:
    """A machine of a user: settings that name the database, and a notebook."""

    def __init__(self, folder: Path, login: str, server: Server) -> None:
        self.folder, self.notebook = folder, folder / "nb"
        settings = folder / "config" / "afspraak" / "settings.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f'[sharing]\nurl = "{server.url(login)}"\n')
        names = ("CONFIG", "DATA", "CACHE", "STATE")
        self.environment = FIXED_TODAY | {f"XDG_{n}_HOME": str(folder / n.lower()) for n in names}

    def run(self, *words: str, columns: int = 80, rows: int = 24) -> Terminal:
        return Terminal(
            self.folder,
            "--notebook",
            str(self.notebook),
            *words,
            columns=columns,
            rows=rows,
            environment=self.environment,
        )

    @property
    def talk(self) -> Session:
        """The one conversation in the notebook on disk."""
        (path,) = (p for p in self.notebook.glob("*.json") if ".private" not in p.name)
        return Session.open_read_only(path)


@pytest.fixture
def machines(tmp_path: Path, server: Server) -> tuple[Machine, Machine]:
    server.emptied()
    return Machine(tmp_path / "a", "jan", server), Machine(tmp_path / "b", "anna", server)


@contextmanager
def both(machines: tuple[Machine, Machine]) -> Iterator[tuple[Terminal, Terminal]]:
    """Jan shares by a key, Anna joins by a command; both see each other's presence."""
    jans, annas = machines
    begin = ("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-03")
    with jans.run(*begin) as jan:
        jan.wait("Looking back").do("desk.share")
        jan.wait("Share this conversation").type("anna")
        jan.do("form.accept")
        jan.wait("afspraak join jan").press("enter")
        with annas.run("join", "jan") as anna:
            anna.first_look().wait("Looking back")
            for terminal, name in ((jan, "Anna: "), (anna, "Jan: ")):
                terminal.wait(name)
            yield jan, anna


def test_typed_text_appears_on_the_other_screen(machines: tuple[Machine, Machine]) -> None:
    with both(machines) as (jan, anna):
        anna.do("desk.pane.notes")
        anna.type("hello from Anna")
        jan.wait("hello from Anna").wait("Anna: notes")
        jan.press(key("desk.pane.notes"), "down", "end")
        jan.type(" and Jan")
        anna.wait("and Jan")
        anna.do("app.leave")
        assert anna.ended() == 0
        jan.wait_gone("Anna: ")
        jan.do("app.leave")
        assert jan.ended() == 0
    jans, annas = machines
    assert jans.talk.notes.text == annas.talk.notes.text


def test_both_continue_and_converge_after_the_server_is_killed(
    machines: tuple[Machine, Machine], server: Server
) -> None:
    with both(machines) as (jan, anna):
        for terminal in (jan, anna):
            terminal.do("desk.pane.notes")
        server.kill()
        try:
            anna.type("typed by Anna alone")
            jan.type("typed by Jan alone")
            for terminal in (jan, anna):
                terminal.wait("not shared now")
                assert terminal.wait("typed by ").process.poll() is None
            anna.do("app.leave")
            assert anna.ended() == 0, "leaving does not wait for the server"
            assert "typed by Anna alone" in machines[1].talk.notes.text
        finally:
            server.start()
        jan.do("desk.share")  # no need to wait until it calls again by itself
        jan.wait("Call again").press("enter")
        jan.wait_gone("not shared now")
        with machines[1].run("open", "jan") as anna_again:
            for terminal in (jan, anna_again):
                terminal.wait("typed by Anna alone").wait("typed by Jan alone")
