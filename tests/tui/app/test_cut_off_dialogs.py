"""Interrupted dialogs: their accepted values, and errors that can only be reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.errors import StorageError
from afspraak.data.model.conversation import Conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.replica_pair import ReplicaPair
from afspraak.data.session.session import Session
from afspraak.data.session.working_copies.working_copy import MAX_BYTES
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.controllers import follow_up
from afspraak.tui.forms.dialog.confirm import Confirm
from afspraak.tui.screens.desk.desk import Desk
from afspraak.tui.screens.notebook.notebook import NotebookScreen
from afspraak.tui.terminal.editor_command import EditorCommand, EditorResult
from afspraak.widgets.language import tr

from ...support.screens.desks import ROW, WAYS, Seat, filling_in, row_of, seat
from ...support.screens.widget_holder import screen_lines


@pytest.mark.parametrize("binding", WAYS)
async def test_a_filled_in_form_is_accepted_when_the_terminal_closes(
    tmp_path: Path, binding: str
) -> None:
    async with filling_in(binding, tmp_path) as (jan, _, row):
        _, expected, read = WAYS[binding]
        jan.form.accept_on_hang_up()
        await jan.settled()
        assert read(jan.conversation, row) == expected


async def test_a_closed_form_does_not_act_again(tmp_path: Path) -> None:
    async with filling_in("agreements.edit", tmp_path) as (jan, _, row):
        form = jan.form
        form.action_cancel()
        await jan.settled()
        assert isinstance(jan.app.screen, Confirm), "what was typed is asked after"
        await jan.do("confirm.yes")
        form.accept_on_hang_up()
        form.action_cancel()
        await jan.settled()
        assert isinstance(jan.app.screen, Desk)
        assert row_of(jan.conversation, row).text == "Runbook"


@pytest.mark.parametrize("leave", ["form.cancel", "form.accept"])
async def test_an_untouched_form_closes_at_once(tmp_path: Path, leave: str) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.do("desk.pane.agreements", "agreements.edit", leave)
        await jan.settled()
        assert jan.app.screen_stack[-1] is jan.desk
        assert row_of(jan.conversation, ROW).text == "Runbook"


async def test_a_failed_lookup_of_a_follow_up_is_reported_and_creates_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(path: Path, kind: str, **_: object) -> Conversation | None:
        raise StorageError("storage.reason.other", text="the notebook cannot be read")

    async with seat(tmp_path / "nb") as jan:
        monkeypatch.setattr(follow_up, "find_follow_up", cannot)
        await jan.do("list.follow_up")
        assert isinstance(jan.app.screen, Desk), "no form for what cannot be made"
        assert "the notebook cannot be read" in screen_lines(jan.app)[-1]
        assert [path.name for path in (tmp_path / "nb").glob("*.json")] == ["talk.json"]


@pytest.mark.parametrize("error", [None, PermissionError(13, "Permission denied")])
async def test_an_unreadable_conversation_is_reported_over_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError | None
) -> None:
    def refuse(path: Path, **_: object) -> Session:
        raise error or AssertionError

    if error is not None:
        monkeypatch.setattr(Session, "open", refuse)
    (tmp_path / "nb").mkdir()
    app = AfspraakApp(Notebook(tmp_path / "nb"), Settings(), tmp_path / "nb" / "none.json")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert tr("app.cannot_open") in "\n".join(screen_lines(app))
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, NotebookScreen)


async def test_notes_are_saved_before_the_external_editor_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secured: list[str] = []
    given: list[list[str]] = []

    def edit(command: EditorCommand, file: Path) -> EditorResult:
        given.append(list(secured))
        return EditorResult(0, 100.0)

    async with seat(tmp_path / "nb") as jan:
        known = ReplicaPair.fsync_journals

        def fsync_journals(replicas: ReplicaPair) -> None:
            known(replicas)
            secured.append(replicas.shared.replica.notes.text)

        monkeypatch.setattr(ReplicaPair, "fsync_journals", fsync_journals)
        monkeypatch.setattr(EditorCommand, "run", edit)
        monkeypatch.setattr(jan.app, "suspend", _Suspended)
        await jan.do("desk.pane.notes")
        await jan.type("Zwaluw")
        await jan.settled()
        jan.desk.action_edit_outside()
        await jan.settled()
    ((base,),) = given
    assert "Zwaluw" in base


async def test_a_copy_that_cannot_be_read_back_stays_and_its_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders: list[Path] = []

    def edit(command: EditorCommand, file: Path) -> EditorResult:
        folders.append(file.parent)
        file.write_bytes(b"x" * (MAX_BYTES + 1))
        return EditorResult(0, 100.0)

    async with seat(tmp_path / "nb") as jan:
        monkeypatch.setattr(EditorCommand, "run", edit)
        monkeypatch.setattr(jan.app, "suspend", _Suspended)
        await jan.do("desk.pane.notes")
        await jan.type("Zwaluw")
        await jan.settled()
        jan.desk.action_edit_outside()
        await jan.settled()
        (folder,) = folders
        shown = "".join(line.strip() for line in screen_lines(jan.app))
        assert "Nothing is thrown away" in shown
        assert folder.name in shown
        assert "\nZwaluw\n" in jan.desk.session.notes.text, "the notes are as they were"
        assert folder.is_dir()


class _Suspended:
    """A terminal that suspends at once."""

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, *error: object) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    ("words", "found"),
    [("export", "export the minutes"), ("zzzz", "Nothing found.")],
)
async def test_the_palette_finds_commands_or_reports_none(
    tmp_path: Path, words: str, found: str
) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.do("app.command_palette")
        await jan.type(words)
        for _ in range(1000):
            await jan.pilot.pause(0.01)
            if found in jan.text:
                break
        assert found in jan.text
        assert (tr("app.palette.nothing") in jan.text) == (words == "zzzz")


def title(jan: Seat) -> str:
    """The left part of the first line."""
    return screen_lines(jan.app)[0].strip().partition("  ")[0]


async def test_the_title_contains_only_known_parts(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        conversation = jan.conversation
        assert title(jan) == f"Anna · {conversation.header.title}"
        await jan.do("desk.switch_writer")
        assert title(jan) == f"Anna · {conversation.header.title}"
        assert f" {tr('desk.writer', name='A')} " in screen_lines(jan.app)[1]
        await jan.do("desk.switch_writer")
        assert title(jan) == f"Anna · {conversation.header.title}"
        assert row_of(conversation, ROW).text == "Runbook"


async def test_minutes_are_exported_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with seat(tmp_path / "nb") as jan:
        await jan.do("desk.export")
        await jan.pilot.press("enter")
        await jan.settled()
        assert "Minutes: " in screen_lines(jan.app)[-1]
        assert "talk.md" in screen_lines(jan.app)[-1]
    assert "Runbook" in (tmp_path / "talk.md").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nb", "talk.md"]
