"""Every key of the key table reaches its action, on the screen where it is active."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import App
from textual.dom import DOMNode

from afspraak.data.i18n.catalogue import catalogue
from afspraak.tui.forms.dialog.confirm import Confirm, Notice
from afspraak.tui.forms.help import HelpScreen
from afspraak.tui.keys import table
from afspraak.tui.keys.key import Key
from afspraak.tui.keys.keymap import USUAL_KEYMAP, read_keymap
from afspraak.tui.keys.names import canonical
from afspraak.tui.screens.notebook.notebook import NotebookScreen
from afspraak.widgets.language import speak, tr

from ...support.screens.desks import Seat, seat

WAYS = {
    "notebook": (),
    "archive": ("notebook.archived",),
    "search": ("notebook.search",),
    "due": ("notebook.agreements",),
    "checklist": ("desk.pane.checklist",),
    "agreements": ("desk.pane.agreements",),
    "notes": ("desk.pane.notes",),
    "competencies": ("list.competencies",),
    "overview": ("list.overview",),
    "history": ("desk.history",),
    "minutes": ("list.minutes",),
    "text": ("list.look_back",),
    "form": ("desk.pane.agreements", "list.add"),
    "approval": ("list.approve",),
    "confirm": (),
    "help": (),
    "keys": ("app.help",),
    "finder": ("desk.search",),
}
"""The keys that lead to a place: from the notebook for its own screens, else from the desk."""


async def reached(place: str, jan: Seat) -> None:
    """Go to a place."""
    if place in ("notebook", "archive", "search", "due"):
        jan.app.push_screen(NotebookScreen(jan.app.notebook, jan.app.settings))
    elif place == "confirm":
        jan.app.push_screen(Confirm("Really?"))
    elif place == "help":
        jan.app.push_screen(Notice("To read", "text"))
    await jan.settled()
    await jan.do(*WAYS[place])


def active(place: str) -> dict[str, Key]:
    """The row of each key that is active in a place: of the nearest context that has it."""
    found: dict[str, Key] = {}
    for context in table.ACTIVE_CONTEXTS[place]:
        for row in table.KEYS:
            for name in row.keys.split(",") if row.context == context else ():
                found.setdefault(name, row)
    return found


class Recorder:
    """Records the actions that keys call, instead of performing them."""

    def __init__(self, calls: Collection[str]) -> None:
        """Record these calls; no other action does anything, so the next binding is tried."""
        self._calls = calls
        self.called: list[tuple[str, bool]] = []
        """The calls, and whether their receiver has that action."""

    @contextmanager
    def recording(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Record meanwhile."""

        async def record(app: App[int], action: str, on: DOMNode | None = None) -> bool:
            if action not in self._calls:
                return False
            target, _, name = action.partition("(")[0].rpartition(".")
            receiver = {"screen": app.screen, "app": app}.get(target, on)
            self.called.append((action, hasattr(receiver, f"action_{name}")))
            return True

        with monkeypatch.context() as patch:
            patch.setattr(App, "run_action", record)
            yield


@pytest.mark.parametrize("place", WAYS)
async def test_every_key_reaches_its_action(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = active(place)
    if place in ("help", "keys"):
        del rows["f1"]  # there as everywhere it is `app.help`, which closes help
    recorder = Recorder({row.call for row in rows.values()})
    wrong = []
    async with seat(tmp_path / "nb") as jan:
        await reached(place, jan)
        with recorder.recording(monkeypatch):
            for name, row in rows.items():
                recorder.called.clear()
                await jan.pilot.press(name)
                if recorder.called != [(row.call, True)]:
                    wrong.append((name, row.id, list(recorder.called)))
        if place not in ("help", "keys", "finder", "confirm"):
            await jan.do("app.help")
            assert tr(f"help.where.{place}") in jan.text.splitlines()[0]
    assert wrong == []


@pytest.mark.parametrize(
    ("place", "ids"),
    [
        ("notes", [row.id for row in table.KEYS if row.context in ("app", "desk")]),
        ("form", ["form.accept", "form.cancel"]),
    ],
)
async def test_a_key_of_the_user_comes_before_what_it_does_in_a_text(
    place: str, ids: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = "ctrl+e"  # goes to the end of the line, unless the settings give it a meaning
    in_texts = {"cursor_line_end", "end"}
    recorder = Recorder({table.KEY_BY_ID[each].call for each in ids} | in_texts)
    wrong = []
    async with seat(tmp_path / "nb") as jan:
        await reached(place, jan)
        with recorder.recording(monkeypatch):
            for each in ids:
                assert read_keymap({each: pressed})[1] == []
                jan.app.set_keymap({each: pressed})
                recorder.called.clear()
                await jan.pilot.press(pressed)
                if recorder.called != [(table.KEY_BY_ID[each].call, True)]:
                    wrong.append((each, list(recorder.called)))
    assert wrong == []


async def test_the_help_key_closes_help_again(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        shown = []
        for _ in range(2):
            await jan.do("app.help")
            shown.append(isinstance(jan.app.screen, HelpScreen))
    assert shown == [True, False]


def test_every_row_has_keys_in_their_usual_spelling() -> None:
    for row in table.KEYS:
        names = row.keys.split(",")
        assert [canonical(name) for name in names] == names, row.id
    for keys, _ in table.EDITING_KEYS:
        assert all(map(canonical, keys.split(","))), keys


def test_the_places_are_the_contexts_in_which_keys_are_pressed() -> None:
    assert list(table.ACTIVE_CONTEXTS) == list(WAYS)
    assert {row.context for row in table.KEYS} == {*WAYS, "app", "desk", "list", "reading"}
    assert [parts[0] for parts in table.ACTIVE_CONTEXTS.values()] == list(WAYS)
    for place in WAYS:
        on_the_desk = place in ("checklist", "agreements", "notes")
        alone = place in ("form", "approval", "confirm", "help", "keys", "finder")
        assert ("desk" in table.ACTIVE_CONTEXTS[place]) == on_the_desk
        assert ("app" in table.ACTIVE_CONTEXTS[place]) == (not alone)


@pytest.mark.parametrize(
    ("place", "hints", "always"),
    [
        (
            "notebook",
            (
                "Enter open  n new  i invite  f follow up  + earlier  / filter  s search"
                "  t agreements  F8 export  q quit  e rename  x archive  d delete"
                "  u undo  A put away"
            ),
            "F1",
        ),
        ("archive", "Enter open  u bring back  d delete  q back", "F1"),
        ("search", "Enter open  Esc back", "F1"),
        ("due", "Enter open  o open or all  q back", "F1"),
        ("checklist", "Space tick  Enter answer  a add  p agree  F8 export", "Tab F12 F1"),
        ("agreements", "Space done  e edit  a add  w who  t when  F8 export", "Tab F12 F1"),
        (
            "notes",
            "^G agreement  ^T time  ^D box  ^R appreciate  Esc list  F8 export",
            "Tab F12 F1",
        ),
        (
            "competencies",
            "r rate  Enter remark  p agree  ^O who rates  s sort  Tab detail",
            "q F1",
        ),
        ("overview", "l how it goes  Space done  e edit  w who  t when", "Tab q F1"),
        ("history", "← back  → on  Enter bring back  q close  Home first  End now", "F1"),
        ("minutes", "PgDn read on  q close  / find  v version  F8 write  y approve", "F1"),
        ("text", "PgDn read on  q back", "F1"),
        ("form", "^S keep  Esc cancel", ""),
        ("approval", "^S keep  Esc cancel  PgDn read on", ""),
        ("confirm", "y yes  n no", ""),
        ("help", "Esc close", ""),
        ("keys", "Tab all keys  PgDn read on", "Esc"),
        ("finder", "", ""),
    ],
)
def test_the_footer_shows_the_most_important_keys_first(
    place: str, hints: str, always: str
) -> None:
    speak(catalogue("en"))
    assert "  ".join(f"{name} {word}" for name, word in USUAL_KEYMAP.hints(place)) == hints
    words = {"Tab": "pane", "F12": "large", "q": "back", "F1": "all keys", "Esc": "close"}
    words |= {"Tab": "log"} if place == "overview" else {}
    at_the_right = [(name, words[name]) for name in always.split()]
    assert USUAL_KEYMAP.hints(place, always=True) == at_the_right
