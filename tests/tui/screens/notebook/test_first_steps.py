"""The keys that an empty notebook shows: each does what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ....support.logins import call_oneself
from ....support.terminal.terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture(autouse=True)
def _name() -> None:
    call_oneself("Jan Bakker")  # else the form offers the name of whoever runs the tests, or none


def fill_in(terminal: Terminal) -> Terminal:
    """Begin a conversation with Anna in the form that is asked for."""
    terminal.wait("A new conversation").type("Anna de Vries")
    terminal.do("form.accept")
    return terminal


@pytest.mark.parametrize("binding", ["notebook.begin", "notebook.open"])
def test_begin_and_talk_lead_to_the_desk(start: Start, binding: str) -> None:
    terminal = start().wait("Once a year you look ahead together")
    terminal.do(binding)
    fill_in(terminal).wait("1 Checklist")


def test_invite_writes_the_sheet_of_a_conversation_begun_for_it(
    start: Start, tmp_path: Path
) -> None:
    terminal = start().wait("Once a year you look ahead together")
    terminal.do("notebook.invite")
    fill_in(terminal).wait(".prepare.md")
    (sheet,) = tmp_path.glob("*.prepare.md")
    assert "Anna" in sheet.read_text("utf-8")
    terminal.press("enter")
    terminal.wait("Anna de Vries").wait_gone("Once a year")


def test_leaving_the_form_of_the_invitation_invites_nobody(start: Start, tmp_path: Path) -> None:
    terminal = start().wait("Once a year you look ahead together")
    terminal.do("notebook.invite")
    terminal.wait("A new conversation").press("escape")
    terminal.wait("Once a year you look ahead together")
    assert not list(tmp_path.glob("*.md"))
