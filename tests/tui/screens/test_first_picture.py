"""The first picture is the screen: no cell differs, in any size, look and language."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import termios
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.model.conversation import Conversation, Header
from afspraak.data.model.edits import Answer, Tick, Write
from afspraak.data.notebook import index
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session import shown_conversation
from afspraak.data.session.session import Session
from afspraak.data.session.shown_conversation import ShownConversation
from afspraak.data.session.user import User
from afspraak.data.settings.settings import Settings
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.data.storage.siblings import private_path
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.environment import Environment
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens import first_picture
from afspraak.tui.screens.desk.first_picture import first_desk_picture
from afspraak.tui.screens.first_picture import (
    Beginning,
    begin_desk,
    begin_notebook,
    take_terminal,
)
from afspraak.tui.screens.notebook.first_picture import first_notebook_picture
from afspraak.tui.terminal.driver.early_terminal import EarlyTerminal
from afspraak.tui.terminal.first_frame import FirstFrame
from afspraak.widgets.drawing.pictures.placed_lines import PlacedLine
from afspraak.widgets.drawing.roles import Palette
from afspraak.widgets.drawing.wrapping import line_text
from afspraak.widgets.language import speaking, tr

from ...support.logins import log_in_as
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


_SLOW_TO_IMPORT = {"textual", "asyncio", "ssl", "pycrdt", "dataclasses", "inspect", "hashlib"}
_DRAW = """
import sys
from pathlib import Path
from afspraak.data.session.shown_conversation import read_shown
from afspraak.data.session.user import User
from afspraak.data.session.user import User
from afspraak.data.settings.settings import Settings
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.data.storage.siblings import private_path
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


class _Terminal(EarlyTerminal):
    """Records the frames that are to be shown; it takes no terminal over."""

    draws = True
    size = (80, 24)

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.prepared = self.closed = False

    def prepare_drawing(self) -> None:
        self.prepared = True

    def show(self, frame: str) -> None:
        self.frames.append(frame)

    def close(self) -> None:
        self.closed = True

    @property
    def text(self) -> str:
        """What the only frame shows."""
        (frame,) = self.frames
        rows = grid_of_frame(frame, self.size).characters
        return "\n".join(map("".join, rows))


JAN_HIMSELF = Environment(User(name="Jan Bakker"))


def _kept(folder: Path, **header: Any) -> Path:
    session = portal_session(folder, **header)
    session.close()
    return session.path


def _begin(terminal: EarlyTerminal | None, path: Path, settings: Settings) -> Beginning:
    return begin_desk(terminal, path, settings, JAN_HIMSELF)


@pytest.mark.parametrize("is_read_only", [False, True])
def test_the_desk_is_shown_before_its_conversation_is_open(
    is_read_only: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, terminal, settings = _kept(tmp_path / "nb"), _Terminal(), Settings(clock=False)
    status = SaveStatus(Saving.READ_ONLY if is_read_only else Saving.SAVED, None)
    monkeypatch.setattr(shown_conversation, "status_at_opening", lambda *_: status)
    monkeypatch.setattr(Session, "open", lambda *_, **__: opened.append(len(terminal.frames)))
    opened: list[int] = []
    with suppress(AttributeError):  # there is no session
        _begin(terminal, path, settings)
    assert opened == [1]
    assert "Cooperation" in terminal.text
    assert (tr("desk.read_only") in terminal.text) is is_read_only
    assert ("READ ONLY" in terminal.text) is is_read_only


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (0, 24)),
        (Settings(), (80, 0)),
        (Settings(theme="nord"), (80, 24)),
    ],
)
def test_what_cannot_be_shown_is_opened_all_the_same(
    settings: Settings, size: tuple[int, int], tmp_path: Path
) -> None:
    path, terminal = _kept(tmp_path / "nb"), _Terminal()
    terminal.size = size
    blind = _Terminal()
    blind.draws = False
    for each in (terminal, blind, None):
        beginning = _begin(each, path, settings)
        assert beginning.terminal is each
        assert beginning.session is not None
        assert beginning.session.path == path
        beginning.session.close()
        assert each is None or each.frames == []


def test_recovered_edits_are_in_the_picture_and_told(tmp_path: Path) -> None:
    with closing(portal_session(tmp_path / "nb")) as session:
        session.save()
        session.apply(Write(0, 0, "not saved yet"))
        shutil.copytree(tmp_path / "nb", tmp_path / "left")
    terminal = _Terminal()
    opened = _begin(terminal, tmp_path / "left" / session.path.name, Settings()).session
    assert opened is not None
    assert "not saved yet" in terminal.text
    assert tr("desk.recovered") in terminal.text
    opened.close()


def test_nothing_is_shown_or_opened_where_the_user_is_asked_or_told_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Environment(User(name="Nobody Known"))
    path, terminal = _kept(tmp_path / "nb"), _Terminal()
    private_path(path).unlink(missing_ok=True)
    log_in_as(monkeypatch, "eva")
    assert begin_desk(terminal, path, Settings(), stranger) == Beginning(terminal)
    with closing(Session.open(path)) as session:
        assert session.me is None, "it was closed again, and nobody was guessed"
    path.write_bytes(b"no conversation")
    assert _begin(terminal, path, Settings()) == Beginning(terminal)
    assert _begin(terminal, tmp_path / "nowhere.json", Settings()) == Beginning(terminal)
    assert terminal.frames == []


def test_a_joined_conversation_begins_with_its_first_look(tmp_path: Path) -> None:
    with closing(portal_session(tmp_path / "nb")) as session:
        session.read_marker.expect_first_look()
        session.save()
    terminal = _Terminal()
    assert _begin(terminal, session.path, Settings()) == Beginning(terminal)
    assert terminal.frames == []


def test_the_notebook_is_shown_with_what_was_read_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook, terminal = Notebook(team(tmp_path / "nb")), _Terminal()
    beginning = begin_notebook(terminal, notebook, Settings(), JAN_HIMSELF)
    assert "Bram Hendriks" in terminal.text
    assert beginning.terminal is terminal
    assert beginning.session is None
    assert beginning.board is not None
    assert len(beginning.board.board.summaries) == 12
    assert beginning.board.changed_at == notebook.folder.stat().st_mtime_ns > 0
    monkeypatch.setattr(index, "PROGRESS_THRESHOLD", 5)
    monkeypatch.setattr(index, "BATCH", 2)
    monkeypatch.setattr(index, "SETTLING_NS", 10**18)
    later = _Terminal()
    assert begin_notebook(later, notebook, Settings(), JAN_HIMSELF) == Beginning(later)
    assert later.frames == []


@pytest.mark.parametrize("driver", ["cells", "textual"])
@pytest.mark.parametrize("of_textual", [False, True])
def test_the_terminal_is_taken_for_the_driver_of_the_settings(
    driver: str, of_textual: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    if of_textual:
        monkeypatch.setenv("TEXTUAL_DRIVER", "some.module:Driver")
    monkeypatch.setattr(first_picture, "EarlyTerminal", _Terminal)
    taken = take_terminal(Settings(driver=driver))
    if of_textual and driver == "textual":
        assert taken is None
        return
    assert isinstance(taken, _Terminal)
    assert taken.prepared is (driver == "cells")
    Beginning(taken).close()
    assert taken.closed
    Beginning().close()


def test_what_is_no_terminal_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise termios.error(25, "Inappropriate ioctl for device")

    monkeypatch.setattr(first_picture, "EarlyTerminal", refuse)
    assert take_terminal(Settings(driver="cells")) is None
