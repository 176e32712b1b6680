"""The texts on a share, word for word: its sign in the header and the lines of its notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.errors import AfspraakError, RemoteError
from afspraak.data.i18n.catalogue import Message, catalogue
from afspraak.data.ids import EMPLOYEE, Login, RowId
from afspraak.data.model.edits import Change
from afspraak.data.model.remote_address import (
    LocalFolder,
    PostgresDatabase,
    RemoteAddress,
    SshMachine,
)
from afspraak.data.session.private_fields import OwnShare
from afspraak.data.session.session import Session
from afspraak.data.sync.hosts import Hosts
from afspraak.data.sync.remote import FilesRemoved, Presence, ShareEnded
from afspraak.data.sync.share_state import ShareRecord, ShareState
from afspraak.data.system.people import Person
from afspraak.data.system.user import login_name
from afspraak.tui.controllers.share import details as module
from afspraak.tui.controllers.share.details import details, sign
from afspraak.tui.formatting.clock import format_when
from afspraak.widgets.language import speak

from ....support.screens.contexts import new_session

URL = "postgresql://jan@db.example.org/afspraak"
BOX = SshMachine("box").share("/shared/talk")
DATABASE = PostgresDatabase(URL).share("7")
OWN = OwnShare(Login("janb"), Login("annav"))
ANNA = Presence(Login("annav"), EMPLOYEE, "notes")
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DROPPED = RemoteError("sharing.ssh.dropped", host="box")

COMMAND = """\
Where               box:/shared/talk
To join, they type  afspraak join box:janb
"""
NOT_HERE = """\
Now                 connected, Anna de Vries (annav) is
                    not here
"""
NOTHING = "Last received       nothing yet, since you opened it"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    speak(catalogue("en"))
    session = new_session(tmp_path)
    yield session
    session.close()


def told(
    session: Session,
    address: RemoteAddress,
    state: ShareState = ShareState.CONNECTED,
    own: OwnShare | None = OWN,
    **given: Any,
) -> tuple[str, str]:
    """The title and the lines of the notice."""
    session.sync.set_remote_address(address, own)
    values = {"reason": None, "hosts": Hosts(), "present": (), "is_alone": False, **given}
    record = values.pop("record", None) or ShareRecord(lambda: AT)
    return details(session, address, state, record=record, **values)


def after(error: AfspraakError) -> ShareRecord:
    """What is recorded of a share that failed, and is there again."""
    record = ShareRecord(lambda: AT)
    record.fail(error)
    record.connect()
    return record


DOWN = ShareState.DISCONNECTED
TABLE: dict[str, tuple[RemoteAddress, ShareState, OwnShare | None, dict[str, Any], str]] = {
    "own": (BOX, ShareState.CONNECTED, OWN, {}, COMMAND + NOT_HERE + NOTHING),
    "hers": (BOX, ShareState.CONNECTED, None, {}, """\
Where          box:/shared/talk
Shared by      Anna de Vries, by their own account
Now            connected, Anna de Vries is not here
Last received  nothing yet, since you opened it"""),
    "hers and she is here": (BOX, ShareState.HERE, None, {"present": [ANNA]}, """\
Where          box:/shared/talk
Shared by      annav
Now            connected, Anna de Vries (annav) is here
Last received  nothing yet, since you opened it"""),
    "down": (BOX, DOWN, OWN, {"reason": DROPPED.message}, COMMAND + """\
Now                 not connected: the line to box
                    dropped
""" + NOTHING),
    "any database": (DATABASE, ShareState.CONNECTED, OWN, {}, """\
Where               db.example.org
To join, they type  afspraak join janb --via postgresql:
                    //jan@db.example.org/afspraak
""" + NOT_HERE + NOTHING),
    "the usual database": (DATABASE, ShareState.CONNECTED, OWN, {"hosts": Hosts(URL)}, """\
Where               db.example.org
To join, they type  afspraak join janb
""" + NOT_HERE + NOTHING),
    "the database here": (
        PostgresDatabase("postgresql:///talks").share("7"), ShareState.CONNECTED, None, {}, """\
Where          the database here
Shared by      Anna de Vries, by their own account
Now            connected, Anna de Vries is not here
Last received  nothing yet, since you opened it"""),
    "she left": (BOX, ShareState.CONNECTED, OWN, {"is_alone": True}, COMMAND + """\
Now                 Anna de Vries (annav) no longer
                    takes part: what you write does not
                    arrive there
""" + NOTHING),
    "she left and it is down": (BOX, DOWN, OWN, {"is_alone": True}, COMMAND + """\
Now                 not connected
""" + NOTHING),
}  # fmt: skip
"""What the share is -> the lines of its notice."""


@pytest.mark.parametrize("case", TABLE)
def test_the_notice_tells_place_command_and_state(session: Session, case: str) -> None:
    address, state, own, given, expected = TABLE[case]
    title, text = told(session, address, state, own, **given)
    assert text == expected
    is_known = own is not None or given.get("present")
    assert title == "Shared with Anna de Vries" + (" (annav)" if is_known else "")


@pytest.mark.parametrize(
    ("error", "was"),
    [
        (DROPPED, "the line to box dropped"),
        (ShareEnded("sharing.ended.there"), "the share was not there; it is back"),
        (FilesRemoved("sharing.removed"), "files of the shared folder were removed"),
    ],
)
def test_the_last_interruption_is_told_once_it_is_over(
    session: Session, error: AfspraakError, was: str
) -> None:
    when = format_when(AT)
    lines = " ".join(told(session, BOX, record=after(error))[1].split())
    assert f" Since {when} Last received nothing yet, since you opened it " in lines
    assert lines.endswith(f" Interrupted {when}: {was}")
    slow = Message("sharing.ssh.slow")
    again = " ".join(told(session, BOX, DOWN, reason=slow, record=after(error))[1].split())
    assert "Now not connected: It took too long; nothing is lost. Try again. Since" in again
    assert "Interrupted" not in again, "it is interrupted now"


def test_the_time_of_what_came_last_is_told(session: Session) -> None:
    record = ShareRecord(lambda: AT)
    record.receive()
    _, text = told(session, BOX, record=record)
    assert text == f"{COMMAND}{NOT_HERE}Last received       {format_when(AT)}"


def test_a_folder_of_this_machine_names_its_owner(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared").mkdir()
    folder = LocalFolder(str(tmp_path / "shared"))
    _, mine = told(session, folder, own=None)
    assert f"afspraak join {login_name()}" in mine, "who owns the folder is asked to join"
    monkeypatch.setattr(module, "login_name", lambda: "somebody-else")
    title, theirs = told(session, folder, own=None)
    owner = Path(folder.share_id).owner()
    assert title == f"Shared with Anna de Vries ({owner})"
    assert f"{owner}) is not here" in " ".join(theirs.split())
    failed, _ = told(session, folder, ShareState.ENDED, own=None)
    assert failed == "Shared with Anna de Vries", "anybody may have put another folder there"


def test_a_person_of_another_machine_has_no_name_of_this_one(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "person_of", lambda login: Person(login, "Anna de Vries"))
    assert told(session, BOX)[0] == "Shared with Anna de Vries (annav)"
    assert told(session, LocalFolder("/gone"))[0] == "Shared with Anna de Vries"


def test_a_place_is_broken_between_words_alone(session: Session) -> None:
    place = SshMachine("box").share("/shared/one two-three-four-five-six-seven")
    _, text = told(session, place)
    assert text.splitlines()[:2] == [
        "Where               box:/shared/one",
        "                    two-three-four-five-six-seven",
    ]


def test_who_is_named_as_the_system_names_them_has_no_login_behind(session: Session) -> None:
    session.apply(Change("partner", RowId("employee"), {"name": "annav"}))
    assert told(session, BOX)[0] == "Shared with annav"
    session.apply(Change("partner", RowId("employee"), {"name": "", "login": "av"}))
    assert told(session, BOX)[0] == "Shared with av (annav)"
    assert told(session, BOX, own=None)[0] == "Shared with av"
    assert sign(session, ShareState.CONNECTED)[0] == "shared with av"
    session.apply(Change("partner", RowId("employee"), {"login": ""}))
    assert told(session, BOX, own=None)[0] == "Shared with the other person"
    assert sign(session, ShareState.CONNECTED)[0] == "shared with the other person"


@pytest.mark.parametrize(
    ("state", "forms"),
    [
        (ShareState.HERE, ["shared, AV is here", "AV is here"]),
        (ShareState.CONNECTED, ["shared with AV", "with AV"]),
        (ShareState.CONNECTING, ["shared, calling…", "calling…"]),
        (ShareState.DISCONNECTED, ["shared, line is down", "line is down"]),
        (ShareState.ENDED, ["not shared now", "not shared"]),
    ],
)
def test_the_sign_has_a_long_and_a_short_form(
    session: Session, state: ShareState, forms: list[str]
) -> None:
    assert list(sign(session, state)) == forms
