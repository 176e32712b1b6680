"""Keys of the history, previous minutes and notebook screens; and the active pane."""

from __future__ import annotations

import gc
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.checklist.competencies import compare_ratings
from afspraak.data.model.edits import Answer, Change, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.forms.answer import AnswerForm
from afspraak.tui.keys.keymap import USUAL_KEYMAP, read_keymap
from afspraak.tui.screens.history import HistoryScreen
from afspraak.tui.screens.notebook.notebook import NotebookScreen
from afspraak.tui.screens.previous_minutes import MarkdownScreen
from afspraak.widgets.drawing.footer_line import FooterParts, footer_line
from afspraak.widgets.language import tr

from ...support.screens.desks import ROW, Seat, seat
from ...support.screens.drawn import drawn
from ...support.screens.widget_holder import screen_lines


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")


def talked(folder: Path, *texts: str) -> Session:
    """A conversation of 2 December 2020, saved every five minutes with a further text."""
    folder.mkdir()
    now = [datetime(2020, 12, 2, 10, 0)]  # noqa: DTZ001 - a wall clock
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", language="en")
    )
    session = Session.create(folder / "talk.json", conversation, me=MANAGER, clock=lambda: now[0])
    session.apply(Write(0, len(session.notes), ""))
    for text in texts:
        session.apply(Write(len(session.notes), 0, text))
        now[0] += timedelta(minutes=5)
        session.save()
    return session


def place(jan: Seat) -> str:
    """The checkpoint that the header shows."""
    return screen_lines(jan.app)[0].strip().split(" · ")[0]


async def test_history_stops_at_both_ends(tmp_path: Path) -> None:
    session = talked(tmp_path / "nb", "first\n", "second\n", "third\n")
    async with seat(tmp_path / "nb", session) as jan:
        await jan.do("desk.history")
        assert isinstance(jan.app.screen, HistoryScreen)
        seen = [place(jan)]
        for key in ("later", "earlier", "earlier", "first", "earlier", "later", "now"):
            await jan.do(f"history.{key}")
            seen.append(place(jan))
        count = int(seen[0].split(" of ")[1])
        assert count >= 3
        last, before = f"{count} of {count}", f"{count - 1} of {count}"
        earlier = f"{count - 2} of {count}"
        first, second = f"1 of {count}", f"2 of {count}"
        assert seen == [last, last, before, earlier, first, first, second, last]
        assert tr("history.now") in screen_lines(jan.app)[0]
        assert ">+ third" in "".join(drawn(jan.app))
        await jan.do("history.earlier")
        assert "10:10" in screen_lines(jan.app)[0]
        assert "third" not in "".join(drawn(jan.app))
        await jan.do("history.close")
        assert jan.app.screen_stack[-1] is jan.desk


async def test_an_earlier_checkpoint_stays_shown_during_changes(tmp_path: Path) -> None:
    session = talked(tmp_path / "nb", "first\n", "second\n", "third\n")
    async with seat(tmp_path / "nb", session) as jan:
        await jan.do("desk.history", "history.first")
        jan.session.apply(Write(0, 0, "new\n"))
        await jan.settled()
        assert place(jan).startswith("1 of ")
        await jan.do("history.now")
        jan.session.apply(Write(0, 0, "newer\n"))
        await jan.settled()
        assert "newer" in jan.text, "now goes on"


async def test_errors_are_shown_in_the_history(tmp_path: Path) -> None:
    session = talked(tmp_path / "nb", "first\n")
    async with seat(tmp_path / "nb", session) as jan:
        await jan.do("desk.history")
        jan.session.apply(Write(0, 0, "new\n"))
        (tmp_path / "nb").rename(tmp_path / "moved")
        (tmp_path / "nb").write_text("in the way", "utf-8")
        with pytest.raises(Exception, match="not a folder"):
            jan.session.save()
        await jan.settled()
        assert "NOT SAVED" in screen_lines(jan.app)[0]
        assert "not a folder" in screen_lines(jan.app)[-1]


async def test_the_screen_of_previous_minutes_opens_and_closes(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.do("list.look_back")
        assert isinstance(jan.app.screen, MarkdownScreen)
        lines = screen_lines(jan.app)
        assert lines[0].strip() == tr("follow_up.previous.nowhere")
        follow = USUAL_KEYMAP.first_key("notebook.follow_up")
        assert tr("follow_up.previous.none", follow=follow)[:40] in jan.text
        assert tr("follow_up.previous.pane") in lines[1]
        assert "q back" in lines[-1]
        await jan.pilot.press("q")
        await jan.settled()
        assert jan.app.screen_stack[-1] is jan.desk


def active(jan: Seat) -> list[str | None]:
    """The panes that are shown."""
    panes = jan.desk.query("#checklist, #notes, #agreements")
    return [pane.id for pane in panes if pane.display]


async def test_a_narrow_screen_shows_only_the_active_pane(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.pilot.resize_terminal(59, 20)
        await jan.settled()
        assert active(jan) == ["checklist"]
        assert "1 Checklist" in jan.text
        assert "2 Notes" not in jan.text
        # The focus may come in another way than by the keys of the desk.
        jan.app.screen.set_focus(jan.desk.query_one("#notes").query("NotesEditor").first())
        await jan.settled()
        assert active(jan) == ["notes"]
        assert "2 Notes" in jan.text
        assert "1 Checklist" not in jan.text
        seen = []
        for key in ("next_pane", "next_pane", "next_pane", "previous_pane"):
            await jan.do(f"desk.{key}")
            seen += active(jan)
        assert seen == ["agreements", "checklist", "notes", "checklist"]
        await jan.pilot.resize_terminal(60, 20)
        await jan.settled()
        assert "1 List" in jan.text
        assert "2 Notes" in jan.text


async def test_a_filter_needs_every_word_anywhere(tmp_path: Path) -> None:
    for number, (name, day) in enumerate((("Anna", 3), ("Kim", 4), ("Anna", 17))):
        beginning = NewConversation("manager", "Jan", f"{name}-{number}", title=f"talk {number}",
                              date=date(2026, 12, day))  # fmt: skip
        path = tmp_path / f"t{number}.json"
        Session.create(path, build_conversation(beginning), me=MANAGER).close()
    app = AfspraakApp(Notebook(tmp_path), Settings())
    async with app.run_test(size=(80, 12)) as pilot:
        for _ in range(1000):
            await pilot.pause(0.01)
            if "Anna-2" in "\n".join(screen_lines(app)):
                break
        assert isinstance(app.screen, NotebookScreen)
        found = []
        await pilot.press("slash")
        for words in ("anna", "anna 17", "ANNA december 3", "kim anna", "t1"):
            await pilot.press("ctrl+u", *["space" if x == " " else x for x in words])
            await pilot.pause()
            await pilot.pause()
            text = "\n".join(screen_lines(app))
            found.append([number for number in range(3) if f"-{number} " in text])
            assert ("Nothing has these words" in text) == (not found[-1])
        assert found == [[0, 2], [2], [0], [], [1]]
        await pilot.press("ctrl+u", "enter")
        await pilot.pause()
        text = "\n".join(screen_lines(app))
        assert all(f"-{number} " in text for number in range(3)), "nothing is filtered any more"


async def test_work_postponed_at_start_runs_afterwards(tmp_path: Path) -> None:
    gc.disable()
    try:
        async with seat(tmp_path / "nb") as jan:
            await jan.settled()
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


def test_a_comma_is_a_key_and_a_separator() -> None:
    keymap, refused = read_keymap({"list.delete": ",", "list.add": "a, f11"})
    assert not refused
    assert keymap.remapped == {"list.delete": "comma", "list.add": "a,f11"}


@pytest.mark.parametrize("hidden", [False, True])
async def test_the_form_of_a_competency_shows_a_private_answer_unless_hidden(
    hidden: bool, tmp_path: Path
) -> None:
    async with seat(tmp_path / "nb") as jan:
        first = compare_ratings(jan.conversation)[0].item.id
        jan.session.apply(Answer(first, MANAGER, "for me alone", private=True))
        await jan.do(*["list.hide_private"] * hidden, "list.competencies", "competencies.answer")
        assert isinstance(jan.form, AnswerForm)
        assert ("for me alone" in jan.text) is not hidden


OPENED = {
    "notebook": ((), "afspraak · ", ""),
    "search": (("notebook.search",), "Search · ", ""),
    "due": (("notebook.agreements",), "Agreements of all conversations · 1 open", ""),
    "competencies": (("list.competencies",), "Anna · planning ", "saved"),
    "overview": (("list.overview",), "Anna · planning ", "0:00/1:00  ● saved"),
    "history": (("desk.history",), "1 of 1 · now · Anna", "saved"),
    "checklist": (("desk.pane.checklist",), "Anna · planning ", "0:00/1:00  ● saved"),
    "notes": (("desk.pane.notes",), "Anna · planning ", "0:00/1:00  ● saved"),
    "agreements": (("desk.pane.agreements",), "Anna · planning ", "0:00/1:00  ● saved"),
}
"""Screen or pane -> the keys that open it, from the notebook or the desk, and its header: title,
and clock and save status."""


@pytest.mark.parametrize("place", OPENED)
async def test_a_screen_opens_with_header_hints_and_focus(place: str, tmp_path: Path) -> None:
    bindings, title, right = OPENED[place]
    async with seat(tmp_path / "nb") as jan:
        if place in ("notebook", "search", "due"):
            jan.app.push_screen(NotebookScreen(jan.app.notebook, jan.app.settings))
            await jan.settled()
        await jan.do(*bindings)
        lines = screen_lines(jan.app)
        assert lines[0].strip().startswith(title)
        assert right in lines[0] and ("saved" in lines[0]) == bool(right)
        pairs = USUAL_KEYMAP.hints(place, omit=("notebook.fold",))
        always = USUAL_KEYMAP.hints(place, always=True)
        if place == "notes":
            always = [("F12", "talk") if key == "F12" else (key, word) for key, word in always]
        assert always[-1] == ("F1", "all keys")
        line = footer_line(FooterParts(pairs, always), 80)
        assert lines[-1].rstrip() == "".join(text for text, _ in line).rstrip()
        assert jan.app.focused is not None
        assert jan.app.focused.screen is jan.app.screen
        assert (f" {tr('pane.find.label')}" in jan.text) == (place == "search")


async def test_agreements_are_loaded_again_after_a_conversation(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        jan.app.push_screen(NotebookScreen(jan.app.notebook, jan.app.settings))
        await jan.settled()
        await jan.do("notebook.agreements")
        assert "· 1 open" in jan.text and "Runbook" in jan.text
        jan.session.apply(Change("agreement", RowId(ROW), {"text": "Portal", "status": "done"}))
        jan.session.save()
        await jan.do("app.help", "app.help")
        assert "· 0 open" in jan.text and "Runbook" not in jan.text
        await jan.do("due.toggle_open")
        assert "Portal" in jan.text
