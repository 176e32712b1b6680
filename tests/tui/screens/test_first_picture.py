"""The first picture is the screen: no cell differs, in any size, look and language."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets.text_area import Document

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.model.conversation import Conversation, Header
from afspraak.data.model.edits import Answer, Tick, Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.session.shown_conversation import ShownConversation
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.environment import Environment
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens.desk.first_picture import first_desk_picture
from afspraak.tui.screens.notebook.first_picture import first_notebook_picture
from afspraak.tui.terminal.first_frame import FirstFrame
from afspraak.widgets.drawing.cluster_wrapping import wrap_offsets
from afspraak.widgets.drawing.pictures.placed_lines import PlacedLine
from afspraak.widgets.drawing.roles import Palette
from afspraak.widgets.drawing.wrapping import line_text
from afspraak.widgets.language import speaking
from afspraak.widgets.primitives.grapheme_area import GraphemeWrappedDocument

from ...support.programs.run import environment
from ...support.screens.dialogs import settle
from ...support.screens.grids import differences, grid_of, grid_of_frame
from ...support.screens.portal import ANNA, JAN, portal_session
from ...support.team import team

SIZES = [(40, 16), (60, 20), (80, 24), (100, 30), (120, 40), (200, 60)]
TODAY = date(2026, 12, 3)
NOTES = """## Looking back
The portal went live **two weeks early**, and nobody had asked for it; a long line that wraps.
- the handover was *hard*: there was no `runbook`
\t- indented with a tab
> We can do this again. 日本語とても長い行です、折り返します。 👩‍👩‍👧
```
## no heading
```
Runbook
"""


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", TODAY.isoformat())
    monkeypatch.setenv("TZ", "UTC")


def _settings(palette: Palette, monkeypatch: pytest.MonkeyPatch) -> Settings:
    if palette is Palette.MONO:
        monkeypatch.setenv("NO_COLOR", "1")
    theme = "ansi-light" if palette is Palette.LIGHT else "ansi-dark"
    # Without the clock: it may go on between the two drawings.
    return Settings(theme=theme, author_colours=("bright-green", "red"), clock=False)


async def _compare(
    app: AfspraakApp, language: str, draw: Callable[[tuple[int, int]], list[PlacedLine] | None]
) -> None:
    """Fail where the picture of a size differs from the screen in it."""
    with speaking(catalogue(language)):
        pictures = {size: draw(size) for size in SIZES}
        frame = FirstFrame(app.settings)
    async with app.run_test(size=SIZES[0]) as pilot:
        for size, picture in pictures.items():
            await pilot.resize_terminal(*size)
            await settle(pilot)  # type: ignore[arg-type]
            assert picture is not None, size
            drawn = grid_of_frame(frame.write(picture), size)
            assert differences(drawn, grid_of(app)) == [], size


def _app(folder: Path, settings: Settings, language: str, path: Path | None = None) -> AfspraakApp:
    environment = Environment(words=catalogue(language))
    return AfspraakApp(Notebook(folder), settings, path, environment=environment)


@pytest.mark.parametrize("palette", Palette)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_picture_of_the_desk_is_the_desk(
    palette: Palette, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = portal_session(tmp_path / "nb", language=language)
    session.apply(Write(0, 0, NOTES))
    first, second, *_ = (item.id for item in session.conversation.checklist)
    session.apply(Tick(first, "done"))
    session.apply(Tick(second, "parked"))
    session.apply(Answer(first, MANAGER, "for myself", private=True))
    session.apply(Answer(second, MANAGER, "for both"))
    session.close()
    settings = _settings(palette, monkeypatch)
    with closing(Session.open(session.path)) as opened:
        app = _app(tmp_path / "nb", settings, language, session.path)
        keymap, shown = app.environment.keymap, ShownConversation.of(opened)
        await _compare(
            app, language, lambda size: first_desk_picture(shown, settings, keymap, size)
        )


async def test_the_picture_of_an_empty_desk_for_a_newcomer_is_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_HINTS", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "nb" / "talk.json"
    path.parent.mkdir()
    Session.create(path, Conversation(Header(), (JAN, ANNA)), me=MANAGER).close()
    settings = Settings(clock=False, checklist_width=44)
    with closing(Session.open(path)) as opened:
        app = _app(path.parent, settings, "en", path)
        shown = ShownConversation.of(opened)
        await _compare(
            app, "en", lambda size: first_desk_picture(shown, settings, USUAL_KEYMAP, size)
        )


@pytest.mark.parametrize("day", ["2027-01-06", "2027-01-07"])
async def test_the_picture_hides_private_answers_from_the_day_of_the_talk_on(
    day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", day)
    session = portal_session(tmp_path / "nb")
    first = next(item.id for item in session.conversation.checklist)
    session.apply(Answer(first, MANAGER, "for myself", private=True))
    drawn = first_desk_picture(ShownConversation.of(session), Settings(), USUAL_KEYMAP, (80, 24))
    assert drawn is not None
    text = " ".join(line_text(placed.line) for placed in drawn)
    assert ("for myself" in text) is (day == "2027-01-06")
    assert re.search(r"\d:\d\d", line_text(drawn[0].line))  # the clock
    session.close()


@pytest.mark.parametrize("palette", Palette)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_empty", [False, True])
async def test_the_picture_of_the_notebook_is_the_notebook(
    is_empty: bool,
    palette: Palette,
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "nb"
    folder.mkdir()
    if not is_empty:
        team(folder)
    settings = _settings(palette, monkeypatch)
    app = _app(folder, settings, language)
    notebook, keymap = app.notebook, app.environment.keymap
    board = notebook.board(TODAY)
    await _compare(
        app,
        language,
        lambda size: first_notebook_picture(notebook, board, settings, keymap, size),
    )


async def test_no_picture_is_drawn_where_the_screen_would_scroll(tmp_path: Path) -> None:
    session = portal_session(tmp_path / "nb")
    session.apply(Write(0, 0, "word " * 300))  # the caret is below it
    assert (
        first_desk_picture(ShownConversation.of(session), Settings(), USUAL_KEYMAP, (80, 24))
        is None
    )
    assert (
        first_desk_picture(ShownConversation.of(session), Settings(), USUAL_KEYMAP, (200, 60))
        is not None
    )
    session.close()


def test_a_picture_in_other_colours_than_those_of_the_terminal_is_left_to_textual() -> None:
    for settings in (Settings(theme="nord"), Settings(author_colours=("#ff8800",))):
        with pytest.raises(KeyError):
            FirstFrame(settings)


@given(
    st.lists(
        st.sampled_from([*"ab -(é日", "e\u0301", "👍🏽", "\u00a0", "x" * 30]), max_size=60
    ).map("".join),
    st.integers(8, 60),
)
def test_notes_are_cut_where_the_editor_cuts_them(line: str, width: int) -> None:
    wrapped = GraphemeWrappedDocument(Document(line), tab_width=4)
    wrapped.wrap(width)
    assert wrap_offsets(line, width, []) == list(wrapped.get_offsets(0))


_SLOW_TO_IMPORT = {"textual", "asyncio", "ssl", "pycrdt", "dataclasses", "inspect", "hashlib"}
_DRAW = """
import sys
from pathlib import Path
from afspraak.data.session.shown_conversation import read_shown
from afspraak.data.session.user import User
from afspraak.data.settings.settings import Settings
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens.desk.first_picture import first_desk_picture
import afspraak.tui.screens.first_picture, afspraak.tui.cli.main
shown = read_shown(Path(sys.argv[1]), User(name="Jan Bakker"))
print(len(first_desk_picture(shown, Settings(), USUAL_KEYMAP, (80, 24))), *sys.modules)
"""


def test_what_draws_the_first_picture_imports_nothing_slow(tmp_path: Path) -> None:
    session = portal_session(tmp_path / "nb")
    session.close()
    done = subprocess.run(
        [sys.executable, "-c", _DRAW, str(session.path)],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    lines, *loaded = done.stdout.split()
    assert int(lines) > 20
    assert not _SLOW_TO_IMPORT & {name.partition(".")[0] for name in loaded}
