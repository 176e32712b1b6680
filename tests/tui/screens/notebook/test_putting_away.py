"""Renaming, archiving and deleting in the notebook: keys, words, rows, and what is on disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from afspraak.data.exchange.export import export_minutes
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.lifecycle.archiving import archive
from afspraak.data.lifecycle.deletion import delete, plan_deletion
from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.places.folders import deletions
from afspraak.data.session.session import Session
from afspraak.data.settings.settings import Settings
from afspraak.tui.app.application import AfspraakApp
from afspraak.tui.forms.dialog.confirm import Confirm, Notice
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens.archive.archived import ArchiveScreen
from afspraak.tui.screens.desk.desk import Desk
from afspraak.tui.screens.notebook.notebook import NotebookScreen
from afspraak.widgets.language import speaking, tr

from ....support.conversations.copies import files_of
from ....support.conversations.erased import crowded
from ....support.screens.golden_screens import compare_screen
from ....support.screens.widget_holder import screen_text
from ....support.team import team
from ....support.terminal.terminal import key

UNDO = USUAL_KEYMAP.first_key("notebook.undo")
ARCHIVED = USUAL_KEYMAP.first_key("notebook.archived")
LANGUAGES = pytest.mark.parametrize("language", ["en", "nl"])


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return team(tmp_path / "talks")


class Reader:
    """Who reads the notebook, with keys to press."""

    def __init__(self, app: AfspraakApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def selected(self) -> str:
        """The name of the conversation with the cursor."""
        screen = self.app.screen
        assert isinstance(screen, NotebookScreen | ArchiveScreen)
        return screen.active_pane.key or ""

    async def do(self, *bindings: str) -> None:
        for binding in bindings:
            await self.pilot.press(key(binding))
            await self.settled()

    async def type(self, text: str) -> None:
        await self.pilot.press(*["space" if letter == " " else letter for letter in text])
        await self.settled()

    async def settled(self) -> None:
        await self.pilot.pause()
        await self.app.wait_until_settled()

    async def until(self, words: str) -> None:
        async with asyncio.timeout(20):
            while words not in self.text:
                await self.pilot.pause(0.02)


@asynccontextmanager
async def reading(
    folder: Path, language: str = "en", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Reader]:
    with speaking(catalogue(language)):
        app = AfspraakApp(Notebook(folder), Settings())
        async with app.run_test(size=size) as pilot:
            reader = Reader(app, pilot)
            await reader.settled()
            yield reader


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.json")}


@LANGUAGES
async def test_a_conversation_is_renamed_and_that_is_undone(folder: Path, language: str) -> None:
    async with reading(folder, language) as reader:
        before, slug = names(folder), reader.selected
        await reader.do("notebook.rename")
        await reader.type("the talk 2027")
        assert tr("form.rename.becomes", slug="the-talk-2027") in reader.text
        await reader.do("form.accept")
        assert names(folder) == before - {f"{slug}.json"} | {"the-talk-2027.json"}
        assert reader.selected == "the-talk-2027"
        assert tr("lifecycle.screen.renamed", slug="the-talk-2027", undo=UNDO) in reader.text
        await reader.do("notebook.undo")
        assert names(folder) == before
        assert reader.selected == slug
        assert tr("lifecycle.screen.undone", slug=slug) in reader.text


@LANGUAGES
async def test_a_name_that_is_taken_is_a_fault_in_the_form(folder: Path, language: str) -> None:
    async with reading(folder, language) as reader:
        before = names(folder)
        other = next(name for name in sorted(before) if name != f"{reader.selected}.json")
        await reader.do("notebook.rename")
        await reader.type(other.removesuffix(".json"))
        await reader.do("form.accept")
        said = tr("lifecycle.name.taken", slug=other.removesuffix(".json"))
        assert said[:30] in reader.text
        assert names(folder) == before


@LANGUAGES
async def test_a_conversation_is_archived_and_that_is_undone(folder: Path, language: str) -> None:
    async with reading(folder, language) as reader:
        await reader.do("notebook.cursor_down")
        before, slug = names(folder), reader.selected
        await reader.do("notebook.archive")
        assert names(folder) == before - {f"{slug}.json"}
        assert names(folder / "archive") == {f"{slug}.json"}
        assert reader.selected not in ("", slug), "the cursor is on the neighbour"
        said = tr("lifecycle.screen.archived", undo=UNDO, archived=ARCHIVED, name="")
        assert said in reader.text
        await reader.do("notebook.undo")
        assert names(folder) == before
        assert reader.selected == slug
        await reader.do("notebook.undo")
        assert tr("lifecycle.screen.nothing", key=ARCHIVED)[:40] in reader.text


@LANGUAGES
async def test_deleting_asks_first_and_is_undone(folder: Path, language: str) -> None:
    async with reading(folder, language) as reader:
        before, slug = names(folder), reader.selected
        await reader.do("notebook.delete")
        assert isinstance(reader.app.screen, Confirm)
        assert "14" in reader.text
        await reader.do("confirm.no")
        assert names(folder) == before
        await reader.do("notebook.delete", "confirm.yes")
        assert names(folder) == before - {f"{slug}.json"}
        said = tr("lifecycle.screen.deleted", day="@", undo=UNDO, archived=ARCHIVED, name="")
        begin, end = said.split("@")
        assert begin in reader.text
        assert end.strip() in reader.text
        assert [each.slug for each in deletions(folder)] == [slug]
        await reader.do("notebook.undo")
        assert names(folder) == before
        assert reader.selected == slug
        assert deletions(folder) == []


async def test_what_goes_and_what_stays_is_said_before_deleting(
    folder: Path, tmp_path: Path
) -> None:
    async with reading(folder) as reader:
        export_minutes(folder / f"{reader.selected}.json", tmp_path / "minutes.md")
        await reader.do("notebook.delete")
        assert "Exports stay: minutes.md" in reader.text


async def test_several_actions_are_undone_in_turn(folder: Path) -> None:
    async with reading(folder) as reader:
        before = names(folder)
        await reader.do("notebook.archive", "notebook.delete", "confirm.yes", "notebook.rename")
        await reader.type("third")
        await reader.do("form.accept")
        assert len(names(folder)) == len(before) - 2
        await reader.do("notebook.undo", "notebook.undo", "notebook.undo")
        assert names(folder) == before


@LANGUAGES
async def test_what_was_put_away_is_shown_read_and_brought_back(
    folder: Path, language: str
) -> None:
    async with reading(folder, language) as reader:
        before, archived = names(folder), reader.selected
        await reader.do("notebook.archive")
        deleted = reader.selected
        await reader.do("notebook.delete", "confirm.yes", "notebook.archived")
        assert tr("lifecycle.section.archived") in reader.text
        assert tr("lifecycle.section.deleted") in reader.text
        assert reader.selected == archived
        await reader.do("archive.open")
        desk = next(each for each in reader.app.screen_stack if isinstance(each, Desk))
        assert desk.session.path.parent == folder / "archive"
        await reader.do("list.leave")
        await reader.do("archive.bring_back")
        assert f"{archived}.json" in names(folder)
        assert reader.selected == deletions(folder)[0].key
        await reader.do("archive.open")
        assert tr("lifecycle.screen.closed", key="u") in reader.text
        await reader.do("archive.bring_back")
        assert names(folder) == before
        assert tr("lifecycle.nothing", days=14)[:30] in reader.text
        await reader.do("archive.close")
        assert isinstance(reader.app.screen, NotebookScreen)
        await reader.do("notebook.undo")  # both were undone there
        assert names(folder) == before
        assert deleted in {path.stem for path in folder.glob("*.json")}


@LANGUAGES
async def test_what_was_deleted_is_erased_for_good(folder: Path, language: str) -> None:
    async with reading(folder, language) as reader:
        slug = reader.selected
        await reader.do("notebook.archive", "notebook.archived")
        await reader.do("archive.delete", "confirm.yes")
        assert reader.selected == deletions(folder)[0].key
        await reader.do("archive.delete")
        assert tr("lifecycle.ask.erase.detail") in " ".join(reader.text.split())
        await reader.do("confirm.no")
        assert len(deletions(folder)) == 1
        await reader.do("archive.delete", "confirm.yes")
        assert deletions(folder) == []
        assert list(folder.rglob(f"*{slug}*")) == []
        assert tr("lifecycle.screen.erased", name="") in reader.text
        await reader.do("archive.close", "notebook.undo")
        assert list(folder.rglob(f"*{slug}*")) == []


async def test_journals_and_copies_go_along(tmp_path: Path) -> None:
    folder = tmp_path / "nb"
    crowded(folder, "zq")
    slug = next(iter(folder.glob("anna*qzqzqz.json"))).stem
    before = files_of(folder, slug)
    async with reading(folder) as reader:
        assert reader.selected == slug
        await reader.do("notebook.delete", "confirm.yes")
        assert files_of(deletions(folder)[0].folder, slug) == before
        await reader.do("notebook.undo")
        assert files_of(folder, slug) == before


@LANGUAGES
async def test_one_that_another_program_has_open_stays(folder: Path, language: str) -> None:
    async with reading(folder, language) as reader:
        before, slug = names(folder), reader.selected
        with closing(Session.open(folder / f"{slug}.json")) as session:
            session.apply(Write(0, 0, "typed "))
            await reader.do("notebook.archive")
            assert isinstance(reader.app.screen, Notice)
            assert tr("lifecycle.open", slug=slug) in reader.app.screen.text
            await reader.do("help.close", "notebook.delete")
            assert isinstance(reader.app.screen, Notice), "it refuses before it asks"
            await reader.do("help.close")
            session.apply(Write(0, 0, "more "))
        assert names(folder) == before
        await reader.do("notebook.archive")
        kept = Session.open_read_only(folder / "archive" / f"{slug}.json")
        assert kept.notes.text.startswith("more typed ")


@LANGUAGES
async def test_a_shared_one_is_not_deleted(folder: Path, language: str) -> None:
    async with reading(folder, language) as reader:
        path = folder / f"{reader.selected}.json"
        with closing(Session.open(path)) as session:
            session.set_partner(MANAGER)
            session.sync.set_remote_address(LocalFolder("/nowhere/share"))
        await reader.do("notebook.delete")
        assert isinstance(reader.app.screen, Notice)
        assert f"afspraak unshare {path.stem}" in reader.app.screen.text
        assert path.exists()


@LANGUAGES
@pytest.mark.parametrize("size", [(59, 20), (60, 20), (80, 24), (120, 40)])
async def test_what_was_put_away_is_drawn(
    folder: Path, language: str, size: tuple[int, int]
) -> None:
    for number in (0, 3, 5):
        archive(folder, folder / f"talk-{number:03}.json")
    delete(plan_deletion(folder, folder / "talk-001.json"))
    gone = deletions(folder)[0]
    gone.folder.rename(gone.folder.with_name("20261125T120000Z"))
    async with reading(folder, language, size) as reader:
        await reader.do("notebook.archived")
        columns, rows = size
        compare_screen(reader.app, f"put-away-{columns}x{rows}-{language}")


async def test_a_damaged_one_says_why_and_can_be_deleted(folder: Path) -> None:
    path = archive(folder, folder / "talk-005.json")
    path.write_text("{", "utf-8")
    async with reading(folder, size=(60, 20)) as reader:
        await reader.do("notebook.archived")
        assert "talk-005" in reader.text
        assert "cannot be opened" in " ".join(reader.text.split())
        await reader.do("archive.delete", "confirm.yes")
        assert "kept until" in reader.text
        assert [each.slug for each in deletions(folder)] == ["talk-005"]


@LANGUAGES
async def test_an_empty_notebook_says_where_the_rest_is(folder: Path, language: str) -> None:
    for path in sorted(folder.glob("*.json"))[1:]:
        path.unlink()
    archive(folder, folder / "talk-000.json")
    async with reading(folder, language) as reader:
        assert f"{ARCHIVED} {tr('hint.notebook.archived')}" in reader.text.splitlines()[-1]
        await reader.do("notebook.archived", "archive.bring_back", "archive.close")
        assert names(folder) == {"talk-000.json"}
