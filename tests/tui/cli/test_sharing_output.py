"""The output of the sharing commands on one machine, and their effects."""

from __future__ import annotations

import json
import os
import pwd
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.model.remote_address import LocalFolder, SshMachine
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.system.user import full_name, login_name
from afspraak.tui.cli.main import main

OTHER = next(user for user in pwd.getpwall() if user.pw_uid not in (os.geteuid(), 0)).pw_name
"""Another user of this machine; nothing is done in their name."""

Read = pytest.CaptureFixture[str]


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A conversation in its own notebook."""
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    path = tmp_path / "nb" / "anna.json"
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", title="planning")
    )
    Session.create(path, conversation, me=MANAGER).close()
    return path


def answer(read: Read, *words: str, status: int = 0) -> str:
    """The standard output of a command."""
    read.readouterr()
    assert main(list(words)) == status
    return read.readouterr().out


def place(talk: Path) -> Path:
    """The shared folder of the conversation."""
    where = Session.open_read_only(talk).sync.remote_address
    assert isinstance(where, LocalFolder)
    return Path(where.share_id)


def written_on(folder: Path, day: date) -> None:
    """Set the date of all files in a folder."""
    moment = datetime(day.year, day.month, day.day, 12).astimezone().timestamp()
    for path in folder.iterdir():
        os.utime(path, (moment, moment))


def test_sharing_explains_how_the_other_joins(talk: Path, capsys: Read) -> None:
    told = answer(capsys, "share", "anna", OTHER)
    shown, command, over_ssh = told.splitlines()
    assert shown.startswith("Shared with ") and OTHER in shown
    assert command == f"Or in a shell: afspraak join {login_name()}"
    assert f"afspraak join HOST:{login_name()}" in over_ssh and "sync --key-line" in over_ssh
    assert place(talk).is_dir()


def test_shares_lists_owner_title_and_date(talk: Path, capsys: Read) -> None:
    assert answer(capsys, "shares", status=1) == "Nothing is shared with you or by you.\n"
    answer(capsys, "share", "anna", OTHER)
    written_on(place(talk), date(2026, 11, 7))
    told = answer(capsys, "shares")
    assert told.split("  ") == [
        *(login_name(), "anna", "2026-11-07", "planning", "Jan Bakker · Anna de Vries\n"),
    ]
    (row,) = json.loads(answer(capsys, "shares", "--json"))
    assert row.pop("client").isdigit()
    assert row == {
        "where": str(place(talk)),
        "owner": login_name(),
        "owner_name": full_name(),
        "last": "2026-11-07",
        "title": "planning",
        "names": ["Jan Bakker", "Anna de Vries"],
        "slug": "anna",
        "created": Session.open_read_only(talk).conversation.header.created,
    }


def test_shares_reports_unused_shares(talk: Path, capsys: Read) -> None:
    answer(capsys, "share", "anna", OTHER)
    years = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    years.parent.mkdir(parents=True)
    years.write_text("keep_years = 2\n", "utf-8")
    written_on(place(talk), date(2024, 12, 4))
    assert len(answer(capsys, "shares").splitlines()) == 1, "not yet"
    written_on(place(talk), date(2023, 11, 1))
    _, over = answer(capsys, "shares").splitlines()
    assert "more than 2 years" in over
    assert "in: anna." in over


def test_unsharing_an_unshared_conversation_is_refused(talk: Path, capsys: Read) -> None:
    for words in (("unshare", "anna"), ("unshare", "anna", "--here")):
        told = answer(capsys, *words, status=1)
        assert told == "This conversation was not shared.\n"


def test_unshare_here_leaves_the_folder_unchanged(talk: Path, capsys: Read) -> None:
    answer(capsys, "share", "anna", OTHER)
    there = place(talk)
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    told = answer(capsys, "unshare", "anna", "--here")
    assert told == f"Not shared here any more. It may still be in {there}.\n"
    assert Session.open_read_only(talk).sync.remote_address is None
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


def test_unsharing_removes_the_own_folder(talk: Path, capsys: Read) -> None:
    answer(capsys, "share", "anna", OTHER)
    there = place(talk)
    assert answer(capsys, "unshare", "anna") == "Not shared any more. Each keeps all of it.\n"
    assert Session.open_read_only(talk).sync.remote_address is None
    assert not there.exists()
    assert answer(capsys, "shares", status=1)


def test_unsharing_at_an_unreachable_machine_offers_to_forget_it(
    talk: Path, capsys: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_SSH", "/nowhere/ssh")
    address = SshMachine("box").share("/var/tmp/afspraak-1")
    with closing(Session.open(talk)) as session:
        session.sync.set_remote_address(address)
    assert main(["unshare", "anna"]) == 3
    complaint = capsys.readouterr().err
    assert "cannot be started" in complaint
    assert "afspraak unshare anna --here" in complaint
    assert Session.open_read_only(talk).sync.remote_address == address


def test_a_list_is_shown_though_the_database_cannot_be_reached(talk: Path, capsys: Read) -> None:
    assert main(["list", "--via", "postgresql://127.0.0.1:1/afspraak"]) == 3
    told = capsys.readouterr()
    assert "Anna de Vries" in told.out
    assert "127.0.0.1:1" in told.err and "Traceback" not in told.err


def test_sync_reports_the_direction_of_changes(talk: Path, capsys: Read) -> None:
    answer(capsys, "share", "anna", OTHER)
    nothing = "Nothing was new, here or on the shared place.\n"
    assert answer(capsys, "sync", "anna", status=1) == nothing
    session = Session.open(talk)
    session.apply(Write(0, 0, "more\n"))
    session.close()
    told = answer(capsys, "sync", "anna")
    assert told == "What was new here is now on the shared place too.\n"
    assert answer(capsys, "sync", "anna", status=1) == nothing


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["share", "anna", "nobody-of-that-name"], "Nobody here is called “nobody-of-that-name”"),
        (["share", "anna", login_name()], "That is you."),
        (["share", "anna", f"box:{OTHER}", "--via", "here"], "not both"),
        (["share", "anna", OTHER, "--via", "db"], "database"),
        (["join", OTHER], f"“{OTHER}” shares nothing with you"),
        (["sync"], "Which conversation?"),
    ],
)
def test_impossible_sharing_is_reported(
    talk: Path, capsys: Read, words: list[str], told: str
) -> None:
    capsys.readouterr()
    assert main(words) == (1 if words[0] == "join" else 2)
    read = capsys.readouterr()
    assert told in read.err
    assert read.out == ""
    assert Session.open_read_only(talk).sync.remote_address is None


def test_no_connection_stays_to_a_machine_without_the_share(
    talk: Path, shared: Path, ssh: Path, capsys: Read
) -> None:
    assert answer(capsys, "join", f"box:{OTHER}", status=1) == ""
    (connection,) = (int(path.name) for path in ssh.iterdir())
    with pytest.raises(ProcessLookupError):
        os.kill(connection, 0)
