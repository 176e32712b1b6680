"""Nobody approves minutes that cannot be made: neither by a command nor at the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from afspraak.data.errors import AfspraakError
from afspraak.data.exchange import export
from afspraak.data.i18n.catalogue import Message
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main
from afspraak.tui.screens.desk.desk import Desk

from ..support.screens.desks import seat
from ..support.screens.widget_holder import screen_text


@pytest.fixture(autouse=True)
def _no_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    def write_minutes(*_: object, **__: object) -> str:
        raise AfspraakError("minutes.mismatch", part=Message("minutes.part.notes"))

    monkeypatch.setattr(export, "write_minutes", write_minutes)


async def test_the_desk_says_why_and_opens_no_form(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.do("desk.pane.checklist", "list.approve")
        await jan.settled()
        assert isinstance(jan.app.screen, Desk)
        assert "The minutes were not made" in screen_text(jan.app)
        await jan.do("form.accept")
        assert jan.session.conversation.approvals == ()


def test_the_command_says_why_and_records_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "nb")
    new = ["new", "Anna", "--my-name", "Jan", "--no-open"]
    assert main(["--notebook", folder, "--lang", "en", *new]) == 0
    assert main(["--notebook", folder, "--lang", "en", "approve", "anna", "--as", "manager"]) == 3
    assert "The minutes were not made" in capsys.readouterr().err
    (path,) = (path for path in (tmp_path / "nb").glob("anna*.json") if "private" not in path.name)
    assert Session.open_read_only(path).conversation.approvals == ()
