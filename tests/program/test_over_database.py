"""Two whole programs on two terminals with separate notebooks, over a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..support.servers.machines import Machine, both
from ..support.servers.postgres import Server
from ..support.terminal.terminal import key


@pytest.fixture
def machines(tmp_path: Path, server: Server) -> tuple[Machine, Machine]:
    server.emptied()
    return Machine(tmp_path / "a", "jan", server), Machine(tmp_path / "b", "anna", server)


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
