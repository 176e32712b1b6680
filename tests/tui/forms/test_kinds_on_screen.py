"""A new conversation of a chosen kind, in a real terminal: the list, the help line, the order."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.model.conversation import ROLES
from afspraak.data.session.session import Session

from ...support.conversations.kind_files import GOOD_KIND
from ...support.terminal.terminal import Terminal

Start = Callable[..., Terminal]


def _settings(folder: Path) -> None:
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'kinds = ["{folder}"]\nname = "Jan Bakker"\n', encoding="utf-8")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20), (120, 40)])
def test_a_kind_is_found_by_its_letters(
    start: Start, tmp_path: Path, columns: int, rows: int
) -> None:
    kinds = tmp_path / "kinds"
    kinds.mkdir()
    (kinds / "bila.toml").write_text(GOOD_KIND, encoding="utf-8")
    (kinds / "bad.toml").write_text(
        GOOD_KIND.replace("acme-bila", "acme-bad").replace("minutes = 25", "minutes = 0"),
        encoding="utf-8",
    )
    _settings(kinds)
    terminal = start(columns=columns, rows=rows).wait("none yet")
    terminal.do("notebook.begin")
    terminal.wait("▸ Planning conversation")
    terminal.type("Anna")
    terminal.press("shift+tab", "shift+tab", "shift+tab")
    terminal.type("acm")
    terminal.wait("▸ Acme talk").wait("Acme talk  ! 1 fault")
    terminal.wait("To catch up.").wait("25 minutes · 2 points")
    terminal.press("enter")
    terminal.wait("My role ┃").wait("coach")
    terminal.do("form.accept")
    terminal.wait("How are you?")
    (path,) = (tmp_path / "nb").glob("*.json")
    header = Session.open_read_only(path).conversation.header
    assert (header.kind, header.minutes, header.language) == ("acme-bila", 25, "en")
    terminal.press("down", "enter")
    terminal.wait("One line is enough.").wait("How do you see them?")
    terminal.type("w")
    terminal.wait_gone("One line is enough.")
    terminal.press("backspace")
    terminal.wait("One line is enough.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_kind_for_the_roles_are_on_the_screen(
    start: Start, tmp_path: Path, language: str
) -> None:
    kinds = tmp_path / "kinds"
    kinds.mkdir()
    text = GOOD_KIND.replace('language = "en"', f'language = "{language}"')
    words = 'manager = "Coach"\nemployee = "Starter"'
    (kinds / "bila.toml").write_text(text.replace('manager = "Coach"', words, 1), encoding="utf-8")
    _settings(kinds)
    usual = [catalogue(language)(f"conversation.role.{role}") for role in ROLES]
    terminal = start("new", "Anna", "--kind", "acme-bila", "--lang", language, rows=60)
    terminal.wait("How are you?").do("list.header")
    terminal.wait("  Coach ").wait("  Starter ").do("form.cancel")
    terminal.wait_gone("  Coach ").do("list.add")
    terminal.wait("( ) coach").wait("( ) starter")
    assert not any(word in terminal.text for word in usual)
