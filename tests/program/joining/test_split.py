"""One conversation that both share: F10 offers the way back to one share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ...support.joining import share_of, two_who_share
from ...support.terminal.fixtures import FIXED_TODAY
from ...support.terminal.terminal import Terminal
from ...support.users import User, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

SPLIT = "These are two"

_SHARE_TOO = """
import sys
from contextlib import closing
from pathlib import Path
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.session.private_fields import OwnShare
from afspraak.data.session.session import Session
from afspraak.data.sync.folder.shared_folders import create_share, uid_of
from afspraak.data.sync.handshake import exchange_updates
from afspraak.data.sync.hosts import LocalHost
from afspraak.data.sync.shares import ShareMetadata

path, me, other = sys.argv[1:]
with closing(Session.open(Path(path))) as session:
    about = ShareMetadata.from_conversation(session.conversation, "jan", session.sync.clients)
    folder = str(create_share(uid_of(other), about))
    session.sync.set_remote_address(LocalFolder(folder), OwnShare(me, other))
    with closing(LocalHost().open_remote(folder)) as remote:
        exchange_updates(session.sync, remote)
"""


@pytest.fixture
def two() -> Iterator[tuple[User, User]]:
    """Jan and Anna, who both share the same conversation."""
    with two_who_share() as (jan, anna):
        anna.afspraak("unshare", _file(anna).stem)
        anna.run([anna.python, "-c", _SHARE_TOO, str(_file(anna)), anna.login, jan.login])
        yield jan, anna


def _file(user: User) -> Path:
    found = (user.home / "data" / "afspraak").glob("*.json")
    (path,) = (path for path in found if not path.stem.endswith(".private"))
    return path


def _open(user: User) -> Terminal:
    return Terminal(user.home, "open", _file(user).stem, user=user, environment=FIXED_TODAY)


def test_f10_offers_to_enter_the_share_of_the_other(two: tuple[User, User]) -> None:
    jan, anna = two
    with _open(jan) as his, _open(anna) as hers:
        his.wait("Looking back").do("desk.pane.notes")
        his.type("from Jan ")
        hers.first_look().wait("Looking back").do("desk.pane.notes")
        hers.type("from Anna ")
        his.do("desk.share")
        his.wait(SPLIT).wait(anna.login).press("enter")
        for terminal in (his, hers):
            terminal.wait("is here").wait("from Jan").wait("from Anna")
        assert share_of(jan).owner() == anna.login
        for terminal in (his, hers):
            terminal.do("desk.share")
            assert SPLIT not in terminal.wait("Where").text
            terminal.press("escape")


def test_what_the_other_left_behind_is_no_reason_to_leave(two: tuple[User, User]) -> None:
    jan, anna = two
    jan.afspraak("join", anna.login)
    with _open(anna) as hers:
        hers.first_look().wait("Looking back").do("desk.share")
        assert SPLIT not in hers.wait("Where").text
