"""What two people are told when their share in a database is removed, and how it comes back."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from afspraak.data.sync.postgres.migrations import migrate

from ....support.servers.machines import Machine, both
from ....support.servers.postgres import Server
from ....support.terminal.terminal import Terminal

DOWN = "not shared now"


@pytest.fixture
def machines(tmp_path: Path, server: Server) -> tuple[Machine, Machine]:
    server.emptied()
    return Machine(tmp_path / "a", "jan", server), Machine(tmp_path / "b", "anna", server)


def _type(terminal: Terminal, text: str) -> None:
    terminal.do("desk.pane.notes")
    terminal.type(text)
    terminal.wait(text)


def _ended(*terminals: Terminal) -> None:
    """Assert that the header says so, and F10 why."""
    for terminal in terminals:
        terminal.wait(lambda t: DOWN in t.lines[0])
        terminal.do("desk.share")
        terminal.wait("Now ").wait("not shared: ").press("n")
        terminal.wait_gone("Now ")


def test_withdrawing_is_told_to_both(machines: tuple[Machine, Machine]) -> None:
    with both(machines) as (jan, anna):
        jan.wait("AV is here")
        anna.wait("JB is here")
        assert machines[0].run("unshare", "anna").ended() == 0
        jan.wait("you ended it elsewhere")
        _ended(anna)
        _type(anna, "alone ")


def test_deleted_rows_are_written_again(machines: tuple[Machine, Machine], server: Server) -> None:
    with both(machines) as (jan, anna):
        _type(jan, "from Jan ")
        anna.wait("from Jan ")
        server.run("delete from afspraak.update")
        for terminal in (jan, anna):
            terminal.wait("made again \u00b7 F10 tells more")
        _type(anna, "and from Anna ")
        jan.wait("and from Anna ").wait("AV is here")
        jan.do("desk.share")
        jan.wait("Interrupted").wait("rows of the").press("escape")
        with psycopg.connect(server.administrator) as connection:
            row = connection.execute("select count(*) from afspraak.update").fetchone()
        assert row is not None and row[0] > 0


def test_tables_that_are_gone_are_told_and_come_back(
    machines: tuple[Machine, Machine], server: Server
) -> None:
    with both(machines) as (jan, anna):
        _type(jan, "from Jan ")
        anna.wait("from Jan ")
        server.run("alter schema afspraak rename to elsewhere")
        try:
            _ended(jan, anna)
            _type(jan, "meanwhile ")
        finally:
            server.run("alter schema elsewhere rename to afspraak")
        for terminal in (jan, anna):
            terminal.wait("is here").wait("meanwhile ")


def test_a_conversation_that_is_gone_can_be_shared_again(
    machines: tuple[Machine, Machine], server: Server
) -> None:
    with both(machines) as (jan, anna):
        server.run("delete from afspraak.conversation")
        _ended(jan, anna)
        server.run("drop schema afspraak cascade")
        migrate(server.administrator)
        jan.do("desk.share")
        jan.wait("Share again").press("y")
        jan.wait("Share this conversation")
        jan.do("form.accept")
        jan.wait("shared with AV")
