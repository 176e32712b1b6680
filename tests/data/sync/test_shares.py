"""Sharing, listing, joining and ending, between two notebooks."""

from __future__ import annotations

import json
import os
import pwd
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import NotFoundError, RemoteError, UsageError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER, Login, Slug
from afspraak.data.lifecycle.archiving import archive
from afspraak.data.lifecycle.renaming import rename
from afspraak.data.model.edits import Answer, Write
from afspraak.data.model.remote_address import LocalFolder, parse_host
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync import membership
from afspraak.data.sync.fetch_shares import fetch_shares
from afspraak.data.sync.folder import shared_folders
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.hosts import NO_ORGANISATION, Host, LocalHost
from afspraak.data.sync.remote import data_of
from afspraak.data.sync.shares import Share, ShareMetadata, select_share
from afspraak.tui.cli.main import main

from ...support.servers.postgres import Server

OTHER = next(user for user in pwd.getpwall() if user.pw_uid not in (os.geteuid(), 0)).pw_name
"""Another user of this machine; nothing is done in their name."""


@pytest.fixture(params=["", "box", "database"])
def host(request: pytest.FixtureRequest, shared: Path, ssh: Path) -> str:
    """The host of the share: this machine, another one, or a database."""
    if request.param == "database":
        server: Server = request.getfixturevalue("server")
        server.emptied(OTHER)
        return server.url("jan")
    return str(request.param)


@pytest.fixture
def talk(tmp_path: Path, shared: Path) -> Path:
    """A conversation in Jan's notebook, and a folder for shares."""
    path = tmp_path / "jan" / "anna.json"
    conversation = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
    session = Session.create(path, conversation, me=MANAGER)
    session.apply(Answer(conversation.checklist[0].id, MANAGER, "for me alone", private=True))
    session.close()
    return path


def opened(host: str) -> Host:
    return NO_ORGANISATION.open_host(parse_host(host), ask=False)


def the_offer(host: str = "") -> Share:
    with closing(opened(host)) as there:
        (only,) = there.list_shares()
    return only


def share(path: Path, login: str, host: str = "") -> str:
    with closing(opened(host)) as there:
        membership.share_conversation(path, Login(login), there)
    return the_offer(host).id


def join(notebook: Path, host: str = "") -> Path:
    with closing(opened(host)) as there:
        (offer,) = there.list_shares()
        joined = membership.join(offer, notebook, there)
    joined.remote.close()
    return joined.path


def withdraw(path: Path, host: str = "") -> None:
    with (
        closing(Session.open(path)) as session,
        closing(opened(host)) as there,
    ):
        membership.withdraw(session, there)


def test_a_share_shows_its_metadata(talk: Path, host: str) -> None:
    place = share(talk, OTHER, host)
    offer = the_offer(host)
    assert offer.id == place
    with closing(opened(host)) as there:
        assert offer.owner == there.login
    assert (offer.metadata.slug, set(offer.metadata.names)) == (
        "anna",
        {"Jan Bakker", "Anna de Vries"},
    )
    assert "anna" not in Path(place).name.lower(), "the name of the place tells nobody anything"
    assert share(talk, OTHER, host) == place, "sharing again changes nothing"
    assert Session.open_read_only(talk).sync.remote_address == parse_host(host).share(place)


def test_a_share_that_cannot_be_read_is_named_and_does_not_stop_the_others(
    talk: Path, tmp_path: Path
) -> None:
    share(talk, OTHER)
    shared_folders.create_share(os.geteuid(), ShareMetadata("", (), Slug("empty")))
    with closing(opened("")) as there:
        fetched = fetch_shares(there, tmp_path / "hers")
        again = fetch_shares(there, tmp_path / "hers")
    assert len(list(Notebook(tmp_path / "hers").paths())) == 1
    assert (fetched.new, again.new, again.updated) == (1, 0, 0)
    for result in (fetched, again):
        (fault,) = result.faults
        assert catalogue("en")(fault) == "empty: There is nothing yet in what is shared."


def test_one_in_the_archive_is_updated_and_not_joined_again(talk: Path, tmp_path: Path) -> None:
    share(talk, OTHER)
    notebook = tmp_path / "hers"
    with closing(opened("")) as there:
        fetch_shares(there, notebook)
        (path,) = Notebook(notebook).paths()
        archived = archive(notebook, path)
        with closing(Session.open(talk)) as session:
            session.apply(Write(0, 0, "of today "))
        share(talk, OTHER)
        fetched = fetch_shares(there, notebook)
    assert (fetched.new, fetched.updated) == (0, 1)
    assert Notebook(notebook).paths() == []
    assert Session.open_read_only(archived).notes.text.startswith("of today ")


def test_a_share_goes_on_when_its_conversation_is_renamed_or_archived(
    talk: Path, tmp_path: Path, host: str
) -> None:
    place = share(talk, OTHER, host)
    with closing(opened(host)) as there:
        fetch_shares(there, tmp_path / "hers")
    mine = archive(talk.parent, rename(talk.parent, talk, "of old"))
    with closing(Session.open(mine)) as session:
        session.apply(Write(0, 0, "of today "))
    assert share(mine, OTHER, host) == place
    with closing(opened(host)) as there:
        assert len(there.list_shares()) == 1
        fetched = fetch_shares(there, tmp_path / "hers")
    assert (fetched.new, fetched.updated, fetched.faults) == (0, 1, ())
    (hers,) = Notebook(tmp_path / "hers").paths()
    assert hers.stem != "of-old"
    assert Session.open_read_only(hers).notes.text.startswith("of today ")


def test_changes_after_joining_are_unread(talk: Path) -> None:
    assert Session.open_read_only(talk).read_marker.value is None
    place = share(talk, OTHER)
    looked = Session.open_read_only(talk).read_marker.value
    assert looked is not None
    session = Session.open(talk)
    session.apply(Write(0, 0, "mine"))
    session.close()
    mine = Session.open_read_only(talk)
    assert mine.read_marker.unread_changes() is None
    share(talk, OTHER)
    again = Session.open_read_only(talk)
    assert again.sync.remote_address == LocalFolder(place)
    marker = again.read_marker.value
    assert marker and marker.at == looked.at, "sharing again is not looking"


def test_nothing_private_is_shared(talk: Path, host: str) -> None:
    place = share(talk, OTHER, host)
    assert private_path(talk).exists()
    with (
        closing(opened(host)) as there,
        closing(there.open_remote(place)) as store,
    ):
        shared = b"".join(data_of(shake_hands(store, Replica().state_vector).updates))
    assert b"Anna de Vries" in shared
    assert b"for me alone" not in shared


def test_joining_twice_changes_nothing(talk: Path, tmp_path: Path, host: str) -> None:
    share(talk, OTHER, host)
    notebook = tmp_path / "anna"
    path = join(notebook, host)
    assert join(notebook, host) == path
    assert path.parent == notebook
    assert Session.open_read_only(path).notes.text == Session.open_read_only(talk).notes.text
    address = parse_host(host).share(the_offer(host).id)
    assert Session.open_read_only(path).sync.remote_address == address


def test_after_unsharing_both_have_everything_and_can_share_again(
    talk: Path, tmp_path: Path, host: str
) -> None:
    share(talk, OTHER, host)
    path = join(tmp_path / "anna", host)
    withdraw(talk, host)
    with closing(opened(host)) as there:
        assert not there.list_shares()
    assert Session.open_read_only(talk).sync.remote_address is None
    session = Session.open(path)
    session.apply(Write(0, 0, "meanwhile ", True))
    session.close()
    share(talk, OTHER, host)
    assert join(tmp_path / "anna", host) == path
    assert Session.open_read_only(path).notes.text.startswith("meanwhile ")


@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("nobody-of-that-name", "[Nn]obody"),
        ("bad\x1b[2J\0name", "[Nn]obody"),
    ],
)
def test_an_unknown_login_is_reported(talk: Path, host: str, login: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        share(talk, login, host)
    assert str(error.value).isprintable()


def test_a_share_admits_exactly_one_other_login(talk: Path, host: str) -> None:
    with closing(opened(host)) as there:
        me = there.login
    with pytest.raises(UsageError, match="That is you"):
        share(talk, me, host)
    if host:
        return  # the login name there need not be the one here
    share(talk, OTHER)
    third = next(u.pw_name for u in pwd.getpwall() if u.pw_name not in (me, OTHER))
    with pytest.raises(UsageError, match="nobody else"):
        share(talk, third)


def test_a_file_system_without_acl_leaves_no_folder(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "setxattr", refuse)
    with pytest.raises(RemoteError, match="file system"):
        share(talk, OTHER)
    assert list(shared_folders.shared_parent().iterdir()) == []
    assert Session.open_read_only(talk).sync.remote_address is None


HOSTILE: list[Callable[[Path], object]] = [
    lambda folder: (folder / "offer.json").write_text("[1]"),
    lambda folder: (folder / "offer.json").write_text("{" * 9000),
    lambda folder: (folder / "offer.json").write_bytes(b"\xff"),
    lambda folder: (folder / "offer.json").symlink_to("/etc/passwd"),
    lambda folder: os.mkfifo(folder / "offer.json"),
    lambda folder: (folder / "offer.json").write_text('{"names": 7}'),
    lambda folder: folder.rmdir(),
]


@pytest.mark.parametrize("make", HOSTILE)
def test_an_arbitrary_folder_is_no_share(talk: Path, make: Callable[[Path], object]) -> None:
    share(talk, OTHER)
    folder = shared_folders.shared_parent() / "afspraak-0000"
    folder.mkdir()
    make(folder)
    (shared_folders.shared_parent() / "afspraak-link").symlink_to("/etc")
    assert len(shared_folders.list_shares()) == 1


def test_share_metadata_is_text_and_never_a_path(talk: Path, tmp_path: Path) -> None:
    folder = Path(share(talk, OTHER))
    told = {"title": "\x1b]0;x\x07", "names": ["a\nb", "c"], "slug": "../../../etc/x"}
    (folder / "offer.json").write_text(json.dumps(told))
    offer = the_offer()
    assert all(
        word.isprintable()
        for word in (offer.metadata.title, offer.metadata.slug, *offer.metadata.names)
    )
    assert join(tmp_path / "anna").parent == tmp_path / "anna"


def test_the_commands_report_existing_and_missing_shares(
    talk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(talk.parent))
    assert main(["shares"]) == 1
    assert main(["share", "anna", OTHER]) == 0
    assert "afspraak join" in capsys.readouterr().out
    assert main(["shares", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["slug"] == "anna"
    assert main(["join", "nobody"]) == 1  # one's own offers are not for joining
    assert main(["unshare", "anna"]) == 0
    assert main(["unshare", "anna"]) == 1
    with pytest.raises(NotFoundError):
        membership.find_share(LocalHost(), Login(OTHER))


def test_a_folder_is_removed_while_somebody_writes_into_it(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(share(talk, OTHER))
    inside = os.open(folder, os.O_RDONLY)
    rmdir, late = os.rmdir, iter(["late"])

    def somebody_was_faster(path: str, **where: int) -> None:
        for name in late:
            os.close(os.open(name, os.O_CREAT | os.O_WRONLY, dir_fd=inside))
        rmdir(path, **where)

    monkeypatch.setattr(os, "rmdir", somebody_was_faster)
    withdraw(talk)
    os.close(inside)
    assert list(folder.parent.iterdir()) == []


def test_only_the_first_of_many_shares_are_named() -> None:
    found = [
        Share(f"/shared/{n}", Login("jan"), ShareMetadata("x", (), Slug("" if n == 1 else f"a{n}")))
        for n in range(200)
    ]
    with pytest.raises(UsageError) as error:
        select_share(found, "jan")
    assert error.value.message.values["choices"] == "a0, 1, a2, a3, a4, a5, a6, a7, …"
