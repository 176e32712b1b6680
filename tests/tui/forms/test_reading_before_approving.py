"""The preview of the minutes: all of them, as an export would have them, on any screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from afspraak.data.exchange import export
from afspraak.data.exchange.export import minutes_of, session_minutes
from afspraak.data.exchange.export_log import find_exports
from afspraak.data.ids import MANAGER, RowId
from afspraak.data.kinds.record_form import RecordForm, record_form_of
from afspraak.data.minutes.edition import Version
from afspraak.data.model.conversation import Agreement, Conversation
from afspraak.data.model.edits import AddAgreement, Answer, Write
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main
from afspraak.tui.controllers import export as controller
from afspraak.tui.forms.approval import ApprovalForm
from afspraak.tui.screens import minutes as screen
from afspraak.tui.screens.minutes import MinutesScreen
from afspraak.widgets.drawing.list_row import ListRow
from afspraak.widgets.drawing.wrapping import line_text
from afspraak.widgets.primitives.markdown_rows import markdown_rows

from ...support.amount import share
from ...support.hostile import HOSTILE_LINE
from ...support.screens.desks import Seat, seat
from ...support.terminal.terminal import Terminal

Start = Callable[..., Terminal]


def talked(folder: Path, language: str = "en", lines: int = 60) -> Session:
    """A conversation with long notes, hostile text, and a private answer."""
    folder.mkdir()
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", language=language,
                                title="planning 2027")  # fmt: skip
    session = Session.create(folder / "talk.json", build_conversation(beginning), me=MANAGER)
    first = next(item for item in session.conversation.checklist if item.belongs == "both")
    session.apply(Answer(first.id, MANAGER, "for me alone", private=True))
    session.apply(AddAgreement(Agreement(RowId("0a0a0a0a0a0a"), text=f"Runbook {HOSTILE_LINE}")))
    session.apply(Write(0, 0, "".join(f"line number {n}\n" for n in range(lines))))
    session.apply(Write(0, 0, f"{HOSTILE_LINE}\n"))
    session.save()
    return session


def shown_rows(text: str, width: int) -> list[str]:
    """The lines of minutes on a screen of this width, with blanks as one."""
    return [
        " ".join(line_text(line).split())
        for row in markdown_rows(text)
        for line in row.lines(width)
    ]


def rows_in_view(terminal: Terminal) -> list[str]:
    """The rows of the preview that are on the screen, with blanks as one."""
    return [" ".join(row.split()) for row in terminal.lines[2:-1]]


def rows_are_not(rows: list[str], terminal: Terminal) -> bool:
    """Whether other rows of the preview than `rows` are on the screen."""
    return rows_in_view(terminal) != rows


@pytest.mark.parametrize(
    ("columns", "rows", "language"), share([(60, 20, "nl"), (80, 24, "en"), (120, 40, "nl")])
)
def test_all_of_the_minutes_are_read_in_a_terminal(
    start: Start, tmp_path: Path, columns: int, rows: int, language: str
) -> None:
    talked(tmp_path / "nb", language).close()
    path = tmp_path / "nb" / "talk.json"
    minutes = minutes_of(path)
    terminal = start("--lang", language, "open", "talk", columns=columns, rows=rows)
    terminal.wait("F1").do("list.minutes")
    title = {"en": "The full record as it", "nl": "Het volledige verslag zoals"}[language]
    terminal.wait(title)
    wanted = [row for row in shown_rows(minutes, columns - 1) if row]
    terminal.do("reading.last")
    terminal.wait(lambda _: wanted[-1] in rows_in_view(terminal))
    terminal.do("reading.first")
    terminal.wait(lambda _: wanted[1] in rows_in_view(terminal))
    read = rows_in_view(terminal)
    while wanted[-1] not in read:
        before = rows_in_view(terminal)
        terminal.do("reading.page_down")
        # One row stays in view, unless the end is reached.
        terminal.wait(partial(rows_are_not, before))
        read += rows_in_view(terminal)
    assert [row for row in wanted if row not in read] == []
    assert "for me alone" not in " ".join(read)
    assert "\x1b]52" not in terminal.text and "[x]" in " ".join(read)
    terminal.do("minutes.close")
    terminal.wait_gone(title)


async def test_the_preview_is_what_an_export_holds(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("list.minutes")
        assert isinstance(jan.app.screen, MinutesScreen)
        shown = list(jan.app.screen.active_pane.body.rows)
        assert shown == markdown_rows(session_minutes(jan.session))


async def test_words_are_found_and_shown_reversed(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("list.minutes", "minutes.search")
        await jan.type("number 57")
        await jan.pilot.press("enter")
        await jan.settled()
        assert "line number 57" in jan.text
        await jan.type("000")
        await jan.pilot.press("enter")
        await jan.settled()
        assert await jan.told("pane.find.nothing")
        await jan.do("finder.close", "minutes.close")
        assert jan.app.screen_stack[-1] is jan.desk


async def test_the_minutes_follow_a_change_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "IDLE_SECONDS", 0.01)
    async with seat(tmp_path / "nb", talked(tmp_path / "nb", lines=1)) as jan:
        await jan.do("list.minutes")
        jan.session.apply(Write(0, 0, "said at last\n"))
        for _ in range(200):
            await jan.pilot.pause(0.02)
            if "said at last" in " ".join(row.tail[-1][0] for row in pane_rows(jan) if row.tail):
                return
    raise AssertionError("the change never showed")


def pane_rows(jan: Seat) -> list[ListRow]:
    """The rows of the preview."""
    assert isinstance(jan.app.screen, MinutesScreen)
    return list(jan.app.screen.active_pane.body.rows)


async def test_the_key_of_the_export_writes_the_minutes_from_the_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("list.minutes", "minutes.export")
        assert "talk.md" in jan.text.splitlines()[-1]
        written = tmp_path / "talk.md"
        assert written.read_text("utf-8") == session_minutes(jan.session)
        assert written.stat().st_mode & 0o777 == 0o600


async def test_one_approves_from_the_preview(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("list.minutes")
        assert "y approve" in jan.text.splitlines()[-1]
        await jan.do("minutes.approve")
        assert "Where you stand" in jan.text
        await jan.do("form.accept")
        assert [each.stance for each in jan.conversation.approvals] == ["agreed"]
        assert "The full record as it stands" in jan.text
        assert "approved by JB" in jan.text.splitlines()[0]
        jan.session.apply(Write(0, 0, "one word more "))
        await jan.settled()
        assert "approval void" in jan.text.splitlines()[0]


@pytest.mark.parametrize("size", [(60, 20), (79, 24)])
async def test_on_a_narrow_screen_the_minutes_come_before_the_choice(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.pilot.resize_terminal(*size)
        await jan.settled()
        await jan.do("list.approve")
        assert "What you approve" in jan.text
        assert "Where do you stand" not in jan.text
        # Keeping what was not seen is no approval: it shows the form.
        await jan.do("form.accept")
        assert "Where do you stand, Jan Bakker?" in jan.text
        assert isinstance(jan.app.screen, ApprovalForm) and not jan.conversation.approvals
        await jan.do("approval.read_on")
        assert "What you approve" in jan.text
        await jan.do("reading.last")
        assert "afspraak 2, en, planning, full" in jan.text
        await jan.do("form.next_field", "form.accept")
        assert [each.stance for each in jan.conversation.approvals] == ["agreed"]


@pytest.mark.parametrize(
    ("size", "title"), [((80, 24), "━ Where you stand ━"), ((120, 40), "━ Where do you stand, Jan")]
)
async def test_on_a_wide_screen_the_minutes_stand_beside_the_choice(
    tmp_path: Path, size: tuple[int, int], title: str
) -> None:
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.pilot.resize_terminal(*size)
        await jan.settled()
        await jan.do("list.approve")
        assert title in jan.text
        assert "─ What you approve ─" in jan.text and "1 of " in jan.text
        above = jan.text
        await jan.do("approval.read_on")
        assert jan.text != above and "2 of " in jan.text
        await jan.pilot.press("s")
        await jan.do("approval.read_back", "form.accept")
        assert [each.stance for each in jan.conversation.approvals] == ["seen"]


async def test_a_stance_survives_a_change_of_the_width(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("list.approve")
        await jan.pilot.press("n", "tab")
        await jan.type("late")
        for size in ((60, 20), (120, 40), (60, 20)):
            await jan.pilot.resize_terminal(*size)
            await jan.settled()
            assert "Where" in jan.text and "stand" in jan.text
        await jan.type("r")
        await jan.do("form.accept")
        (given,) = jan.conversation.approvals
        assert (given.stance, given.remark) == ("disagreed", "later")


async def test_the_version_for_a_personnel_file_is_one_key_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("list.minutes")
        assert "The full record as it stands" in jan.text
        await jan.do("minutes.version")
        assert "The file version as it stands" in jan.text
        assert pane_rows(jan) == markdown_rows(session_minutes(jan.session, Version.FILE))
        assert "line number" not in str(pane_rows(jan))
        await jan.do("minutes.export")
        assert "talk.file.md" in jan.text.splitlines()[-1]
        written = (tmp_path / "talk.file.md").read_text("utf-8")
        assert written == session_minutes(jan.session, Version.FILE)
        await jan.do("minutes.version")
        assert "The full record as it stands" in jan.text


@pytest.mark.parametrize(
    ("press", "name"), [(["enter"], "talk.md"), (["tab", "enter"], "talk.file.md"), (["n"], "")]
)
async def test_the_key_of_the_export_asks_for_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, press: list[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("desk.export")
        assert "Which minutes?" in jan.text
        await jan.pilot.press(*press)
        await jan.settled()
        assert [path.name for path in tmp_path.glob("*.md")] == ([name] if name else [])
        if name:
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
            assert [each.file for each in find_exports([jan.session.path])] == [tmp_path / name]


async def test_a_kind_without_a_file_version_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    usual = record_form_of

    def without(conversation: Conversation) -> RecordForm:
        return replace(usual(conversation), file_chapters=())

    for module in (screen, controller, export):
        monkeypatch.setattr(module, "record_form_of", without)
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("list.minutes", "minutes.version")
        assert await jan.told("preview.no_file_version")
        await jan.do("minutes.close", "desk.export")
        assert "Which minutes?" not in jan.text
        assert (tmp_path / "talk.md").exists()
        assert main(["export", str(jan.session.path), "--file"]) == 2
        assert not (tmp_path / "talk.file.md").exists()


async def test_the_rule_of_the_part_with_the_focus_is_heavy(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb", talked(tmp_path / "nb")) as jan:
        await jan.do("list.approve")
        assert "─ What you approve ─" in jan.text
        assert "━ Where you stand ━" in jan.text
        await jan.pilot.click(offset=(10, 8))
        await jan.settled()
        assert "━ What you approve ━" in jan.text
        assert "─ Where you stand ─" in jan.text
