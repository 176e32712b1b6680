"""The lines around the panes: header, hints and the search bar."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Region

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.storage.saving.status import Saving
from afspraak.widgets.chrome.footer import Footer
from afspraak.widgets.chrome.header import Header
from afspraak.widgets.chrome.search_bar import SearchInput
from afspraak.widgets.drawing.header_line import ClockFace
from afspraak.widgets.language import speak
from afspraak.widgets.messages import FindRequested, SearchBarClosed

from ...support.screens.widget_holder import Holder, screen_lines, screen_text, styles_at

TITLE = "Anna de Vries · planning 2027 · Thu 3 Dec 10:00"


CLOCK = ClockFace("0:12/1:00", 0.2)
SMALL_BAR, LARGE_BAR = "██░░░░░░", "████░░░░░░░░░░░░░░░░"


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (96, f" {TITLE}  {LARGE_BAR} 0:12/1:00  ● saved 14:02"),
        (95, f" {TITLE}{' ' * 13}{SMALL_BAR} 0:12/1:00  ● saved 14:02"),
        (84, f" {TITLE}  {SMALL_BAR} 0:12/1:00  ● saved 14:02"),
        (83, f" {TITLE}{' ' * 10}0:12/1:00  ● saved 14:02"),
        (71, " Anna de Vries · planning 2027 · Thu 3 Dec…   0:12/1:00  ● saved 14:02"),
        (59, " Anna de Vries · planning 2027…   0:12/1:00  ● saved 14:02"),
        (28, "   0:12/1:00  ● saved 14:02"),
        (27, " Anna de V…  ● saved 14:02"),
        (20, " An…  ● saved 14:02"),
        (15, " ● saved 14:02"),
        (13, " saved 14:02"),
    ],
)
async def test_the_title_is_cut_for_the_clock_and_the_save_status(width: int, seen: str) -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(width, 3)) as pilot:
        heading.show_title(TITLE)
        heading.show_clock(CLOCK)
        heading.show_save_status(Saving.SAVED, "14:02")
        await pilot.pause()
        assert screen_lines(app)[0] == seen


VOID = "approval void: notes, R2 changed"


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (130, f" {TITLE}  {VOID}  {LARGE_BAR} 0:12/1:00  ● saved 14:02"),
        (118, f" {TITLE}  {VOID}  {SMALL_BAR} 0:12/1:00  ● saved 14:02"),
        (117, f" {TITLE}{' ' * 10}{VOID}  0:12/1:00  ● saved 14:02"),
        (106, f" {TITLE[:-4]}…  {VOID}  0:12/1:00  ● saved 14:02"),
        (82, f" Anna de Vries · pla…  {VOID}  0:12/1:00  ● saved 14:02"),
        (81, f" Anna de Vries · planning 2027…  {VOID}  ● saved 14:02"),
        (70, " Anna de Vries · planning 2…  approval void  0:12/1:00  ● saved 14:02"),
        (60, " Anna de Vries · planning 20…  approval void  ● saved 14:02"),
        (50, " Anna de Vries · plann…  0:12/1:00  ● saved 14:02"),
        (29, " …  0:12/1:00  ● saved 14:02"),
        (28, "   0:12/1:00  ● saved 14:02"),
        (18, " …  ● saved 14:02"),
        (17, "   ● saved 14:02"),
        (15, " ● saved 14:02"),
        (14, "  saved 14:02"),
        (13, " saved 14:02"),
        (12, " saved 14:…"),
        (4, " s…"),
        (3, " …"),
    ],
)
async def test_a_note_displaces_the_clock_but_not_the_save_status(width: int, seen: str) -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(width, 1)) as pilot:
        heading.show_title(TITLE)
        heading.show_clock(CLOCK)
        heading.show_save_status(Saving.SAVED, "14:02")
        heading.show_note([VOID, "approval void"])
        await pilot.pause()
        assert screen_lines(app)[0] == seen
        heading.show_note(())
        await pilot.pause()
        assert "void" not in screen_text(app)


@pytest.mark.parametrize(
    ("width", "seen"),
    [(15, " A title"), (14, " A title"), (9, " A title"), (8, " A tit…"), (3, " …")],
)
async def test_a_title_alone_has_the_whole_width(width: int, seen: str) -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(width, 1)) as pilot:
        heading.show_title("A title")
        await pilot.pause()
        assert screen_lines(app)[0] == seen


@pytest.mark.parametrize(
    ("state", "time", "seen", "is_chip"),
    [
        (Saving.SAVED, "14:02", "● saved 14:02", False),
        (Saving.DIRTY, "14:02", "● saved 14:02", False),
        (Saving.READ_ONLY, "14:02", " READ ONLY", True),
        (Saving.FAILED, "14:02", " NOT SAVED", True),
        (Saving.SAVED, "", "", False),
    ],
)
async def test_only_what_is_not_kept_is_a_chip(
    state: Saving, time: str, seen: str, is_chip: bool
) -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(60, 1)) as pilot:
        heading.show_save_status(Saving.FAILED)
        heading.show_title("A title")
        heading.show_clock(ClockFace("0:12"))
        heading.show_save_status(state, time)
        await pilot.pause()
        assert screen_lines(app)[0].endswith(f"  0:12{'  ' if seen else ''}{seen}")
        assert "bold" in styles_at(app, "A title") and "bold" not in styles_at(app, "0:12")
        if seen:
            words = seen.removeprefix("● ").strip()
            assert styles_at(app, words) == (["reverse"] if is_chip else [])


async def test_not_saved_is_highlighted_and_never_cut() -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(24, 3)) as pilot:
        heading.show_title(TITLE)
        heading.show_clock(CLOCK)
        heading.show_save_status(Saving.FAILED, "14:02")
        await pilot.pause()
        assert screen_lines(app)[0].endswith(" NOT SAVED")
        assert "reverse" in styles_at(app, "NOT SAVED")
        speak(catalogue("nl"))
        heading.show_save_status(Saving.FAILED)
        await pilot.pause()
        assert screen_lines(app)[0].endswith(" NIET BEWAARD")


async def test_a_title_is_plain_text() -> None:
    heading = Header()
    app = Holder(heading)
    async with app.run_test(size=(60, 3)) as pilot:
        heading.show_title("[@click=app.quit]x[/] \x1b[2J [/]")
        await pilot.pause()
        assert screen_lines(app)[0] == " [@click=app.quit]x[/] ␛[2J [/]"


async def test_the_header_is_painted_only_after_a_change() -> None:
    painted: list[int] = []

    class Watched(Header):
        def refresh(self, *regions: Region, **kwargs: bool) -> Watched:
            painted.append(len(regions))
            super().refresh(*regions, **kwargs)
            return self

    heading = Watched()
    app = Holder(heading)
    async with app.run_test(size=(60, 3)) as pilot:
        heading.show_clock(ClockFace("0:12"))
        await pilot.pause()
        painted.clear()
        heading.show_clock(ClockFace("0:12"))
        assert painted == []
        heading.show_clock(ClockFace("0:13"))
        assert painted == [1]


PAIRS = [("Tab", "pane"), ("Space", "tick"), ("a", "add"), ("F8", "export")]


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (80, f" Tab pane  Space tick  a add  F8 export{' ' * 28}anna is here"),
        (54, " Tab pane  Space tick  a add  F8 export  anna is here"),
        (53, " Tab pane  Space tick  a add            anna is here"),
        (40, " Tab pane  Space tick      anna is here"),
        (24, " Tab pane  anna is here"),
        (23, "          anna is here"),
        (14, " anna is here"),
        (13, " anna is he…"),
        (3, " …"),
        (20, "       anna is here"),
        (9, " anna i…"),
    ],
)
async def test_the_footer_shows_only_hints_that_fit(width: int, seen: str) -> None:
    hints = Footer()
    app = Holder(hints)
    async with app.run_test(size=(width, 3)) as pilot:
        hints.show_pairs(PAIRS)
        hints.show_status("anna is here")
        await pilot.pause()
        assert screen_lines(app)[0] == seen


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (80, "/home/jan/afspraak/anna.json could not be written: the disk can only be read."),
        (70, "…afspraak/anna.json could not be written: the disk can only be read."),
        (60, "…nna.json could not be written: the disk can only be read."),
        (50, "…nna.json could not be written: the disk can on…"),
    ],
)
async def test_a_long_status_drops_its_path_first(width: int, seen: str) -> None:
    hints = Footer()
    app = Holder(hints)
    async with app.run_test(size=(width, 3)) as pilot:
        path = "/home/jan/afspraak/anna.json"
        hints.show_status(f"{path} could not be written: the disk can only be read.")
        await pilot.pause()
        assert screen_lines(app)[0].strip() == seen


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (25, "/a/bcdef could not be sav"),
        (24, "/a/bcdef could not be s…"),
    ],
)
async def test_a_short_path_is_not_cut(width: int, seen: str) -> None:
    hints = Footer()
    app = Holder(hints)
    async with app.run_test(size=(width + 2, 1)) as pilot:
        hints.show_status("/a/bcdef could not be sav")
        await pilot.pause()
        assert screen_lines(app)[0].strip() == seen


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (19, "/a/bcdefghij x/y no"),
        (18, "…/bcdefghij x/y no"),
        (16, "…cdefghij x/y no"),
        (15, "…cdefghij x/y…"),
    ],
)
async def test_the_longest_path_of_a_status_keeps_its_last_eight_characters(
    width: int, seen: str
) -> None:
    hints = Footer()
    app = Holder(hints)
    async with app.run_test(size=(width + 2, 1)) as pilot:
        hints.show_status("/a/bcdefghij x/y no")
        await pilot.pause()
        assert screen_lines(app)[0].strip() == seen


async def test_a_status_precedes_the_unread_summary_and_that_the_present() -> None:
    hints = Footer()
    app = Holder(hints)
    async with app.run_test(size=(22, 1)) as pilot:

        async def seen() -> str:
            await pilot.pause()
            return screen_lines(app)[0].strip()

        hints.show_presence("Anna\x1b is here")
        assert await seen() == "Anna␛ is here"
        hints.show_unread("3 changes by Anna, 2\x1b", "3 changes", "3")
        assert await seen() == "3 changes"
        hints.show_unread("2 changes by Anna, ok", "2")
        assert await seen() == "2"
        hints.show_unread("20 changes by Anna ok", "20 changes by others")
        assert await seen() == "20 changes by others"
        hints.show_status("saved\x1b")
        assert await seen() == "saved␛"
        hints.show_status("")
        hints.show_unread()
        assert await seen() == "Anna␛ is here"
        hints.show_presence("")
        assert await seen() == ""


async def test_keys_are_bold_and_their_words_are_not() -> None:
    hints = Footer()
    app = Holder(hints)
    async with app.run_test(size=(60, 1)) as pilot:
        hints.show_pairs(PAIRS)
        hints.show_status("anna is here")
        await pilot.pause()
        assert "bold" in styles_at(app, "Space")
        for words in (" tick", "anna is here"):
            assert styles_at(app, words) == []


async def test_hints_without_a_status_use_the_whole_line() -> None:
    hints = Footer()
    app = Holder(hints)
    async with app.run_test(size=(40, 3)) as pilot:
        hints.show_pairs(PAIRS)
        await pilot.pause()
        assert screen_lines(app)[0] == " Tab pane  Space tick  a add  F8 export"


async def test_searching() -> None:
    finder = SearchInput()
    app = Holder(finder)
    async with app.run_test(size=(40, 3)) as pilot:
        finder.focus()
        await pilot.press(*"port", "enter")
        assert "bold" in styles_at(app, "Search:")
        finder.action_find_previous()
        finder.show_found(False)
        await pilot.pause()
        assert screen_lines(app)[0].startswith(" Search: port")
        assert screen_lines(app)[0].endswith(" not found")
        assert "bold" in styles_at(app, "not found")
        assert screen_lines(app)[1] == ""
        await pilot.press("a")
        assert "not found" not in screen_text(app)
        assert [
            (message.words, message.forward)
            for message in app.told
            if isinstance(message, FindRequested)
        ] == [("port", True), ("port", False)]


async def test_the_search_bar_has_room_for_its_outcome() -> None:
    finder = SearchInput()
    app = Holder(finder)
    async with app.run_test(size=(30, 2)) as pilot:
        finder.focus()
        await pilot.press(*"abcdefghijkl")
        finder.show_found(False)
        await pilot.pause()
        # The caret is in the cell before the outcome.
        assert screen_lines(app)[0] == " Search: defghijkl  not found"
        finder.show_found(True)
        await pilot.pause()
        assert screen_lines(app)[0] == " Search: defghijkl"
        await pilot.press("end", "backspace", "enter")
        assert app.told[-1] == FindRequested("abcdefghijk", True)


async def test_the_search_bar_closes_by_action_and_on_an_empty_query() -> None:
    finder = SearchInput()
    app = Holder(finder)
    async with app.run_test(size=(40, 3)) as pilot:
        finder.focus()
        finder.action_close()
        await pilot.press("space", "enter")
        assert [type(message) for message in app.told] == [SearchBarClosed, SearchBarClosed]


async def test_a_paste_into_the_search_bar_is_cleaned() -> None:
    finder = SearchInput()
    app = Holder(finder)
    async with app.run_test(size=(40, 3)) as pilot:
        finder.focus()
        await pilot.pause()
        assert app.focused is not None
        app.focused.post_message(events.Paste("[/]\x1b[2J\tx" + "y" * 1000))
        await pilot.pause()
        assert finder.words.startswith("[/]␛[2J xyy")
        assert len(finder.words) == 200
        assert "\x1b" not in screen_text(app)
