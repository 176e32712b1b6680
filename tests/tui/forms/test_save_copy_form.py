"""Saving a complete copy elsewhere if the folder is not writable."""

from __future__ import annotations

import json
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.tui.forms.dialog.confirm import Notice
from afspraak.tui.forms.elsewhere import SaveCopyForm
from afspraak.tui.screens.desk.desk import Desk
from afspraak.widgets.language import tr

from ...support.screens.desks import Seat, seat


@asynccontextmanager
async def nowhere_to_save(tmp_path: Path) -> AsyncIterator[Seat]:
    """Jan at a desk with an unsaved edit, whose notebook folder is gone."""
    async with seat(tmp_path / "jan") as jan:
        jan.session.apply(Write(0, 0, "Zwaluwstaart\n"))
        (tmp_path / "jan").rename(tmp_path / "moved")
        (tmp_path / "jan").write_text("in the way", encoding="utf-8")
        yield jan


def within_frame(text: str, title: str) -> str:
    """The text in the frame with this title, without spaces."""
    lines = text.splitlines()
    begin, top = next((line.find(f"┌─ {title}"), line) for line in lines if title in line)
    end = top.index("┐", begin)
    cut = [line[begin:end] for line in lines]
    return "".join(line.strip("│ ") for line in cut if line.startswith("│")).replace(" ", "")


async def test_quitting_asks_and_may_discard(tmp_path: Path) -> None:
    async with nowhere_to_save(tmp_path) as jan:
        await jan.do("app.leave")
        form = jan.app.screen
        assert isinstance(form, SaveCopyForm)
        for words in ("save_copy.title", "save_copy.write", "form.cancel", "save_copy.leave"):
            assert tr(words) in jan.text
        assert "talk.json" in jan.text, "what is not saved"
        assert "~/talk.json" in jan.text, "a name to begin with"
        await jan.pilot.click("#leave")
        await jan.settled()
        assert jan.app.return_value == 3, "the shell learns that not everything is kept"
    assert not list(Path.home().glob("*.json"))


async def test_staying_continues_the_conversation(tmp_path: Path) -> None:
    async with nowhere_to_save(tmp_path) as jan:
        await jan.do("app.leave")
        await jan.pilot.click("#cancel")
        await jan.settled()
        assert isinstance(jan.app.screen, Desk)
        jan.session.apply(Write(0, 0, "More "))
        await jan.settled()
        assert "More Zwaluwstaart" in jan.text
        await jan.do("app.leave")
        assert tr("save_copy.leave") in jan.text, "and is asked again"


async def test_a_saved_copy_is_reported_and_complete(tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    async with nowhere_to_save(tmp_path) as jan:
        await jan.do("app.leave")
        form = jan.app.screen
        assert isinstance(form, SaveCopyForm)
        form.form.fill("path", str(copy))
        await jan.pilot.click("#keep")
        await jan.settled()
        await jan.settled()
        assert isinstance(jan.app.screen, Notice)
        told = within_frame(jan.text, tr("save_copy.written"))
        assert str(copy) in told
        assert f"afspraakmergetalk{copy}" in told, "how it comes home"
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert json.loads(copy.read_text("utf-8"))["notes"]["1"]["lines"][0] == "Zwaluwstaart"
        await jan.pilot.press("enter")
        await jan.settled()
        assert jan.app.return_value == 0, "nothing is lost"
    assert "Zwaluwstaart" in Session.open_read_only(copy).notes.text


async def test_an_existing_file_is_reported_and_not_overwritten(tmp_path: Path) -> None:
    there = tmp_path / "there.json"
    there.write_text("mine", encoding="utf-8")
    async with nowhere_to_save(tmp_path) as jan:
        await jan.do("app.leave")
        form = jan.app.screen
        assert isinstance(form, SaveCopyForm)
        for text, words in (
            (str(there), tr("save_copy.exists", file="there.json")[-40:]),
            (str(tmp_path / "none" / "x.json"), "none"),
            ("", tr("save_copy.path.required")),
        ):
            form.form.fill("path", text)
            await jan.pilot.click("#keep")
            await jan.settled()
            assert form.is_current
            assert words.split()[-1] in jan.text
    assert there.read_text("utf-8") == "mine"
    assert not (tmp_path / "none").exists()


async def test_saving_a_copy_from_the_palette_does_not_quit(tmp_path: Path) -> None:
    async with nowhere_to_save(tmp_path) as jan:
        assert tr("save_copy.command") not in [words for words, _ in jan.desk.more_commands()]
        await jan.do("app.leave")
        await jan.pilot.click("#cancel")
        await jan.settled()
        (call,) = [call for words, call in jan.desk.more_commands()
                   if words == tr("save_copy.command")]  # fmt: skip
        call()
        await jan.settled()
        form = jan.app.screen
        assert isinstance(form, SaveCopyForm)
        assert tr("save_copy.leave") not in jan.text
        form.form.fill("path", str(tmp_path / "copy.json"))
        await jan.pilot.click("#keep")
        await jan.settled()
        await jan.pilot.press("enter")
        await jan.settled()
        assert isinstance(jan.app.screen, Desk), "the desk goes on"
        assert (tmp_path / "copy.json").exists()
