"""Keys and clicks act on whole clusters and words in every text input."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Selection

from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.text.graphemes import clusters, is_boundary
from afspraak.data.text.splice import Splice
from afspraak.widgets.chrome import search_bar
from afspraak.widgets.chrome.search_bar import SearchInput
from afspraak.widgets.forms import field
from afspraak.widgets.forms.field import LineInput, Paragraph
from afspraak.widgets.notes import editor
from afspraak.widgets.notes.editor import NotesEditor
from afspraak.widgets.presence.remote_carets import RemoteCaret

from ...support.amount import share, tries
from ...support.clusters import CLUSTERS, PARTS
from ...support.screens.editors import DRAWN_CARET_CSS
from ...support.screens.widget_holder import Writing, marked, screen_lines, strips

PLACES: dict[str, Callable[[], Widget]] = {
    "notes": lambda: NotesEditor(lambda _: None),
    "paragraph": Paragraph,
    "wrapped": lambda: Paragraph(wrapped=True),
    "line": LineInput,
    "search": SearchInput,
}

place_table = pytest.mark.parametrize("place", PLACES)


class Typing(App[None]):
    """An application with one text input, and keys for it."""

    CSS = "Screen { layout: vertical; }" + DRAWN_CARET_CSS

    def __init__(self, place: str) -> None:
        super().__init__()
        self.widget = PLACES[place]()

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        self.widget.focus()

    @property
    def field(self) -> Input | TextArea:
        found = self.screen.focused
        assert isinstance(found, Input | TextArea)
        return found

    def begin(self, text: str) -> None:
        """Load this text, with the caret at its beginning."""
        if isinstance(self.field, Input):
            self.field.value = text
            self.field.cursor_position = 0
        else:
            self.field.load_text(text)
            self.field.move_cursor((0, 0))

    @property
    def text(self) -> str:
        return self.field.value if isinstance(self.field, Input) else self.field.text

    @property
    def selected(self) -> tuple[int, int]:
        """The anchor and the caret, in code points."""
        if isinstance(self.field, Input):
            return self.field.selection.start, self.field.selection.end
        anchor, caret = (
            len("\n".join([*self.text.split("\n")[:row], self.text.split("\n")[row][:column]]))
            for row, column in self.field.selection
        )
        return anchor, caret

    @property
    def caret(self) -> int:
        return self.selected[1]


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; a text that is no key name is typed."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()


@place_table
async def test_keys_move_over_and_delete_whole_clusters(place: str) -> None:
    app = Typing(place)
    async with app.run_test(size=(60, 6)) as pilot:
        for cluster in share(CLUSTERS.values()):
            text, behind = f"a{cluster}b", 1 + len(cluster)
            app.begin(text)
            stops = []
            for _ in range(3):
                await press(pilot, "right")
                stops.append(app.caret)
            assert stops == [1, behind, behind + 1]
            stops = []
            for _ in range(3):
                await press(pilot, "left")
                stops.append(app.caret)
            assert stops == [behind, 1, 0]

            await press(pilot, "right", "shift+right")
            assert app.selected == (1, behind)
            await press(pilot, "right", "shift+left")
            assert app.selected == (behind, 1)
            await press(pilot, "x")
            assert app.text == "axb"

            app.begin(text)
            await press(pilot, "right", "right", "backspace")
            assert (app.text, app.caret) == ("ab", 1)
            app.begin(text)
            await press(pilot, "right", "delete")
            assert (app.text, app.caret) == ("ab", 1)

            app.begin(cluster * 3)
            await press(pilot, "end")
            assert app.caret == 3 * len(cluster)
            await press(pilot, "shift+home")
            assert app.selected == (3 * len(cluster), 0)
            await press(pilot, "end", "backspace", "backspace", "backspace")
            assert app.text == ""


@place_table
async def test_joined_characters_can_be_typed(place: str) -> None:
    app = Typing(place)
    async with app.run_test(size=(60, 6)) as pilot:
        for text in ("👨\u200d👩\u200d👧", "می\u200cخواهم", "❤\ufe0f"):
            app.begin("")
            await press(pilot, *text)
            assert app.text == text
            assert app.caret == len(text)


@place_table
async def test_word_keys_move_over_whole_words(place: str) -> None:
    app = Typing(place)
    async with app.run_test(size=(60, 6)) as pilot:
        app.begin("the auto's foto’s, e\u0301e\u0301n 👨‍👩‍👧")
        await press(pilot, "end")
        left = []
        for _ in range(3):
            await press(pilot, "ctrl+w")
            left.append(app.text)
        assert left == [
            "the auto's foto’s, e\u0301e\u0301n ",
            "the auto's foto’s, ",
            "the auto's foto’s",
        ]
        await press(pilot, "ctrl+w", "alt+backspace", "ctrl+backspace")
        assert app.text == ""

        app.begin("the auto's foto’s")
        stops = []
        for _ in range(3):
            await press(pilot, "ctrl+right")
            stops.append(app.caret)
        assert stops == [3, 10, 17]
        for _ in range(3):
            await press(pilot, "ctrl+left")
            stops.append(app.caret)
        assert stops[3:] == [11, 4, 0]
        await press(pilot, "ctrl+delete")
        assert app.text == " auto's foto’s"
        await press(pilot, "alt+delete", "ctrl+shift+right")
        assert (app.text, app.selected) == (" foto’s", (0, 7))


@pytest.mark.parametrize("place", ["notes", "line"])
async def test_a_click_moves_to_the_cluster_under_it(place: str) -> None:
    app = Typing(place)
    async with app.run_test(size=(60, 6)) as pilot:
        for cluster in share(CLUSTERS.values()):
            app.begin(f"a{cluster}{cluster}b")
            starts = [0, 1, 1 + len(cluster), 1 + 2 * len(cluster)]
            widths = [1, cell_len(cluster), cell_len(cluster), 1]
            inset = app.field.content_region.x - app.field.region.x
            cell = 0
            for start, width in zip(starts, widths, strict=True):
                for x in {cell, cell + width - 1}:
                    await pilot.click(app.field, offset=(inset + x, 0))
                    assert app.caret == start
                cell += width
            await pilot.click(app.field, offset=(inset + cell + 5, 0))
            assert app.caret == len(app.text)


@pytest.mark.parametrize("place", ["notes", "paragraph"])
async def test_up_and_down_never_enter_a_cluster(place: str) -> None:
    app = Typing(place)
    async with app.run_test(size=(60, 9)):
        for cluster in share(CLUSTERS.values()):
            app.begin(f"{'x' * 20}\n{cluster * 9}\n{'x' * 20}")
            area = app.field
            assert isinstance(area, TextArea)
            for column in range(20):
                area.move_cursor((0, column))
                area.action_cursor_down()
                assert is_boundary(app.text, app.caret)
                area.action_cursor_down()
                row, kept = area.cursor_location
                width = cell_len(cluster * 9)
                assert (row, kept) == (2, column) or column % cell_len(cluster) or column >= width


@place_table
async def test_a_drawn_caret_covers_the_whole_cluster(place: str) -> None:
    app = Typing(place)
    async with app.run_test(size=(60, 6)) as pilot:
        for cluster in share(CLUSTERS.values()):
            app.begin(f"a{cluster}b")
            await press(pilot, "right")
            drawn = [
                segment.text
                for strip in strips(app)
                for segment in strip
                if segment.style and segment.style.underline
            ]
            assert "".join(drawn) == cluster


@place_table
async def test_a_truncated_paste_ends_with_a_whole_cluster(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in (
        (editor, "PASTE_LIMIT"),
        (field, "MAX_LINE_LENGTH"),
        (field, "MAX_PARAGRAPH_LENGTH"),
        (search_bar, "_LONGEST"),
    ):
        monkeypatch.setattr(module, name, 50)
    app = Typing(place)
    async with app.run_test(size=(40, 6)) as pilot:
        for before in range(4):
            app.begin("x" * before)
            await press(pilot, "end")
            app.post_message(events.Paste("क्षि" * 30))
            await pilot.pause()
            assert set(clusters(app.text[before:])) == {"क्षि"}
            assert len(app.text) < 60


@pytest.mark.parametrize("place", ["notes", "paragraph", "wrapped"])
@pytest.mark.parametrize("width", [7, 8])
async def test_a_long_word_is_drawn_in_whole_clusters(place: str, width: int) -> None:
    app = Typing(place)
    async with app.run_test(size=(width, 30)) as pilot:
        app.field.styles.height = 30
        for cluster in share(CLUSTERS.values()):
            app.begin(f"a {cluster * 12}")
            await pilot.pause()
            rows = [line.strip() for line in screen_lines(app)]
            assert "".join(rows) == f"a{cluster * 12}"
            assert all(set(clusters(row)) <= {"a", cluster} for row in rows)
            for key in ("end", "home", "down", "end", "up", "right", "left"):
                await press(pilot, key)
                assert is_boundary(app.text, app.caret)


@pytest.mark.parametrize("place", ["line", "search"])
async def test_a_scrolled_line_shows_only_whole_clusters(place: str) -> None:
    app = Typing(place)
    async with app.run_test(size=(31, 3)) as pilot:
        for before in ("", "x"):
            app.begin(before + "🇳🇱" * 60)
            await press(pilot, "end")
            for _ in range(36):
                app.field.action_cursor_left()
                await pilot.pause()
                text = screen_lines(app)[0]
                inset = app.field.region.x
                shown = [each for each in clusters(text[inset:]) if not each.isspace()]
                assert set(shown) <= {"x", "🇳🇱"} | set(text[:inset])


async def test_erasing_clusters_is_one_undo_step() -> None:
    app = Writing(("".join(CLUSTERS.values()), MANAGER))
    async with app.run_test(size=(60, 8)) as pilot:
        app.pane.body.move_cursor(app.pane.body.document.end)
        for _ in CLUSTERS:
            await pilot.press("backspace")
        await pilot.pause()
        assert app.notes.text == ""
        assert [write.boundary for write in app.writes] == [True] + [False] * (len(CLUSTERS) - 1)


async def test_a_remote_insertion_at_the_caret_never_leaves_it_in_a_cluster() -> None:
    """A partner types the character at the caret, one code point at a time."""
    app = Writing(("ab", MANAGER))
    async with app.run_test(size=(60, 8)) as pilot:
        for cluster in share(CLUSTERS.values()):
            body = app.pane.body
            body.move_cursor((0, 1))
            app.pane.show_remote_carets([RemoteCaret("AV", 1)])
            for number, part in enumerate(cluster):
                app.change(Splice(1 + number, 0, part, EMPLOYEE))
                body.move_cursor((0, 2 + number))
                await pilot.pause()
                for place in body.selection:
                    assert is_boundary(body.text, body.position(place))
                shown = [text for text in marked(app).values() if not text.startswith("AV")]
                assert all(text in [*clusters(body.text), " "] for text in shown)
            app.change(Splice(1, len(cluster), "", EMPLOYEE))
            assert body.text == "ab"
            assert body.selection == Selection((0, 1), (0, 1))


async def test_a_remote_accent_joins_the_letter_before_the_caret() -> None:
    app = Writing(("cafe!", MANAGER))
    async with app.run_test(size=(60, 8)) as pilot:
        body = app.pane.body
        body.move_cursor((0, 4))
        app.change(Splice(4, 0, "\u0301", EMPLOYEE))
        assert body.selection == Selection.cursor((0, 5))
        await press(pilot, "x", "backspace", "backspace")
        await pilot.pause()
        assert body.text == app.notes.text == "caf!"


KEYS = (
    *("left", "right", "up", "down", "home", "end", "ctrl+left", "ctrl+right"),
    *("shift+left", "shift+right", "shift+home", "shift+end", "ctrl+shift+left"),
    *("backspace", "delete", "ctrl+w", "ctrl+delete", "ctrl+u", "ctrl+k"),
)
WHAT = st.lists(
    st.one_of(
        st.sampled_from(KEYS),
        st.sampled_from([*(part for part in PARTS if part.isprintable()), "a", " ", "'"]),
        st.sampled_from(list(CLUSTERS.values())).map(lambda text: f"paste {text}"),
    ),
    max_size=12,
)
TEXT = st.lists(st.sampled_from([*CLUSTERS.values(), *PARTS, "a", " "]), max_size=8).map("".join)


async def play(place: str, text: str, keys: Iterable[str]) -> None:
    app = Typing(place)
    async with app.run_test(size=(12, 6)) as pilot:
        app.begin(text)
        for key in keys:
            if key.startswith("paste "):
                app.post_message(events.Paste(key[6:]))
                await pilot.pause()
            elif place == "wrapped" and key in ("up", "down"):
                continue  # they leave it
            else:
                await press(pilot, key)
            assert all(is_boundary(app.text, end) for end in app.selected), key
        await press(pilot, "end")
        erased = len(list(clusters(app.text)))
        for _ in range(erased):
            if isinstance(app.field, TextArea):
                app.field.move_cursor(app.field.document.end)
            await press(pilot, "backspace")
        assert app.text == ""


@place_table
@settings(
    max_examples=tries(12),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(TEXT, WHAT)
def test_the_caret_is_between_clusters_after_any_typing(
    place: str, text: str, keys: list[str]
) -> None:
    asyncio.run(play(place, text, keys))
